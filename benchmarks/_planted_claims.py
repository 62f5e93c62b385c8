"""False claims planted into true copy, in two halves that share neither frame nor word."""

from __future__ import annotations

import hashlib
import random
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from benchmarks._copy_judge import given_text, unknown_numbers

POOLS = Path(__file__).with_name("planted_claims.toml")
SEED = "planted-2026"
HOSTS = {
    "en": ("x_post", "product_description", "linkedin", "google_description", "email_body"),
    "zh": ("weibo", "product_description", "moments", "xiaohongshu", "email_body"),
}
Half = Literal["dev", "test"]
_ONES = (
    "three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_HAN = "零一二三四五六七八九"
_TAGS = re.compile(r"(?:\s*#[^\s#]+)+\s*$")


@dataclass(frozen=True)
class Planted:
    """A corpus piece with one false sentence at `start`..`end`."""

    kind: str
    frame: str
    claim: str
    brief: dict[str, Any]
    channel: str
    text: str
    start: int
    end: int

    @property
    def digits(self) -> bool:
        """Whether the false sentence holds a figure."""
        return bool(re.search(r"\d", self.claim))


def planted(
    rows: Sequence[dict[str, Any]], language: str, half: Half, per_kind: int
) -> Iterator[Planted]:
    """`per_kind` plantings of each kind into the pieces of corpus rows, the same every run.

    The rows that belong to the other half are no hosts; nor is a brief that holds the number
    or word planted or what the kind's `unless` looks for.
    """
    pools = tomllib.loads(POOLS.read_text("utf-8"))[language]
    hosts = [row for row in rows if _half(row["id"]) == half]
    for kind, pool in pools.items():
        planter = _Planter(kind, pool, language, half)
        frames = [frame for frame in pool["frames"] if _half(frame) == half]
        for number in range(per_kind):
            yield planter.plant(frames[number % len(frames)], hosts)


class _Planter:
    """Plants the claims of one kind, drawing hosts, words and numbers by seed."""

    def __init__(self, kind: str, pool: dict[str, Any], language: str, half: Half) -> None:
        self.kind = kind
        self.pool = pool
        self.language = language
        self.half = half
        self.chance = random.Random(f"{SEED}/{language}/{half}/{kind}")

    def plant(self, frame: str, hosts: list[dict[str, Any]]) -> Planted:
        """The frame, filled, at the end of a piece of the first host drawn that it is false of."""
        while True:
            row = self.chance.choice(hosts)
            brief = {name: row[name] for name in row if name != "copies"}
            if self.pool["unless"] and re.search(self.pool["unless"], given_text(brief)):
                continue
            claim = self._filled(frame, brief)
            if claim is not None:
                return self._placed(frame, claim, row, brief)

    def _placed(
        self, frame: str, claim: str, row: dict[str, Any], brief: dict[str, Any]
    ) -> Planted:
        channel = self.chance.choice(HOSTS[self.language])
        body = self.chance.choice(row["copies"][channel])
        end = match.start() if (match := _TAGS.search(body)) else len(body)
        before = body[:end].rstrip() + (" " if self.language == "en" else "")
        text = f"{before}{claim}{body[end:]}"
        start = len(before)
        return Planted(self.kind, frame, claim, brief, channel, text, start, start + len(claim))

    def _filled(self, frame: str, brief: dict[str, Any]) -> str | None:
        """The frame with its slots filled; None where the brief holds what was drawn."""
        given = given_text(brief).lower()
        number, small = self._number(frame), self.chance.randint(3, 19)
        drawn = [value for slot, value in (("{n}", number), ("{w}", small)) if slot in frame]
        if any(not unknown_numbers(str(value), self.language, given) for value in drawn):
            return None
        slots = {"n": str(number), "w": _words(small, self.language), "c": brief["category"]}
        slots["d"] = _HAN[self.chance.randint(2, 9)]
        for slot, name in (("x", "words"), ("y", "others"), ("h", "names")):
            own = [word for word in self.pool.get(name, ()) if _half(word) == self.half]
            if "{" + slot + "}" in frame:
                slots[slot] = self.chance.choice(own)
                if any(part.lower() in given for part in slots[slot].split() if len(part) > 1):
                    return None
        claim = frame.format(**slots)
        return claim[0].upper() + claim[1:]

    def _number(self, frame: str) -> int:
        if re.search(r"\{n\}(?:x| times|倍)|4\.\{n\}", frame):
            return self.chance.randint(3, 9)
        return self.chance.randint(*((11, 28) if self.kind == "date" else (13, 97)))


def _words(number: int, language: str) -> str:
    if language == "en":
        return _ONES.split()[number - 3]
    return _HAN[number] if number < 10 else "十" + (_HAN[number % 10] if number % 10 else "")


def _half(text: str) -> Half:
    return "test" if hashlib.sha1((SEED + text).encode()).digest()[0] % 2 else "dev"
