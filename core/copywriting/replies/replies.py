"""Suggested replies to unhappy reviews, with nothing in them that the reply policy does not say."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from random import SystemRandom
from time import perf_counter
from typing import Any, Literal

from core.copywriting.brand.voice import Voice
from core.copywriting.briefs.brief import Brief
from core.copywriting.briefs.heard import Heard
from core.copywriting.channels.channels import Channel
from core.copywriting.checks.check import Check, usable
from core.copywriting.checks.run import check
from core.copywriting.draft import Draft
from core.copywriting.library.library import draft_from_row
from core.copywriting.measures.orders import is_order
from core.copywriting.replies.policy import ReplyPolicy, keep_policy, policy
from core.copywriting.writing.desk import CopyDesk
from core.copywriting.writing.rank import score
from core.copywriting.writing.repair import repair
from core.copywriting.writing.requests import copy_request
from core.engines.types import BUNDLED_WRITER, CopyRequest
from core.errors import EngineFailed, InputRejected
from core.i18n import N_, NN_
from core.store import drafts as rows
from core.store import replies
from core.text import search_terms

CHANNEL = "review_reply"
_PROPOSALS = {BUNDLED_WRITER: 24}
_FEW = 4
_LONGEST_REVIEW = 1200

_TASK = {
    "en": "Answer this unhappy review as the shop: calm, short, to the person. Offer only what the "
    "facts say, promise and admit nothing else, and repeat no name, number or address.",
    "zh": "以商家身份回复这条不满意的评论：平和、简短、对着本人说。只提事实里写明的内容，"
    "不作其他承诺，不承认没有写明的事，不重复姓名、号码和地址。",
}
_SHOP = {"en": "our shop", "zh": "本店"}


@dataclass(frozen=True)
class Complaint:
    """A review to answer: masked text, the language of the reply, what it is about.

    `blamed` are the names of the aspects it complains of, in its language, the weightiest first.
    """

    review: int
    text: str
    language: Literal["en", "zh"]
    product: str = ""
    blamed: tuple[str, ...] = ()


class Replies:
    """Writes replies under a policy and finds them again; they are drafts of `review_reply`."""

    def __init__(self, desk: CopyDesk) -> None:
        self._desk = desk

    def policy(self, language: str) -> ReplyPolicy:
        """What replies in a language may promise."""
        return policy(self._desk.store, self._desk.workspace, language)

    def keep_policy(
        self, language: str, promises: Sequence[str], contact: str = "", sign_off: str = ""
    ) -> ReplyPolicy:
        """Store it in place of the one before. See reply_policy.keep_policy."""
        place = (self._desk.store, self._desk.workspace)
        return keep_policy(*place, language, promises=promises, contact=contact, sign_off=sign_off)

    def latest(self, reviews: Iterable[int]) -> dict[int, Draft]:
        """The newest reply to each of some reviews, as last edited, by the review's id."""
        desk = self._desk
        with desk.store.open() as db:
            found = replies.latest(db, desk.workspace, reviews)
            stored = {one: rows.draft_row(db, desk.workspace, id) for one, id in found.items()}
        return {one: draft_from_row(row) for one, row in stored.items() if row}

    def suggest(
        self, complaint: Complaint, *, engine: str | None = None, seed: int | None = None
    ) -> Draft:
        """Write, check and store a reply that was not suggested before.

        The chosen writer proposes first; where it brings nothing that passes every check, the
        copybook does. Raises InputRejected without a policy and where nothing passes.
        """
        began = perf_counter()
        desk, kept = self._desk, self.policy(complaint.language)
        if kept.empty:
            raise InputRejected(
                N_("There is no reply policy in this language yet."),
                N_("Type what a reply may promise and how to reach you."),
            )
        channel = desk.channels.get(CHANNEL, complaint.language)
        brief = _brief(complaint, kept)
        brand = desk.brands.default()
        voice = brand.voice if brand else Voice()
        of = brand.id if brand else None
        chosen = SystemRandom().randrange(1, 2**31) if seed is None else seed
        lessons = desk.feedback.lessons(
            of, CHANNEL, complaint.language, channel.learnt_length, channel.minimum
        )
        request, _ = copy_request(
            brief, channel, voice, lessons, seed=chosen, instructions=_task(complaint, kept)
        )
        request = replace(request, options=request.options | _options(complaint, kept))
        with desk.store.open() as db:
            before = replies.texts(db, desk.workspace, complaint.review)
        barred: list[Check] = []
        for writer, raw in self._proposed(request, engine):
            text = repair(raw, brief, channel, voice, calm=True).text
            if text in before:
                continue
            found = check(text, brief, channel, voice, proposed=writer != BUNDLED_WRITER)
            if usable(found):
                values = {
                    "brief_id": desk.keep(brief),
                    "brand_id": of,
                    "language": complaint.language,
                    "text": text,
                    "engine": writer,
                    "seed": chosen,
                    "parameters": _parameters(complaint, channel, raw),
                    "checks": [item.to_dict() for item in found],
                    "scores": score(text, brief, channel, found, voice.examples),
                    "seconds": round(perf_counter() - began, 3),
                }
                return self._stored(values)
            barred += found
        raise _nothing(barred, before)

    def _stored(self, values: dict[str, Any]) -> Draft:
        fixed = {
            "persona_id": None,
            "parent_id": None,
            "request": uuid.uuid4().hex,
            "origin": "engine",
            "channel": CHANNEL,
            "usable": True,
            "position": 0,
        }
        with self._desk.store.writing() as db:
            return draft_from_row(rows.add_draft(db, self._desk.workspace, values | fixed))

    def _proposed(self, request: CopyRequest, engine: str | None) -> Iterator[tuple[str, str]]:
        """(engine, text): what the writer in use proposes, then what the copybook does."""
        for id in (engine, BUNDLED_WRITER):
            try:
                writer = self._desk.engines.writer(id, self._desk.workspace)
                name = writer.info.id
                for text in writer.propose(request, _PROPOSALS.get(name, _FEW)):
                    yield name, text
            except EngineFailed:
                if id == BUNDLED_WRITER:
                    raise


