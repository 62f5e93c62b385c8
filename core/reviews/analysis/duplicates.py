"""Texts that say nearly the same in nearly the same words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

_SHINGLE = 5
_BINS = 48
_ROWS = 4
_SHORTEST = 12
_LIKE = 0.8
_CHUNK = 4000
_MOST_IN_BUCKET = 200
_EMPTY = np.uint64(0xFFFFFFFFFFFFFFFF)


def near_duplicates(texts: Sequence[str]) -> list[tuple[int, int, float]]:
    """(place, place of the first text it repeats, likeness) of each near duplicate.

    Likeness is the Jaccard index of the sets of five neighbouring characters, spaces, case and
    punctuation aside, and at least 0.8; equal texts have 1. Texts under 12 characters ("Good!")
    are never called duplicates. Candidates come from one-permutation MinHash (Li, Owen and
    Zhang (2012), NIPS 25) in bands of four (Leskovec, Rajaraman and Ullman, Mining of Massive
    Datasets, chapter 3): a pair at 0.8 is missed in about two cases of a thousand, and each
    is then compared in full.
    """
    shapes = [_shape(text) for text in texts]
    leaders: dict[int, int] = {}
    found: list[tuple[int, int, float]] = []
    for place, candidates in _candidates(shapes):
        mine = _shingles(shapes[place])
        best, likeness = -1, 0.0
        for candidate in sorted({leaders.get(other, other) for other in candidates}):
            alike = _jaccard(mine, _shingles(shapes[candidate]))
            if alike > likeness:
                best, likeness = candidate, alike
        if likeness >= _LIKE:
            leaders[place] = best
            found.append((place, best, round(likeness, 3)))
    return found


def _shape(text: str) -> str:
    return "".join(char for char in text.lower() if char.isalnum())


def _shingles(shape: str) -> set[str]:
    return {shape[i : i + _SHINGLE] for i in range(len(shape) - _SHINGLE + 1)}


def _jaccard(one: set[str], other: set[str]) -> float:
    return len(one & other) / max(len(one | other), 1)


def _candidates(shapes: Sequence[str]) -> Iterator[tuple[int, set[int]]]:
    """Each place with earlier ones that share a band of their signatures."""
    # The keys are hashes: a clash costs a comparison, whole bands would cost twice the memory.
    buckets: dict[int, list[int]] = defaultdict(list)
    for start in range(0, len(shapes), _CHUNK):
        part = shapes[start : start + _CHUNK]
        signatures = _signatures(part)
        for offset, shape in enumerate(part):
            if len(shape) < _SHORTEST:
                continue
            place, seen = start + offset, set()
            for band in range(0, _BINS, _ROWS):
                key = hash((band, signatures[offset, band : band + _ROWS].tobytes()))
                bucket = buckets[key]
                seen.update(bucket)
                if len(bucket) < _MOST_IN_BUCKET:
                    bucket.append(place)
            if seen:
                yield place, seen


def _signatures(shapes: Sequence[str]) -> NDArray[np.uint64]:
    """The smallest hash of each text in each of the bins, empty bins filled from the right.

    Rotation as in Shrivastava and Li (2014), UAI: an empty bin takes its neighbour's value.
    """
    signatures = np.full((len(shapes), _BINS), _EMPTY, dtype=np.uint64)
    lengths = np.array([len(shape) for shape in shapes])
    codes = np.frombuffer("".join(shapes).encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    if len(codes) < _SHINGLE:
        return signatures
    hashes = np.zeros(len(codes) - _SHINGLE + 1, dtype=np.uint64)
    for offset in range(_SHINGLE):
        hashes = _mixed(hashes ^ codes[offset : offset + len(hashes)])
    owner = np.repeat(np.arange(len(shapes)), lengths)
    inside = owner[: len(hashes)] == owner[_SHINGLE - 1 :]
    cells = owner[: len(hashes)][inside] * _BINS + (hashes[inside] % np.uint64(_BINS)).astype(int)
    np.minimum.at(signatures.reshape(-1), cells, hashes[inside] // np.uint64(_BINS))
    for _ in range(_BINS):
        empty = signatures == _EMPTY
        if not empty.any():
            break
        signatures = np.where(empty, np.roll(signatures, -1, axis=1), signatures)
    return signatures


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """A step of splitmix64 (Steele, Lea and Flood (2014), OOPSLA)."""
    values = (values + np.uint64(0x9E3779B97F4A7C15)) * np.uint64(0xBF58476D1CE4E5B9)
    return values ^ (values >> np.uint64(31))
