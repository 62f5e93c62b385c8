"""Ad sets put together from single lines: fifteen headlines, four descriptions, all different."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

from core.copywriting.brand.voice import Voice
from core.copywriting.briefs.brief import Brief
from core.copywriting.channels.channels import Channel, Part, bundled
from core.copywriting.checks.check import usable
from core.copywriting.checks.run import check
from core.copywriting.measures.similarity import NEAR_DUPLICATE, nearest
from core.copywriting.writing.repair import repair
from core.engines.types import CopyRequest, TextGenerator

_TRIES = 5
_FEWEST = {"headline": 3, "description": 2}
"""Google serves a responsive search ad from three headlines and two descriptions on."""


class SetWriter:
    """Makes any writer propose whole ad sets, each line of which passes its own checks."""

    def __init__(self, writer: TextGenerator, brief: Brief, voice: Voice, target: Channel) -> None:
        self.info = writer.info
        self._writer = writer
        self._brief = brief
        self._voice = voice
        self._target = target

    def propose(self, request: CopyRequest, count: int) -> Iterator[str]:
        """Up to `count` sets; none where too few usable lines can be found.

        Raises EngineFailed as the writer does.
        """
        target = self._target
        pools = {
            part.name: self._lines(request, part, part.count * _TRIES) for part in target.parts
        }
        if any(len(pools[name]) < fewest for name, fewest in _FEWEST.items()):
            return
        shuffle = random.Random(request.seed)
        for _ in range(count):
            taken: list[str] = []
            blocks = []
            for part in target.parts:
                lines = self._choice(pools[part.name], taken, part.count, target)
                blocks.append("\n".join(lines))
                taken += lines
            yield "\n\n".join(blocks)
            for pool in pools.values():
                shuffle.shuffle(pool)

    def _lines(self, request: CopyRequest, part: Part, wanted: int) -> list[str]:
        """Different usable lines of one kind, in the writer's order."""
        alone = next(c for c in bundled(request.language) if c.id == f"google_{part.name}")
        target = replace(alone, limit=part.limit, unit=part.unit, emoji=self._target.emoji)
        asked = replace(request, channel=alone.id, max_units=part.limit, min_units=None, options={})
        found: dict[str, None] = {}
        for raw in self._writer.propose(asked, wanted):
            text = repair(raw, self._brief, target, self._voice).text
            if usable(check(text, self._brief, target, self._voice)):
                found[text] = None
        return list(found)

    def _choice(self, pool: list[str], taken: list[str], count: int, target: Channel) -> list[str]:
        """The first lines of a pool that are near-duplicates of none in the set."""
        chosen: list[str] = []
        for line in pool:
            others = [*taken, *chosen]
            if len(chosen) < count and nearest(line, others, target.language) < NEAR_DUPLICATE:
                chosen.append(line)
        return chosen
