"""A network of the Llama kind in NumPy: one pass over what is read, then step by step for a batch.

The same sums as `core.training.house_writer.llama`; the large products are `products`' and need
torch. Texts of one request share the keys and values of what they read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from threadpoolctl import ThreadpoolController

from core.engines.house.llama_shape import LlamaShape
from core.engines.house.products import Multiplied, Product, fastest
from core.engines.house.prompt import POSITIONS
from core.engines.house.runner import Array, Read, Texts, log_softmax, softmax

_NEVER = np.float32(-1e9)
_Attend = Callable[[Array, Array, Array], Array]


class LlamaRunner:
    """A network in memory. It holds no state of a request and may be shared by threads."""

    def __init__(
        self, shape: LlamaShape, weights: Mapping[str, Array], multiplied: Multiplied | None = None
    ) -> None:
        multiplied = multiplied or fastest()
        self.shape = shape
        self._table = weights["table"]
        self._odds_of = multiplied(self._table)
        self._last = weights["last_norm.weight"]
        self._layers = [_layer(i, weights, multiplied) for i in range(shape.layers)]
        self._edges = [shape.heads, shape.heads + shape.key_heads]
        angles = np.repeat(shape.angles(POSITIONS), 2, axis=1)
        self._cosines, self._sines = np.cos(angles), np.sin(angles)

    def read(self, prefix: Sequence[int], head: Sequence[int], copied: int | None = None) -> Read:
        """Run the network over a prefix and the head after it; `copied` says nothing here."""
        ids = np.array([*prefix, *head])
        keys: list[Array] = []
        values: list[Array] = []
        self._full(ids, keys, values)
        unique, places = np.unique(ids, return_inverse=True)
        return Read(keys, values, len(ids), np.empty((0, 0), np.float32), unique, places)

    def begin(self, n: int, room: int) -> Texts:
        """Empty texts with room for so many tokens each."""
        size = (n, self.shape.key_heads, room, self.shape.width)
        layers = range(self.shape.layers)
        return Texts(
            [np.zeros(size, np.float32) for _ in layers],
            [np.zeros(size, np.float32) for _ in layers],
            0,
        )

    def step(self, read: Read, texts: Texts, ids: Array) -> Array:
        """Log-probabilities (n, vocabulary) of the token after `ids` (n), which are added."""
        at = texts.length
        places = np.full(len(ids), read.length + at)
        x = self._table[ids]
        for i in range(self.shape.layers):
            x = self._through(i, x, places, self._cached(i, read, texts, at))
        texts.length += 1
        return self._log_odds(x)

    def score(self, prefix: Sequence[int], head: Sequence[int], text: Sequence[int]) -> Array:
        """Log-probability of each id of `text` given prefix, head and the ids before it.

        The first id is given, not scored: what comes back is one shorter.
        """
        ids = np.array([*prefix, *head, *text])
        odds = self._log_odds(self._full(ids, [], [])[len(prefix) + len(head) : -1])
        found: Array = odds[np.arange(len(odds)), text[1:]]
        return found

    def _full(self, ids: Array, keys: list[Array], values: list[Array]) -> Array:
        """Hidden states (length, hidden) after the last layer, before its norm."""
        bias = np.where(np.tri(len(ids), dtype=bool), np.float32(0), _NEVER)
        heads = (self.shape.key_heads, -1)

        def attend(q: Array, k: Array, v: Array) -> Array:
            keys.append(np.ascontiguousarray(k.transpose(1, 2, 0)))
            values.append(np.ascontiguousarray(v.swapaxes(0, 1)))
            q = q.swapaxes(0, 1).reshape(*heads, len(ids), self.shape.width)
            odds = softmax(q @ keys[-1][:, None] + bias)
            mixed = odds @ values[-1][:, None]
            return mixed.reshape(-1, len(ids), self.shape.width).swapaxes(0, 1)

        x = self._table[ids]
        places = np.arange(len(ids))
        for i in range(self.shape.layers):
            x = self._through(i, x, places, attend)
        return x

    def _cached(self, i: int, read: Read, texts: Texts, at: int) -> _Attend:
        """Attention of one new token per text to what was read and to its own text."""
        shared, key_heads = read.length, self.shape.key_heads

        def attend(q: Array, k: Array, v: Array) -> Array:
            n = len(q)
            texts.keys[i][:n, :, at], texts.values[i][:n, :, at] = k, v
            own_k, own_v = texts.keys[i][:, :, : at + 1], texts.values[i][:, :, : at + 1]
            q = q.reshape(n, key_heads, -1, self.shape.width)
            groups = q.shape[2]
            odds = np.empty((n, key_heads, groups, shared + at + 1), np.float32)
            rows = q.swapaxes(0, 1).reshape(key_heads, n * groups, -1)
            over = (rows @ read.keys[i]).reshape(key_heads, n, groups, shared)
            odds[..., :shared] = over.swapaxes(0, 1)
            odds[..., shared:] = q @ own_k.swapaxes(2, 3)
            odds = softmax(odds)
            share = np.ascontiguousarray(odds[..., :shared].swapaxes(0, 1))
            mixed = share.reshape(key_heads, n * groups, shared) @ read.values[i]
            mixed = mixed.reshape(key_heads, n, groups, -1).swapaxes(0, 1)
            return mixed + odds[..., shared:] @ own_v

        return attend

    def _attended(self, attend: _Attend, q: Array, k: Array, v: Array) -> Array:
        # Products this small are slower shared out, and threads of two libraries that wait for
        # one another by spinning slower still.
        with _blas().limit(limits=1, user_api="blas"):
            return attend(q, k, v)

    def _through(self, i: int, x: Array, places: Array, attend: _Attend) -> Array:
        """Layer i for tokens (n, hidden) at these positions."""
        shape, layer = self.shape, self._layers[i]
        seen = layer.attending(self._normed(x, layer.attended_norm))
        q, k, v = np.split(seen.reshape(len(x), -1, shape.width), self._edges, axis=1)
        q = self._turned(q, places) * np.float32(shape.width**-0.5)
        mixed = self._attended(attend, q, self._turned(k, places), v)
        x = x + layer.attended(mixed.reshape(len(x), -1))
        gate, up = np.split(layer.opening(self._normed(x, layer.norm)), 2, axis=1)
        return x + layer.down(gate / (1 + np.exp(-gate)) * up)

    def _log_odds(self, x: Array) -> Array:
        return log_softmax(self._odds_of(self._normed(x, self._last)))

    def _normed(self, x: Array, gain: Array) -> Array:
        mean = np.square(x).mean(-1, keepdims=True)
        return x / np.sqrt(mean + np.float32(self.shape.epsilon)) * gain

    def _turned(self, x: Array, places: Array) -> Array:
        """Heads (n, heads, width) turned by their positions, pair of neighbours by pair."""
        crossed = np.empty_like(x)
        crossed[..., 0::2], crossed[..., 1::2] = -x[..., 1::2], x[..., 0::2]
        return x * self._cosines[places][:, None] + crossed * self._sines[places][:, None]


@cache
def _blas() -> ThreadpoolController:
    return ThreadpoolController()


@dataclass(frozen=True)
class _Layer:
    """Gains of the norms, and matrices; what reads the same input stands side by side."""

    attended_norm: Array
    norm: Array
    attending: Product
    attended: Product
    opening: Product
    down: Product


def _layer(i: int, weights: Mapping[str, Array], multiplied: Multiplied) -> _Layer:
    def product(*names: str) -> Product:
        return multiplied(np.concatenate([weights[f"layers.{i}.{n}.weight"] for n in names]))

    return _Layer(
        weights[f"layers.{i}.attended_norm.weight"],
        weights[f"layers.{i}.norm.weight"],
        product("query", "key", "value"),
        product("attended"),
        product("gate", "up"),
        product("down"),
    )
