"""How a text begins."""

from __future__ import annotations

import re

_CLAUSE = re.compile(r"[,.;:!?\n，。；：！？、…｜|—]+")
_WORD = re.compile(r"[A-Za-z0-9'’%$£€-]+")


def opening(text: str, language: str) -> str:
    """The first three words of an English text, the first four characters of a Chinese one.

    Lower-case, and never beyond the first mark.
    """
    clause = _CLAUSE.split(text.strip().lower())[0].strip()
    if language == "en":
        return " ".join(_WORD.findall(clause)[:3])
    return clause[:4]
