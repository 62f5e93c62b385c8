"""A label learnt from a handful of examples: a small linear model that knows when to refuse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Any

import numpy as np

from core.vocabulary import words_in_order

FEWEST = 8
NEGATIVES = 400
_REGULARISATION = 1.0
_WORD_WEIGHT = 1.0
_MOST_WORDS = 4000
# Of the clauses of other reviews at most this share may pass: some of them do belong.
_PASSED = 0.03
_LEAST_RECALL = 0.5
_LOOKS_LIKE = (0.25, 0.5)
_HIDDEN = 0.1
_FOLDS = 5


@dataclass(frozen=True)
class Estimate:
    """How well a label was told from other clauses when it had not seen what it judged.

    `found` of the `examples` were recognised, each by a model learnt without it; `passed`
    is the share of `negatives` clauses, drawn from other reviews and judged by models
    learnt without them, that were taken for the label. Some of those may belong to it.
    """

    examples: int
    found: int
    negatives: int
    passed: float

    @property
    def recall(self) -> float:
        return self.found / self.examples

    @property
    def separates(self) -> bool:
        """Whether the label is worth having: at least half of the examples recognised."""
        return self.recall >= _LEAST_RECALL


@dataclass(frozen=True)
class Classifier:
    """A linear model over an engine's features and the words of a clause.

    `version` is that of the engine whose features it knows. A clause has the label where
    `confidence` is at least one half.
    """

    version: str
    centre: np.ndarray
    weights: np.ndarray
    words: tuple[str, ...]
    rarity: np.ndarray
    bias: float

    def confidence(self, texts: Sequence[str], features: np.ndarray) -> np.ndarray:
        """For each clause 0..1; one half is where it is taken for the label."""
        at = {word: i for i, word in enumerate(self.words)}
        inputs = np.hstack(
            [_centred(features, self.centre), _word_features(texts, at, self.rarity)]
        )
        return 1 / (1 + np.exp(-(inputs @ self.weights + self.bias)))

    def to_dict(self) -> dict[str, Any]:
        """As JSON may hold it; words stand as values, so that a name can be taken out."""
        return {
            "version": self.version,
            "centre": _rounded(self.centre),
            "weights": _rounded(self.weights),
            "words": list(self.words),
            "rarity": _rounded(self.rarity),
            "bias": self.bias,
        }

    @classmethod
    def from_dict(cls, stored: dict[str, Any]) -> Classifier:
        arrays = {key: np.array(stored[key]) for key in ("centre", "weights", "rarity")}
        words = tuple(stored["words"])
        return cls(version=stored["version"], words=words, bias=stored["bias"], **arrays)


def learn(
    examples: Sequence[str],
    others: Sequence[str],
    example_features: np.ndarray,
    other_features: np.ndarray,
    version: str,
) -> tuple[Classifier, Estimate]:
    """A classifier for what the examples have in common and the others have not.

    Logistic regression with classes weighed alike. Some of the others belong to the label:
    those that look more like it than a quarter of the examples do are left out of the learning,
    unless they are more than a tenth, when the label is none that stands apart (after the
    spy technique of Liu, Lee, Yu and Li, 2002). The threshold is where 3 % of the rest pass,
    judged by cross-validation, so that it does not depend on how common the label is among
    the examples. The estimate leaves out one example at a time; the threshold it is
    measured at comes from the others alone.
    """
    texts = [*examples, *others]
    words, rarity = _vocabulary(texts)
    at = {word: i for i, word in enumerate(words)}
    centre = other_features.mean(axis=0)
    inputs = np.hstack(
        [
            _centred(np.vstack([example_features, other_features]), centre),
            _word_features(texts, at, rarity),
        ]
    )
    truth = np.arange(len(texts)) < len(examples)
    held_out = _held_out(inputs, truth)
    kept = np.ones(len(truth), bool)
    likely = _likely(held_out, truth)
    if likely.any():
        kept = ~likely
        weights, bias = _fit(inputs[kept], truth[kept])
        held_out[kept] = _held_out(inputs[kept], truth[kept])
        held_out[likely] = inputs[likely] @ weights + bias
    threshold = float(np.quantile(held_out[kept & ~truth], 1 - _PASSED))
    estimate = Estimate(
        examples=len(examples),
        found=int((held_out[truth] > threshold).sum()),
        negatives=len(others),
        passed=float((held_out[~truth] > threshold).mean()),
    )
    weights, bias = _fit(inputs[kept], truth[kept])
    made = Classifier(version, centre, weights, tuple(words), rarity, bias - threshold)
    return made, estimate


def _likely(held_out: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Which of the others look like the label: more than a quarter of the examples do, or
    than half where the former would be too many; none where even these are."""
    for share in _LOOKS_LIKE:
        likely = ~truth & (held_out > np.quantile(held_out[truth], share))
        if likely.sum() <= _HIDDEN * (~truth).sum():
            return likely
    return np.zeros(len(truth), bool)


