"""Text for a vocabulary without capitals: case, line ends and odd spacing become marks.

`mark` then `unmark` gives the text back but for accents and repeated spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from core.engines.house.slots import SIGNS

CAPITAL, UPPER, SPACE, TIGHT, LINE = (chr(0x2840 + i) for i in range(5))
MARKS = (CAPITAL, UPPER, SPACE, TIGHT, LINE)
"""Before a word: first letter or all letters large; between units: a space or none, against
the rule; a line break."""

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
_WIDE = re.compile(rf"[{_HAN}\u3000-\u303f\uff00-\uffef，。：；！？、“”‘’《》【】（）｜—…～]")
_SIGN = "".join(SIGNS)
_LETTER = rf"(?:(?![{_HAN}])[^\W\d_])"
_UNIT = re.compile(
    rf"\n|[{_HAN}]+|[{_SIGN}]"
    rf"|[A-Z]+(?![a-z])|[A-Z]?(?:(?![A-Z]){_LETTER})+|[A-Z]|\d+|[^\s]"
)
_CLOSING = frozenset(".,!?;:)]%'’”-–/")
_OPENING = frozenset("([$£€¥#@'’“-–/")


def mark(text: str, chinese: bool) -> str:
    """Units and marks with spaces between; a run of Han characters is one unit."""
    out: list[str] = []
    before, end = "", 0
    for found in _UNIT.finditer(text.strip()):
        unit = found.group()
        if unit == "\n":
            out.append(LINE)
        else:
            if before and before != "\n":
                space = found.start() > end
                if space != _spaced(before, unit, chinese):
                    out.append(SPACE if space else TIGHT)
            if unit[0].isupper():
                whole = len(unit) > 1 and unit.isupper()
                out.append(UPPER if whole else CAPITAL)
            out.append(unit.lower())
        before, end = unit, found.end()
    return " ".join(out)


def unmark(pieces: Iterable[str], chinese: bool) -> str:
    """The text of word pieces and marks; a piece that begins with ## goes on the word before."""
    out, before, pending, case, gap = "", "", "", "", ""
    for piece in pieces:
        if piece in (CAPITAL, UPPER):
            pending = piece
        elif piece in (SPACE, TIGHT):
            gap = piece
        elif piece == LINE:
            out, before, gap = out.rstrip(" ") + "\n", "\n", ""
        elif piece.startswith("##") and before:
            out += piece[2:].upper() if case == UPPER else piece[2:]
            before += piece[2:]
        else:
            if before and before != "\n":
                ruled = not gap and _spaced(before, piece, chinese)
                out += " " if gap == SPACE or ruled else ""
            case, pending, gap = pending, "", ""
            shown = piece[:1].upper() + piece[1:] if case == CAPITAL else piece
            out += piece.upper() if case == UPPER else shown
            before = piece
    return out


def _spaced(before: str, after: str, chinese: bool) -> bool:
    """Whether a space stands between two units by rule."""
    for sign in (before[-1], after[0]):
        if _WIDE.match(sign) or (chinese and sign in SIGNS):
            return False
    return after[0] not in _CLOSING and before[-1] not in _OPENING
