"""A writer's network with low-rank changes that alone are learnt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np
import torch
from torch import Tensor, nn
from torch.func import functional_call

from core.engines.house.adapter import Adapter
from core.engines.house_writer import Scored
from core.training.house_writer.augment import Shown, ShownText
from core.training.house_writer.batches import collate
from core.training.house_writer.network import Batch, WriterNetwork

_CHANGED = ("qkv.weight", "attended.weight", "up.weight", "down.weight", "guess.weight")
_LENGTH = 640


class _Losses(nn.Module):
    def __init__(self, network: WriterNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, batch: Batch) -> Tensor:
        return self.network.losses(batch)


class LowRank(nn.Module):
    """Attention, feed-forward and the guess of a frozen network, each with a product of rank
    `rank` added (LoRA: Hu and others 2021). At first the product is zero."""

    def __init__(self, network: WriterNetwork, rank: int = 8, seed: int = 0) -> None:
        super().__init__()
        network.set_dropout(0.0)
        network.eval()
        self._losses = [_Losses(network)]  # in a list: its weights are not this module's own
        weights = {
            name: value.detach()
            for name, value in network.named_parameters()
            if name.endswith(_CHANGED)
        }
        self._frozen = weights
        drawn = torch.Generator().manual_seed(seed)
        self.left = nn.ParameterList(torch.zeros(w.shape[0], rank) for w in weights.values())
        self.right = nn.ParameterList(
            torch.randn(rank, w.shape[1], generator=drawn) / w.shape[1] ** 0.5
            for w in weights.values()
        )

    def log_odds(self, texts: Sequence[Scored], changed: bool = True) -> Tensor:
        """Summed natural-log probability of each text, (texts,); of the frozen network where
        `changed` is false. Texts of one brief that stand side by side are read in one row."""
        weights: dict[str, Tensor] = {}
        if changed:
            weights = {
                f"network.{name}": frozen + left @ right
                for (name, frozen), left, right in zip(
                    self._frozen.items(), self.left, self.right, strict=True
                )
            }
        losses = cast(Tensor, functional_call(self._losses[0], weights, (_rows(texts),)))
        learnt = [len(text.text) - text.given for text in texts]
        return -torch.stack([part.sum() for part in losses.split(learnt)])

    def adapter(self) -> Adapter:
        """The changes as they are now."""
        return Adapter(
            {
                name: (_array(left), _array(right))
                for name, left, right in zip(self._frozen, self.left, self.right, strict=True)
            }
        )


def _rows(texts: Sequence[Scored]) -> Batch:
    rows: list[list[Shown]] = []
    room = 0
    for text in texts:
        shown = ShownText(text.head, [], text.text, text.given)
        if rows and rows[-1][0].prefix == text.prefix and shown.tokens <= room:
            rows[-1][0].texts.append(shown)
        else:
            rows.append([Shown(text.prefix, [shown])])
            room = _LENGTH - len(text.prefix)
        room -= shown.tokens
    return collate(rows, 1)


def _array(tensor: Tensor) -> np.ndarray:
    return tensor.detach().numpy().astype(np.float32).copy()
