"""The pattern bank: shapes of copy with slots, and how a shape is filled.

A bank is a text file of sections. `[name]` opens one; each line below is
`tones ; types ; shape`, where `*` fits all, tones and types are comma lists and `\\n` in a shape is
a line break. A slot is `{name}` or `{name:argument}`; a slot named like another section is
filled with a shape of that section.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_SLOT = re.compile(r"\{(\w+)(?::([^}]*))?\}")
_OF_KIND = re.compile(r"\{(head|scene)\}")
_DEPTH = 4


@dataclass(frozen=True)
class Frame:
    """One shape: where it fits and the text with its slots."""

    section: str
    tones: frozenset[str]
    types: frozenset[str]
    shape: str

    def fits(self, tone: str, type_: str) -> bool:
        """Whether a text of that tone for that type of product may take this shape."""
        return (not self.tones or tone in self.tones) and (not self.types or type_ in self.types)


Bank = dict[str, tuple[Frame, ...]]


@lru_cache(maxsize=8)
def read_bank(path: Path) -> Bank:
    """The sections of a bank file. Raises ValueError naming the first line it cannot read."""
    sections: dict[str, list[Frame]] = {}
    name = ""
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    for number, line in enumerate(lines, 1):
        if not line or line.startswith("#"):
            continue
        if line.startswith("[") and line.endswith("]"):
            name = line[1:-1]
            sections.setdefault(name, [])
            continue
        parts = [part.strip() for part in line.split(";", 2)]
        if len(parts) != 3 or not name:
            raise ValueError(f"{path.name}, line {number}: tones ; types ; shape expected")
        tones, types = (frozenset(p.split(",")) - {"*"} for p in parts[:2])
        sections[name].append(Frame(name, tones, types, parts[2].replace("\\n", "\n")))
    return {key: tuple(frames) for key, frames in sections.items()}


def join_banks(*banks: Bank) -> Bank:
    """One bank with the shapes of all, each shape once per section."""
    names = dict.fromkeys(name for bank in banks for name in bank)
    return {
        name: tuple({f.shape: f for bank in reversed(banks) for f in bank.get(name, ())}.values())
        for name in names
    }


def without(bank: Bank, slots: frozenset[str]) -> Bank:
    """The bank without the shapes that need one of these slots, directly or through a section
    of which no shape is left. A section that would be empty stays as it is."""
    kept = {name: list(frames) for name, frames in bank.items()}
    gone = set(slots)
    while True:
        fitting = {
            name: [f for f in frames if not gone & {m[1] for m in _SLOT.finditer(f.shape)}]
            for name, frames in kept.items()
        }
        empty = {name for name, frames in fitting.items() if not frames} - gone
        kept = fitting
        if not empty:
            return {name: tuple(kept[name] or frames) for name, frames in bank.items()}
        gone |= empty


class Filler:
    """Fills shapes of one bank for one text, remembering which shapes it took.

    `slot(name, argument)` returns the text of a slot that is no section, or None when the
    brief has nothing for it; then the whole shape fails.
    """

    def __init__(
        self,
        bank: Bank,
        tone: str,
        type_: str,
        rng: random.Random,
        slot: Callable[[str, str], str | None],
    ) -> None:
        self.bank = bank
        self.tone = tone
        self.type_ = type_
        self.rng = rng
        self.slot = slot
        self.taken: list[Frame] = []

    def choose(self, section: str) -> Frame | None:
        """A shape of the section that fits tone and type; shapes made for them, or for the kind
        of product, come oftener."""
        fitting = [f for f in self.bank.get(section, ()) if f.fits(self.tone, self.type_)]
        if not fitting:
            return None
        weights = [
            1 + 2 * bool(f.tones) + 1.5 * bool(f.types) + 4 * bool(_OF_KIND.search(f.shape))
            for f in fitting
        ]
        return self.rng.choices(fitting, weights)[0]

    def fill(self, frame: Frame, depth: int = 0) -> str | None:
        """The text of a shape, or None where a slot stays empty."""
        self.taken.append(frame)
        pieces: list[str] = []
        end = 0
        for match in _SLOT.finditer(frame.shape):
            pieces.append(frame.shape[end : match.start()])
            value = self._value(match.group(1), match.group(2) or "", depth)
            if value is None:
                return None
            pieces.append(value)
            end = match.end()
        return "".join([*pieces, frame.shape[end:]])

    def _value(self, name: str, argument: str, depth: int) -> str | None:
        if name not in self.bank:
            return self.slot(name, argument)
        frame = self.choose(name) if depth < _DEPTH else None
        return self.fill(frame, depth + 1) if frame else None
