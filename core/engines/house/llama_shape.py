"""The sizes of a network of the Llama kind (Touvron and others 2023, arXiv 2302.13971)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class LlamaShape:
    """What a network is built from; as it stands, SmolLM2-135M with a table of `vocabulary` rows.

    Several of the `heads` share one of the `key_heads`. `turn` is the base of the rotary positions.
    """

    vocabulary: int
    hidden: int = 576
    layers: int = 30
    heads: int = 9
    key_heads: int = 3
    feed_forward: int = 1536
    turn: float = 100_000.0
    epsilon: float = 1e-5

    @property
    def width(self) -> int:
        """Of one head."""
        return self.hidden // self.heads

    def angles(self, positions: int) -> np.ndarray:
        """By how much each pair of a head turns at each position: (positions, width / 2)."""
        steps = self.turn ** -(np.arange(0, self.width, 2) / self.width)
        return np.outer(np.arange(positions), steps).astype(np.float32)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)
