"""A text cut where its findings are, and where it differs from another text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from core.copywriting.checks.check import Check

_TOKEN = re.compile(r"[A-Za-z0-9'’%$£€]+|\s+|.", re.DOTALL)
_WEIGHT = {"error": 0, "warning": 1, "note": 2}


@dataclass(frozen=True)
class Piece:
    """A stretch of a text and the finding that means it, None for plain text."""

    text: str
    check: Check | None = None


def marked(text: str, checks: Sequence[Check]) -> list[Piece]:
    """The text in pieces that join to it again; where findings overlap the gravest is shown."""
    spans = sorted(
        (c for c in checks if c.span and 0 <= c.span[0] < c.span[1] <= len(text)),
        key=lambda c: (_WEIGHT[c.level], (c.span or (0, 0))[0]),
    )
    owner: list[Check | None] = [None] * len(text)
    for check in spans:
        start, end = check.span or (0, 0)
        if not any(owner[start:end]):
            owner[start:end] = [check] * (end - start)
    pieces: list[Piece] = []
    for char, found in zip(text, owner, strict=True):
        if pieces and pieces[-1].check is found:
            pieces[-1] = Piece(pieces[-1].text + char, found)
        else:
            pieces.append(Piece(char, found))
    return pieces


def new_words(old: str, new: str) -> list[tuple[str, bool]]:
    """The new text in stretches, each with whether it is new; words in English, single
    characters in Chinese. Joined they are the new text."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    found: list[tuple[str, bool]] = []
    between = ""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, _a, _b, start, end in matcher.get_opcodes():
        words = "".join(after[start:end])
        if not words:
            continue
        fresh = kind != "equal"
        if fresh and between:
            found[-2:] = [(found[-2][0] + between, True)]
        between = words if not fresh and words.isspace() and found else ""
        if found and found[-1][1] == fresh:
            found[-1] = (found[-1][0] + words, fresh)
        else:
            found.append((words, fresh))
    return found
