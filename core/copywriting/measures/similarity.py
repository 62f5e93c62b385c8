"""How much two texts say the same."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

NEAR_DUPLICATE = 0.6
"""Texts at or above this Jaccard likeness are not shown side by side."""

_WORD = re.compile(r"[A-Za-z0-9\u00c0-\u024f]+")
_HAN = re.compile(r"[\u3400-\u9fff0-9A-Za-z]")


@lru_cache(maxsize=4096)
def shingles(text: str, language: str) -> frozenset[str]:
    """What likeness counts: lower-case words in English, character bigrams in Chinese."""
    if language == "en":
        return frozenset(_WORD.findall(text.lower()))
    characters = "".join(_HAN.findall(text.lower()))
    if len(characters) < 2:
        return frozenset(characters)
    return frozenset(characters[i : i + 2] for i in range(len(characters) - 1))


def jaccard(a: str, b: str, language: str) -> float:
    """Shared shingles over all shingles, in 0..1."""
    one, other = shingles(a, language), shingles(b, language)
    if not one and not other:
        return 1.0
    return len(one & other) / len(one | other)


def nearest(text: str, others: Iterable[str], language: str) -> float:
    """The likeness of the text to the most like of the others, 0 without others."""
    return max((jaccard(text, other, language) for other in others), default=0.0)
