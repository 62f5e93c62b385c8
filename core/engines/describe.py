"""What can be said of a model before it is loaded: size, licence, measured speed, its task."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from core.engines.addresses import Kind
from core.engines.labels import sentiment_weights
from core.errors import InputRejected, NotFound
from core.i18n import N_

MEGABYTE = 1_000_000
HUB_SECONDS = 8

_WEIGHTS = (".safetensors", ".onnx", ".bin", ".gguf", ".pt", ".npz", ".data")
_CARDS = ("MODEL_CARD.md", "README.md")
_LICENCE_LINE = re.compile(r"^[\s|*_-]*licen[cs]e[*_\s]*[:|]\s*(.+?)[\s|*]*$", re.IGNORECASE | re.M)
_ARCHITECTURE: dict[Kind, str] = {
    "writer": "ForCausalLM",
    "reader": "ForSequenceClassification",
}


@dataclass(frozen=True)
class Speed:
    """A measured speed: reviews a second for a reader, seconds for one draft for a writer."""

    value: float
    unit: Literal["reviews per second", "seconds per draft"]

    def __str__(self) -> str:
        return f"{self.value:.3g} {self.unit}"


@dataclass(frozen=True)
class ModelFacts:
    """What files or a hub's page say of a model. None and "" stand for "not said"."""

    size_mb: float | None = None
    licence: str = ""
    speed: Speed | None = None


def describe_folder(folder: Path) -> ModelFacts:
    """Size of the weight files in megabytes (10^6 bytes), licence from the model's card,
    speed from its metrics.json. A folder that is not there has none of them."""
    if not folder.is_dir():
        return ModelFacts()
    files = [path for path in folder.rglob("*") if path.suffix in _WEIGHTS and path.is_file()]
    size = sum(path.stat().st_size for path in files)
    return ModelFacts(size / MEGABYTE if files else None, _licence(folder), _speed(folder))


def describe_hub(name: str, kind: Kind) -> ModelFacts:
    """The same of a model on the hub: from this machine's copy, else asked of the hub.

    Raises NotFound when the hub has no such model and InputRejected when it has another
    task. Where no hub can be reached everything is unknown.
    """
    folder = hub_copy(name)
    if folder is not None:
        must_suit(folder, kind)
        return describe_folder(folder)
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HFValidationError, RepositoryNotFoundError

    try:
        page = HfApi().model_info(name, timeout=HUB_SECONDS, files_metadata=True)
    except (RepositoryNotFoundError, HFValidationError) as error:
        raise NotFound(
            N_("The hub has no public model “{name}”."), N_("Check its name."), name=name
        ) from error
    except Exception:
        # No network, a proxy's page, a time-out: each client version raises its own.
        return ModelFacts()
    _must_have_task(name, {"architectures": (page.config or {}).get("architectures")}, kind)
    sizes = {item.rfilename: item.size or 0 for item in page.siblings or []}
    tags = [tag.removeprefix("license:") for tag in page.tags or [] if tag.startswith("license:")]
    return ModelFacts(_download_size(sizes), tags[0] if tags else "")


def hub_copy(name: str) -> Path | None:
    """The folder of a hub model that was downloaded before, None where it was not."""
    from huggingface_hub import try_to_load_from_cache

    found = try_to_load_from_cache(name, "config.json")
    return Path(found).parent if isinstance(found, str) else None


def must_suit(folder: Path, kind: Kind) -> None:
    """Raise InputRejected unless the folder holds a transformers model for this kind of work."""
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputRejected(
            N_("There is no model in {folder}."),
            N_("A model's folder holds config.json, weights and a tokenizer."),
            folder=folder,
        ) from error
    _must_have_task(str(folder), config if isinstance(config, dict) else {}, kind)


def _must_have_task(name: str, config: dict[str, Any], kind: Kind) -> None:
    architectures = config.get("architectures") or []
    if architectures and not any(str(a).endswith(_ARCHITECTURE[kind]) for a in architectures):
        hint = (
            N_("Choose a model for text generation (its architecture ends in ForCausalLM).")
            if kind == "writer"
            else N_("Choose a sentiment classifier (ForSequenceClassification).")
        )
        raise InputRejected(
            N_("{name} is a {architecture} and cannot do this work."),
            hint,
            name=name,
            architecture=architectures[0],
        )
    labels = config.get("id2label")
    if kind == "reader" and isinstance(labels, dict):
        sentiment_weights([str(labels[key]) for key in sorted(labels, key=int)])


def _download_size(sizes: dict[str, int]) -> float | None:
    for suffix in (".safetensors", ".bin"):
        total = sum(size for name, size in sizes.items() if name.endswith(suffix))
        if total:
            return total / MEGABYTE
    return None


def _licence(folder: Path) -> str:
    for name in _CARDS:
        try:
            card = (folder / name).read_text(encoding="utf-8")
        except (OSError, ValueError):
            continue
        found = _LICENCE_LINE.search(card)
        if found:
            return found[1].strip("`\"' ")[:60]
    return ""


def _speed(folder: Path) -> Speed | None:
    try:
        metrics = json.loads((folder / "metrics.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    reviews = _figure(metrics, "reviews_per_second")
    if reviews:
        return Speed(reviews, "reviews per second")
    seconds = _figure(metrics, "seconds_per_draft")
    return Speed(seconds, "seconds per draft") if seconds else None


def _figure(metrics: Any, name: str) -> float | None:
    if not isinstance(metrics, dict):
        return None
    if isinstance(metrics.get(name), (int, float)):
        return float(metrics[name])
    nested = (_figure(value, name) for value in metrics.values())
    return next((value for value in nested if value), None)
