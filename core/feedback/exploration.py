"""Which tone and framework to try next: Thompson sampling over what a brief leaves open.

One Beta belief for each level of each factor, per persona and channel: 1 + three times the
thumbs up against 1 + three times the thumbs down. Each request draws from every belief and takes
the level that drew highest: Thompson (1933), Biometrika 25, 285-294. One request in ten instead
takes a level that has far fewer thumbs than the rest, where there is one, so that none starves
and a taste that changes is noticed.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from core.intervals import wilson
from core.store import exploration as rows
from core.store.store import Store

FACTORS = ("tone", "framework")
"""What a brief may leave open and an engine may say it obeys."""

# A level starves with fewer thumbs than this share of the root of all thumbs, split evenly.
_LEAST = 0.4
# Drafts often get no thumb: were a starved level always next, it would be all that is written.
_OUT_OF_TURN = 0.1
# Draws come from a belief sharpened threefold: over some hundreds of thumbs plain draws try the
# lesser levels too long (benchmarks/loop.py measures both against greedy).
_SHARP = 3

Votes = Mapping[str, tuple[int, int]]


@dataclass(frozen=True)
class Level:
    """One level of a factor: thumbs up and down, their share of thumbs up (0.5 without any)
    and its 95 % interval."""

    factor: str
    level: str
    up: int
    down: int
    share: float
    low: float
    high: float


def pick(levels: Sequence[str], votes: Votes, rng: random.Random) -> str:
    """The level to try next; `votes` are the thumbs up and down of each level that has any."""
    thumbs = {level: sum(votes.get(level, (0, 0))) for level in levels}
    least = _LEAST * sqrt(sum(thumbs.values())) / len(levels)
    starved = [level for level in levels if thumbs[level] < least]
    if starved and rng.random() < _OUT_OF_TURN:
        return rng.choice(starved)

    def drawn(level: str) -> float:
        up, down = votes.get(level, (0, 0))
        return rng.betavariate(1 + _SHARP * up, 1 + _SHARP * down)

    return max(levels, key=drawn)


class Exploration:
    """The beliefs of a workspace, always counted anew from the standing votes."""

    def __init__(self, store: Store, workspace: int = 1) -> None:
        self._store = store
        self._workspace = workspace

    def choose(
        self,
        persona_id: int | None,
        channel: str,
        open_levels: Mapping[str, Sequence[str]],
        seed: int,
    ) -> dict[str, str]:
        """A level for each factor that is open, for a persona (None: for everybody) and channel.
        The same seed and votes give the same choice."""
        rng = random.Random(f"{seed}/explore")
        with self._store.open() as db:
            return {
                factor: pick(
                    levels,
                    rows.votes(db, self._workspace, persona_id, channel, factor),
                    rng,
                )
                for factor, levels in open_levels.items()
                if levels
            }

    def table(
        self, persona_id: int | None, channel: str, levels: Mapping[str, Sequence[str]]
    ) -> list[Level]:
        """Every level with its votes, the best share first within a factor."""
        found = []
        with self._store.open() as db:
            for factor, names in levels.items():
                votes = rows.votes(db, self._workspace, persona_id, channel, factor)
                found += [_level(factor, name, *votes.get(name, (0, 0))) for name in names]
        return sorted(found, key=lambda one: (one.factor, -one.share, -one.up))

    def places(self) -> list[tuple[int | None, str, int]]:
        """Personas (None: everybody) and channels with standing votes, whatever was tried:
        persona id, channel and votes, the most first."""
        with self._store.open() as db:
            return rows.places(db, self._workspace)


def _level(factor: str, level: str, up: int, down: int) -> Level:
    n = up + down
    return Level(factor, level, up, down, up / n if n else 0.5, *wilson(up, n))
