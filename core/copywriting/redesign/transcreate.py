"""A draft put into the other language by an engine that can, and checked there anew."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from core.copywriting.brand.brands import Brand
from core.copywriting.brand.voice import Voice
from core.copywriting.briefs.brief import Brief
from core.copywriting.channels.channels import Channel
from core.copywriting.checks.check import Check, usable
from core.copywriting.checks.run import check
from core.copywriting.draft import CheckedText, Draft
from core.copywriting.library.library import draft_from_row, no_draft
from core.copywriting.redesign.carried import carried, named
from core.copywriting.writing.calls import Calls
from core.copywriting.writing.desk import CopyDesk
from core.copywriting.writing.rank import score
from core.copywriting.writing.repair import repair
from core.copywriting.writing.requests import copy_request
from core.engines.types import CopyRequest, Rejected, TextGenerator
from core.errors import EngineFailed, InputRejected, NotFound
from core.feedback import Lessons
from core.i18n import N_, NN_, translation
from core.store import drafts as rows

_TRIES = 3
_FACT_TRIES = 2
_TOLD = ("category", "audience", "offer", "cta")
_NEAREST = {
    "google_headline": "search_title",
    "google_description": "search_description",
    "instagram": "xiaohongshu",
    "meta_primary_text": "moments",
    "x_post": "weibo",
    "linkedin": "wechat_intro",
    "landing_hero": "slogan",
    "video_script": "douyin_script",
}
_BACK = {there: here for here, there in _NEAREST.items()} | {"wechat_title": "blog_intro"}


@dataclass(frozen=True)
class Transcreated:
    """The draft in the other language as stored, linked to its source as its parent, and the
    brief it was checked against. Where every version broke a rule, `draft` is None, nothing is
    stored, and `fallen` shows them with the reasons."""

    draft: Draft | None
    brief: Brief
    fallen: tuple[CheckedText, ...]


@dataclass(frozen=True)
class _Work:
    writer: TextGenerator
    source: dict[str, Any]
    before: Brief
    brief: Brief
    channel: Channel
    brand: Brand | None

    @property
    def voice(self) -> Voice:
        return self.brand.voice if self.brand else Voice()


class Transcreation:
    """Puts drafts from English into Chinese and back. The engine only proposes: figures,
    currencies, the product's name and every rule of the other channel are checked by code."""

    def __init__(self, desk: CopyDesk) -> None:
        self._desk = desk

    def channels(self, draft: Draft) -> tuple[Channel, ...]:
        """The channels of the other language, the one that is nearest to the draft's first."""
        language = _other(draft.language)
        found = self._desk.channels.list(language)
        wanted = {draft.channel: 0, (_BACK if language == "en" else _NEAREST).get(draft.channel): 1}
        return tuple(sorted(found, key=lambda channel: wanted.get(channel.id, 2)))

    def transcreate(
        self, draft_id: int, channel_id: str, *, engine: str | None = None, product: str = ""
    ) -> Transcreated:
        """Store and return a draft's version in the other language.

        First the brief's facts are put over, each with its figures unchanged, then the text; it
        is checked against those facts, the other channel and the figures of the original. What
        falls is written again with the reasons, three calls at most. `product` is what the
        product is called there, "" for the same name. Raises NotFound for an unknown draft or
        channel or one whose brief is gone, InputRejected where the engine cannot do this or the
        facts may not be advertised there, EngineFailed when the engine fails or changes a figure
        of the facts; then nothing is stored.
        """
        desk = self._desk
        with desk.store.open() as db:
            source = rows.draft_row(db, desk.workspace, draft_id)
        if source is None:
            raise no_draft(draft_id)
        if source["brief_id"] is None:
            raise NotFound(
                N_("The brief of this draft is gone, so it cannot be checked."),
                N_("Start from a new brief."),
            )
        before = desk.brief(source["brief_id"])
        target = desk.channels.get(channel_id, _other(before.lang))
        writer = desk.engines.writer(engine, desk.workspace)
        if "source" not in writer.info.obeys:
            raise InputRejected(
                N_("{engine} cannot put copy into another language."),
                N_("Add a server or a language model on the Engines page and choose it."),
                engine=writer.info.name,
            )
        calls, request = Calls(), uuid.uuid4().hex
        watched = calls.watched(writer)
        try:
            brief = _brief_in(target.language, before, product, watched)
            brand = desk.brands.get(source["brand_id"]) if source["brand_id"] else None
            work = _Work(watched, source, before, brief, target, brand)
            chosen, fallen = _versions(work)
        finally:
            calls.keep(desk.store, desk.workspace, request, "transcreate")
        draft = self._stored(work, chosen, request) if chosen else None
        return Transcreated(draft, brief, tuple(fallen))

    def _stored(self, work: _Work, chosen: tuple[str, CheckedText], request: str) -> Draft:
        raw, found = chosen
        source, examples = work.source, work.voice.examples
        brief_id = self._desk.keep(work.brief)
        values = {
            "brief_id": brief_id,
            "brand_id": source["brand_id"],
            "persona_id": source["persona_id"],
            "parent_id": source["id"],
            "request": request,
            "origin": "engine",
            "channel": work.channel.id,
            "language": work.brief.lang,
            "text": found.text,
            "engine": work.writer.info.id,
            "seed": None,
            "parameters": {
                "proposed": raw,
                "transcreated": source["id"],
                "channel": work.channel.to_dict(),
            },
            "usable": True,
            "checks": [finding.to_dict() for finding in found.checks],
            "scores": score(found.text, work.brief, work.channel, found.checks, examples),
            "position": 0,
            "seconds": 0.0,
        }
        with self._desk.store.writing() as db:
            return draft_from_row(rows.add_draft(db, self._desk.workspace, values))


