"""One source as it is shown once: facts in another order, some left out, some swapped.

What is changed in the brief is changed in its texts too, so the lesson is to copy. Numbers
are signs already: which sign stands for which number is drawn anew each time.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core.engines.house.pieces import Pieces
from core.engines.house.prompt import FIELDS, LIKE, MOST_GIVEN, prefix_ids
from core.engines.house.slots import NUMBERS, OTHER
from core.training.house_writer.encode import Field, Lesson, Source

_UNUSED_LEFT_OUT = {"fact": 0.3, "offer": 0.6, "audience": 0.2, "keywords": 0.4, "cta": 0.3}
_TOLD = 0.4
_HALF_TOLD = 0.5
_LONGEST_SWAP = 16


class ShownText(NamedTuple):
    """A text as ids: its head, an exemplar that may not be copied from, and length, go, text
    and end, of which the first `given` are not learnt."""

    head: list[int]
    like: list[int]
    ids: list[int]
    given: int

    @property
    def tokens(self) -> int:
        return len(self.head) + len(self.like) + len(self.ids)


@dataclass(frozen=True)
class Shown:
    """A source as ids: the prefix and its texts."""

    prefix: list[int]
    texts: list[ShownText]

    @property
    def tokens(self) -> int:
        return len(self.prefix) + sum(text.tokens for text in self.texts)


class Augmenter:
    """Shows sources. `swap` is the share of showings in which facts are swapped, `like` the
    share of texts that get a text for a like product as an exemplar."""

    def __init__(
        self, sources: Sequence[Source], pieces: Pieces, swap: float = 0.25, like: float = 0.0
    ) -> None:
        self.sources, self.pieces = sources, pieces
        self.swap, self.like = swap, like
        self._numbers = np.array([pieces.id(sign) for sign in NUMBERS])
        self._other = pieces.id(OTHER)
        self._facts: dict[tuple[str, int], list[Field]] = defaultdict(list)
        for source in sources:
            for field in source.fields:
                if field.swap and not source.dev and len(field.ids) <= _LONGEST_SWAP:
                    self._facts[source.language, field.swap].append(field)

    def show(self, at: int, rng: random.Random, room: int) -> Shown:
        """Source `at` with as many of its texts, in random order, as fit into `room` tokens."""
        source = self.sources[at]
        lessons = rng.sample(source.lessons, len(source.lessons))
        fields = list(source.fields)
        rng.shuffle(fields)
        fields.sort(key=lambda field: FIELDS.index(field.name))
        if source.set == "briefs" and rng.random() < self.swap:
            fields, lessons = self._swapped(source.language, fields, lessons, rng)
        budget = room - 2 - sum(len(field.ids) + 1 for field in fields)
        chosen: list[Lesson] = []
        likes: list[list[int]] = []
        for lesson in lessons:
            like = self._exemplar(source, lesson, rng) if rng.random() < self.like else []
            need = len(lesson.head) + len(like) + len(lesson.ids)
            if need <= budget:
                budget -= need
                chosen.append(lesson)
                likes.append(like)
        fields = self._thinned(fields, chosen, rng)
        number = np.arange(len(self.pieces))
        number[self._numbers] = rng.sample(self._numbers.tolist(), len(self._numbers))
        return self._assembled(source, fields, chosen, likes, number)

    def plain(self, at: int, exemplars: bool, room: int) -> list[Shown]:
        """A source as it is, all its texts in their order, in as many showings as they take:
        what the loss on held-out briefs is taken on."""
        source = self.sources[at]
        same = np.arange(len(self.pieces))
        rng = random.Random(at)
        shown: list[Shown] = []
        for lesson in source.lessons:
            like = self._exemplar(source, lesson, rng) if exemplars else []
            one = self._assembled(source, source.fields, [lesson], [like], same)
            if shown and shown[-1].tokens + one.tokens - len(one.prefix) <= room:
                shown[-1] = Shown(one.prefix, [*shown[-1].texts, *one.texts])
            else:
                shown.append(one)
        return shown

    def _assembled(
        self,
        source: Source,
        fields: Sequence[Field],
        lessons: Sequence[Lesson],
        likes: Sequence[list[int]],
        number: np.ndarray,
    ) -> Shown:
        parts = [(field.name, number[list(field.ids)].tolist()) for field in fields]
        prefix = prefix_ids(self.pieces.control, source.language, source.tone, source.name, parts)
        texts = []
        for lesson, like in zip(lessons, likes, strict=True):
            head = number[list(lesson.head)].tolist()
            texts.append(ShownText(head, like, number[list(lesson.ids)].tolist(), lesson.start))
        return Shown(prefix, texts)

    def _exemplar(self, source: Source, lesson: Lesson, rng: random.Random) -> list[int]:
        """A text of a like source for the same order; its numbers are nobody's."""
        for place in rng.sample(source.like, len(source.like)):
            found = [x for x in self.sources[place].lessons if x.head == lesson.head]
            if found:
                ids = np.array(rng.choice(found).ids[lesson.start : -1])
                ids[np.isin(ids, self._numbers)] = self._other
                room = MOST_GIVEN - len(lesson.head) - 1
                return [self.pieces.control(LIKE), *ids[:room].tolist()]
        return []

    def _swapped(
        self, language: str, fields: list[Field], lessons: list[Lesson], rng: random.Random
    ) -> tuple[list[Field], list[Lesson]]:
        """One fact that stands word for word in a text gives way to another product's, in brief
        and texts; a text that tells the old fact in other words is left out."""
        for place, field in enumerate(fields):
            pool = self._facts.get((language, field.swap), ()) if field.swap else ()
            if len(pool) < 2 or len(field.ids) > _LONGEST_SWAP:
                continue
            new = rng.choice(pool)
            if any(new.ids == other.ids for other in fields):
                continue
            free = _renumbered(new.ids, fields, self._numbers, rng)
            changed = [_replaced(lesson, field.ids, free) for lesson in lessons]
            if free == field.ids or all(c is x for c, x in zip(changed, lessons, strict=True)):
                continue
            kept = [
                c
                for c, x in zip(changed, lessons, strict=True)
                if c is not x or told(field.ids, x.ids) < _HALF_TOLD
            ]
            return [*fields[:place], Field("fact", free), *fields[place + 1 :]], kept
        return fields, lessons

    def _thinned(
        self, fields: Sequence[Field], lessons: Sequence[Lesson], rng: random.Random
    ) -> list[Field]:
        """The fields without some of those that no text of this showing tells."""
        kept = []
        for field in fields:
            share = max((told(field.ids, lesson.ids) for lesson in lessons), default=1.0)
            if share >= _TOLD or rng.random() >= _UNUSED_LEFT_OUT.get(field.name, 0.0):
                kept.append(field)
        return kept


def told(field: Sequence[int], text: Sequence[int]) -> float:
    """The share of a field's ids that a text has."""
    return len(set(field) & set(text)) / max(1, len(set(field)))


def _renumbered(
    ids: Sequence[int], fields: Sequence[Field], numbers: np.ndarray, rng: random.Random
) -> tuple[int, ...]:
    """A fact's ids with signs of numbers that the brief has not used yet."""
    every = set(numbers.tolist())
    free = list(every - {id for field in fields for id in field.ids})
    rng.shuffle(free)
    to = {id: free.pop() for id in dict.fromkeys(ids) if id in every and free}
    return tuple(to.get(id, id) for id in ids)


def _replaced(lesson: Lesson, old: Sequence[int], new: Sequence[int]) -> Lesson:
    """The lesson with a run of ids replaced; the same object where the run is not in it."""
    ids = list(lesson.ids)
    at, found = lesson.start, False
    while at + len(old) <= len(ids):
        if tuple(ids[at : at + len(old)]) == tuple(old):
            ids[at : at + len(old)] = new
            at, found = at + len(new), True
        else:
            at += 1
    return Lesson(lesson.head, tuple(ids), lesson.characters, lesson.start) if found else lesson
