"""What a page says of an engine before anything of it is loaded."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from core.engines.added import Added
from core.engines.addresses import BUNDLED, Address, Kind, parse
from core.engines.copybook import Copybook
from core.engines.describe import (
    MEGABYTE,
    ModelFacts,
    Speed,
    describe_folder,
    describe_hub,
    hub_copy,
    must_suit,
)
from core.engines.types import EngineInfo
from core.errors import InputRejected
from core.i18n import N_

_HEEDED_BY_MODELS = frozenset(
    {"persona", "talking_points", "exemplars", "avoid", "instructions", "rejected", "source"}
    | {"framework", "parts"}
)

_SENT_TO_SERVER = N_(
    "Your brief with its facts, the persona's and the brand's notes, customers' phrases you "
    "picked, copy you liked or disliked, and drafts that a check turned down go to this server."
)
_SENT_TO_SERVERS = N_(
    "Your brief with its facts, the persona's and the brand's notes, customers' phrases you "
    "picked, copy you liked or disliked, and drafts that a check turned down go to one of these "
    "servers, to another where it fails."
)
_SENT_TO_HUB = N_(
    "Nothing of yours. The model's files are fetched from the hub once; then it runs here."
)


def bundled_folder(assets: Path, kind: Kind) -> Path:
    """Where the files of a bundled engine lie."""
    return assets / "models" / ("review_reader" if kind == "reader" else "copybook")


def house_folder(assets: Path) -> Path:
    """Where the house writer's files lie, if it is installed: the program runs without it."""
    return assets / "models" / "house_writer"


def bundled_info(assets: Path, kind: Kind) -> EngineInfo:
    """The bundled engine's description; size, licence and speed as its own files state them."""
    folder = bundled_folder(assets, kind)
    if kind == "writer":
        files = [path.stat().st_size for path in folder.glob("*") if path.is_file()]
        return replace(Copybook.info, size_mb=sum(files) / MEGABYTE if files else None)
    facts = describe_folder(folder)
    loaded = [path.stat().st_size for path in folder.glob("*.onnx")]
    return EngineInfo(
        id=BUNDLED[kind],
        kind=kind,
        name=N_("Review reader"),
        description=N_(
            "Reads sentiment, emotion and aspects in English and Chinese on this machine."
        ),
        licence=facts.licence or "Apache-2.0",
        size_mb=sum(loaded) / MEGABYTE if loaded else None,
        speed=str(facts.speed or ""),
    )


def added_info(item: Added) -> EngineInfo:
    """The description of an engine that a person added, or named by its id."""
    address = parse(item.id)
    name, words, sends = _words(address, item.kind)
    if item.others:
        words, sends = N_("A model on several OpenAI-compatible servers."), _SENT_TO_SERVERS
    return EngineInfo(
        id=item.id,
        kind=item.kind,
        name=name,
        description=words,
        licence=item.licence,
        size_mb=item.size_mb,
        speed=str(trial_speed(item) or ""),
        sends=sends,
        obeys=_HEEDED_BY_MODELS if item.kind == "writer" else frozenset(),
    )


def trial_speed(item: Added) -> Speed | None:
    """The speed of an added engine's last trial on this machine."""
    if not item.seconds:
        return None
    if item.kind == "writer":
        return Speed(item.seconds, "seconds per draft")
    return Speed(1 / item.seconds, "reviews per second")


def find_out(address: Address, kind: Kind) -> ModelFacts:
    """Size and licence of an engine that is about to be added.

    Raises InputRejected when it cannot do this kind of work, NotFound when it is nowhere.
    """
    if address.backend == "folder":
        folder = Path(address.place).expanduser()
        must_suit(folder, kind)
        return describe_folder(folder)
    if address.backend == "hub":
        return describe_hub(address.place, kind)
    if address.backend == "endpoint" and kind == "writer":
        return ModelFacts()
    raise InputRejected(
        N_("“{id}” cannot be added for this work."),
        N_("Add a model's folder or a hub model; a server can write, not read."),
        id=address.id,
    )


def known_since_download(item: Added) -> ModelFacts | None:
    """What the files of a hub model say once they are on this machine, else None."""
    address = parse(item.id)
    folder = hub_copy(address.place) if address.backend == "hub" else None
    return describe_folder(folder) if folder else None


def _words(address: Address, kind: Kind) -> tuple[str, str, str]:
    if address.backend == "endpoint":
        return address.model, N_("A model on an OpenAI-compatible server."), _SENT_TO_SERVER
    name = Path(address.place).name if address.backend == "folder" else address.place
    if kind == "writer":
        words = N_("A language model that runs on this machine through transformers.")
    else:
        words = N_("A sentiment classifier that runs on this machine through transformers.")
    return name, words, _SENT_TO_HUB if address.backend == "hub" else ""
