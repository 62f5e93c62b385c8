"""What corrections taught the bundled reader: offsets on its sentiment head, kept in a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from core.engines.learnt_file import LearntFile
from core.engines.loaded import SharedReader
from core.engines.types import Reading, ReviewReader

if TYPE_CHECKING:
    from core.engines.bundled import BundledReader
    from core.engines.reader_scores import Scores


@dataclass(frozen=True, eq=False)
class HeadOffsets(LearntFile):
    """What is added to the shipped head's logits: pooled @ `sentiment_weights` (3d, 3) +
    `sentiment_bias` (3,), both float32. Zero everywhere is the shipped reader."""

    sentiment_weights: np.ndarray
    sentiment_bias: np.ndarray

    def shift(self, pooled: np.ndarray) -> np.ndarray:
        """What is added to the logits of texts (n, 3d), or of one (3d,)."""
        return pooled @ self.sentiment_weights + self.sentiment_bias

    def applied(self, scores: Scores) -> Scores:
        """The scores of one text with the sentiment that these heads see in it."""
        return replace(scores, sentiment=scores.sentiment + self.shift(scores.pooled))

    @property
    def tensors(self) -> dict[str, np.ndarray]:
        return {"weights": self.sentiment_weights, "bias": self.sentiment_bias}

    @classmethod
    def from_tensors(cls, tensors: dict[str, np.ndarray]) -> HeadOffsets:
        return cls(tensors["weights"], tensors["bias"])


class TaughtReader:
    """The bundled reader with heads of a workspace; the network is the one already in memory."""

    def __init__(self, reader: BundledReader, heads: HeadOffsets) -> None:
        self.info = reader.info
        self.version = f"{reader.version}+{heads.digest}"
        self.heads = heads
        self._reader = reader

    def read(self, texts: Sequence[str], language: str = "auto") -> list[Reading]:
        """See BundledReader.read."""
        return self._reader.read(texts, language, self.heads)


def taught(reader: SharedReader, heads: HeadOffsets) -> SharedReader:
    """The bundled reader, as it came, with heads of a workspace; calls to both are one queue."""
    return reader.taught(lambda shipped: TaughtReader(shipped, heads))


def heads_of(reader: ReviewReader) -> HeadOffsets | None:
    """What a workspace's corrections taught a reader, None where it is as it came."""
    if isinstance(reader, SharedReader):
        return reader.used(lambda engine: getattr(engine, "heads", None))
    return None


@dataclass(frozen=True, eq=False)
class TextScores:
    """What the shipped heads see of n texts, `pooled` (n, 3d), and say of them: `logits` (n, 3)
    whose largest is the label that is served."""

    pooled: np.ndarray
    logits: np.ndarray

    def picked(self, rows: np.ndarray) -> TextScores:
        """Some of the texts, by numbers or marks."""
        return TextScores(self.pooled[rows], self.logits[rows])


def text_scores(reader: BundledReader, texts: Sequence[str]) -> TextScores:
    """The shipped reader's scores of each text, in order. Raises what `read` raises."""
    unique = list(dict.fromkeys(texts))
    found = {text: (s.pooled, s.sentiment) for text, _, s in reader.score(unique)}
    served = np.log([1.0, reader.settings.neutral_odds, 1.0])
    return TextScores(
        np.stack([found[text][0] for text in texts]),
        np.stack([found[text][1] for text in texts]) + served,
    )
