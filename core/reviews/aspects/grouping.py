"""Readings' terms under their aspects: at reading time, and again when the vocabulary changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from core.engines.types import AspectReading
from core.reviews.aspects.terms import is_chinese
from core.reviews.aspects.vocabulary import Aspect, ambiguous, canonical, vocabulary
from core.store import aspects as rows
from core.store import workspaces
from core.store.store import Store
from core.vocabulary.segmenter import segmenter

KEY = "aspect-vocabulary"
_AROUND = 8
# More characters than a review has.
_ALL = 1_000_000
# Terms are grouped in all workspaces at once; the note of it stands in the one always there.
_NOTED_IN = 1


def aspect_in(text: str, found: AspectReading) -> Aspect:
    """The aspect of a term where it stands in a text.

    A Chinese term that no group knows may have been cut inside a word ("质" of 质感): the
    words it lies in count where a group knows them, or where it is a single character. A
    homonym counts as what the text speaks of in other words too.
    """
    if ambiguous(found.aspect):
        return vocabulary().canonical(found.aspect, text)
    start = max(found.start - _AROUND, 0)
    around = text[start : found.end + _AROUND]
    return _aspect_around(found.aspect, around, found.start - start)


def regroup(store: Store) -> bool:
    """Group the stored terms of all workspaces anew where another vocabulary grouped them;
    whether it did. Others can write while the groups are found, not while they are stored."""
    digest = vocabulary().digest
    with store.open() as db:
        if workspaces.preference(db, _NOTED_IN, KEY) == digest:
            return False
        terms = rows.terms(db)
        pairs = [(term, canonical(term).id) for term in terms]
        unknown = [term for term in terms if is_chinese(term) and not canonical(term).known]
        places = list(_by_context(rows.places(db, unknown, _AROUND)))
        places += _by_text(rows.places(db, [term for term in terms if ambiguous(term)], _ALL))
    with store.writing() as db:
        if workspaces.preference(db, _NOTED_IN, KEY) == digest:
            return False
        rows.set_canonical(db, pairs)
        rows.set_canonical_at(db, places)
        rows.mark_worst(db)
        workspaces.set_preference(db, _NOTED_IN, KEY, digest)
    return True


def _by_context(places: Iterable[dict[str, Any]]) -> Iterator[tuple[str, int, str, int]]:
    for place in places:
        found = _aspect_around(place["aspect"], place["around"], place["at"])
        yield found.id, place["review_id"], place["version"], place["position"]


def _by_text(places: Iterable[dict[str, Any]]) -> Iterator[tuple[str, int, str, int]]:
    for place in places:
        found = vocabulary().canonical(place["aspect"], place["around"])
        yield found.id, place["review_id"], place["version"], place["position"]


def _aspect_around(term: str, around: str, at: int) -> Aspect:
    found = canonical(term)
    if found.known or not is_chinese(term):
        return found
    end = at + len(term)
    first, last = at, end
    for _, start, stop in segmenter().tokenize(around):
        if start < end and stop > at:
            first, last = min(first, start), max(last, stop)
    word = around[first:last]
    if word == term:
        return found
    wider = canonical(word)
    return wider if wider.known or len(term) == 1 else found
