"""A writer's folder in memory: its pieces, its network, the lengths that it learnt."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import Any

import numpy as np

from core.engines.house.adapter import Adapter
from core.engines.house.llama_runner import LlamaRunner
from core.engines.house.llama_shape import LlamaShape
from core.engines.house.pieces import Kind, Pieces
from core.engines.house.pretrained import PACKAGE, Layout, Stored, pretrained_file, read_pretrained
from core.engines.house.runner import Network, Runner
from core.engines.house.shape import CONFIG, Shape
from core.engines.house.weights import DamagedWeights, Shard, read_weights
from core.errors import EngineFailed
from core.i18n import N_

_FETCH_AGAIN = N_("Fetch the program again; its models come with it.")
_INSTALL_AGAIN = N_("Install it again: pip install --force-reinstall --no-deps {package}")
_ROWS = "rows"


@dataclass(frozen=True)
class Loaded:
    """`lengths` has for "language/channel" the length controls: id, how often, characters."""

    runner: Network
    pieces: Pieces
    slots: bool
    lengths: dict[str, list[tuple[int, int, float]]]


def load(folder: Path, adapter: Adapter | None = None) -> Loaded:
    """The writer in a folder, with what an adapter changes in it.

    Raises EngineFailed where a file, or the pretrained weights that it stands on, are missing or
    damaged.
    """
    try:
        config: dict[str, Any] = json.loads((folder / CONFIG).read_text("utf-8"))
        kind: Kind = config["pieces"]
        pieces = Pieces.load(folder, kind)
        arrays = read_weights(folder, [Shard(**s) for s in config["shards"]])
        lengths = {k: [tuple(x) for x in v] for k, v in config["lengths"].items()}
        runner = _runner(config, arrays, adapter)
        return Loaded(runner, pieces, config["slots"], lengths)
    except EngineFailed:
        raise
    except DamagedWeights as error:
        raise EngineFailed(
            N_("The house writer's weights are damaged: {path}."),
            _FETCH_AGAIN,
            path=folder / str(error),
        ) from error
    except Exception as error:
        # The tokenizer's library raises a bare Exception for a broken file.
        raise EngineFailed(
            N_("The house writer cannot be loaded from {path}."), _FETCH_AGAIN, path=folder
        ) from error


def _pretrained(layout: Layout) -> dict[str, np.ndarray]:
    path = pretrained_file()
    try:
        if path is None:
            raise DamagedWeights(PACKAGE)
        return read_pretrained(path, layout)
    except DamagedWeights as error:
        raise EngineFailed(
            N_("The pretrained weights of the house writer are missing or damaged: {file}."),
            _INSTALL_AGAIN,
            file=error,
            package=PACKAGE.replace("_", "-"),
        ) from error


def _runner(
    config: Mapping[str, Any], arrays: dict[str, np.ndarray], adapter: Adapter | None
) -> Network:
    if "pretrained" not in config:
        if adapter is not None:
            adapter.added_to(arrays)
        return Runner(Shape(**config["shape"]), arrays)
    layout = {name: Stored(*stored) for name, stored in config["pretrained"].items()}
    # On a busy machine, threads that wait by spinning make one another ten times slower.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    # The runner imports torch, which takes as long as reading the weights does.
    soon = Thread(target=import_module, args=["torch"])
    soon.start()
    weights = _pretrained(layout)
    weights["table"] = np.concatenate([weights["table"], arrays.pop(_ROWS)])
    Adapter.from_tensors(arrays).added_to(weights)
    if adapter is not None:
        adapter.added_to(weights)
    soon.join()
    return LlamaRunner(LlamaShape(**config["shape"]), weights)