def _held_out(inputs: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Each row's score by a model that has not seen it: examples one by one, others in folds."""
    scores = np.zeros(len(truth))
    examples, others = np.flatnonzero(truth), np.flatnonzero(~truth)
    parts = [np.array([i]) for i in examples] + [others[k::_FOLDS] for k in range(_FOLDS)]
    for part in parts:
        seen = np.ones(len(truth), bool)
        seen[part] = False
        weights, bias = _fit(inputs[seen], truth[seen])
        scores[part] = inputs[part] @ weights + bias
    return scores


def _fit(inputs: np.ndarray, truth: np.ndarray) -> tuple[np.ndarray, float]:
    """Logistic regression with an L2 penalty, in the space of the rows (there are few).

    The optimum is a combination of the rows (the representer theorem), so that as many
    unknowns as rows are enough; Newton's method takes a handful of steps.
    """
    rows = len(truth)
    cost = np.where(truth, rows / (2 * truth.sum()), rows / (2 * (~truth).sum()))
    cost *= _REGULARISATION
    likeness = inputs @ inputs.T
    alpha, bias = np.zeros(rows), 0.0
    for _ in range(12):
        odds = 1 / (1 + np.exp(-np.clip(likeness @ alpha + bias, -30, 30)))
        curve = np.maximum(cost * odds * (1 - odds), 1e-6)
        target = likeness @ alpha + bias + cost * (truth - odds) / curve
        system = np.zeros((rows + 1, rows + 1))
        system[:rows, :rows] = likeness
        system[np.arange(rows), np.arange(rows)] += 1 / curve
        system[:rows, rows] = system[rows, :rows] = 1
        solved = np.linalg.solve(system, np.append(target, 0.0))
        step = np.abs(solved[:rows] - alpha).max()
        alpha, bias = solved[:rows], float(solved[rows])
        if step < 1e-4:
            break
    return inputs.T @ alpha, bias


def _vocabulary(texts: Sequence[str]) -> tuple[list[str], np.ndarray]:
    counts = Counter(word for text in texts for word in set(words_in_order(text)))
    words = sorted(word for word, _ in counts.most_common(_MOST_WORDS))
    rarity = [log((1 + len(texts)) / (1 + counts[word])) + 1 for word in words]
    return words, np.array(rarity)


def _word_features(texts: Sequence[str], at: dict[str, int], rarity: np.ndarray) -> np.ndarray:
    """Words by rarity, each row of one fixed length."""
    found = np.zeros((len(texts), len(rarity)))
    for row, text in zip(found, texts, strict=True):
        for word in words_in_order(text):
            if word in at:
                row[at[word]] = rarity[at[word]]
    return _WORD_WEIGHT * _unit(found)


def _centred(features: np.ndarray, centre: np.ndarray) -> np.ndarray:
    return _unit(features - centre)


def _unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def _rounded(values: np.ndarray) -> list[float]:
    return [float(f"{value:.5g}") for value in values]
