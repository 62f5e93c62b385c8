"""Openings that belong to a kind of product: lines keyed by a pattern found in its category.

The file has one entry per line, `tones ; pattern ; line ; scene`: `line` can head a text, `scene`
opens one with a moment out of the reader's life. Neither says anything of the product; `*` means
every tone. A line `unless ; pattern` keeps the entries below it, up to the next such line, from
categories that hold that pattern: a scene for a kettle is none for a kettle repair.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from core.engines.copybook.frames import Bank, Frame

HEAD, SCENE = "head", "scene"
"""The sections of a bank that hold the lines and the scenes of one kind of product."""


@dataclass(frozen=True)
class Scene:
    """One opening, for texts of these tones; for all where there are none."""

    tones: frozenset[str]
    line: str
    scene: str


@dataclass(frozen=True)
class Kind:
    """The categories in which `pattern` is found and `unless`, where there is one, is not."""

    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    scenes: tuple[Scene, ...]

    def holds(self, category: str) -> bool:
        """Whether a product of this category is of this kind."""
        kept_out = self.unless and self.unless.search(category)
        return not kept_out and bool(self.pattern.search(category))


@lru_cache(maxsize=4)
def read_kinds(path: Path) -> tuple[Kind, ...]:
    """The kinds of a file in order. Raises ValueError naming a line it cannot read."""
    unless = ""
    found: dict[tuple[str, str], list[Scene]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = [part.strip() for part in line.split(" ; ")]
        if parts[0] == "unless" and len(parts) == 2:
            unless = parts[1]
            continue
        if len(parts) != 4:
            raise ValueError(f"{path.name}, line {number}: tones ; pattern ; line ; scene expected")
        tones, pattern, head, scene = parts
        entry = Scene(frozenset(tones.split(",")) - {"*"}, head, scene)
        found.setdefault((pattern, unless), []).append(entry)
    return tuple(
        Kind(re.compile(pattern, re.I), re.compile(kept, re.I) if kept else None, tuple(scenes))
        for (pattern, kept), scenes in found.items()
    )


def scenes_of(category: str, kinds: tuple[Kind, ...]) -> tuple[Scene, ...]:
    """The openings of the first kind, in the file's order, that holds the category."""
    return next((kind.scenes for kind in kinds if kind.holds(category)), ())


def bank_of(scenes: tuple[Scene, ...]) -> Bank:
    """Their lines and scenes as sections of a bank; empty where there are none."""
    if not scenes:
        return {}
    return {
        HEAD: tuple(Frame(HEAD, s.tones, frozenset(), s.line) for s in scenes),
        SCENE: tuple(Frame(SCENE, s.tones, frozenset(), s.scene) for s in scenes),
    }
