"""What a fact means for its reader: lines keyed by a pattern found in the fact.

The file has one entry per line, `types ; pattern ; line ; sentence`: `line` can head a text,
`sentence` follows the sentence that tells the fact; `*` means every type of product.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True)
class Benefit:
    """One meaning of the facts that `pattern` (a regular expression) is found in."""

    types: frozenset[str]
    pattern: str
    line: str
    sentence: str


@lru_cache(maxsize=4)
def read_benefits(path: Path) -> tuple[Benefit, ...]:
    """The entries of a file in order. Raises ValueError naming a line it cannot read."""
    entries = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = [part.strip() for part in line.split(" ; ")]
        if len(parts) != 4:
            raise ValueError(
                f"{path.name}, line {number}: types ; pattern ; line ; sentence expected"
            )
        types = frozenset(parts[0].split(",")) - {"*"}
        entries.append(Benefit(types, *parts[1:]))
    return tuple(entries)


def meanings(
    facts: tuple[str, ...], type_: str, entries: tuple[Benefit, ...]
) -> dict[str, list[Benefit]]:
    """For each fact the entries of the first pattern, in the file's order, that it holds."""
    return {fact: _of(fact, type_, entries) for fact in facts}


def _of(fact: str, type_: str, entries: tuple[Benefit, ...]) -> list[Benefit]:
    priced = re.search(r"[£$€]\s?\d|\d\s?元", fact)
    fitting = [
        entry
        for entry in entries
        if (not entry.types or type_ in entry.types)
        and (not priced or re.search("price|fee|价|费", entry.pattern))
    ]
    found = next((e.pattern for e in fitting if re.search(e.pattern, fact, re.I)), None)
    return [entry for entry in fitting if entry.pattern == found] if found else []
