"""What customers praise, in phrases short enough to be taken up in copy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from core.text import detect_language

MOST_PHRASES = 4
MOST_REVIEWS = 50
_BREAK = re.compile(r"[,;:.!?…，；：。！？、\n()（）\"“”「」]+|\s[-–—]+\s|(?<!\w)but(?!\w)|但是?")
_HOLE = re.compile(r"\[(?:email|phone|id|card|order)\]")
_LENGTHS = {"en": (12, 70), "zh": (4, 28)}


@dataclass(frozen=True)
class Phrase:
    """A customer's own words in praise, and the ids of the reviews behind them: those that say
    just this first, then others that praise the same, at most 50 in all."""

    text: str
    reviews: tuple[int, ...]


def phrases(rows: Iterable[Mapping[str, Any]], limit: int = MOST_PHRASES) -> tuple[Phrase, ...]:
    """The clauses that hold the mentions of praise in `rows` (id, text, start), those that most
    reviews share first, then the longer ones; none with something masked in it."""
    said: dict[str, tuple[str, list[int]]] = {}
    everybody: dict[int, None] = {}
    for row in rows:
        everybody[row["id"]] = None
        clause = clause_at(row["text"], row["start"])
        least, most = _LENGTHS[detect_language(clause)]
        if not least <= len(clause) <= most or _HOLE.search(clause):
            continue
        said.setdefault(clause.casefold(), (clause, []))[1].append(row["id"])
    ranked = sorted(said.values(), key=lambda item: (-len(item[1]), -len(item[0])))
    return tuple(
        Phrase(text, tuple(dict.fromkeys([*ids, *everybody]))[:MOST_REVIEWS])
        for text, ids in ranked[:limit]
    )


def clause_at(text: str, start: int) -> str:
    """The clause that holds the character at `start`, on one line."""
    begin, end = 0, len(text)
    for match in _BREAK.finditer(text):
        if match.end() <= start:
            begin = match.end()
        elif match.start() > start:
            end = match.start()
            break
    return " ".join(text[begin:end].split())
