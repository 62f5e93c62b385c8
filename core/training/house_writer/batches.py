"""Batches: several sources packed into rows without padding, each a function of seed and step."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import numpy as np
import torch

from core.training.house_writer.augment import Augmenter, Shown
from core.training.house_writer.network import NO_TARGET, Batch

# How often a source is shown against a brief of the copy corpus; plain texts fill the rest.
WEIGHTS = {
    "briefs": 12.0,
    "rewrite": 4.0,
    "reply": 4.0,
    "long": 6.0,
    "advertisegen": 1.5,
    "slogans": 0.4,
    "upworthy": 0.5,
    "clothing": 0.5,
    "amazon": 0.3,
    "television": 0.4,
    "shopping": 0.25,
    "chnsenticorp": 0.25,
    "tnews": 0.08,
}
COPY = frozenset({"briefs", "rewrite", "reply", "long"})
_LEFT = 24
_TRIES, _FIRST_TRIES = 4, 100


class Packer:
    """Draws rows of `length` tokens."""

    def __init__(self, augmenter: Augmenter, length: int, seed: int) -> None:
        self.augmenter, self.length, self.seed = augmenter, length, seed
        self._pools: dict[bool, tuple[list[int], np.ndarray]] = {}
        for copy in (True, False):
            places = [
                i
                for i, source in enumerate(augmenter.sources)
                if not source.dev and (source.set in COPY) == copy
            ]
            weights = [WEIGHTS.get(augmenter.sources[i].set, 1.0) for i in places]
            self._pools[copy] = (places, np.cumsum(weights))

    def batch(self, step: int, rows: int, copy_share: float) -> Batch:
        """The batch of a step: the same one for the same seed and step in every process."""
        rng = random.Random(f"{self.seed}/{step}")
        packed = []
        for _ in range(rows):
            copy = rng.random() < copy_share
            packed.append(self._row(copy if self._pools[copy][0] else not copy, rng))
        return collate(packed, self.length)

    def _row(self, copy: bool, rng: random.Random) -> list[Shown]:
        places, edges = self._pools[copy]
        row: list[Shown] = []
        room, misses = self.length, 0
        while room > _LEFT and misses < (_TRIES if row else _FIRST_TRIES):
            at = places[int(np.searchsorted(edges, rng.random() * edges[-1], side="right"))]
            shown = self.augmenter.show(at, rng, room)
            if shown.texts and shown.tokens <= room:
                row.append(shown)
                room -= shown.tokens
            else:
                misses += 1
        return row


def held_out(
    augmenter: Augmenter, places: Sequence[int], length: int, rows: int, exemplars: bool
) -> Iterator[Batch]:
    """The texts of these sources as they are, packed in their order."""
    packed: list[list[Shown]] = [[]]
    room = length
    for place in places:
        for shown in augmenter.plain(place, exemplars, length):
            if shown.tokens > room and packed[-1]:
                packed.append([])
                room = length
            packed[-1].append(shown)
            room -= shown.tokens
    for at in range(0, len(packed), rows):
        yield collate(packed[at : at + rows], length)


def collate(packed: Sequence[Sequence[Shown]], length: int) -> Batch:
    """Rows of showings as tensors; a row longer than `length` is as long as it is."""
    length = max([length, *(sum(s.tokens for s in row) for row in packed)])
    size = (len(packed), length)
    ids, positions = np.zeros(size, np.int64), np.zeros(size, np.int64)
    group, segment = np.zeros(size, np.int64), np.zeros(size, np.int64)
    source, target = np.zeros(size, bool), np.full(size, NO_TARGET, np.int64)
    for r, row in enumerate(packed):
        at = 0
        for number, shown in enumerate(row, 1):
            prefix = len(shown.prefix)
            end = at + prefix
            ids[r, at:end], positions[r, at:end] = shown.prefix, np.arange(prefix)
            source[r, at:end] = True
            start, at = at, end
            for place, (head, like, text, given) in enumerate(shown.texts, 1):
                end = at + len(head) + len(like) + len(text)
                ids[r, at:end] = [*head, *like, *text]
                positions[r, at:end] = np.arange(prefix, prefix + end - at)
                segment[r, at:end] = place
                source[r, at : at + len(head)] = True
                first = at + len(head) + len(like) + given
                target[r, first - 1 : end - 1] = text[given:]
                at = end
            group[r, start:at] = number
    return Batch(*(torch.from_numpy(a) for a in (ids, positions, group, segment, source, target)))
