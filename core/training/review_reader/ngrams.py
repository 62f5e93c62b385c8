"""The linear model over n-grams that is served beside the network: TF-IDF, logistic regression.

Wang and Manning 2012 (ACL, "Baselines and bigrams") is why such a model stays hard to beat
on long reviews.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from scipy import sparse
from tokenizers import Tokenizer

from core.engines import windows
from core.engines.ngrams import NgramTable, ngram_keys
from core.engines.types import EMOTIONS
from core.training.review_reader.rows import NEUTRAL, POSITIVE, Corpus, Row

KEPT = 400_000
_LEAST_TEXTS = 3
_C_POLARITY, _C_OTHER = 3.0, 2.0


def fit_ngrams(
    tokenizer: Tokenizer,
    row_of: Sequence[int],
    corpus: Corpus,
    seed: int,
    *,
    say: Callable[[str], None] = print,
    kept: int = KEPT,
) -> NgramTable:
    """Fit on every training row that labels a whole text.

    Of the n-grams in three texts or more, the `kept` with the largest weights for polarity
    and neutrality stay and are fitted again; emotions are fitted on those.
    """
    rows = [row for part in corpus.train.values() for row in part if row.terms is None]
    lookup = np.asarray(row_of, np.uint32)
    texts = [ngram_keys(lookup[e.ids]) for e in windows.encode(tokenizer, [r.text for r in rows])]
    if not texts:
        return _table(np.zeros(0, np.uint32), np.zeros(0), [], lookup)
    keys, counts = np.unique(np.concatenate(texts), return_counts=True)
    keys, counts = keys[counts >= _LEAST_TEXTS], counts[counts >= _LEAST_TEXTS]
    rarity = np.log((1 + len(rows)) / (1 + counts)) + 1
    say(f"{len(rows)} texts, {len(keys)} n-grams")
    polarity, neutral = _polarity(rows), _neutrality(rows)
    matrix = _matrix(texts, keys, rarity)
    if len(keys) > kept:
        first = [_fit(matrix, labels, _C_POLARITY, seed) for labels in (polarity, neutral)]
        importance = sum(np.abs(w) / max(float(np.abs(w).max()), 1e-9) for w, _ in first)
        chosen = np.sort(np.argsort(-np.asarray(importance), kind="stable")[:kept])
        keys, rarity = keys[chosen], rarity[chosen]
        matrix = _matrix(texts, keys, rarity)
    fitted = [
        _fit(matrix, polarity, _C_POLARITY, seed),
        _fit(matrix, neutral, _C_OTHER, seed),
    ]
    for emotion in range(len(EMOTIONS)):
        labels = np.array([-1 if r.emotion < 0 else int(r.emotion == emotion) for r in rows])
        fitted.append(_fit(matrix, labels, _C_OTHER, seed))
        say(f"n-grams: {EMOTIONS[emotion]} done")
    return _table(keys, rarity, fitted, lookup)


def _table(
    keys: np.ndarray,
    rarity: np.ndarray,
    fitted: list[tuple[np.ndarray, float]],
    row_of: np.ndarray,
) -> NgramTable:
    outputs = 2 + len(EMOTIONS)
    weights = np.stack([w for w, _ in fitted], 1) if fitted else np.zeros((0, outputs))
    most = np.abs(weights).max(0) if len(weights) else np.ones(outputs)
    scales = np.maximum(most, 1e-8) / 127
    return NgramTable(
        keys=keys,
        rarity=rarity.astype(np.float16),
        weights=np.round(weights / scales).astype(np.int8),
        scales=scales.astype(np.float32),
        bias=np.array([b for _, b in fitted] or [0.0] * outputs, np.float32),
        row_of=row_of,
    )


def _polarity(rows: Sequence[Row]) -> np.ndarray:
    """1 positive, 0 negative, -1 neither or unknown."""
    labels = np.array([row.two if row.two >= 0 else row.three for row in rows])
    return np.where(labels == POSITIVE, 1, np.where(labels == 0, 0, -1))


def _neutrality(rows: Sequence[Row]) -> np.ndarray:
    return np.array([-1 if row.three < 0 else int(row.three == NEUTRAL) for row in rows])


def _matrix(texts: Sequence[np.ndarray], keys: np.ndarray, rarity: np.ndarray) -> sparse.csr_matrix:
    """One row of length 1 per text."""
    columns, ends = [], [0]
    for found in texts:
        at = np.minimum(np.searchsorted(keys, found), len(keys) - 1)
        columns.append(at[keys[at] == found])
        ends.append(ends[-1] + len(columns[-1]))
    flat = np.concatenate(columns)
    values = rarity[flat]
    counts = np.diff(ends)
    lengths = np.sqrt(np.bincount(np.repeat(np.arange(len(texts)), counts), values**2, len(texts)))
    values = values / np.repeat(np.maximum(lengths, 1e-9), counts)
    return sparse.csr_matrix((values, flat, ends), shape=(len(texts), len(keys)))


def _fit(
    matrix: sparse.csr_matrix, labels: np.ndarray, strength: float, seed: int
) -> tuple[np.ndarray, float]:
    """Weights and bias of a logistic regression on the rows labelled 0 or 1."""
    from sklearn.linear_model import LogisticRegression

    known = labels >= 0
    if len(set(labels[known].tolist())) < 2:
        return np.zeros(matrix.shape[1]), 0.0
    model = LogisticRegression(C=strength, solver="liblinear", random_state=seed)
    model.fit(matrix[known], labels[known])
    return model.coef_[0], float(model.intercept_[0])
