"""What ratings taught the house writer: low-rank changes to its weights, kept in a file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from core.errors import EngineFailed
from core.i18n import N_

_LEFT, _RIGHT = ".left", ".right"
_LEARN_AGAIN = N_("The shipped writer writes on. Let it learn again from your ratings.")


@dataclass(frozen=True, eq=False)
class Adapter:
    """For some weights (rows, columns) a product `left` (rows, rank) @ `right` (rank, columns),
    float32, that is added to them (LoRA: Hu and others 2021, arXiv 2106.09685)."""

    parts: Mapping[str, tuple[np.ndarray, np.ndarray]]

    def applied(self, weights: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        """The weights with the changes added; those given stay as they are."""
        changed = {name: weights[name] + left @ right for name, (left, right) in self.parts.items()}
        return {**weights, **changed}

    def scaled(self, share: float) -> Adapter:
        """The same changes, each `share` (0..1) as large."""
        factor = np.float32(share)
        return Adapter({name: (left * factor, right) for name, (left, right) in self.parts.items()})

    @cached_property
    def content(self) -> bytes:
        """The file's content, the same bytes for the same numbers."""
        from safetensors.numpy import save

        tensors = {}
        for name, (left, right) in sorted(self.parts.items()):
            tensors[name + _LEFT] = np.ascontiguousarray(left, np.float32)
            tensors[name + _RIGHT] = np.ascontiguousarray(right, np.float32)
        return save(tensors)

    @property
    def digest(self) -> str:
        """The name of these changes: 12 hex characters of the SHA-256 of their file."""
        return hashlib.sha256(self.content).hexdigest()[:12]


def load_adapter(path: Path, digest: str) -> Adapter:
    """The changes in a file. Raises EngineFailed when it is missing or not the one of this name."""
    from safetensors.numpy import load

    try:
        tensors = load(path.read_bytes())
        names = sorted({name.removesuffix(_LEFT) for name in tensors if name.endswith(_LEFT)})
        adapter = Adapter({name: (tensors[name + _LEFT], tensors[name + _RIGHT]) for name in names})
    except Exception as error:
        # safetensors raises classes of its own for a broken file.
        raise EngineFailed(
            N_("What the writer learnt cannot be read from {path}."), _LEARN_AGAIN, path=path
        ) from error
    if adapter.digest != digest:
        raise EngineFailed(
            N_("The file with what the writer learnt is damaged: {path}."), _LEARN_AGAIN, path=path
        )
    return adapter
