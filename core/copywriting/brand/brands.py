"""The brands of a workspace and how each speaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from core.copywriting.brand.guide import GuideLine, departures, edits_of, style_guide
from core.copywriting.brand.likeness import brand_likeness
from core.copywriting.brand.voice import Voice
from core.errors import InputRejected, NotFound
from core.i18n import N_
from core.store import brands as rows
from core.store.store import Store
from core.text import clean

_LONGEST_NAME = 80


@dataclass(frozen=True)
class Brand:
    """A stored brand. At most one of a workspace is the default."""

    id: int
    name: str
    voice: Voice
    is_default: bool
    created_at: str


@dataclass(frozen=True)
class Comparison:
    """How much a text sounds like a brand (0..1, see `likeness.Likeness`), and where it departs
    from the style guide: catalogue entries with what fills them."""

    score: float
    reasons: tuple[tuple[str, dict[str, Any]], ...]


class Brands:
    """Keeps brands. Every method is one transaction."""

    def __init__(self, store: Store, workspace: int = 1) -> None:
        self.store = store
        self.workspace = workspace

    def list(self) -> list[Brand]:
        """All brands by name."""
        with self.store.open() as db:
            return [_brand(row) for row in rows.all_brands(db, self.workspace)]

    def get(self, id: int) -> Brand:
        """One brand. Raises NotFound."""
        with self.store.open() as db:
            row = rows.brand(db, self.workspace, id)
        if row is None:
            raise _no_brand()
        return _brand(row)

    def default(self) -> Brand | None:
        """The brand that speaks where none is chosen, None where none was set."""
        with self.store.open() as db:
            row = rows.default_brand(db, self.workspace)
        return _brand(row) if row else None

    def save(self, name: str, voice: Voice, id: int | None = None) -> Brand:
        """Store a new brand, or change the one with `id`; the brand as stored.

        The first brand becomes the default. Raises InputRejected for an empty, long or
        taken name or an unusable voice, NotFound for an unknown id.
        """
        name = " ".join(clean(name).split())
        if not name:
            raise InputRejected(N_("The brand has no name."), N_("Give it one."))
        if len(name) > _LONGEST_NAME:
            raise InputRejected(
                N_("The brand's name has more than {limit} characters."), limit=_LONGEST_NAME
            )
        voice = Voice.from_dict(voice.to_dict())
        with self.store.writing() as db:
            if id is not None and rows.brand(db, self.workspace, id) is None:
                raise _no_brand()
            same = rows.brand_named(db, self.workspace, name)
            if same is not None and same["id"] != id:
                raise InputRejected(
                    N_("There is already a brand called “{name}”."),
                    N_("Choose another name, or change that brand."),
                    name=name,
                )
            stored = rows.save_brand(db, self.workspace, name, voice.to_dict(), id)
            if len(rows.all_brands(db, self.workspace)) == 1:
                rows.set_default_brand(db, self.workspace, stored)
        return self.get(stored)

    def guide(self, id: int, language: str) -> tuple[GuideLine, ...]:
        """The style guide of a brand for one language, empty under five texts. Raises NotFound."""
        return style_guide(self.get(id).voice, language)

    def change_guide(
        self, id: int, language: Literal["en", "zh"], lines: Sequence[GuideLine]
    ) -> Brand:
        """Keep what a person changed in the guide of one language; the brand as stored.

        Only the changes are stored: where the texts change, what was left alone is learnt anew.
        Raises NotFound, and InputRejected for unusable bounds.
        """
        brand = self.get(id)
        others = [edit for edit in brand.voice.guide if edit.language != language]
        learnt = style_guide(replace(brand.voice, guide=()), language)
        edits = (*others, *edits_of(lines, learnt, language))
        return self.save(brand.name, replace(brand.voice, guide=edits), id=id)

    def compare(self, id: int, text: str) -> Comparison | None:
        """How a text sounds beside a brand's own; None where they are too few of its language.

        Raises NotFound.
        """
        voice = self.get(id).voice
        likeness = brand_likeness(text, voice.examples)
        if likeness is None:
            return None
        reasons = tuple((message, params) for _, message, params in departures(text, voice))
        return Comparison(likeness.score, reasons)

    def set_default(self, id: int | None) -> None:
        """Choose the default brand, None for no default. Raises NotFound."""
        with self.store.writing() as db:
            if id is not None and rows.brand(db, self.workspace, id) is None:
                raise _no_brand()
            rows.set_default_brand(db, self.workspace, id)

    def delete(self, id: int) -> None:
        """Delete a brand; its drafts stay. Deleting one that is gone changes nothing."""
        with self.store.writing() as db:
            rows.delete_brand(db, self.workspace, id)


def _brand(row: dict[str, Any]) -> Brand:
    return Brand(
        id=row["id"],
        name=row["name"],
        voice=Voice.from_dict(row["voice"]),
        is_default=bool(row["is_default"]),
        created_at=row["created_at"],
    )


def _no_brand() -> NotFound:
    return NotFound(N_("That brand does not exist."), N_("Choose one from the list."))
