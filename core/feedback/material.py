"""What a text was written from, and which of it the text tells, where."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"[a-z0-9]+(?:['’][a-z]+)?|[\u3400-\u9fff]")
_MONEY = re.compile(
    r"[$£€¥￥]|\d\s*(?:元|块|折|美元)|\b(?:free|price|costs?|dollars?|% off)\b|免费|半价",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(?:seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?)\b|秒|分钟|小时|天|周|个月|年",
    re.IGNORECASE,
)
_SMALL = frozenset(
    (
        "the",
        "and",
        "for",
        "with",
        "from",
        "that",
        "this",
        "its",
        "your",
        "our",
        "are",
        "has",
        "have",
        "you",
        "one",
        "each",
        "every",
        "into",
        "than",
    )
)
_ENOUGH = 0.6
KINDS = ("money", "time", "amount", "other")
"""What a fact is about: a price, a duration, another number, or none."""


@dataclass(frozen=True)
class Material:
    """The fields of a brief that a reader of its copy can tell apart."""

    product: str = ""
    facts: tuple[str, ...] = ()
    category: str = ""
    audience: str = ""
    offer: str = ""
    cta: str = ""

    @classmethod
    def from_brief(cls, brief: Mapping[str, Any]) -> Material:
        """From the fields of BRIEF.json; what is missing is empty."""
        texts = {name: str(brief.get(name) or "") for name in cls.__dataclass_fields__}
        return cls(**texts | {"facts": tuple(map(str, brief.get("facts") or ()))})  # type: ignore[arg-type]


@dataclass(frozen=True)
class Told:
    """One fact that a text tells: its place in the brief, its kind and where its words begin
    (characters from the start of the text)."""

    place: int
    kind: str
    start: int


def told(text: str, material: Material) -> list[Told]:
    """The facts a text tells, in the order in which it tells them.

    A fact is told where the text holds its numbers, or at least 60 % of its words (in Chinese
    of its pairs of characters).
    """
    low = text.lower()
    found = []
    for place, fact in enumerate(material.facts):
        start = _start(low, fact.lower())
        if start is not None:
            found.append(Told(place, kind_of(fact), start))
    return sorted(found, key=lambda one: one.start)


@lru_cache(maxsize=4096)
def kind_of(fact: str) -> str:
    """One of KINDS."""
    if _MONEY.search(fact):
        return "money"
    if _TIME.search(fact):
        return "time"
    return "amount" if _NUMBER.search(fact) else "other"


@lru_cache(maxsize=4096)
def parts(text: str) -> tuple[str, ...]:
    """The words of an English text that carry it, the character pairs of a Chinese one."""
    words = _WORD.findall(text.lower())
    han = [word for word in words if not word.isascii()]
    if len(han) * 2 > len(words):
        runs = re.findall(r"[\u3400-\u9fff]+|[a-z0-9.]+", text.lower())
        return tuple(
            pair
            for run in runs
            for pair in ([run[i : i + 2] for i in range(len(run) - 1)] if run[0] > "z" else [run])
        )
    return tuple(word for word in words if word not in _SMALL and (len(word) > 2 or word.isdigit()))


def _start(low: str, fact: str) -> int | None:
    numbers = _NUMBER.findall(fact)
    wanted = parts(fact)
    places = {part: low.find(part) for part in wanted}
    met = [place for place in places.values() if place >= 0]
    if numbers and all(number in low for number in numbers):
        near = [low.find(numbers[0])]
        return min(near + [place for place in met if abs(place - near[0]) < 40])
    if numbers and not _spelled(low, fact):
        return None
    if wanted and len(met) >= _ENOUGH * len(places):
        return min(met)
    return None


def _spelled(low: str, fact: str) -> bool:
    """Numbers a text may spell out ("three minutes" for "3 minutes") are met by its words."""
    return len(parts(fact)) > 2 and any(part.isalpha() and part in low for part in parts(fact))
