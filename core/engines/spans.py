"""Aspect terms from per-token scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.engines.types import AspectReading, Sentiment

SENTIMENTS: tuple[Sentiment, ...] = ("negative", "neutral", "positive")

_OUTSIDE, _BEGIN = 0, 1
_LONGEST = 12


@dataclass(frozen=True)
class TokenScores:
    """Probabilities per token: `spans` (n, 3: outside, begin, inside), `polarity` (n, 3)."""

    spans: np.ndarray
    polarity: np.ndarray


def softmax(logits: np.ndarray, temperature: float = 1.0) -> np.ndarray:
    """Probabilities over the last axis of logits divided by `temperature`."""
    scaled = logits / temperature
    powers = np.exp(scaled - scaled.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)


def label_of(odds: np.ndarray, neutral_odds: float) -> np.ndarray:
    """The class (...,) of probabilities (..., 3) after weighing neutral by `neutral_odds`."""
    return (odds * np.array([1.0, neutral_odds, 1.0])).argmax(-1)


def find_terms(tags: np.ndarray) -> list[tuple[int, int]]:
    """Token ranges start..end of the terms in a row of tags; one may begin with "inside"."""
    terms: list[tuple[int, int]] = []
    start = -1
    for i, tag in enumerate([*tags.tolist(), _OUTSIDE]):
        if start >= 0 and tag in (_OUTSIDE, _BEGIN):
            terms.append((start, i))
            start = -1
        if tag != _OUTSIDE and start < 0:
            start = i
    return [term for term in terms if term[1] - term[0] <= _LONGEST]


def read_aspects(
    text: str, offsets: Sequence[tuple[int, int]], scores: TokenScores
) -> tuple[AspectReading, ...]:
    """The aspect terms of a text in order, whole words, each with the polarity of its tokens.

    `confidence` is the probability of the polarity times that of the term being one.
    """
    found: list[AspectReading] = []
    for first, last in find_terms(scores.spans.argmax(-1)):
        start, end = _whole_words(text, offsets[first][0], offsets[last - 1][1])
        polarity = scores.polarity[first:last].mean(0)
        best = int(polarity.argmax())
        is_term = float(1 - scores.spans[first:last, _OUTSIDE].mean())
        confidence = float(polarity[best]) * is_term
        if any(char.isalnum() for char in text[start:end]):
            reading = AspectReading(text[start:end], SENTIMENTS[best], confidence, start, end)
            if not found or found[-1].end <= start:
                found.append(reading)
    return tuple(found)


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The range widened to the ends of Latin words that it cuts."""
    while 0 < start < len(text) and _inside_word(text, start):
        start -= 1
    while 0 < end < len(text) and _inside_word(text, end):
        end += 1
    return start, end


def _inside_word(text: str, at: int) -> bool:
    around = text[at - 1 : at + 1]
    return around.isalnum() and all(ord(char) < 0x250 for char in around)
