"""A review's clauses: pieces short enough to have one opinion, long enough to show as evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.reviews.aspects.terms import is_chinese
from core.text import sentences

# Where an opinion may turn: "but", a semicolon; in Chinese, which runs on, any comma as well.
_TURN = re.compile(
    r"[;；]|,?\s+(?=(?:but|although|though|however|whereas|yet)\b)|，|,(?=[\u3400-\u9fff])"
)
_EDGES = " ，,;；"
_SHORTEST_HAN = 3
_SHORTEST_WORDS = 3
_LONGEST = 400
_ENOUGH = 60
_MOST = 200


@dataclass(frozen=True)
class Clause:
    """Characters `start`..`end` of a text."""

    text: str
    start: int
    end: int


def clauses(text: str) -> list[Clause]:
    """The clauses of a text in order, at most 200, each of at most 400 characters.

    A sentence is split where its opinion may turn, and a longer piece every 400; pieces too
    short to stand alone stay with the one before.
    """
    found: list[Clause] = []
    at = 0
    for sentence in sentences(text):
        start = text.index(sentence, at)
        at = start + len(sentence)
        found += _split(text, start, at)
        if len(found) >= _MOST:
            break
    return found[:_MOST]


def _split(text: str, start: int, end: int) -> list[Clause]:
    bounds = [start]
    for turn in _TURN.finditer(text, start, end):
        before = text[max(bounds[-1], turn.start() - _ENOUGH) : turn.start()]
        if _stands(before) and _stands(text[turn.end() : min(end, turn.end() + _ENOUGH)]):
            bounds.append(turn.end())
        if len(bounds) > _MOST:
            break
    pieces = zip(bounds, [*bounds[1:], end], strict=True)
    return [clause for a, b in pieces for clause in _cut(text, a, b)]


def _cut(text: str, start: int, end: int) -> Iterator[Clause]:
    piece = text[start:end]
    first = start + len(piece) - len(piece.lstrip(_EDGES))
    last = first + len(piece.strip(_EDGES))
    for at in range(first, last, _LONGEST):
        to = min(at + _LONGEST, last)
        yield Clause(text[at:to], at, to)


def _stands(piece: str) -> bool:
    if is_chinese(piece):
        return sum(char.isalnum() for char in piece) >= _SHORTEST_HAN
    return len(piece.split()) >= _SHORTEST_WORDS
