"""Lines struck out of a draft, and only those written anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from core.copywriting.brand.brands import Brand
from core.copywriting.brand.voice import Voice
from core.copywriting.briefs.brief import Brief
from core.copywriting.channels.channels import Channel
from core.copywriting.checks.check import usable
from core.copywriting.checks.run import check
from core.copywriting.draft import Draft
from core.copywriting.library.library import draft_from_row, no_draft
from core.copywriting.measures.similarity import NEAR_DUPLICATE, nearest
from core.copywriting.redesign.children import store_child
from core.copywriting.redesign.cuts import lines_of, without
from core.copywriting.writing.desk import CopyDesk
from core.copywriting.writing.rank import score
from core.copywriting.writing.repair import repair
from core.copywriting.writing.requests import copy_request
from core.copywriting.writing.sets import SetWriter
from core.engines.types import BUNDLED_WRITER, CopyRequest, TextGenerator
from core.errors import EngineFailed, InputRejected
from core.i18n import N_, NN_
from core.store import drafts as rows

_PROPOSALS = 24
_SETS = 3
_MOST_LINES = 400


class Gaps:
    """Fills the places of lines that a person struck out, and leaves the others alone."""

    def __init__(self, desk: CopyDesk) -> None:
        self._desk = desk

    def fill(self, draft_id: int, places: Sequence[int], voter: str = "me") -> Draft:
        """Store and return the draft with other lines at these places (`cuts.lines_of`, from 0).

        Where no line fits, the struck ones are left out, if the rest stands without them. The
        new draft has the old one as its parent. Raises NotFound for an unknown draft,
        InputRejected for places it has not, or when nothing usable comes of it.
        """
        desk = self._desk
        with desk.store.open() as db:
            parent = rows.draft_row(db, desk.workspace, draft_id)
        if parent is None:
            raise no_draft(draft_id)
        draft = draft_from_row(parent)
        if draft.brief_id is None:
            raise InputRejected(
                N_("The brief of this draft is gone, so it cannot be redesigned."),
                N_("Start from a new brief."),
            )
        brand = desk.brands.get(draft.brand_id) if draft.brand_id else None
        filling = _Filling(desk, draft, desk.brief(draft.brief_id), brand)
        wanted = sorted(set(places))
        if not wanted or wanted[0] < 0 or wanted[-1] >= len(filling.lines):
            raise InputRejected(N_("Choose the lines you want written anew."))
        text = filling.filled(wanted)
        checks = check(text, filling.brief, filling.target, filling.voice)
        if not text or text == draft.text or not usable(checks):
            raise InputRejected(
                N_("Nothing that passes every check fits in these places."),
                N_("Add facts to the brief, strike out other lines, or edit the draft."),
            )
        said = NN_(
            "Other words in {count} place; the rest stands.",
            "Other words in {count} places; the rest stands.",
            len(wanted),
        )
        note = [said, {"count": len(wanted)}]
        return store_child(
            desk,
            parent,
            text,
            {"wish": "gaps", "reason": "", "voter": voter, "note": note},
            checks=checks,
            scores=score(text, filling.brief, filling.target, checks, filling.voice.examples),
            engine=filling.engine or draft.engine,
        )


class _Filling:
    """One draft with holes in it, and the lines that are offered for them."""

    def __init__(self, desk: CopyDesk, draft: Draft, brief: Brief, brand: Brand | None) -> None:
        self.brief = brief
        self.voice = brand.voice if brand else Voice()
        self.target: Channel = draft.held or desk.channels.get(draft.channel, brief.lang)
        self.lines = lines_of(draft.text, self.target)
        self.engine = ""
        self._desk = desk
        self._draft = draft

    def filled(self, places: Sequence[int]) -> str:
        """The text with the best lines at these places, without those where none fits."""
        lessons = self._desk.feedback.lessons(
            self._draft.brand_id,
            self.target.id,
            self.brief.lang,
            self.target.learnt_length,
            self.target.minimum,
        )
        seed = (self._draft.seed or 0) + 7919 * (1 + self._draft.id)
        request, _notes = copy_request(self.brief, self.target, self.voice, lessons, seed=seed)
        struck = [self.lines[place].strip() for place in places]
        offered = list(self._offered(replace(request, avoid=(*request.avoid, *struck))))
        empty = [place for place in places if not self._fill(place, struck, offered)]
        text = "".join(self.lines)
        if empty:
            text = without(text, self.target, empty)
        return repair(text, self.brief, self.target, self.voice).text

    def _fill(self, place: int, struck: list[str], offered: list[str]) -> bool:
        """Put the best offered line at a place; False where none fits."""
        old = self.lines[place]
        end = old[len(old.rstrip()) :]
        others = [line for i, line in enumerate(self.lines) if i != place]
        best: tuple[float, str] | None = None
        for line in offered:
            if nearest(line, [*others, *struck], self.brief.lang) >= NEAR_DUPLICATE:
                continue
            tried = "".join([*self.lines[:place], line + end, *self.lines[place + 1 :]]).strip()
            checks = check(tried, self.brief, self.target, self.voice)
            if not usable(checks):
                continue
            worth = score(tried, self.brief, self.target, checks, self.voice.examples)["total"]
            if best is None or worth > best[0]:
                best = (worth, line + end)
        if best is not None:
            self.lines[place] = best[1]
        return best is not None

    def _offered(self, request: CopyRequest) -> Iterator[str]:
        """Single lines out of what the chosen writer, else the bundled one, proposes."""
        for id in (None, BUNDLED_WRITER):
            try:
                writer = self._desk.engines.writer(id, self._desk.workspace)
                self.engine = writer.info.id
                found = list(self._from(writer, request))
            except EngineFailed:
                if id == BUNDLED_WRITER:
                    raise
                continue
            if found:
                yield from found
                return

    def _from(self, writer: TextGenerator, request: CopyRequest) -> Iterator[str]:
        sets = self.target.structure == "ad_set"
        source = SetWriter(writer, self.brief, self.voice, self.target) if sets else writer
        seen: set[str] = set()
        for raw in source.propose(request, _SETS if sets else _PROPOSALS):
            for line in map(str.strip, lines_of(raw, self.target)):
                if line and line not in seen:
                    seen.add(line)
                    yield line
            if len(seen) > _MOST_LINES:
                return
