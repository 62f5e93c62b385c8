"""The writer's network in NumPy: one pass over what is read, then step by step for a batch.

The same sums as `core.training.house_writer.network`, without torch, so that it is ready in a
fraction of a second. Texts of one request share the keys and values of what they read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from core.engines.house.shape import EPSILON, Shape

_NEVER = -1e9
Array = np.ndarray
_Attend = Callable[[Array, Array, Array], Array]


@dataclass(frozen=True)
class Read:
    """What the network made of a prefix and head: keys and values (heads, length, width) of each
    layer, and the tokens that may be copied: the network's keys to them (n, hidden), their ids
    without repeats and the place of each among these."""

    keys: list[Array]
    values: list[Array]
    length: int
    sources: Array
    unique: Array
    places: Array


@dataclass
class Texts:
    """The keys and values (n, heads, room, width) of texts being written, `length` filled."""

    keys: list[Array]
    values: list[Array]
    length: int

    def keep(self, rows: Array) -> None:
        """Go on with these rows only."""
        self.keys = [part[rows] for part in self.keys]
        self.values = [part[rows] for part in self.values]


class Network(Protocol):
    """What sampling asks of a network in memory; see Runner for what each method promises."""

    def read(
        self, prefix: Sequence[int], head: Sequence[int], copied: int | None = None
    ) -> Read: ...

    def begin(self, n: int, room: int) -> Texts: ...

    def step(self, read: Read, texts: Texts, ids: Array) -> Array: ...

    def score(self, prefix: Sequence[int], head: Sequence[int], text: Sequence[int]) -> Array: ...


class Runner:
    """A network in memory. It holds no state of a request and may be shared by threads."""

    def __init__(self, shape: Shape, weights: Mapping[str, Array]) -> None:
        self.shape = shape
        self._w = {
            name: np.ascontiguousarray(w.T) if w.ndim == 2 and name.endswith(".weight") else w
            for name, w in weights.items()
        }
        self._table = np.ascontiguousarray(weights["table"], np.float32)
        self._width = shape.hidden // shape.heads

    def read(self, prefix: Sequence[int], head: Sequence[int], copied: int | None = None) -> Read:
        """Run the network over a prefix and the head after it.

        The first `copied` tokens of both may be copied, all where it is None.
        """
        ids = np.array([*prefix, *head])
        keys: list[Array] = []
        values: list[Array] = []
        hidden = self._full(ids, len(prefix), keys, values)
        return self._read(ids[:copied], hidden, keys, values, len(ids))

    def _read(
        self, ids: Array, hidden: Array, keys: list[Array], values: list[Array], length: int
    ) -> Read:
        unique, places = np.unique(ids, return_inverse=True)
        open_to = hidden[: len(ids)]
        sources = self._linear("point_key", open_to) if self.shape.pointer else open_to
        return Read(keys, values, length, sources, unique, places)

    def begin(self, n: int, room: int) -> Texts:
        """Empty texts with room for so many tokens each."""
        size = (n, self.shape.heads, room, self._width)
        layers = range(self.shape.layers)
        return Texts(
            [np.zeros(size, np.float32) for _ in layers],
            [np.zeros(size, np.float32) for _ in layers],
            0,
        )

    def step(self, read: Read, texts: Texts, ids: Array) -> Array:
        """Log-probabilities (n, vocabulary) of the token after `ids` (n), which are added."""
        at, place = texts.length, read.length + texts.length
        x = self._table[ids] + self._w["positions"][place] + self._w["kinds"][1]
        x = self._norm("embedded_norm", x)
        for i in range(self.shape.layers):
            x = self._layer(i, x, self._cached(i, read, texts, at))
        texts.length += 1
        return self._log_odds(self._last(x), read)

    def score(self, prefix: Sequence[int], head: Sequence[int], text: Sequence[int]) -> Array:
        """Log-probability of each id of `text` given prefix, head and the ids before it.

        The first id is given, not scored: what comes back is one shorter.
        """
        ids = np.array([*prefix, *head, *text])
        start = len(prefix) + len(head)
        hidden = self._full(ids, len(prefix), [], [])
        read = self._read(ids[:start], hidden, [], [], start)
        odds = self._log_odds(hidden[start:-1], read)
        found: Array = odds[np.arange(len(odds)), ids[start + 1 :]]
        return found

    def _full(self, ids: Array, prefix: int, keys: list[Array], values: list[Array]) -> Array:
        """Last hidden states (length, hidden) of ids of which so many are the prefix."""
        allowed = np.tri(len(ids), dtype=bool)
        if self.shape.two_way:
            allowed[:prefix, :prefix] = True
        kinds = (np.arange(len(ids)) >= prefix).astype(int)
        x = self._table[ids] + self._w["positions"][: len(ids)] + self._w["kinds"][kinds]
        x = self._norm("embedded_norm", x)
        bias = np.where(allowed, 0.0, _NEVER).astype(np.float32)

        def attend(q: Array, k: Array, v: Array) -> Array:
            q, k, v = (a.reshape(len(ids), self.shape.heads, -1).swapaxes(0, 1) for a in (q, k, v))
            keys.append(np.ascontiguousarray(k.swapaxes(1, 2)))
            values.append(np.ascontiguousarray(v))
            odds = softmax(q @ keys[-1] * self._width**-0.5 + bias)
            return (odds @ v).swapaxes(0, 1).reshape(len(ids), -1)

        for i in range(self.shape.layers):
            x = self._layer(i, x, attend)
        return self._last(x)

    def _cached(self, i: int, read: Read, texts: Texts, at: int) -> _Attend:
        """Attention of one new token per text to what was read and to its own text."""
        heads, width = self.shape.heads, self._width
        shared = read.length

        def attend(q: Array, k: Array, v: Array) -> Array:
            n = len(q)
            texts.keys[i][:n, :, at] = k.reshape(n, heads, width)
            texts.values[i][:n, :, at] = v.reshape(n, heads, width)
            own_k, own_v = texts.keys[i][:, :, : at + 1], texts.values[i][:, :, : at + 1]
            q = q.reshape(n, heads, width) * np.float32(width**-0.5)
            odds = np.empty((n, heads, shared + at + 1), np.float32)
            odds[..., :shared] = (q.swapaxes(0, 1) @ read.keys[i]).swapaxes(0, 1)
            odds[..., shared:] = (own_k @ q[..., None])[..., 0]
            odds = softmax(odds)
            mixed = (odds[..., :shared].swapaxes(0, 1) @ read.values[i]).swapaxes(0, 1)
            mixed = mixed + (odds[..., None, shared:] @ own_v)[..., 0, :]
            return mixed.reshape(n, -1)

        return attend

    def _layer(self, i: int, x: Array, attend: _Attend) -> Array:
        name = f"layers.{i}."
        first = self.shape.norm_first
        seen = self._norm(name + "attended_norm", x) if first else x
        q, k, v = np.split(self._linear(name + "qkv", seen), 3, -1)
        x = x + self._linear(name + "attended", attend(q, k, v))
        x = x if first else self._norm(name + "attended_norm", x)
        seen = self._norm(name + "norm", x) if first else x
        x = x + self._linear(name + "down", _gelu(self._linear(name + "up", seen)))
        return x if first else self._norm(name + "norm", x)

    def _last(self, x: Array) -> Array:
        return self._norm("last_norm", x) if self.shape.norm_first else x

    def _log_odds(self, x: Array, read: Read) -> Array:
        guess = self._norm("guess_norm", self._linear("guess", x))
        odds = log_softmax(guess @ self._table.T + self._w["guess_bias"])
        if not self.shape.pointer:
            return odds
        gate = self._linear("gate", x)
        scale = np.float32(self.shape.hidden**-0.5)
        pointed = softmax(self._linear("point_query", x) @ read.sources.T * scale)
        copied = np.zeros((len(x), len(read.unique)), np.float32)
        np.add.at(copied.T, read.places, pointed.T)
        kept, taken = _log_sigmoid(-gate), _log_sigmoid(gate)
        odds = odds + kept
        odds[:, read.unique] = np.logaddexp(odds[:, read.unique], np.log(copied + 1e-9) + taken)
        return odds

    def _linear(self, name: str, x: Array) -> Array:
        return x @ self._w[name + ".weight"] + self._w[name + ".bias"]

    def _norm(self, name: str, x: Array) -> Array:
        x = x - x.mean(-1, keepdims=True)
        x /= np.sqrt(np.square(x).mean(-1, keepdims=True) + EPSILON)
        return x * self._w[name + ".weight"] + self._w[name + ".bias"]


def softmax(x: Array) -> Array:
    """Odds along the last axis."""
    x = np.exp(x - x.max(-1, keepdims=True))
    x /= x.sum(-1, keepdims=True)
    return x


def log_softmax(x: Array) -> Array:
    """Logarithms of the odds along the last axis."""
    x = x - x.max(-1, keepdims=True)
    x -= np.log(np.exp(x).sum(-1, keepdims=True))
    return x


def _log_sigmoid(x: Array) -> Array:
    return -np.logaddexp(np.float32(0), -x)


def _gelu(x: Array) -> Array:
    from scipy.special import erf

    return x * (0.5 * (1 + erf(x * np.float32(0.5**0.5))))
