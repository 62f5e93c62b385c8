"""A writer's network with low-rank changes that alone are learnt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from core.engines.house.adapter import Adapter
from core.engines.house_writer import Scored
from core.training.house_writer.augment import Shown, ShownText
from core.training.house_writer.batches import collate
from core.training.house_writer.designs import Network
from core.training.house_writer.network import Batch

_LENGTH = 640


class LowRank(nn.Module):
    """A frozen network, each of its `changeable` matrices with a product of rank `rank` beside it
    (LoRA: Hu and others 2021). At first the product is zero.

    The products alone are parameters. The network's weights stay as they are; it is left without
    dropout and gradients.
    """

    def __init__(self, network: Network, rank: int = 8, seed: int = 0) -> None:
        super().__init__()
        network.set_dropout(0.0)
        network.eval()
        network.requires_grad_(False)
        self._network = [network]  # in a list: its weights are not this module's own
        self._matrices = network.changeable()
        sizes = [matrix.weight.shape for matrix in self._matrices.values()]
        drawn = torch.Generator().manual_seed(seed)
        self.left = nn.ParameterList(torch.zeros(rows, rank) for rows, _ in sizes)
        self.right = nn.ParameterList(
            torch.randn(rank, columns, generator=drawn) / columns**0.5 for _, columns in sizes
        )

    def log_odds(self, texts: Sequence[Scored], changed: bool = True) -> Tensor:
        """Summed natural-log probability of each text, (texts,); of the frozen network where
        `changed` is false. Texts of one brief that stand side by side are read in one row."""
        with self._beside(changed):
            losses = self._network[0].losses(_rows(texts))
        learnt = [len(text.text) - text.given for text in texts]
        return -torch.stack([part.sum() for part in losses.split(learnt)])

    def adapter(self) -> Adapter:
        """The changes as they are now."""
        return Adapter(
            {
                name: (_array(left), _array(right))
                for name, left, right in zip(self._matrices, self.left, self.right, strict=True)
            }
        )

    @contextmanager
    def _beside(self, changed: bool) -> Iterator[None]:
        """Within it the products act, where `changed`."""
        parts = zip(self._matrices.values(), self.left, self.right, strict=True)
        hooks = [
            matrix.register_forward_hook(partial(_added, left, right))
            for matrix, left, right in parts
            if changed
        ]
        try:
            yield
        finally:
            for hook in hooks:
                hook.remove()


def _added(
    left: Tensor, right: Tensor, matrix: nn.Module, given: tuple[Tensor], whole: Tensor
) -> Tensor:
    """What a matrix gave and its product besides."""
    return whole + functional.linear(functional.linear(given[0], right), left)


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
