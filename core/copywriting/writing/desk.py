"""The copy desk: a brief in, checked and ranked drafts out, and what people make of them."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from core.copywriting.brand.brands import Brand, Brands
from core.copywriting.briefs.brief import Brief
from core.copywriting.briefs.heard import Heard, kept
from core.copywriting.channels.channels import Channel
from core.copywriting.channels.own import Channels
from core.copywriting.checks.check import usable
from core.copywriting.checks.run import check
from core.copywriting.draft import CheckedText, Draft
from core.copywriting.library.library import draft_from_row, no_draft
from core.copywriting.writing.rank import score
from core.copywriting.writing.requests import WriteOrder, copy_request
from core.copywriting.writing.run import WriteRun
from core.engines.types import FRAMEWORKS, EngineSource
from core.errors import EngineFailed, InputRejected, NotFound
from core.feedback import Exploration, Ranker, Ratings
from core.i18n import N_
from core.settings import Settings
from core.store import drafts as rows
from core.store.store import Store
from core.text import clean

NO_BRAND = 0
"""Given as `brand_id`: write for no brand even where a default one is set."""

MOST_DRAFTS = 50
LONGEST_TEXT = 20_000


@dataclass(frozen=True)
class KeptBrief:
    """A stored brief, when it was last used (UTC, ISO) and how many usable drafts it has."""

    id: int
    brief: Brief
    used_at: str
    drafts: int


class CopyDesk:
    """Writes, checks and edits copy. Whatever engine proposes, code decides what is usable.

    `persona_hints` turns a persona's id and a language into words for the writer and raises
    NotFound for an unknown one.
    """

    def __init__(
        self,
        store: Store,
        settings: Settings,
        engines: EngineSource,
        feedback: Ratings,
        workspace: int = 1,
        *,
        persona_hints: Callable[[int, str], str] | None = None,
    ) -> None:
        self.store = store
        self.settings = settings
        self.engines = engines
        self.feedback = feedback
        self.workspace = workspace
        self.brands = Brands(store, workspace)
        self.channels = Channels(store, workspace)
        self.ranker = Ranker(store, workspace)
        self.exploration = Exploration(store, workspace)
        self._persona_hints = persona_hints

    def keep(self, brief: Brief) -> int:
        """Store a brief, or mark the same one as used now; its id."""
        with self.store.writing() as db:
            return rows.keep_brief(db, self.workspace, brief.digest, brief.to_dict())

    def briefs(self, language: str | None = None, limit: int = 20) -> list[KeptBrief]:
        """Stored briefs, last used first."""
        with self.store.open() as db:
            found = rows.recent_briefs(db, self.workspace, language, limit)
        return [
            KeptBrief(row["id"], Brief.stored(row["content"]), row["used_at"], row["drafts"])
            for row in found
        ]

    def brief(self, brief_id: int) -> Brief:
        """A stored brief. Raises NotFound."""
        with self.store.open() as db:
            content = rows.brief_content(db, self.workspace, brief_id)
        if content is None:
            raise NotFound(N_("That brief does not exist."), N_("Write it again."))
        return Brief.stored(content)

    def write(
        self,
        brief: Brief,
        channel_id: str,
        count: int = 8,
        *,
        seed: int | None = None,
        engine: str | None = None,
        persona_id: int | None = None,
        brand_id: int | None = None,
        talking_points: Sequence[str] = (),
        exemplars: Sequence[str] = (),
        instructions: str = "",
        framework: str = "",
        heard: Sequence[Heard] = (),
        lead: Sequence[str] = (),
    ) -> WriteRun:
        """Ask for `count` usable drafts (1..50); iterate over the run to get them.

        Nothing is written before the first is asked for. Without `brand_id` the default brand
        speaks; NO_BRAND means none. `exemplars` are texts to stay near ("more like this");
        `framework` is one of FRAMEWORKS, for engines that obey one; `heard` says which of the
        talking points reviews gave, and stays on the drafts with those that reach the writer;
        `lead` are facts of the brief that are told before others.
        Raises InputRejected for a bad count, framework or engine id, or a brief of which nothing
        may be advertised, NotFound for an unknown channel, persona, brand or engine; then nothing
        is stored.
        """
        _must_be_in_reach(count)
        _must_be_a_framework(framework)
        target = self.channels.get(channel_id, brief.lang)
        brand = self._brand(brand_id)
        self._must_be_known(engine)
        order = self._order(
            brief,
            target,
            brand,
            count=count,
            seed=seed,
            engine=engine,
            persona_id=persona_id,
            talking_points=talking_points,
            exemplars=exemplars,
            instructions=instructions,
            framework=framework,
            heard=heard,
            lead=lead,
        )
        return WriteRun(self.store, self.engines, self.workspace, order)

    def _order(
        self,
        brief: Brief,
        target: Channel,
        brand: Brand | None,
        *,
        count: int,
        seed: int | None,
        engine: str | None,
        persona_id: int | None,
        talking_points: Sequence[str],
        exemplars: Sequence[str],
        instructions: str,
        framework: str,
        heard: Sequence[Heard],
        lead: Sequence[str],
    ) -> WriteOrder:
        """Everything the run needs; the brief is kept once nothing more can be refused."""
        of = brand.id if brand else None
        size = target.learnt_length, target.minimum
        lessons = self.feedback.lessons(of, target.id, brief.lang, *size)
        lessons = lessons.where_tags_must_be() if target.hashtags[0] else lessons
        chosen = random.SystemRandom().randrange(1, 2**31) if seed is None else seed
        request, notes = copy_request(
            brief,
            target,
            brand.voice if brand else None,
            lessons,
            seed=chosen,
            persona=self._persona_words(persona_id, brief.lang),
            talking_points=talking_points,
            exemplars=exemplars,
            instructions=instructions,
            framework=framework,
            lead=lead,
        )
        return WriteOrder(
            brief=brief,
            brief_id=self.keep(brief),
            channel=target,
            count=count,
            seed=chosen,
            repeatable=seed is not None,
            engine=engine,
            persona_id=persona_id or None,
            brand=brand,
            lessons=lessons,
            request=request,
            notes=notes,
            id=uuid.uuid4().hex,
            exploration=self.exploration,
            heard=kept(heard, request.talking_points),
            taste=self.ranker.taste(of, target.id, brief.lang, brief.to_dict()),
        )

    def check(
        self,
        text: str,
        brief: Brief,
        channel_id: str,
        brand_id: int | None = None,
        *,
        held: Channel | None = None,
    ) -> CheckedText:
        """What the rules say of a text, which is stored nowhere.

        With `held`, the channel as it was when a draft was written, its limits hold. Raises
        InputRejected for a text over 20,000 characters, NotFound for an unknown channel or brand.
        """
        target = held or self.channels.get(channel_id, brief.lang)
        brand = self._brand(brand_id)
        if len(text) > LONGEST_TEXT:
            raise InputRejected(
                N_("The text has {count} characters; {limit} is the most."),
                N_("Check it in parts."),
                count=len(text),
                limit=LONGEST_TEXT,
            )
        found = check(text, brief, target, brand.voice if brand else None)
        return CheckedText(text, usable(found), tuple(found))

    def edit(self, draft_id: int, text: str, voter: str = "me") -> Draft:
        """Store a person's own version of a draft; the new draft, checked, usable or not.

        The draft itself stays, and its version keeps the limits it was written under. Saving the
        same text twice stores one version. Raises NotFound for an unknown draft or one whose
        brief is gone, InputRejected for an empty text.
        """
        with self.store.open() as db:
            parent = rows.draft_row(db, self.workspace, draft_id)
        if parent is None:
            raise no_draft(draft_id)
        text = clean(text)
        if not text:
            raise InputRejected(N_("The text is empty."), N_("Write something, or delete it."))
        if parent["brief_id"] is None:
            raise NotFound(
                N_("The brief of this draft is gone, so it cannot be checked."),
                N_("Start from a new brief."),
            )
        brief = self.brief(parent["brief_id"])
        brand = self._brand(parent["brand_id"] or NO_BRAND)
        target = draft_from_row(parent).held or self.channels.get(parent["channel"], brief.lang)
        of = brand.id if brand else NO_BRAND
        checked = self.check(text, brief, target.id, of, held=target)
        return self._store_edit(parent, checked, brief, target, brand, voter=voter)

    def _store_edit(
        self,
        parent: dict,
        checked: CheckedText,
        brief: Brief,
        target: Channel,
        brand: Brand | None,
        *,
        voter: str,
    ) -> Draft:
        examples = brand.voice.examples if brand else ()
        with self.store.writing() as db:
            for version in rows.draft_family(db, self.workspace, parent["id"]):
                if version["text"] == checked.text:
                    return draft_from_row(version)
            row = rows.add_draft(
                db,
                self.workspace,
                {
                    "brief_id": parent["brief_id"],
                    "brand_id": parent["brand_id"],
                    "persona_id": parent["persona_id"],
                    "parent_id": parent["id"],
                    "request": parent["request"],
                    "origin": "edit",
                    "channel": parent["channel"],
                    "language": parent["language"],
                    "text": checked.text,
                    "engine": "",
                    "seed": None,
                    "parameters": {"voter": voter, "channel": target.to_dict()},
                    "usable": checked.usable,
                    "checks": [finding.to_dict() for finding in checked.checks],
                    "scores": score(checked.text, brief, target, checked.checks, examples),
                    "position": parent["position"],
                    "seconds": 0.0,
                },
            )
        return draft_from_row(row)

    def _must_be_known(self, engine: str | None) -> None:
        """Raises NotFound for an unknown engine, InputRejected for a badly formed id."""
        # One that is known and fails to load is replaced, and that said, once the run begins.
        if engine:
            with suppress(EngineFailed):
                self.engines.writer(engine, self.workspace)

    def _persona_words(self, persona_id: int | None, language: str) -> str:
        hints = self._persona_hints
        return hints(persona_id, language) if persona_id and hints else ""

    def _brand(self, brand_id: int | None) -> Brand | None:
        if brand_id is None:
            return self.brands.default()
        return None if brand_id == NO_BRAND else self.brands.get(brand_id)


def _must_be_a_framework(framework: str) -> None:
    if framework and framework not in FRAMEWORKS:
        raise InputRejected(
            N_("“{value}” cannot be chosen here."),
            N_("Choose one of: {known}."),
            value=framework[:40],
            known=tuple(FRAMEWORKS),
        )


def _must_be_in_reach(count: int) -> None:
    if isinstance(count, bool) or not 1 <= count <= MOST_DRAFTS:
        raise InputRejected(
            N_("You asked for {count} drafts."),
            N_("Ask for 1 to {most}."),
            count=count,
            most=MOST_DRAFTS,
        )
