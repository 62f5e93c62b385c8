"""The labelled rows: which part of the corpus each belongs to and what is left out."""

from __future__ import annotations

import csv
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from core.settings import ASSETS

NEGATIVE, NEUTRAL, POSITIVE = 0, 1, 2
SHOP = "sample shop"

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Term:
    """An aspect term: characters `start`..`end` of the text and its polarity (0, 1, 2)."""

    start: int
    end: int
    polarity: int


@dataclass(frozen=True)
class Row:
    """One text and what its set says of it; -1 and None stand for "says nothing".

    `two` is 0 or 2 from a set without a neutral class, `three` 0, 1 or 2. `terms` are all
    aspect terms when `all_terms` is true, else some of them.
    """

    text: str
    two: int = -1
    three: int = -1
    emotion: int = -1
    terms: tuple[Term, ...] | None = None
    all_terms: bool = False
    group: str = ""


Rows = dict[str, list[Row]]


@dataclass(frozen=True)
class Corpus:
    """Rows by set name: to train on, to tune on (`dev`), to score on (`test`).

    `plain` are texts without labels. `leaked` are the keys of test texts that stand in a
    published train file too; they were removed from `train`.
    """

    train: Rows
    dev: Rows
    test: Rows
    plain: dict[str, list[str]]
    leaked: frozenset[str]


def key(text: str) -> str:
    """What makes two texts the same text: their characters without spaces and case."""
    return _SPACE.sub("", text).lower().lstrip("\ufeff")


def share(text: str) -> float:
    """A number in 0..1 that depends on the text alone, for splits that never move."""
    return int(hashlib.sha1(key(text).encode()).hexdigest()[:8], 16) / 0xFFFFFFFF


def read_corpus(folder: Path) -> Corpus:
    """Every set found under `folder`, in parts.

    A text of any development or test part is in no training part.
    """
    from core.training.review_reader.sources import Source

    source = Source(folder)
    parts: dict[str, Rows] = {"train": {}, "dev": {}, "test": {}}
    for name, part, rows in source.all():
        if rows:
            parts[part].setdefault(name, []).extend(rows)
    held = {key(r.text) for part in ("dev", "test") for rows in parts[part].values() for r in rows}
    held |= {key(text) for text in source.forbidden()}
    train = {name: _unseen(rows, held) for name, rows in parts["train"].items()}
    tested = {key(row.text) for rows in parts["test"].values() for row in rows}
    dev = {name: _unseen(rows, tested) for name, rows in parts["dev"].items()}
    plain = {
        name: [t for t in dict.fromkeys(texts) if key(t) not in held]
        for name, texts in source.plain()
    }
    published = {key(row.text) for rows in parts["train"].values() for row in rows}
    return Corpus(train, dev, parts["test"], plain, frozenset(tested & published))


def _unseen(rows: list[Row], held: set[str]) -> list[Row]:
    kept: dict[str, Row] = {}
    for row in rows:
        text_key = key(row.text)
        if text_key and text_key not in held:
            kept.setdefault(text_key, row)
    return list(kept.values())


def sample_texts() -> list[str]:
    """The project's own labelled reviews of the gate, which nothing is fitted to."""
    return [line["text"] for line in _samples("gate-*.csv")]


def sample_shop() -> list[Row]:
    """The reviews of the sample shop, 2 stars or less negative, 3 neutral, more positive."""
    return [
        Row(line["text"], three=three_of_stars(float(line["rating"])))
        for line in _samples("reviews-*.csv")
        if line["rating"]
    ]


def three_of_stars(stars: float) -> int:
    """The class of a review by its 1 to 5 stars."""
    return NEGATIVE if stars <= 2 else NEUTRAL if stars < 4 else POSITIVE


def _samples(pattern: str) -> list[dict[str, str]]:
    lines = []
    for path in sorted((ASSETS / "samples").glob(pattern)):
        with path.open(encoding="utf-8", newline="") as file:
            lines += list(csv.DictReader(file))
    return lines
