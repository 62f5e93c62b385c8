"""The words one group uses more than the others."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from core.personas.stopwords import STOPWORDS

_HAN = re.compile(r"[\u3400-\u9fff]")
_ENGLISH_WORD = re.compile(r"[a-z][a-z'’]+[a-z]|[a-z]{3,}")


@dataclass(frozen=True)
class Word:
    """A word, how many of the group's reviews hold it, and how surely it sets them apart.

    `z` is the log-odds ratio over its standard error; above 1.96 the difference is unlikely
    to be chance.
    """

    word: str
    n: int
    z: float


@lru_cache(maxsize=1)
def _segmenter() -> Any:
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)
    return jieba


def terms(text: str) -> set[str]:
    """The different content words of one text, lower case; Chinese cut by jieba."""
    folded = text.lower()
    found = {word.replace("’", "'") for word in _ENGLISH_WORD.findall(folded)}
    if _HAN.search(folded):
        found |= {
            word
            for word in _segmenter().cut(folded)
            if len(word) > 1 and all(_HAN.match(char) for char in word)
        }
    return found - STOPWORDS


def own_words(group: Iterable[str], others: Iterable[str], limit: int = 12) -> list[Word]:
    """The group's own words, surest first; words under 3 texts or with z <= 1.96 are left out.

    Log-odds ratio with an informative Dirichlet prior over the texts that hold a word, the
    prior being all texts together scaled to the group's size. Monroe, Colaresi and Quinn
    (2008), Fightin' Words, Political Analysis 16, 372-403, equations 16, 18, 20 and 22.
    """
    here = Counter(word for text in group for word in terms(text))
    there = Counter(word for text in others for word in terms(text))
    n_here, n_there = here.total(), there.total()
    if not n_here or not n_there:
        return []
    both = here + there
    prior_total = float(min(n_here, n_there))
    scale = prior_total / both.total()
    found = []
    for word, count in here.items():
        if count < 3:
            continue
        prior = both[word] * scale
        a, b = count + prior, there[word] + prior
        delta = math.log(a / (n_here + prior_total - a)) - math.log(b / (n_there + prior_total - b))
        z = delta / math.sqrt(1 / a + 1 / b)
        if z > 1.96:
            found.append(Word(word, count, round(z, 2)))
    return sorted(found, key=lambda word: (-word.z, word.word))[:limit]
