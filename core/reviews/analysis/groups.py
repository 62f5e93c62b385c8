"""Reviews side by side: by a column's values, and those that repeat each other."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SegmentFigures:
    """The read reviews of a selection that share a value; net sentiment in -100..100 with the
    ends of its 95 % interval."""

    value: str
    reviews: int
    negative: int
    neutral: int
    positive: int
    net_sentiment: float
    net_low: float
    net_high: float


@dataclass(frozen=True)
class DuplicateGroup:
    """A review's text and how many later ones nearly repeat it."""

    first_id: int
    text: str
    repeats: int


@dataclass(frozen=True)
class NearDuplicates:
    """So many reviews nearly repeat an earlier one, in so many groups; the biggest are shown."""

    reviews: int
    groups: int
    largest: tuple[DuplicateGroup, ...]
