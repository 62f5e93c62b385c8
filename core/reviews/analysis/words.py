"""The words by which two selections of reviews can be told apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.vocabulary import Contrast, contrast, count_texts, mirrored, own, phrases

SAMPLED = 3000
"""So many texts of each side are cut into words, a fixed sample where there are more."""


@dataclass(frozen=True)
class WordSides:
    """The own words and two-word phrases of two sides, surest first.

    In a Contrast `here` and `there` count the texts of the own and of the other side that hold
    the word, out of `left_texts` and `right_texts`.
    """

    left: tuple[Contrast, ...]
    right: tuple[Contrast, ...]
    left_texts: int
    right_texts: int


def word_sides(left: Sequence[str], right: Sequence[str], limit: int = 20) -> WordSides:
    """What either side says and the other does not. See core.vocabulary.contrast."""
    found = contrast(count_texts(left, phrases), count_texts(right, phrases))
    return WordSides(
        _without_parts(own(found, 3 * limit))[:limit],
        _without_parts(own(mirrored(found), 3 * limit))[:limit],
        len(left),
        len(right),
    )


def _without_parts(words: Sequence[Contrast]) -> tuple[Contrast, ...]:
    """The words less those that hardly occur but in a longer one of the list."""
    return tuple(
        word
        for word in words
        if not any(
            word.word != longer.word and word.word in longer.word and longer.here >= 0.8 * word.here
            for longer in words
        )
    )
