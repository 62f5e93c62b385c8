"""What the ratings of a file are out of, read from most of them, so that a slip decides nothing."""

from __future__ import annotations

import math
from dataclasses import dataclass

from core.i18n import N_
from core.tables import Note

_TOPS = (5, 10, 100)
_SLIPS = 0.01
_LEAST_FOR_ONE_SLIP = 10


@dataclass(frozen=True)
class Scale:
    """Ratings up to `top` are multiplied by `factor`, those above are dropped as slips.

    `notes` are catalogue entries that say so.
    """

    factor: float
    top: float
    notes: tuple[Note, ...] = ()


def rating_scale(counts: dict[float, int]) -> Scale:
    """The scale of a file from how often it has each rating: out of 5, 10 or 100, else kept.

    A scale fits when at most 1 % of the ratings lie above it, or a single one of ten or more.
    """
    rated = sum(counts.values())
    for top in _TOPS:
        slips = sum(count for rating, count in counts.items() if rating > top)
        if slips <= rated * _SLIPS or (slips == 1 and rated >= _LEAST_FOR_ONE_SLIP):
            return Scale(5 / top, top, tuple(_notes(top, slips)))
    highest = max(counts)
    kept: Note = (N_("Ratings go up to {top}; they were kept as they are."), {"top": highest})
    return Scale(1.0, math.inf, (kept,))


def _notes(top: int, slips: int) -> list[Note]:
    notes: list[Note] = []
    if top != 5:
        notes.append((N_("Ratings out of {top} were brought to five stars."), {"top": top}))
    if slips:
        message = N_("Ratings above {top} look like slips and were left out: {n}.")
        notes.append((message, {"top": top, "n": f"{slips:,}"}))
    return notes
