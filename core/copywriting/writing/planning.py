"""Long pieces planned before they are written: which section tells which facts, and why.

The topics lie in assets/outlines/<language>.toml. Every fact belongs to exactly one section.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from typing import Any

from core.settings import ASSETS

# Sections without facts, used where there are fewer facts than sections.
_READER, _NEXT, _DETAIL = "reader", "next", "detail"
_NAMED = 2


@dataclass(frozen=True)
class Section:
    """One section: its heading, what it is for and the facts it tells, none told elsewhere.

    `topic` names its entry in assets/outlines; `engine` is who wrote it, "" before.
    """

    topic: str
    heading: str
    job: str
    facts: tuple[str, ...]
    engine: str = ""


@dataclass(frozen=True)
class Plan:
    """The sections of a piece in the order of reading."""

    sections: tuple[Section, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain data that `from_dict` reads back."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Plan:
        """The plan that `to_dict` wrote."""
        rows = [dict(row) | {"facts": tuple(row["facts"])} for row in data["sections"]]
        return cls(tuple(Section(**row) for row in rows))


@dataclass(frozen=True)
class _Topic:
    id: str
    place: int
    pattern: re.Pattern[str]
    job: str
    headings: tuple[str, ...]


def plan(
    product: str, facts: Sequence[str], language: str, within: tuple[int, int], seed: int = 0
) -> Plan:
    """A plan with at least and at most that many sections; the same for the same arguments.

    Facts on one topic stay together as far as that number of sections allows; sections
    without facts are added where there are too few. `seed` chooses among the headings.
    """
    groups: list[tuple[str, list[str]]] = []
    for fact in facts:
        topic = _topic_of(fact, language)
        same = next((group for group in groups if group[0] == topic), None)
        if same:
            same[1].append(fact)
        else:
            groups.append((topic, [fact]))
    least, most = within
    groups = _parted(_joined(groups, most), least)
    for extra in (_READER, _NEXT):
        if len(groups) < least:
            groups.append((extra, []))
    topics = {topic.id: topic for topic in _topics(language)}
    groups.sort(key=lambda group: topics[group[0]].place)
    return Plan(_sections(product, groups, topics, random.Random(seed)))


def by(section: Section, engine: str) -> Section:
    """The section with who wrote it."""
    return replace(section, engine=engine)


def _sections(
    product: str,
    groups: list[tuple[str, list[str]]],
    topics: Mapping[str, _Topic],
    rng: random.Random,
) -> tuple[Section, ...]:
    """The groups as sections; the product's name stands in a heading or two at most."""
    taken: set[str] = set()
    named = 0
    sections = []
    for topic, facts in groups:
        entry = topics[topic]
        fresh = [heading for heading in entry.headings if heading not in taken]
        fresh = [heading for heading in fresh if named < _NAMED or "{product}" not in heading]
        heading = rng.choice(fresh)
        taken.add(heading)
        named += "{product}" in heading
        said = heading.replace("{product}", product)
        sections.append(Section(topic, said, entry.job, tuple(facts)))
    return tuple(sections)


def _joined(groups: list[tuple[str, list[str]]], most: int) -> list[tuple[str, list[str]]]:
    """At most that many groups: the two smallest become one of "detail"."""
    while len(groups) > most:
        groups.sort(key=lambda group: (len(group[1]), group[0] != _DETAIL))
        (_, one), (_, other), *rest = groups
        groups = [*rest, (_DETAIL, one + other)]
    return groups


def _parted(groups: list[tuple[str, list[str]]], least: int) -> list[tuple[str, list[str]]]:
    """At least that many groups, as far as there are facts: the largest is cut in two."""
    while len(groups) < least:
        largest = max(groups, key=lambda group: len(group[1]), default=None)
        if largest is None or len(largest[1]) < 2:
            break
        topic, facts = largest
        half = (len(facts) + 1) // 2
        other = topic if any(group[0] == _DETAIL for group in groups) else _DETAIL
        groups.remove(largest)
        groups += [(topic, facts[:half]), (other, facts[half:])]
    return groups


def _topic_of(fact: str, language: str) -> str:
    return next(topic.id for topic in _topics(language) if topic.pattern.search(fact))


@lru_cache(maxsize=2)
def _topics(language: str) -> tuple[_Topic, ...]:
    with (ASSETS / "outlines" / f"{language}.toml").open("rb") as file:
        rows = tomllib.load(file)["topic"]
    return tuple(
        _Topic(
            row["id"],
            row["place"],
            re.compile(row["pattern"], re.IGNORECASE),
            row["job"],
            tuple(row["headings"]),
        )
        for row in rows
    )
