"""What a page says of the house writer before anything of it is loaded."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from core.engines.describe import MEGABYTE, describe_folder
from core.engines.house.pretrained import pretrained_file
from core.engines.house.prompt import CHANNELS
from core.engines.house.shape import CONFIG
from core.engines.types import HOUSE_WRITER, EngineInfo
from core.i18n import N_

# Sentence after sentence it loses the thread, as a blind reading found; its lines hold together.
_SEVERAL_SENTENCES = frozenset(
    (
        "product_description",
        "instagram",
        "linkedin",
        "email_body",
        "blog_intro",
        "xiaohongshu",
        "douyin_script",
    )
)


def house_info(folder: Path) -> EngineInfo:
    """The house writer's description; size, licence and speed as its own files state them."""
    facts, config = describe_folder(folder), _config(folder)
    base = pretrained_file() if "pretrained" in config else None
    if base and facts.size_mb is not None:
        facts = replace(facts, size_mb=facts.size_mb + base.stat().st_size / MEGABYTE)
    languages = tuple(config.get("languages", ("en", "zh")))
    return EngineInfo(
        id=HOUSE_WRITER,
        kind="writer",
        name=N_("House writer"),
        description=N_(
            "A small language model that writes short English texts from your facts on this "
            "machine: freer than the copybook, and less sure of what makes sense. The copybook "
            "writes Chinese and longer texts, and goes on where too few drafts pass."
        ),
        licence=facts.licence or "Apache-2.0",
        size_mb=facts.size_mb,
        speed=str(facts.speed or ""),
        obeys=frozenset({"tone", "exemplars", "avoid", "keywords", "seed", "length"}),
        languages=languages,
        leads=frozenset(
            f"{language}/{name}"
            for language in languages
            for name in CHANNELS
            if name not in _SEVERAL_SENTENCES
        ),
    )


def house_version(folder: Path) -> str:
    """The version of the writer in a folder, which its weights' checksums decide; "" where it, or
    the package with the pretrained weights that it stands on, is not installed."""
    config = _config(folder)
    if not config or ("pretrained" in config and pretrained_file() is None):
        return ""
    content = (folder / CONFIG).read_bytes()
    return f"{HOUSE_WRITER}-{hashlib.sha256(content).hexdigest()[:8]}"


def _config(folder: Path) -> dict[str, Any]:
    """What its config.json says, {} where it cannot be read."""
    try:
        found: dict[str, Any] = json.loads((folder / CONFIG).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found
