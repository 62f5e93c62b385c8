"""Whether a text says of each number what its brief says: the same thing counted, the same rate."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from core.engines.house.slots import DIGITS

_SMALL = (
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_NUMBER = re.compile(rf"{DIGITS}|\b(?:{'|'.join(_SMALL)})\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[.;:!?\n,]\s|[;!?\n]|\.$")
_WORD = re.compile(r"[^\W\d_]+|\d[\d.,]*")
_RATES = frozenset({"a", "an", "per", "each", "every"})
_SEEN = 3
_PRICE = re.compile(rf"[$£€¥]\s?{DIGITS}|{DIGITS}\s?(?:元|[$£€¥])")
_SHORT = 40


@dataclass(frozen=True)
class _Use:
    """What follows a number in its clause: the word that it counts, and per what ("" = nothing)."""

    counted: str
    rate: str


class Measures:
    """What a brief's numbers count, and their rates; read once for all texts of a request."""

    def __init__(self, brief: Iterable[str]) -> None:
        self._known: dict[str, list[_Use]] = {}
        for part in brief:
            for number, use in _uses(part):
                self._known.setdefault(number, []).append(use)

    def kept_in(self, text: str) -> bool:
        """True where each number that the brief has counts in the text what it counts there and,
        where it is a rate, by the same day, month or person. Others are not judged.

        "in 40 cities, insured up to €1,000" allows "40 cities", not "1,000 cities" nor
        "€1,000 a day". A price is named once, in a text of more than forty words twice.
        """
        prices = Counter(_PRICE.findall(text))
        if prices and max(prices.values()) > 1 + (len(text.split()) > _SHORT):
            return False
        return all(
            any(_agree(use, other) for other in self._known[number])
            for number, use in _uses(text)
            if number in self._known
        )


def _agree(said: _Use, meant: _Use) -> bool:
    return said.rate == meant.rate and (not meant.counted or said.counted == meant.counted)


def _uses(text: str) -> list[tuple[str, _Use]]:
    found = []
    for number in _NUMBER.finditer(text):
        rest = text[number.end() :]
        clause = _CLAUSE.split(rest, maxsplit=1)[0] if not _CLAUSE.match(rest) else ""
        words = [word.casefold() for word in _WORD.findall(clause)][:_SEEN]
        found.append((number[0].casefold(), _use(words)))
    return found


def _use(words: Sequence[str]) -> _Use:
    rate = next((after for word, after in pairwise(words) if word in _RATES), "")
    counted = words[0] if words and words[0] not in _RATES else ""
    return _Use(_stem(counted), _stem(rate))


def _stem(word: str) -> str:
    return word.removesuffix("s")
