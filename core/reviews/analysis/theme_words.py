"""The words that name a theme: typical of it, at home together, not another theme's."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

_CANDIDATES = 40
_TYPICAL = 1.0
_LEAST_OWN = (0.0, 0.5, 0.6, 0.7, 0.75, 0.8, 0.83, 0.86, 0.9, 0.95, 1.0)
_DISTINCT = 0.81


def class_weights(present: Any, labels: NDArray[np.int64], themes: int) -> NDArray[np.float64]:
    """c-TF-IDF, themes x words: how much a word is a theme's own.

    The texts of a theme make one document; a word weighs its frequency there times
    log(1 + A/f) with f its frequency over all themes and A the words of an average theme.
    Grootendorst (2022), BERTopic, arXiv:2203.05794. `present` is a sparse 0/1 matrix, texts x
    words; texts labelled -1 belong to no theme.
    """
    from scipy.sparse import csr_matrix

    inside = labels >= 0
    members = csr_matrix(
        (np.ones(inside.sum()), (labels[inside], np.flatnonzero(inside))),
        shape=(themes, len(labels)),
    )
    counts = np.asarray((members @ present).todense(), dtype=np.float64)
    frequency = counts.sum(axis=0)
    average = counts.sum() / themes
    own = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    return own * np.log1p(average / np.maximum(frequency, 1))


def theme_words(present: Any, weights: NDArray[np.float64], count: int) -> list[list[int]]:
    """The columns of up to `count` words that name each theme, the most typical first.

    Of the 40 words of highest weight those are taken, one by one, that are typical (their
    weight, less where another theme weighs them more) and stand in the same texts as those
    taken before (mean normalised pointwise mutual information; Bouma (2009), Proceedings of
    GSCL, 31-40). Words that another theme weighs more are left out as far as it takes for four
    in five of all words to be of one theme only.
    """
    found: list[list[int]] = []
    for least in _LEAST_OWN:
        found = [
            _named(present, row, np.maximum(weights.max(axis=0), 1e-12), least, count)
            for row in weights
        ]
        words = [word for theme in found for word in theme]
        if len(set(words)) >= _DISTINCT * len(words):
            break
    return found


def _named(
    present: Any, row: NDArray[np.float64], strongest: NDArray[np.float64], least: float, count: int
) -> list[int]:
    mine = np.where(row >= least * strongest, row * (row / strongest), 0.0)
    candidates = [int(i) for i in np.argsort(-mine)[:_CANDIDATES] if mine[i] > 0]
    return _chosen(candidates, mine, _together(present, candidates), count)


def _chosen(
    candidates: list[int], weights: NDArray[np.float64], together: NDArray[np.float64], count: int
) -> list[int]:
    if not candidates:
        return []
    typical = weights[candidates] / weights[candidates[0]]
    taken = [0]
    while len(taken) < min(count, len(candidates)):
        score = _TYPICAL * typical + together[:, taken].mean(axis=1)
        score[taken] = -np.inf
        taken.append(int(score.argmax()))
    return [candidates[i] for i in taken]


def _together(present: Any, columns: list[int]) -> NDArray[np.float64]:
    """Normalised pointwise mutual information of each two columns, in -1..1.

    A count of texts is taken a standard error lower, so that what a handful of texts happens to
    share does not count as belonging together.
    """
    texts = present.shape[0]
    chosen = present[:, columns]
    found = np.asarray((chosen.T @ chosen).todense(), dtype=np.float64)
    alone = np.diag(found) / texts
    both = np.maximum(found - np.sqrt(found), 0) / texts
    with np.errstate(divide="ignore", invalid="ignore"):
        shared = np.log(both / np.outer(alone, alone)) / -np.log(both)
    return np.where(both > 0, np.nan_to_num(shared, nan=1.0, posinf=1.0, neginf=-1.0), -1.0)
