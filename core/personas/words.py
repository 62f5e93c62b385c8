"""The words one group uses more than the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.vocabulary import contrast, count_texts, own


@dataclass(frozen=True)
class Word:
    """A word, how many of the group's reviews hold it, and how surely it sets them apart.

    `z` is the log-odds ratio over its standard error; above 1.96 the difference is unlikely
    to be chance.
    """

    word: str
    n: int
    z: float


def own_words(group: Iterable[str], others: Iterable[str], limit: int = 12) -> list[Word]:
    """The group's own words, surest first; words under 3 texts or with z <= 1.96 are left out.

    See core.vocabulary.contrast for the method.
    """
    found = own(contrast(count_texts(group), count_texts(others)), limit)
    return [Word(word.word, word.here, word.z) for word in found]
