"""A draft that was turned down, changed in just the one thing that was wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from sqlite_utils.db import Database

from core.copywriting.brand.brands import Brand
from core.copywriting.checks.coverage import used_facts
from core.copywriting.draft import Draft, ScoredText
from core.copywriting.library.library import draft_from_row, no_draft
from core.copywriting.redesign.case import Case
from core.copywriting.redesign.children import store_child
from core.copywriting.redesign.gaps import Gaps
from core.copywriting.redesign.versions import Versions
from core.copywriting.redesign.wishes import FOR_REASON, WISHES, Wish
from core.copywriting.redesign.wishful import must_be_possible, unwanted_words
from core.copywriting.writing.desk import NO_BRAND, CopyDesk
from core.copywriting.writing.rank import score
from core.errors import InputRejected
from core.i18n import N_
from core.store import drafts as rows
from core.text import clean

_BESIDE = 200


class Redesigns:
    """Makes a better version of a draft and keeps both, so that old and new are a pair.

    `persona_hints` turns a persona's id and a language into words, as for the desk.
    """

    def __init__(
        self, desk: CopyDesk, persona_hints: Callable[[int, str], str] | None = None
    ) -> None:
        self._desk = desk
        self._hints = persona_hints

    def redesign(
        self,
        draft_id: int,
        wish: str = "",
        *,
        reason: str = "",
        comment: str = "",
        facts: Sequence[str] = (),
        persona_id: int | None = None,
        voter: str = "me",
        again: bool = False,
        engine: str | None = None,
    ) -> Draft:
        """Store and return a version of the draft that grants the wish, or the reason's wish.

        Only that is changed; `facts` are those the person holds untrue, wordings that the
        comment quotes are left out. The new draft has the old one as its parent and says in
        `change` what is different; with a `reason` old and new count as a pair. Asked twice, the
        first answer comes back, unless `again`. Raises NotFound for an unknown draft,
        InputRejected where the wish means nothing here or no version passes every check.
        """
        wanted = WISHES.get(wish or FOR_REASON.get(reason, ""))
        if wanted is None:
            raise InputRejected(N_("That is no change the studio knows."))
        desk = self._desk
        with desk.store.open() as db:
            parent = rows.draft_row(db, desk.workspace, draft_id)
            family = rows.draft_family(db, desk.workspace, draft_id)
            beside = _standing_beside(db, desk.workspace, parent) if parent else frozenset()
        if parent is None:
            raise no_draft(draft_id)
        children = [row for row in family if row["parent_id"] == draft_id]
        if not again:
            for child in children:
                if child["parameters"].get("change", {}).get("wish") == wanted.id:
                    return draft_from_row(child)
        case, brand = self._case(draft_from_row(parent), facts, comment, persona_id, wanted)
        must_be_possible(wanted.id, case, brand is not None)
        asked = Versions(desk, wanted, case, parent, engine)
        known = [row["text"] for row in family if row["id"] != draft_id]
        found = asked.best(known, self._words(persona_id, case.brief.lang), beside)
        if found is None:
            raise _none_found(wanted)
        change = {"wish": wanted.id, "reason": reason, "voter": voter, "note": list(found.note)}
        return store_child(
            desk,
            parent,
            found.text,
            change,
            checks=found.checks,
            scores=found.scores,
            engine=found.engine,
            persona_id=persona_id,
        )

    def fill(self, draft_id: int, places: Sequence[int], voter: str = "me") -> Draft:
        """The draft with other lines in these places. See Gaps.fill."""
        return Gaps(self._desk).fill(draft_id, places, voter)

    def look(self, draft_id: int, text: str) -> ScoredText:
        """What rules and scores say of another wording of a draft; nothing is stored.

        Raises NotFound for an unknown draft, InputRejected where its brief is gone or the text
        is too long.
        """
        desk = self._desk
        with desk.store.open() as db:
            row = rows.draft_row(db, desk.workspace, draft_id)
        if row is None:
            raise no_draft(draft_id)
        case, _brand = self._case(draft_from_row(row), (), "", None, WISHES["alike"])
        text = clean(text)
        target, brand_id = case.channel, row["brand_id"] or NO_BRAND
        seen = desk.check(text, case.brief, target.id, brand_id, held=target)
        scores = score(text, case.brief, target, seen.checks, case.voice.examples)
        return ScoredText(text, seen.usable, seen.checks, scores)

    def _case(
        self,
        draft: Draft,
        facts: Sequence[str],
        comment: str,
        persona_id: int | None,
        wish: Wish,
    ) -> tuple[Case, Brand | None]:
        if draft.brief_id is None:
            raise InputRejected(
                N_("The brief of this draft is gone, so it cannot be redesigned."),
                N_("Start from a new brief."),
            )
        desk = self._desk
        brief = desk.brief(draft.brief_id)
        brand = desk.brands.get(draft.brand_id) if draft.brand_id else None
        target = draft.held or desk.channels.get(draft.channel, brief.lang)
        unwanted = unwanted_words(draft.text, comment, brief)
        doubted = [fact for fact in facts if fact in brief.facts]
        if wish.id == "true" and not (doubted or unwanted):
            told = used_facts(draft.text, brief)
            doubted = list(told) if len(told) < len(brief.facts) else []
        chosen = persona_id or draft.persona_id
        audience = " ".join(filter(None, [self._words(chosen, brief.lang), brief.audience]))
        case = Case(
            draft.text, draft.checks, brief, target, doubted=tuple(doubted), audience=audience
        )
        case = replace(case, unwanted=unwanted)
        return (replace(case, voice=brand.voice) if brand else case), brand

    def _words(self, persona_id: int | None, language: str) -> str:
        return self._hints(persona_id, language) if persona_id and self._hints else ""


def _standing_beside(db: Database, workspace: int, draft: dict[str, Any]) -> frozenset[str]:
    """The latest texts that were written for the draft's brief and channel."""
    if draft["brief_id"] is None:
        return frozenset()
    texts = rows.earlier_texts(db, workspace, draft["brief_id"], draft["channel"], _BESIDE)
    return frozenset(texts)


def _none_found(wish: Wish) -> InputRejected:
    hints = {
        "audience": N_("Choose a persona, or a larger writer on the Engines page."),
        "on_brand": N_("Add texts of your own to the brand, or edit the draft."),
        "true": N_("Say which fact is untrue, add other facts, or edit the draft."),
    }
    return InputRejected(
        N_("No version that does this and passes every check was found."),
        hints.get(wish.id, N_("Add facts to the brief, try once more, or edit the draft.")),
    )
