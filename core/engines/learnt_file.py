"""What an engine learnt, as a file that is named after its content."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np

from core.errors import EngineFailed
from core.i18n import N_

_LEARN_AGAIN = N_("The shipped model works on. Let it learn again.")


class LearntFile(ABC):
    """Arrays with names, kept in the safetensors format."""

    @property
    @abstractmethod
    def tensors(self) -> dict[str, np.ndarray]:
        """The arrays by name, in the order of the file."""

    @classmethod
    @abstractmethod
    def from_tensors(cls, tensors: dict[str, np.ndarray]) -> Self:
        """What has these arrays. Raises KeyError where one is missing."""

    @cached_property
    def content(self) -> bytes:
        """The file's content, the same bytes for the same numbers."""
        from safetensors.numpy import save

        return save({name: np.ascontiguousarray(array) for name, array in self.tensors.items()})

    @property
    def digest(self) -> str:
        """Its name: 12 hex characters of the SHA-256 of its content."""
        return hashlib.sha256(self.content).hexdigest()[:12]

    @classmethod
    def load(cls, path: Path, digest: str) -> Self:
        """What a file holds. Raises EngineFailed when it is missing or not the one of this name."""
        from safetensors.numpy import load

        try:
            found = cls.from_tensors(load(path.read_bytes()))
        except Exception as error:
            # safetensors raises classes of its own for a broken file.
            raise EngineFailed(
                N_("What was learnt cannot be read from {path}."), _LEARN_AGAIN, path=path
            ) from error
        if found.digest != digest:
            raise EngineFailed(
                N_("The file with what was learnt is damaged: {path}."), _LEARN_AGAIN, path=path
            )
        return found
