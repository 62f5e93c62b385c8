"""Rule files of forbidden wordings: one compiled pattern a rule, with the readings allowed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from core.copywriting.checks.check import Level
from core.copywriting.checks.openings import first_letters
from core.settings import ASSETS


@dataclass(frozen=True)
class PhraseRule:
    """A family of wordings under one rule id.

    A find inside a match of `allowed` does not count. `supported` names the family of the
    brief's words that would make the wording true, "" where nothing does.
    """

    id: str
    level: Level
    pattern: re.Pattern[str]
    allowed: re.Pattern[str] | None
    fixes: dict[str, str]
    source: str
    supported: str

    def find(self, text: str) -> Iterator[re.Match[str]]:
        """Matches that no allowed reading covers."""
        found = list(self.pattern.finditer(text))
        if not found:
            return
        fine = [match.span() for match in self.allowed.finditer(text)] if self.allowed else []
        for match in found:
            if not any(a <= match.start() and match.end() <= b for a, b in fine):
                yield match

    def fix(self, wording: str) -> str | None:
        """What the wording could be replaced with, None where the file has no cure."""
        return self.fixes.get(wording, self.fixes.get(wording.lower()))


@lru_cache(maxsize=16)
def phrase_rules(name: str) -> tuple[PhraseRule, ...]:
    """The rules of assets/rules/<name>.toml, compiled once."""
    with (ASSETS / "rules" / f"{name}.toml").open("rb") as file:
        data = tomllib.load(file)
    return tuple(_rule(row) for row in data["rule"])


def either(words: list[str]) -> re.Pattern[str]:
    """A pattern for any of some expressions, the longest first, whole words where Latin."""
    return re.compile(rf"(?<![A-Za-z0-9])(?:{_alternatives(words)})(?![A-Za-z0-9])", re.IGNORECASE)


def either_chinese(words: list[str]) -> re.Pattern[str]:
    """A pattern for any of some Chinese expressions, the longest first, anywhere."""
    ordered = sorted(words, key=len, reverse=True)
    return re.compile("|".join(f"(?:{word})" for word in ordered))


def _alternatives(words: list[str]) -> str:
    """The expressions joined, those with the same first letter behind one look at it.

    Trying hundreds of alternatives at each letter is what costs time; this tries a few.
    """
    groups: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        for letter in first_letters(word) or ("",):
            groups.setdefault(letter, []).append(f"(?:{word})")
    others = groups.pop("", [])
    parts = [f"(?={first})(?:{'|'.join(group)})" for first, group in groups.items()]
    return "|".join([*parts, *others])


def _rule(row: dict) -> PhraseRule:
    chinese = any("\u4e00" <= char <= "\u9fff" for word in row["words"] for char in word)
    compiled = either_chinese if chinese else either
    return PhraseRule(
        id=row["id"],
        level=row["level"],
        pattern=compiled(row["words"]),
        allowed=compiled(row["except"]) if row.get("except") else None,
        fixes=row.get("fixes", {}),
        source=f"{row['source']} ({row['checked_on']})",
        supported=row.get("supported", ""),
    )
