"""Reviews as they are shown: in a list, in full, and by the import they came with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class ReviewRow:
    """A review in a list; `text` is cut to 400 characters. Reading fields are None when unread.

    `sentiment` is what counts: a person's correction, else what the engine read.
    """

    id: int
    text: str
    language: str
    posted_on: str | None
    rating: float | None
    product: str
    origin: str
    country: str
    sentiment: str | None
    polarity: float | None
    confidence: float | None
    unsure: bool | None
    emotion: str | None


@dataclass(frozen=True)
class ReviewPage:
    """Some rows of a selection and how many it has in all."""

    rows: tuple[ReviewRow, ...]
    total: int


@dataclass(frozen=True)
class Aspect:
    """What a reading says of one aspect; `start` and `end` index the review's text."""

    aspect: str
    polarity: str
    confidence: float
    start: int
    end: int


@dataclass(frozen=True)
class Hit:
    """A label of a person's own, found in the clause `start`..`end` of a review's text.

    `polarity` is how the clause was read. `marks` are the words that match a typed one.
    """

    READ: ClassVar = ("polarity", "confidence", "start", "end")

    label: str
    name: str
    polarity: str
    confidence: float
    start: int
    end: int
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Correction:
    """What a person said a reading should be."""

    field: str
    value: str
    voter: str
    created_at: str


@dataclass(frozen=True)
class Review:
    """One review in full. Without a reading `version` is None and so is all it would hold.

    `read_sentiment` is the engine's, `sentiment` what counts after corrections.
    """

    id: int
    text: str
    language: str
    posted_on: str | None
    rating: float | None
    product: str
    origin: str
    country: str
    source: str
    version: str | None
    read_sentiment: str | None
    sentiment: str | None
    polarity: float | None
    confidence: float | None
    unsure: bool | None
    emotion: str | None
    aspects: tuple[Aspect, ...]
    corrections: tuple[Correction, ...]
    hits: tuple[Hit, ...] = ()


@dataclass(frozen=True)
class Source:
    """An import: its file name, when it came, and how many of its reviews are there."""

    id: int
    name: str
    created_at: str
    reviews: int
