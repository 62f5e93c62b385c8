"""The reader's network: a BERT encoder whose rows are shared by tokens, and four small heads."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import NamedTuple, cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from core.training.minilm import minilm_positions, minilm_weights, take_encoder


@dataclass(frozen=True)
class Shape:
    """Sizes of the network: `tokens` ids of the tokenizer share `old_rows` + `new_rows` rows."""

    tokens: int
    old_rows: int
    new_rows: int
    hidden: int = 384
    layers: int = 6
    attention_heads: int = 12
    feed_forward: int = 1536
    positions: int = 256
    emotions: int = 8

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


class Outputs(NamedTuple):
    """Logits of the heads and the pooled text.

    Shapes: sentiment (n, 3), emotion (n, emotions), spans (n, length, 3: outside, begin,
    inside), span_polarity (n, length, 3), pooled (n, 3 * hidden): what the text heads see, its
    first third the mean of the last hidden states.
    """

    sentiment: Tensor
    emotion: Tensor
    spans: Tensor
    span_polarity: Tensor
    pooled: Tensor


class Layer(nn.Module):
    """One post-norm transformer layer, as in BERT, with the three projections in one."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.heads = shape.attention_heads
        self.dropout = dropout
        self.qkv = nn.Linear(shape.hidden, 3 * shape.hidden)
        self.attended = nn.Linear(shape.hidden, shape.hidden)
        self.attended_norm = nn.LayerNorm(shape.hidden, eps=1e-12)
        self.up = nn.Linear(shape.hidden, shape.feed_forward)
        self.down = nn.Linear(shape.feed_forward, shape.hidden)
        self.norm = nn.LayerNorm(shape.hidden, eps=1e-12)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        n, length, hidden = x.shape
        q, k, v = self.qkv(x).view(n, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4).unbind(0)
        # Written out: the fused kernel's backward pass is slower on a processor, and ONNX
        # Runtime quantises these sums.
        weights = (q @ k.transpose(-1, -2) * (hidden // self.heads) ** -0.5 + bias).softmax(-1)
        mixed = weights @ v
        mixed = self.attended(mixed.transpose(1, 2).reshape(n, length, hidden))
        x = self.attended_norm(x + functional.dropout(mixed, self.dropout, self.training))
        wide = self.down(functional.gelu(self.up(x)))
        return self.norm(x + functional.dropout(wide, self.dropout, self.training))


class ReaderNetwork(nn.Module):
    """Encoder and heads; token id 0 is padding.

    The rows taken over from MiniLM (`old`) and the rows added (`new`) are two tables, so that
    the added ones can learn faster. The heads see the mean and the first of the last
    hidden states and the mean of the embeddings, which is a bag of words.
    """

    row_of: Tensor

    def __init__(self, shape: Shape, dropout: float = 0.05) -> None:
        super().__init__()
        self.shape = shape
        self.dropout = dropout
        self.register_buffer("row_of", torch.zeros(shape.tokens, dtype=torch.long))
        self.old = nn.Parameter(torch.randn(shape.old_rows, shape.hidden) * 0.05)
        self.new = nn.Parameter(torch.randn(shape.new_rows, shape.hidden) * 0.05)
        self.positions = nn.Embedding(shape.positions, shape.hidden)
        self.embedded_norm = nn.LayerNorm(shape.hidden, eps=1e-12)
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(shape.layers))
        self.sentiment = nn.Linear(3 * shape.hidden, 3)
        self.emotion = nn.Linear(3 * shape.hidden, shape.emotions)
        self.spans = nn.Linear(shape.hidden, 3)
        self.span_polarity = nn.Linear(shape.hidden, 3)
        self.guess = nn.Linear(shape.hidden, shape.hidden)
        self.guess_norm = nn.LayerNorm(shape.hidden, eps=1e-12)
        self.guess_bias = nn.Parameter(torch.zeros(shape.old_rows + shape.new_rows))

    def drop_out(self, share: float) -> None:
        """Leave out this share of the hidden states in training."""
        self.dropout = share
        for layer in self.layers:
            cast(Layer, layer).dropout = share

    def keep_layers(self, kept: list[int]) -> None:
        """Drop all encoder layers but those numbered, from 0: a faster network to train on."""
        self.layers = nn.ModuleList(self.layers[i] for i in kept)
        self.shape = replace(self.shape, layers=len(kept))

    def table(self) -> Tensor:
        """All embedding rows (old_rows + new_rows, hidden)."""
        return torch.cat([self.old, self.new])

    def embed(self, ids: Tensor) -> Tensor:
        """Each table is looked up by itself: to join them for every batch takes longer."""
        rows, first = self.row_of[ids], self.shape.old_rows
        old = functional.embedding(rows.clamp(max=first - 1), self.old)
        new = functional.embedding((rows - first).clamp(min=0), self.new)
        x = torch.where((rows < first)[..., None], old, new)
        return self.embedded_norm(x + self.positions.weight[: ids.shape[1]])

    def encode(self, embedded: Tensor, mask: Tensor) -> Tensor:
        """Hidden states (n, length, hidden); `mask` (n, length) is true at real tokens."""
        x = functional.dropout(embedded, self.dropout, self.training)
        bias = (1.0 - mask.to(x.dtype))[:, None, None, :] * -10000.0
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def forward(self, ids: Tensor) -> Outputs:
        return self.read_embedded(self.embed(ids), ids != 0)

    def read_embedded(self, embedded: Tensor, mask: Tensor) -> Outputs:
        x = self.encode(embedded, mask)
        weights = mask.to(x.dtype).unsqueeze(-1)
        count = weights.sum(1)
        vector = (x * weights).sum(1) / count
        bag = (embedded * weights).sum(1) / count
        pooled = torch.cat([vector, x[:, 0], bag], -1)
        seen = functional.dropout(pooled, self.dropout, self.training)
        return Outputs(
            self.sentiment(seen),
            self.emotion(seen),
            self.spans(x),
            self.span_polarity(x),
            pooled,
        )

    def guess_masked(self, ids: Tensor, masked: Tensor) -> Tensor:
        """Logits over the rows at the positions where `masked` (n, length, bool) is true."""
        x = self.encode(self.embed(ids), ids != 0)
        x = self.guess_norm(functional.gelu(self.guess(x[masked])))
        return x @ self.table().T + self.guess_bias


def load_minilm(network: ReaderNetwork, kept: list[int]) -> None:
    """Fill the encoder and the old rows from MiniLM; `kept[i]` is the MiniLM row of old row i."""
    old = minilm_weights()
    with torch.no_grad():
        network.old.copy_(old["embeddings.word_embeddings.weight"][torch.tensor(kept)])
        network.positions.weight.copy_(minilm_positions(old, network.shape.positions))
    take_encoder(old, network.embedded_norm, network.layers)
