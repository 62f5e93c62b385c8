"""Many texts at once from one brief: temperature, nucleus, blocked repeats, words not wanted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from core.engines.house.runner import Network, Read

_CANDIDATES = 64
_NEVER = np.float32(-1e9)


@dataclass(frozen=True)
class Manner:
    """How to draw. `nucleus` is the probability mass that is drawn from (1 = all),
    `no_repeat` the length of runs that may not come twice in a text (0 = any may).

    `banned` are ids never drawn, `avoided` runs of ids that never come; of the ids in `apart`
    no two come side by side: two numbers without a gap would be a third.
    """

    temperature: float = 0.8
    nucleus: float = 0.92
    no_repeat: int = 4
    most_tokens: int = 184
    banned: tuple[int, ...] = ()
    avoided: tuple[tuple[int, ...], ...] = ()
    apart: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Sampled:
    """A finished text: its ids without the forced ones and the end, and its log-probability
    under the network, untempered, the end included."""

    ids: tuple[int, ...]
    log_odds: float


@dataclass
class _Text:
    """A text on its way; `runs` maps the last tokens of a run to those that followed."""

    given: tuple[int, ...]
    ids: list[int] = field(default_factory=list)
    log_odds: float = 0.0
    runs: dict[tuple[int, ...], set[int]] = field(default_factory=dict)


def sample(
    runner: Network,
    read: Read,
    starts: Sequence[Sequence[int]],
    *,
    end: int,
    manner: Manner,
    seed: int,
) -> Iterator[Sampled]:
    """One text per start, each as soon as it ends; the same seed brings the same texts.

    `starts` are forced tokens, as many for every text. A text that does not end within
    `manner.most_tokens` is dropped.
    """
    rng = np.random.default_rng(seed)
    forced = len(starts[0])
    alive = [_Text(tuple(start)) for start in starts]
    texts = runner.begin(len(alive), forced + manner.most_tokens)
    banned = np.array(manner.banned, dtype=int)
    ids = np.array([text.given[0] for text in alive])
    for at in range(1, forced + manner.most_tokens):
        odds = runner.step(read, texts, ids)
        if at < forced:
            ids = np.array([text.given[at] for text in alive])
            continue
        odds[:, banned] = _NEVER
        for row, text in enumerate(alive):
            blocked = _blocked(text, manner)
            if blocked:
                odds[row, blocked] = _NEVER
        ids = _draw(odds, manner, rng)
        kept = []
        for row, text in enumerate(alive):
            text.log_odds += float(odds[row, ids[row]])
            if ids[row] == end:
                yield Sampled(tuple(text.ids), text.log_odds)
            else:
                _add(text, int(ids[row]), manner.no_repeat)
                kept.append(row)
        if not kept:
            return
        if len(kept) < len(alive):
            alive = [alive[row] for row in kept]
            texts.keep(np.array(kept))
            ids = ids[kept]


def _draw(odds: np.ndarray, manner: Manner, rng: np.random.Generator) -> np.ndarray:
    """One id per row, from the likeliest that together hold the nucleus."""
    import torch

    most = min(_CANDIDATES, odds.shape[1])
    likeliest = torch.from_numpy(odds).topk(most)
    found, top = likeliest.indices.numpy(), likeliest.values.numpy()
    share = np.exp(top)
    before = np.cumsum(share, 1) - share
    if manner.temperature <= 0:
        return found[:, 0]
    tempered = np.exp((top - top[:, :1]) / manner.temperature)
    tempered[before > manner.nucleus] = 0
    edges = np.cumsum(tempered, 1)
    points = rng.random(len(odds))[:, None] * edges[:, -1:]
    chosen = np.minimum((edges <= points).sum(1), most - 1)
    return np.take_along_axis(found, chosen[:, None], 1)[:, 0]


def _blocked(text: _Text, manner: Manner) -> list[int]:
    """Ids that would repeat a run or complete an avoided one."""
    ids, n = text.ids, manner.no_repeat
    blocked = list(text.runs.get(tuple(ids[len(ids) - n + 1 :]), ())) if n > 1 else []
    if ids and ids[-1] in manner.apart:
        blocked += manner.apart
    for run in manner.avoided:
        before = run[:-1]
        if not before or tuple(ids[-len(before) :]) == before:
            blocked.append(run[-1])
    return blocked


def _add(text: _Text, id: int, no_repeat: int) -> None:
    if no_repeat > 1 and len(text.ids) >= no_repeat - 1:
        text.runs.setdefault(tuple(text.ids[len(text.ids) - no_repeat + 1 :]), set()).add(id)
    text.ids.append(id)
