"""A pretrained decoder for training: frozen, with low-rank changes and new rows that are learnt.

`core.engines.house.llama_runner` does the same sums in NumPy. LoRA: Hu and others 2021,
arXiv 2106.09685.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from core.engines.house.llama_shape import LlamaShape
from core.engines.house.prompt import POSITIONS
from core.training.house_writer.network import NO_TARGET, Batch
from core.training.precision import half_precision, native_half

MATRICES = ("query", "key", "value", "attended", "gate", "up", "down")
_UNSEEN = -1e4
_TUNED = 0.5


class Changed(nn.Module):
    """A frozen matrix (rows, columns) and a product of rank `rank` beside it, zero at first."""

    def __init__(self, weight: Tensor, rank: int, drawn: torch.Generator) -> None:
        super().__init__()
        self.weight: Tensor
        self.register_buffer("weight", weight, persistent=False)
        rows, columns = weight.shape
        self.left = nn.Parameter(torch.zeros(rows, rank))
        self.right = nn.Parameter(torch.randn(rank, columns, generator=drawn) / columns**0.5)

    def forward(self, x: Tensor) -> Tensor:
        whole = functional.linear(x, self.weight)
        return whole + functional.linear(functional.linear(x, self.right), self.left)


class Norm(nn.Module):
    """Root mean square norm with frozen gains (Zhang and Sennrich 2019)."""

    def __init__(self, weight: Tensor, epsilon: float) -> None:
        super().__init__()
        self.weight: Tensor
        self.register_buffer("weight", weight, persistent=False)
        self.epsilon = epsilon

    def forward(self, x: Tensor) -> Tensor:
        return functional.rms_norm(x.float(), x.shape[-1:], self.weight, self.epsilon)


class LlamaLayer(nn.Module):
    """Attention and the gated feed-forward of one layer."""

    def __init__(
        self, shape: LlamaShape, weights: Mapping[str, Tensor], rank: int, drawn: torch.Generator
    ) -> None:
        super().__init__()
        self.shape = shape
        self.attended_norm = Norm(weights["attended_norm"].float(), shape.epsilon)
        self.norm = Norm(weights["norm"].float(), shape.epsilon)
        parts = [Changed(weights[name], rank, drawn) for name in MATRICES]
        self.query, self.key, self.value, self.attended = parts[:4]
        self.gate, self.up, self.down = parts[4:]

    def forward(self, x: Tensor, unseen: Tensor, turn: tuple[Tensor, Tensor]) -> Tensor:
        x = x + self._attend(self.attended_norm(x), unseen, turn)
        seen = self.norm(x)
        return x + self.down(functional.silu(self.gate(seen)) * self.up(seen))

    def _attend(self, x: Tensor, unseen: Tensor, turn: tuple[Tensor, Tensor]) -> Tensor:
        n, length, hidden = x.shape
        width, groups = self.shape.width, self.shape.heads // self.shape.key_heads
        q = turned(self.query(x).view(n, length, -1, width), turn)
        k = turned(self.key(x).view(n, length, -1, width), turn)
        v = self.value(x).view(n, length, -1, width)
        k, v = (part.repeat_interleave(groups, dim=2).transpose(1, 2) for part in (k, v))
        odds = q.transpose(1, 2) @ k.transpose(-1, -2) * width**-0.5
        mixed = (odds + unseen[:, None]).softmax(-1).to(v.dtype) @ v
        return self.attended(mixed.transpose(1, 2).reshape(n, length, hidden))


class LlamaNetwork(nn.Module):
    """Prefix, head and text in one causal stack; signs and controls have rows of their own.

    `weights` are those of the pretrained network by name, never changed; only what is learnt is a
    parameter, and only that is in `state_dict` and `arrays`. Its products are computed in half
    precision where the machine does that natively.
    """

    def __init__(
        self, shape: LlamaShape, weights: Mapping[str, np.ndarray], rank: int, seed: int = 0
    ) -> None:
        super().__init__()
        self.shape = shape
        kind = torch.bfloat16 if native_half() else torch.float32
        frozen = {name: torch.tensor(w, dtype=kind) for name, w in weights.items()}
        drawn = torch.Generator().manual_seed(seed)
        self.table: Tensor
        self.register_buffer("table", frozen["table"], persistent=False)
        old = len(frozen["table"])
        self.rows = nn.Parameter(torch.zeros(shape.vocabulary - old, shape.hidden))
        layers = []
        for i in range(shape.layers):
            own = f"layers.{i}."
            parts = {
                name.removeprefix(own).removesuffix(".weight"): w
                for name, w in frozen.items()
                if name.startswith(own)
            }
            layers.append(LlamaLayer(shape, parts, rank, drawn))
        self.layers = nn.ModuleList(layers)
        self.last_norm = Norm(frozen["last_norm.weight"].float(), shape.epsilon)
        angles = torch.from_numpy(shape.angles(POSITIONS))
        self.cosines: Tensor
        self.sines: Tensor
        self.register_buffer("cosines", angles.cos(), persistent=False)
        self.register_buffer("sines", angles.sin(), persistent=False)

    def set_dropout(self, rate: float) -> None:
        """Nothing is dropped: what is frozen does not learn by heart."""

    def encode(self, batch: Batch) -> Tensor:
        """Last hidden states (n, length, hidden)."""
        x = self._embedded(batch.ids)
        visible = batch.visible(two_way=False)
        unseen = torch.zeros(visible.shape, dtype=x.dtype, device=x.device)
        unseen = unseen.masked_fill(~visible, _UNSEEN)
        turn = self.cosines[batch.positions][:, :, None], self.sines[batch.positions][:, :, None]
        with half_precision(x.device):
            for layer in self.layers:
                x = layer(x, unseen, turn)
        return self.last_norm(x)

    def losses(self, batch: Batch) -> Tensor:
        """Negative log-likelihood of every target, in the order of the rows: shape (targets,)."""
        wanted = batch.target != NO_TARGET
        seen = self.encode(batch)[wanted]
        with half_precision(seen.device):
            odds = torch.cat(
                [functional.linear(seen, part) for part in (self.table, self.rows)], -1
            )
        return functional.cross_entropy(odds.float(), batch.target[wanted], reduction="none")

    def changeable(self) -> dict[str, Changed]:
        """What tuning to ratings changes, by the names of the weights: every matrix of the upper
        layers, which say more of wording than of grammar."""
        lowest = self.shape.layers - max(1, round(_TUNED * self.shape.layers))
        return {
            f"{name}.weight": part
            for name, part in self.named_modules()
            if isinstance(part, Changed) and int(name.split(".")[1]) >= lowest
        }

    def arrays(self) -> dict[str, np.ndarray]:
        """What was learnt: "rows", the new ones, and for each matrix its two factors, named as in
        an Adapter: "layers.0.query.weight.left" and "….right"."""
        return {
            _whole(name): value.float().cpu().numpy() for name, value in self.state_dict().items()
        }

    def take(self, arrays: Mapping[str, np.ndarray]) -> None:
        """Go on from what `arrays` gave before."""
        own = self.state_dict()
        self.load_state_dict({name: torch.tensor(arrays[_whole(name)]) for name in own})

    def _embedded(self, ids: Tensor) -> Tensor:
        old = len(self.table)
        known = functional.embedding(ids.clamp(max=old - 1), self.table).float()
        new = functional.embedding((ids - old).clamp(min=0), self.rows)
        return torch.where((ids < old)[..., None], known, new)


def _whole(name: str) -> str:
    """The name of a factor with that of its matrix: "….query.left" is "….query.weight.left"."""
    stem, dot, side = name.rpartition(".")
    return f"{stem}.weight.{side}" if dot else name


def turned(x: Tensor, turn: tuple[Tensor, Tensor]) -> Tensor:
    """Heads (n, length, heads, width) turned by their positions, pair of neighbours by pair."""
    cosines, sines = turn
    even, odd = x[..., 0::2].float(), x[..., 1::2].float()
    both = torch.stack([even * cosines - odd * sines, even * sines + odd * cosines], -1)
    return both.flatten(-2).to(x.dtype)
