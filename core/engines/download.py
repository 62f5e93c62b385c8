"""Fetching a hub model's files as a job, so that a person sees how far it is and can stop it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from core.engines.addresses import parse
from core.engines.describe import HUB_SECONDS, hub_copy
from core.errors import EngineFailed
from core.i18n import N_
from core.jobs import Job, JobCancelled, Jobs, Progress

KIND = "fetch_engine"
# The names transformers loads weights by: in one file, or in shards that an index lists.
_FORMS = ("model.safetensors", "pytorch_model.bin")
_INDEX = ".index.json"
_BESIDE = (".json", ".txt", ".model", ".jinja", ".tiktoken")


class Downloads:
    """The hub models of a workspace whose files are here, under way or missing."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs

    def missing(self, id: str) -> bool:
        """Whether an engine's files must be fetched before it can be used. Asks no network."""
        address = parse(id)
        return address.backend == "hub" and not is_here(address.place)

    def start(self, id: str) -> int:
        """Begin to fetch a hub model's files; the job's id. One is fetched at a time: while one
        is, its job comes back. What was fetched before is kept. Raises NotFound for a bad id."""
        return self._jobs.submit(KIND, {"name": parse(id).place})

    def under_way(self) -> Job | None:
        """The job that fetches now, None where there is none."""
        return next(iter(self._jobs.active(KIND)), None)

    def last(self) -> Job | None:
        """The newest job, finished or not."""
        return self._jobs.latest(KIND)

    def job(self, arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
        """Fetch the files; progress counts bytes. A second run goes on where the first stopped.

        Raises EngineFailed when the hub cannot be reached, has no such model or breaks off.
        """
        name = arguments["name"]
        try:
            sizes = _wanted(name)
            total, done = max(1, sum(sizes.values())), 0
            progress(0, total)
            for file, size in sorted(sizes.items(), key=_weights_last):
                _fetch(name, file, done, total, progress)
                done += size
                progress(done, total)
        except (JobCancelled, EngineFailed):
            raise
        except Exception as error:
            # Network, proxy, disk and the hub's own faults: each client version raises its own.
            raise EngineFailed(
                N_("The files of {name} could not be fetched: {problem}"),
                N_("Check its name, the network and the free space; what came is kept."),
                name=name,
                problem=(str(error).strip() or type(error).__name__).splitlines()[0][:200],
            ) from error
        return {"name": name}


def is_here(name: str) -> bool:
    """Whether a hub model's configuration and all of its weights are on this machine."""
    folder = hub_copy(name)
    if folder is None:
        return False
    return any((folder / form).is_file() or _all_shards(folder, form) for form in _FORMS)


def _all_shards(folder: Path, form: str) -> bool:
    """Whether the index of a form is there and every file it lists."""
    try:
        index = json.loads((folder / (form + _INDEX)).read_text(encoding="utf-8"))
        listed = set(index["weight_map"].values())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False
    return bool(listed) and all((folder / str(name)).is_file() for name in listed)


def _wanted(name: str) -> dict[str, int]:
    """The files that loading reads with their bytes: weights in one form, all that is beside."""
    from huggingface_hub import HfApi
    from huggingface_hub.utils import logging as hub_logging

    hub_logging.set_verbosity_error()
    page = HfApi().model_info(name, timeout=HUB_SECONDS, files_metadata=True)
    files = {item.rfilename: item.size or 0 for item in page.siblings or []}
    files = {file: size for file, size in files.items() if "/" not in file}
    for form in _FORMS:
        weights = {file: size for file, size in files.items() if _is_of(file, form)}
        if form in weights:
            weights = {form: weights[form]}
        if weights:
            beside = {file: size for file, size in files.items() if file.endswith(_BESIDE)}
            return beside | weights
    raise EngineFailed(N_("{name} has no weights that can be loaded."), name=name)


def _is_of(file: str, form: str) -> bool:
    stem, _, ending = form.rpartition(".")
    return re.fullmatch(rf"{stem}(-\d+-of-\d+)?\.{ending}", file) is not None


def _weights_last(item: tuple[str, int]) -> tuple[bool, int]:
    """Small before large, weights after all else: they are what tells that a model is whole."""
    file, size = item
    return any(_is_of(file, form) for form in _FORMS), size


def _fetch(name: str, file: str, before: int, total: int, progress: Progress) -> None:
    from huggingface_hub import hf_hub_download
    from huggingface_hub.utils import tqdm

    class Told(tqdm):
        """The bar of the hub's client, told to the job instead of drawn."""

        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **(options | {"disable": True}))
            self.fetched = int(options.get("initial") or 0)

        def update(self, n: float | None = 1) -> bool | None:
            self.fetched += int(n or 0)
            progress(min(total, before + self.fetched), total)
            return None

    hf_hub_download(name, file, tqdm_class=Told)
