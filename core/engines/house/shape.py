"""The sizes and kind of a writer's network, and the names of its weights on disk."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Shape:
    """What a network is built from.

    `norm_first` puts the norms before attention and feed-forward (GPT-2) instead of after
    them (BERT); `two_way` lets the prefix see itself both ways; `pointer` adds the copying head.
    """

    vocabulary: int
    hidden: int = 384
    layers: int = 6
    heads: int = 12
    feed_forward: int = 1536
    positions: int = 512
    norm_first: bool = False
    two_way: bool = True
    pointer: bool = True

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


CONFIG = "config.json"
EPSILON = 1e-12
