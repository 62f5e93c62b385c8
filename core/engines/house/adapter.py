"""What ratings taught the house writer: low-rank changes to its weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.engines.learnt_file import LearntFile

_LEFT, _RIGHT = ".left", ".right"


@dataclass(frozen=True, eq=False)
class Adapter(LearntFile):
    """For some weights (rows, columns) a product `left` (rows, rank) @ `right` (rank, columns),
    float32, that is added to them (LoRA: Hu and others 2021, arXiv 2106.09685)."""

    parts: Mapping[str, tuple[np.ndarray, np.ndarray]]

    def added_to(self, weights: Mapping[str, np.ndarray]) -> None:
        """Add the changes to the arrays themselves, so that none is in memory twice."""
        for name, (left, right) in self.parts.items():
            np.add(weights[name], left @ right, out=weights[name])

    def scaled(self, share: float) -> Adapter:
        """The same changes, each `share` (0..1) as large."""
        factor = np.float32(share)
        return Adapter({name: (left * factor, right) for name, (left, right) in self.parts.items()})

    @property
    def tensors(self) -> dict[str, np.ndarray]:
        found = {}
        for name, (left, right) in sorted(self.parts.items()):
            found[name + _LEFT], found[name + _RIGHT] = left, right
        return found

    @classmethod
    def from_tensors(cls, tensors: dict[str, np.ndarray]) -> Adapter:
        names = sorted(name.removesuffix(_LEFT) for name in tensors if name.endswith(_LEFT))
        return cls({name: (tensors[name + _LEFT], tensors[name + _RIGHT]) for name in names})
