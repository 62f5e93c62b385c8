"""What the bundled reader computes of one text before it becomes a reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.engines.mixing import Mix
from core.engines.spans import TokenScores
from core.engines.windows import Window

OUTPUTS = ["sentiment", "emotion", "spans", "span_polarity", "pooled"]


@dataclass(frozen=True)
class Parts:
    """What the network alone and the n-grams alone say: (3,), (8,) and (10,)."""

    sentiment: np.ndarray
    emotion: np.ndarray
    ngrams: np.ndarray


@dataclass(frozen=True)
class Scores:
    """One text's merged scores: calibrated logits (3,) and (8,), what the network's text heads
    see (`pooled` (3d,), its first third the mean of the last hidden states), probabilities
    per token, and the parts that the logits were mixed from."""

    sentiment: np.ndarray
    emotion: np.ndarray
    pooled: np.ndarray
    tokens: TokenScores
    parts: Parts


def merge(
    length: int, read: Sequence[tuple[Window, list[np.ndarray]]], ngrams: np.ndarray, mix: Mix
) -> Scores:
    """One text's scores from its windows in order, each with its OUTPUTS.

    Means over windows; of the `length` tokens, one in two windows is judged by the one it
    lies deeper in.
    """
    if len(read) == 1:
        sentiment, emotion, spans, polarity, pooled = read[0][1]
        tokens = TokenScores(spans[1 : length + 1], polarity[1 : length + 1])
    else:
        sentiment, emotion, pooled = (
            np.mean([outputs[i] for _, outputs in read], axis=0) for i in (0, 1, 4)
        )
        tokens = _joined(length, read)
    return Scores(
        mix.sentiment(sentiment, ngrams),
        mix.emotion(emotion, ngrams),
        pooled,
        tokens,
        Parts(sentiment, emotion, ngrams),
    )


def _joined(length: int, read: Sequence[tuple[Window, list[np.ndarray]]]) -> TokenScores:
    spans, polarity = np.zeros((length, 3), np.float32), np.zeros((length, 3), np.float32)
    done = 0
    for number, (window, outputs) in enumerate(read):
        last = number == len(read) - 1
        until = window.end if last else (window.end + read[number + 1][0].start) // 2
        inner = slice(done - window.start + 1, until - window.start + 1)
        spans[done:until], polarity[done:until] = outputs[2][inner], outputs[3][inner]
        done = until
    return TokenScores(spans, polarity)
