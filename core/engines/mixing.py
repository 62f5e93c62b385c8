"""How much the network and the n-grams count, and how sure their sum is: one Mix per language."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.engines.ngrams import EMOTION, NEUTRAL, POLARITY


@dataclass(frozen=True)
class Mix:
    """Factors fitted on development rows of one language, so that the softmax of what
    `sentiment` and `emotion` return is calibrated (a temperature per head is part of them)."""

    network: float = 1.0
    ngrams: float = 0.0
    neutral: float = 0.0
    neutral_bias: float = 0.0
    polarity_bias: float = 0.0
    emotion_network: float = 1.0
    emotion_ngrams: float = 0.0

    def sentiment(self, network: np.ndarray, ngrams: np.ndarray) -> np.ndarray:
        """Logits (..., 3) from the network's (..., 3) and the n-grams' scores (..., outputs)."""
        lift = self.ngrams * ngrams[..., POLARITY] + self.polarity_bias
        neutral = self.neutral * ngrams[..., NEUTRAL] + self.neutral_bias
        return self.network * network + np.stack([-lift, neutral, lift], -1)

    def emotion(self, network: np.ndarray, ngrams: np.ndarray) -> np.ndarray:
        """Logits (..., emotions)."""
        return self.emotion_network * network + self.emotion_ngrams * ngrams[..., EMOTION:]
