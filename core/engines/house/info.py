"""What a page says of the house writer before anything of it is loaded."""

from __future__ import annotations

import hashlib
from pathlib import Path

from core.engines.describe import describe_folder
from core.engines.house.shape import CONFIG
from core.engines.types import HOUSE_WRITER, EngineInfo
from core.i18n import N_


def house_info(folder: Path) -> EngineInfo:
    """The house writer's description; size, licence and speed as its own files state them."""
    facts = describe_folder(folder)
    return EngineInfo(
        id=HOUSE_WRITER,
        kind="writer",
        name=N_("House writer"),
        description=N_(
            "A small language model of our own that writes from your facts on this machine."
        ),
        licence=facts.licence or "Apache-2.0",
        size_mb=facts.size_mb,
        speed=str(facts.speed or ""),
        obeys=frozenset({"tone", "exemplars", "avoid", "keywords", "seed", "length"}),
    )


def house_version(folder: Path) -> str:
    """The version of the writer in a folder, which its weights' checksums decide; "" for none."""
    try:
        content = (folder / CONFIG).read_bytes()
    except OSError:
        return ""
    return f"{HOUSE_WRITER}-{hashlib.sha256(content).hexdigest()[:8]}"
