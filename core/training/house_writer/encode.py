"""Material as token ids: what augmentation shuffles and a batch packs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.engines.house.pieces import UNKNOWN, Pieces
from core.engines.house.prompt import END, FIELDS, GO, MOST_TEXT, head_ids, length_bucket
from core.engines.house.slots import OTHER, PRODUCT, Slots

if TYPE_CHECKING:
    from core.training.house_writer.material import Material

_NEIGHBOURS = 12


@dataclass(frozen=True)
class Field:
    """A field of a prefix: its name, its ids, and for a fact the class it may be swapped in
    (0 = none)."""

    name: str
    ids: tuple[int, ...]
    swap: int = 0


@dataclass(frozen=True)
class Lesson:
    """A text to learn: head ids without the length, then length, go, text and end in one.

    `start` is how many of `ids` are given (length and go); `characters` those of the plain text.
    """

    head: tuple[int, ...]
    ids: tuple[int, ...]
    characters: int
    start: int = 2


@dataclass(frozen=True)
class Source:
    """One context as ids with its lessons; `like` are places of like sources in the same list."""

    set: str
    language: str
    tone: str
    name: tuple[int, ...]
    fields: tuple[Field, ...]
    lessons: tuple[Lesson, ...]
    dev: bool
    like: tuple[int, ...] = ()


def encode(material: Sequence[Material], pieces: Pieces, slots: bool) -> list[Source]:
    """A Source for each item with a text that these pieces can write; others are left out.

    With `slots` the product and the numbers are signs; a text with a number that its brief does
    not hold is left out, so that none is ever learnt.
    """
    found: list[Source] = []
    kept: list[Material] = []
    for item in material:
        source = _source(item, pieces, slots)
        if source.lessons:
            found.append(source)
            kept.append(item)
    near = _neighbours(kept)
    return [replace(source, like=like) for source, like in zip(found, near, strict=True)]


def _source(item: Material, pieces: Pieces, slots: bool) -> Source:
    chinese = item.language == "zh"
    signs = Slots.of(item.product, (text for _, text in item.fields))
    hide = signs.hide if slots else str

    def ids(text: str) -> tuple[int, ...]:
        return tuple(pieces.encode(hide(text), chinese))

    def swaps(name: str) -> bool:
        return name == "fact" and item.set == "briefs"

    fields = [
        Field(name, ids(text), swap_class(text, item.language) if swaps(name) else 0)
        for name, text in item.fields
        if name in FIELDS and text
    ]
    other = pieces.id(OTHER)
    lessons = []
    for target in item.targets:
        text = ids(target.text)
        if UNKNOWN in text or other in text or not 0 < len(text) <= MOST_TEXT - 3:
            continue
        given = ids(target.given) if target.given else ()
        body = (
            pieces.control(length_bucket(len(text))),
            pieces.control(GO),
            *text,
            pieces.control(END),
        )
        head = head_ids(pieces.control, target.order, given)
        lessons.append(Lesson(tuple(head), body, len(target.text)))
    name: tuple[int, ...] = ()
    if item.product:
        name = (pieces.id(PRODUCT),) if slots else ids(item.product)
    return Source(item.set, item.language, item.tone, name, tuple(fields), tuple(lessons), item.dev)


def swap_class(fact: str, language: str) -> int:
    """A number that two facts share when one may stand where the other stood, roughly."""
    from core.engines.copybook.english_facts import read

    if language == "zh":
        return 40 + min(len(fact), 12) // 3 if "元" not in fact else 49
    kinds = ("verb", "order", "adjective", "clause", "noun", "material", "price", "measure")
    kind = read(fact).kind
    return 1 + kinds.index(kind) if kind in kinds else 0


def _neighbours(material: Sequence[Material]) -> list[tuple[int, ...]]:
    """For each brief the likest training briefs of its language: the words they share."""
    holders: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, item in enumerate(material):
        if item.near and not item.dev:
            for word in item.near:
                holders[item.language, word].append(i)
    found = []
    for i, item in enumerate(material):
        scores: dict[int, float] = defaultdict(float)
        for word in item.near:
            places = holders[item.language, word]
            for j in places:
                if j != i and material[j].product != item.product:
                    scores[j] += 1 / (1 + len(places)) ** 0.5
        best = sorted(scores, key=lambda j: (-scores[j], j))
        found.append(tuple(best[:_NEIGHBOURS]))
    return found
