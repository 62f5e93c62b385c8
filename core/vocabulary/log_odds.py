"""The words that set one group of texts apart from another."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from core.intervals import Z_95
from core.vocabulary.terms import terms

LEAST_TEXTS = 3


@dataclass(frozen=True)
class Contrast:
    """A word, how many texts of either group hold it, and how surely it sets them apart.

    `z` is the log-odds ratio over its standard error: above 1.96 the first group uses the
    word more than chance explains, below -1.96 the second does.
    """

    word: str
    here: int
    there: int
    z: float


def contrast(here: Mapping[str, int], there: Mapping[str, int]) -> list[Contrast]:
    """Every word of two counts of texts with its z, the first group's own words first.

    Log-odds ratio with an informative Dirichlet prior, the prior being both counts together
    scaled to the size of the smaller. Monroe, Colaresi and Quinn (2008), Fightin' Words,
    Political Analysis 16, 372-403, equations 16, 18, 20 and 22. Empty where a group is.
    """
    n_here, n_there = sum(here.values()), sum(there.values())
    if not n_here or not n_there:
        return []
    prior_total = float(min(n_here, n_there))
    scale = prior_total / (n_here + n_there)
    found = []
    for word in here.keys() | there.keys():
        x, y = here.get(word, 0), there.get(word, 0)
        prior = (x + y) * scale
        a, b = x + prior, y + prior
        delta = _log_odds(a, n_here + prior_total) - _log_odds(b, n_there + prior_total)
        found.append(Contrast(word, x, y, round(delta / math.sqrt(1 / a + 1 / b), 2)))
    return sorted(found, key=lambda item: (-item.z, -item.here, item.word))


def _log_odds(count: float, total: float) -> float:
    return math.log(count / max(total - count, 1e-9))


def count_texts(texts: Iterable[str], cut: Callable[[str], set[str]] = terms) -> Counter[str]:
    """How many texts hold each word (or whatever `cut` finds in one)."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(cut(text))
    return counts


def own(contrasts: Iterable[Contrast], limit: int) -> list[Contrast]:
    """The surest words of the first group: in at least three of its texts, z above 1.96."""
    sure = (c for c in contrasts if c.z > Z_95 and c.here >= LEAST_TEXTS)
    return [c for c, _ in zip(sure, range(limit), strict=False)]


def mirrored(contrasts: Iterable[Contrast]) -> list[Contrast]:
    """The same words seen from the second group, its own first."""
    turned = [Contrast(c.word, c.there, c.here, -c.z) for c in contrasts]
    return sorted(turned, key=lambda item: (-item.z, -item.here, item.word))
