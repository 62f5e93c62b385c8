"""A network's weights on disk: int8 with one scale per row, in shards, under checksums."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

SHARD_BYTES = 15_000_000
_SCALES = ".scales"


class DamagedWeights(Exception):
    """A shard is missing, cut or not the one that was measured."""


@dataclass(frozen=True)
class Shard:
    """A weight file's name and checksum."""

    file: str
    sha256: str


def write_weights(folder: Path, tensors: Mapping[str, np.ndarray]) -> list[Shard]:
    """Write float arrays: tables and matrices in int8 by row, all others in float32."""
    from safetensors.numpy import save_file

    shards: list[Shard] = []
    part: dict[str, np.ndarray] = {}
    packed = [pair for name, value in tensors.items() for pair in _packed(name, value)]
    for i, (name, array) in enumerate(packed):
        part[name] = array
        full = sum(a.nbytes for a in part.values()) >= SHARD_BYTES - _largest(packed[i + 1 :])
        if full or i == len(packed) - 1:
            path = folder / f"writer-{len(shards) + 1}.safetensors"
            save_file(part, path)
            path.chmod(0o644)
            shards.append(Shard(path.name, _checksum(path.read_bytes())))
            part = {}
    return shards


def read_weights(folder: Path, shards: Sequence[Shard]) -> dict[str, np.ndarray]:
    """The arrays that `write_weights` wrote, in float32. Raises DamagedWeights."""
    from safetensors import SafetensorError
    from safetensors.numpy import load

    stored: dict[str, np.ndarray] = {}
    for shard in shards:
        try:
            data = (folder / shard.file).read_bytes()
            if _checksum(data) != shard.sha256:
                raise DamagedWeights(shard.file)
            stored |= load(data)
        except (OSError, SafetensorError) as error:
            raise DamagedWeights(shard.file) from error
    arrays = {}
    for name, array in stored.items():
        if not name.endswith(_SCALES):
            scales = stored.get(name + _SCALES)
            arrays[name] = array if scales is None else array.astype(np.float32) * scales
    return arrays


def _packed(name: str, value: np.ndarray) -> list[tuple[str, np.ndarray]]:
    value = np.ascontiguousarray(value, np.float32)
    if value.ndim != 2 or value.shape[0] < 3:
        return [(name, value)]
    scales = np.maximum(np.abs(value).max(1, keepdims=True), 1e-8) / 127
    return [
        (name, np.round(value / scales).astype(np.int8)),
        (name + _SCALES, scales.astype(np.float32)),
    ]


def _largest(rest: Sequence[tuple[str, np.ndarray]]) -> int:
    """Bytes of the next array, which must still fit; the scales follow their array."""
    return rest[0][1].nbytes if rest else 0


def _checksum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
