"""A reader scored on the held-out sets, head by head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.engines.bundled import BundledReader
from core.engines.reader_scores import Scores
from core.engines.reader_settings import ReaderSettings
from core.engines.spans import label_of, read_aspects, softmax
from core.engines.types import EMOTIONS
from core.engines.windows import Encoded
from core.intervals import wilson
from core.training.review_reader.measures import (
    calibration_error,
    macro_f1,
    recalls,
    span_f1,
)
from core.training.review_reader.rows import Row, share

NEGATIVE, POSITIVE = 0, 2
# SMP2020 has six classes: love is scored as joy there, disappointment as sadness.
_SIX_OF_EIGHT = {"love": "joy", "disappointment": "sadness"}
_SIX_CLASS_SETS = ("smp_usual", "smp_virus")


@dataclass(frozen=True)
class Scored:
    """Rows with what the network said of each."""

    rows: list[Row]
    encoded: list[Encoded]
    scores: list[Scores]

    def sentiment(self) -> np.ndarray:
        return np.stack([s.sentiment for s in self.scores])

    def emotion(self) -> np.ndarray:
        return np.stack([s.emotion for s in self.scores])


def score(reader: BundledReader, rows: Sequence[Row]) -> Scored:
    """Run the network over rows; equal texts are scored once."""
    texts = list(dict.fromkeys(row.text for row in rows))
    by_text = {text: (encoded, scores) for text, encoded, scores in reader.score(texts)}
    found = [by_text[row.text] for row in rows]
    return Scored(list(rows), [e for e, _ in found], [s for _, s in found])


def sample(rows: Sequence[Row], most: int) -> list[Row]:
    """At most `most` of the rows, always the same ones; all where it is 0."""
    return sorted(rows, key=lambda row: share(row.text))[: most or None]


def term_polarities(done: Scored) -> tuple[np.ndarray, np.ndarray]:
    """Polarity odds (terms, 3) of every marked term, its tokens averaged, and the truths."""
    odds, truth = [], []
    for row, encoded, scores in zip(done.rows, done.encoded, done.scores, strict=True):
        for term in row.terms or ():
            at = [i for i, (a, b) in enumerate(encoded.offsets) if a < term.end and b > term.start]
            if at:
                odds.append(scores.tokens.polarity[at].mean(0))
                truth.append(term.polarity)
    return np.array(odds).reshape(-1, 3), np.array(truth, int)


def two_class(done: Scored, settings: ReaderSettings) -> dict[str, Any]:
    """Accuracy by the sign of the polarity, every row counted; calibration over the two classes."""
    odds = softmax(done.sentiment())
    truth = np.array([r.two for r in done.rows])
    said = np.where(odds[:, POSITIVE] > odds[:, NEGATIVE], POSITIVE, NEGATIVE)
    pair = odds[:, [NEGATIVE, POSITIVE]]
    confidence = pair.max(1) / pair.sum(1)
    return _accuracy(truth, said, confidence, _unsure(odds, settings))


def three_class(done: Scored, settings: ReaderSettings) -> dict[str, Any]:
    """Accuracy, macro-F1 and macro recall of the label."""
    odds = softmax(done.sentiment())
    truth = np.array([r.three for r in done.rows])
    said = label_of(odds, settings.neutral_odds)
    confidence = odds[np.arange(len(said)), said]
    result = _accuracy(truth, said, confidence, _unsure(odds, settings))
    return result | {
        "macro_f1": macro_f1(truth, said),
        "macro_recall": float(np.mean(recalls(truth, said))),
    }


def emotions(name: str, done: Scored) -> dict[str, Any]:
    """Accuracy and macro-F1 over the classes that the set has."""
    odds = softmax(done.emotion())
    if name in _SIX_CLASS_SETS:
        for extra, into in _SIX_OF_EIGHT.items():
            odds[:, EMOTIONS.index(into)] += odds[:, EMOTIONS.index(extra)]
            odds[:, EMOTIONS.index(extra)] = 0
    truth = np.array([r.emotion for r in done.rows])
    said = odds.argmax(1)
    right = int((truth == said).sum())
    return {
        "n": len(truth),
        "accuracy": right / len(truth),
        "interval": wilson(right, len(truth)),
        "macro_f1": macro_f1(truth, said),
    }


def aspects(done: Scored) -> dict[str, Any]:
    """Exact-span F1 of the terms where all are marked, accuracy of the marked terms' polarity."""
    odds, truth = term_polarities(done)
    right = int((odds.argmax(1) == truth).sum())
    result: dict[str, Any] = {
        "n": len(truth),
        "polarity_accuracy": right / max(len(truth), 1),
        "interval": wilson(right, len(truth)),
        "polarity_macro_f1": macro_f1(truth, odds.argmax(1)),
    }
    if all(row.all_terms for row in done.rows):
        marked = [{(t.start, t.end) for t in row.terms or ()} for row in done.rows]
        found = [
            {(a.start, a.end) for a in read_aspects(row.text, encoded.offsets, scores.tokens)}
            for row, encoded, scores in zip(done.rows, done.encoded, done.scores, strict=True)
        ]
        result |= {"sentences": len(marked), "terms": span_f1(marked, found)}
    return result


def _unsure(odds: np.ndarray, settings: ReaderSettings) -> np.ndarray:
    said = label_of(odds, settings.neutral_odds)
    return np.asarray(odds[np.arange(len(said)), said] < settings.unsure_below)


def _accuracy(
    truth: np.ndarray, said: np.ndarray, confidence: np.ndarray, unsure: np.ndarray
) -> dict[str, Any]:
    right = truth == said
    return {
        "n": len(truth),
        "accuracy": float(right.mean()),
        "interval": wilson(int(right.sum()), len(truth)),
        "calibration_error": calibration_error(confidence, right),
        "unsure": float(unsure.mean()),
        "accuracy_without_unsure": float(right[~unsure].mean()) if (~unsure).any() else None,
    }