def _versions(work: _Work) -> tuple[tuple[str, CheckedText] | None, list[CheckedText]]:
    """The first version that passes, and those that did not; each call is told what fell."""
    request, _ = copy_request(work.brief, work.channel, work.voice, Lessons(), seed=1)
    request = replace(request, source=work.source["text"], exemplars=(), options={})
    say = translation(work.brief.lang).gettext
    fallen: list[CheckedText] = []
    for attempt in range(_TRIES):
        told = tuple(
            Rejected(text.text, tuple(c.reason(say) for c in text.checks if c.level == "error"))
            for text in fallen[-4:]
        )
        asked = replace(request, seed=1 + attempt, rejected=told)
        for raw in work.writer.propose(asked, 2):
            found = _checked(raw, work)
            if found.usable:
                return (raw, found), fallen
            fallen.append(found)
    return None, fallen


def _checked(raw: str, work: _Work) -> CheckedText:
    text = repair(raw, work.brief, work.channel, work.voice).text
    source = work.source["text"]
    found: list[Check] = [
        *carried(source, text),
        *named(source, text, work.before.product, work.brief.product),
        *check(text, work.brief, work.channel, work.voice),
    ]
    return CheckedText(text, bool(text) and usable(found), tuple(found))


def _brief_in(
    language: Literal["en", "zh"], before: Brief, product: str, writer: TextGenerator
) -> Brief:
    """The brief in the other language: the same facts with the same figures.

    Raises EngineFailed where the engine gives fewer lines or changes a figure, twice over.
    """
    words = before.to_dict()
    name = product.strip() or before.product
    lines = [*before.facts, *(words[field] for field in _TOLD if words[field]), *before.keywords]
    request = CopyRequest(language, "facts", name, before.facts, source="\n".join(lines))
    for attempt in range(_FACT_TRIES):
        answer = _lines_of(writer, replace(request, seed=attempt), len(lines))
        if len(answer) != len(lines):
            failure = EngineFailed(
                NN_(
                    "The engine put {count} of {total} fact into the other language.",
                    "The engine put {count} of {total} facts into the other language.",
                    len(lines),
                ),
                N_("Try again, or choose another engine."),
                count=len(answer),
                total=len(lines),
            )
            continue
        changed = [pair for pair in zip(lines, answer, strict=True) if carried(*pair)]
        if not changed:
            return _filled(before, name, language, answer)
        failure = EngineFailed(
            N_("The engine changed a figure: “{before}” became “{after}”."),
            N_("Try again, or choose another engine. Nothing was stored."),
            before=changed[0][0],
            after=changed[0][1],
        )
    raise failure


def _lines_of(writer: TextGenerator, request: CopyRequest, count: int) -> list[str]:
    """The answer line by line, whether the lines come one by one or as one text."""
    found: list[str] = []
    for text in writer.propose(request, count):
        parts = [part.strip() for part in text.splitlines() if part.strip()]
        if not found and len(parts) == count:
            return parts
        found.append(text)
    return found


def _filled(before: Brief, product: str, language: str, lines: Sequence[str]) -> Brief:
    words, rest = before.to_dict(), list(lines)
    facts = [rest.pop(0) for _ in before.facts]
    told = {field: rest.pop(0) for field in _TOLD if words[field]}
    return Brief.from_dict(
        {
            "lang": language,
            "product": product,
            "tone": before.tone,
            "industry": "",
            "facts": facts,
            "keywords": rest,
        }
        | told
    )


def _other(language: str) -> Literal["en", "zh"]:
    return "zh" if language == "en" else "en"
