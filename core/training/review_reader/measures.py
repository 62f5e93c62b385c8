"""Measures of labels against truths. All are shares in 0..1."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np


def calibration_error(confidence: np.ndarray, right: np.ndarray, bins: int = 15) -> float:
    """Expected calibration error over equal bins (Naeini, Cooper and Hauskrecht 2015)."""
    at = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [abs(float(confidence[at == b].sum() - right[at == b].sum())) for b in range(bins)]
    return sum(gaps) / max(len(right), 1)


def recalls(truth: np.ndarray, said: np.ndarray) -> list[float]:
    """Each true class's recall, classes in order."""
    return [float((said[truth == c] == c).mean()) for c in np.unique(truth)]


def macro_f1(truth: np.ndarray, said: np.ndarray) -> float:
    """The mean F1 of the classes that occur in the truth."""
    scores = []
    for c in np.unique(truth):
        hit = int(((truth == c) & (said == c)).sum())
        scores.append(2 * hit / max(int((truth == c).sum() + (said == c).sum()), 1))
    return float(np.mean(scores)) if scores else 0.0


def span_f1(
    truth: Sequence[set[tuple[int, int]]], said: Sequence[set[tuple[int, int]]]
) -> dict[str, float]:
    """Precision, recall and F1 of exact spans over all texts."""
    hit = sum(len(a & b) for a, b in zip(truth, said, strict=True))
    precision = hit / max(sum(map(len, said)), 1)
    recall = hit / max(sum(map(len, truth)), 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return {"precision": precision, "recall": recall, "f1": f1}


def best_temperature(logits: np.ndarray, truth: np.ndarray, weights: np.ndarray) -> float:
    """The temperature in 0.3..5 with the least weighted log loss (Guo et al. 2017).

    A logit of minus infinity stands for a class that the row's set does not have.
    """

    def loss(temperature: float) -> float:
        scaled = logits / temperature
        top = scaled.max(1, keepdims=True)
        total = top[:, 0] + np.log(np.exp(scaled - top).sum(1))
        return float(((total - scaled[np.arange(len(truth)), truth]) * weights).sum())

    grid = np.exp(np.linspace(math.log(0.3), math.log(5), 141))
    return float(min(grid, key=loss))
