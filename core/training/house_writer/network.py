"""The writer's network for training; `core.engines.house.runner` does the same sums in NumPy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from core.engines.house.shape import EPSILON, Shape

NO_TARGET = -100
_CHANGEABLE = ("qkv", "attended", "up", "down", "guess")
_UNSEEN = -1e4


@dataclass(frozen=True)
class Batch:
    """Packed rows (n, length) of several sources each.

    `group` numbers the source of a token (0 = padding), `segment` its text within the source
    (0 = the prefix), `source` is true where a token may be copied, `target` is the id that
    comes next, NO_TARGET where nothing is learnt.
    """

    ids: Tensor
    positions: Tensor
    group: Tensor
    segment: Tensor
    source: Tensor
    target: Tensor

    def to(self, device: torch.device) -> Batch:
        return Batch(*(getattr(self, name).to(device) for name in self.__dataclass_fields__))

    def visible(self, two_way: bool) -> Tensor:
        """Which token sees which (n, length, length): its own source's prefix and its own text
        up to itself; the prefix sees all of itself where `two_way`."""
        same = self.group[:, :, None] == self.group[:, None, :]
        length = self.ids.shape[1]
        before = torch.ones(length, length, dtype=torch.bool, device=self.ids.device).tril()
        own = (self.segment[:, :, None] == self.segment[:, None, :]) & before
        prefix = (self.segment == 0)[:, None, :].expand_as(same)
        return same & (own | (prefix if two_way else prefix & before))


class Layer(nn.Module):
    """One transformer layer, its norms after (BERT) or before (GPT-2) what they belong to."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.heads, self.first, self.dropout = shape.heads, shape.norm_first, dropout
        self.qkv = nn.Linear(shape.hidden, 3 * shape.hidden)
        self.attended = nn.Linear(shape.hidden, shape.hidden)
        self.attended_norm = nn.LayerNorm(shape.hidden, eps=EPSILON)
        self.up = nn.Linear(shape.hidden, shape.feed_forward)
        self.down = nn.Linear(shape.feed_forward, shape.hidden)
        self.norm = nn.LayerNorm(shape.hidden, eps=EPSILON)

    def forward(self, x: Tensor, visible: Tensor) -> Tensor:
        x = x + self._drop(self._attend(self.attended_norm(x) if self.first else x, visible))
        x = x if self.first else self.attended_norm(x)
        seen = self.norm(x) if self.first else x
        x = x + self._drop(self.down(functional.gelu(self.up(seen))))
        return x if self.first else self.norm(x)

    def _attend(self, x: Tensor, visible: Tensor) -> Tensor:
        n, length, hidden = x.shape
        q, k, v = self.qkv(x).view(n, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4).unbind(0)
        if x.is_cuda:
            mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=visible[:, None])
        else:
            # Written out: the fused kernel's backward pass is slower on a processor.
            odds = q @ k.transpose(-1, -2) * (hidden // self.heads) ** -0.5
            unseen = torch.zeros_like(visible, dtype=odds.dtype).masked_fill_(~visible, _UNSEEN)
            mixed = (odds + unseen[:, None]).softmax(-1) @ v
        return self.attended(mixed.transpose(1, 2).reshape(n, length, hidden))

    def _drop(self, x: Tensor) -> Tensor:
        return functional.dropout(x, self.dropout, self.training)


class WriterNetwork(nn.Module):
    """Prefix and text in one stack, embeddings tied, and a head that copies from what it read.

    The copying head (See, Liu and Manning 2017) points at tokens of the prefix and of the texts
    given; a gate mixes its odds with those over the vocabulary.
    """

    def __init__(self, shape: Shape, dropout: float = 0.1) -> None:
        super().__init__()
        self.shape, self.dropout = shape, dropout
        self.table = nn.Parameter(torch.randn(shape.vocabulary, shape.hidden) * 0.05)
        self.positions = nn.Parameter(torch.randn(shape.positions, shape.hidden) * 0.02)
        self.kinds = nn.Parameter(torch.zeros(2, shape.hidden))
        self.embedded_norm = nn.LayerNorm(shape.hidden, eps=EPSILON)
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(shape.layers))
        if shape.norm_first:
            self.last_norm = nn.LayerNorm(shape.hidden, eps=EPSILON)
        self.guess = nn.Linear(shape.hidden, shape.hidden)
        self.guess_norm = nn.LayerNorm(shape.hidden, eps=EPSILON)
        self.guess_bias = nn.Parameter(torch.zeros(shape.vocabulary))
        nn.init.eye_(self.guess.weight)
        nn.init.zeros_(self.guess.bias)
        if shape.pointer:
            self.point_query = nn.Linear(shape.hidden, shape.hidden)
            self.point_key = nn.Linear(shape.hidden, shape.hidden)
            self.gate = nn.Linear(shape.hidden, 1)
            nn.init.zeros_(self.gate.weight)
            nn.init.constant_(self.gate.bias, -1.0)

    def set_dropout(self, rate: float) -> None:
        """Use another rate of dropout from now on."""
        self.dropout = rate
        for layer in self.layers:
            cast(Layer, layer).dropout = rate

    def encode(self, batch: Batch) -> Tensor:
        """Last hidden states (n, length, hidden)."""
        kind = (batch.segment > 0).long()
        x = functional.embedding(batch.ids, self.table) + self.positions[batch.positions]
        x = self.embedded_norm(x + self.kinds[kind])
        x = functional.dropout(x, self.dropout, self.training)
        visible = batch.visible(self.shape.two_way)
        for layer in self.layers:
            x = layer(x, visible)
        return self.last_norm(x) if self.shape.norm_first else x

    def losses(self, batch: Batch) -> Tensor:
        """Negative log-likelihood of every target, in the order of the rows: shape (targets,)."""
        hidden = self.encode(batch)
        wanted = batch.target != NO_TARGET
        seen, target = hidden[wanted], batch.target[wanted]
        guess = self.guess_norm(self.guess(seen))
        odds = (guess @ self.table.T + self.guess_bias).float()
        own = functional.cross_entropy(odds, target, reduction="none")
        if not self.shape.pointer:
            return own
        gate = self.gate(seen).float().squeeze(-1)
        copied = torch.log(self._copied(hidden, batch)[wanted] + 1e-9)
        return -torch.logaddexp(
            functional.logsigmoid(-gate) - own, functional.logsigmoid(gate) + copied
        )

    def _copied(self, hidden: Tensor, batch: Batch) -> Tensor:
        """The share of each position's pointing that falls on its target (n, length)."""
        scale = self.shape.hidden**-0.5
        points = self.point_query(hidden) @ self.point_key(hidden).transpose(1, 2) * scale
        open_to = batch.visible(self.shape.two_way) & batch.source[:, None, :]
        points = points.float().masked_fill(~open_to, -1e9).softmax(-1)
        return (points * (batch.ids[:, None, :] == batch.target[:, :, None])).sum(-1)

    def changeable(self) -> dict[str, nn.Linear]:
        """What tuning to ratings changes, by the names of the weights: attention, feed-forward
        and the guess."""
        return {
            f"{name}.weight": part
            for name, part in self.named_modules()
            if isinstance(part, nn.Linear) and name.endswith(_CHANGEABLE)
        }

    def arrays(self) -> dict[str, np.ndarray]:
        """All weights by name, as the NumPy network takes them."""
        return {name: value.float().cpu().numpy() for name, value in self.state_dict().items()}