def _brief(complaint: Complaint, kept: ReplyPolicy) -> Brief:
    fields: dict[str, Any] = {
        "lang": complaint.language,
        "product": complaint.product[:80] or _SHOP[complaint.language],
        "facts": list(kept.facts),
    }
    return Brief.from_dict(fields)


def _options(complaint: Complaint, kept: ReplyPolicy) -> dict[str, str]:
    """What the copybook is told: of the promises, which speak of what the review speaks of."""
    said = _stems(" ".join((complaint.text, *complaint.blamed)))
    shared = {line: len(said & _stems(line)) for line in kept.promises}
    fitting = sorted((line for line in shared if shared[line]), key=lambda line: -shared[line])
    return {
        "about": complaint.blamed[0] if complaint.blamed else "",
        "promises": "\n".join(fitting),
        "general": "\n".join(line for line in kept.promises if line not in fitting),
        "contact": kept.contact,
        "sign_off": kept.sign_off,
    }


def _stems(text: str) -> set[str]:
    """The beginnings of its words of some weight."""
    words = search_terms(text).split()
    return {word[:5] for word in words if len(word) > (3 if word.isascii() else 1)}


def _task(complaint: Complaint, kept: ReplyPolicy) -> str:
    """What a model is told; a review that reads like an order to it is not shown to it."""
    lines = [_TASK[complaint.language]]
    if complaint.blamed:
        lines.append("- " + ", ".join(complaint.blamed[:3]))
    text = complaint.text[:_LONGEST_REVIEW]
    if not is_order(text):
        lines.append(f"“{text}”")
    return "\n".join([*lines, kept.sign_off])


def _parameters(complaint: Complaint, channel: Channel, raw: str) -> dict[str, Any]:
    about = ", ".join(complaint.blamed[:3])
    return {
        "review": complaint.review,
        "proposed": raw,
        "channel": channel.to_dict(),
        "heard": [Heard("", "", about, (complaint.review,)).to_dict()],
    }


def _nothing(barred: Sequence[Check], before: Collection[str]) -> InputRejected:
    errors = [item for item in barred if item.level == "error"]
    if errors:
        return InputRejected(
            errors[0].message,
            N_(
                "No reply passed the checks. Shorten the lines of the reply policy or put them "
                "in other words."
            ),
            **errors[0].params,
        )
    return InputRejected(
        NN_(
            "There is no other reply under this policy; {count} was suggested.",
            "There is no other reply under this policy; {count} were suggested.",
            len(before),
        ),
        N_("Edit one of them, or add to the policy."),
        count=len(before),
    )
