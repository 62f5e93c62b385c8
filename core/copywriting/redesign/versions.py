"""The versions of a draft that grant a wish, made by code or an engine, and the best of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

from core.copywriting.checks.check import Check, usable
from core.copywriting.checks.run import check
from core.copywriting.draft import Note
from core.copywriting.measures.opening import opening
from core.copywriting.measures.similarity import NEAR_DUPLICATE, jaccard, nearest
from core.copywriting.redesign.case import Case, flagged, foreign, length
from core.copywriting.redesign.cuts import all_fixed, shortened, without_facts, without_wordings
from core.copywriting.redesign.wishes import Wish, granted
from core.copywriting.writing.desk import CopyDesk
from core.copywriting.writing.rank import score
from core.copywriting.writing.repair import repair
from core.copywriting.writing.requests import copy_request
from core.copywriting.writing.sets import SetWriter
from core.copywriting.writing.sieve import QUALITY_THRESHOLD
from core.engines.types import BUNDLED_WRITER, CopyRequest, TextGenerator
from core.errors import EngineFailed
from core.text import clean

_PROPOSALS = 24
_ROUNDS = 2
_ENOUGH = 5
"""Versions that grant the wish among which the best is chosen; more are not waited for."""
_SAME = 0.95
"""From this likeness on a version that was to stay near is no other version."""

_NEARNESS = 0.5
"""What likeness to the old text weighs beside the total score, where the rest shall stay."""


@dataclass(frozen=True)
class Found:
    """A version that may be kept, with the sentence for its card and what it is worth."""

    text: str
    checks: list[Check]
    scores: dict[str, float]
    note: Note
    engine: str
    worth: float


class Versions:
    """One wish for one draft: who proposes, and which proposal is best."""

    def __init__(
        self,
        desk: CopyDesk,
        wish: Wish,
        case: Case,
        parent: dict[str, Any],
        engine: str | None,
    ) -> None:
        self._desk = desk
        self._wish = wish
        self._case = case
        self._parent = parent
        self._engine = engine
        self._beside: Set[str] = frozenset()
        self._lessons = desk.feedback.lessons(
            parent["brand_id"],
            case.channel.id,
            case.brief.lang,
            case.channel.learnt_length,
            case.channel.minimum,
        )

    def best(
        self, known: Sequence[str], persona: str, beside: Set[str] = frozenset()
    ) -> Found | None:
        """The version that grants the wish and scores best; None where there is none.

        None is much like those `known`, nor the same as a draft that stands `beside` it.
        """
        case = self._case
        self._beside = beside
        others = [t for t in (*self._lessons.disliked, *known) if t != case.text]
        found: list[Found] = []
        if self._wish.near:
            self._weigh_code(others, found)
        if not found:
            for name, text in self._proposals(persona):
                self._weigh(text, name, others, found)
                if len(found) >= _ENOUGH:
                    break
        if not found and not self._wish.near:
            self._weigh_code(others, found)
        return max(found, key=lambda one: one.worth, default=None)

    def _weigh_code(self, others: list[str], found: list[Found]) -> None:
        for text in self._by_code():
            self._weigh(text, self._parent["engine"], others, found, near=True)

    def _weigh(
        self, raw: str, engine: str, others: list[str], found: list[Found], *, near: bool = False
    ) -> None:
        case, language = self._case, self._case.brief.lang
        calm = bool({"!", "！"} & {*case.unwanted, *self._lessons.avoid})
        text = repair(raw, case.brief, case.channel, case.voice, calm).text
        if not text or text == case.text or text in self._beside:
            return
        if any(text == one.text for one in found):
            return
        if nearest(text, others, language) >= (
            _SAME if near or self._wish.near else NEAR_DUPLICATE
        ):
            return
        if any(wording in text.lower() for wording in self._lessons.avoid):
            return
        if self._lessons.broken(text, case.channel.count(text)):
            return
        checks = check(text, case.brief, case.channel, case.voice)
        if not usable(checks):
            return
        note = granted(self._wish.id, case, text, checks)
        scores = score(text, case.brief, case.channel, checks, case.voice.examples)
        if note is None or scores["total"] < QUALITY_THRESHOLD:
            return
        likeness = jaccard(text, case.text, language) if self._wish.near else 0.0
        worth = scores["total"] + _NEARNESS * likeness
        found.append(Found(text, checks, scores, note, engine, worth))

    def _by_code(self) -> Iterator[str]:
        """Versions that need no writer: a sentence less, a finding's own fix."""
        case = self._case
        spans = [c.span for c in case.checks if c.span and c.level != "note"]
        spans += [match for word in case.unwanted for match in _spans(case.text, word)]
        match self._wish.id:
            case "shorter":
                yield from shortened(case.text, case.channel)
            case "true":
                yield without_facts(case.text, case.channel, case.brief, case.doubted)
                yield without_wordings(case.text, case.channel, spans)
            case "audience" if case.brief.audience and case.channel.structure != "ad_set":
                whom = case.brief.audience.rstrip(".。")
                yield (
                    f"写给{whom}：{case.text}"
                    if case.brief.lang == "zh"
                    else f"For {whom}: {case.text}"
                )
            case "language":
                words = foreign(case.text, case.brief)
                spans = [span for word in words for span in _spans(case.text, word)]
                yield without_wordings(case.text, case.channel, spans)
            case "compliant" | "on_brand":
                yield all_fixed(case.text, case.checks)
                yield without_wordings(case.text, case.channel, spans)
                yield _calm(case.text) if {"!", "！"} & set(case.unwanted) else case.text

    def _proposals(self, persona: str) -> Iterator[tuple[str, str]]:
        """What the chosen engine proposes, then the bundled one; each with the engine's id."""
        request = self._request(persona)
        tried: set[str] = set()
        for id in (self._engine, BUNDLED_WRITER):
            try:
                writer = self._desk.engines.writer(id, self._desk.workspace)
                if writer.info.id in tried:
                    continue
                tried.add(writer.info.id)
                for text in self._asked(writer, request):
                    yield writer.info.id, text
            except EngineFailed:
                if id == BUNDLED_WRITER:
                    raise

    def _asked(self, writer: TextGenerator, request: CopyRequest) -> Iterator[str]:
        case = self._case
        if case.channel.structure == "ad_set":
            yield from SetWriter(writer, case.brief, case.voice, case.channel).propose(request, 4)
            return
        if hasattr(writer, "rewrite"):
            yield from writer.rewrite(request, case.text, self._wish.ask, 8)
        for turn in range(_ROUNDS):
            yield from writer.propose(replace(request, seed=request.seed + turn), _PROPOSALS)

    def _request(self, persona: str) -> CopyRequest:
        case, wish = self._case, self._wish
        orders = f"{wish.orders[case.brief.lang]}\n{case.text}"
        request, _notes = copy_request(
            case.brief,
            case.channel,
            case.voice,
            self._lessons,
            seed=(self._parent["seed"] or 0) + 104_729 * (1 + self._parent["id"]),
            persona=persona,
            exemplars=[case.text] if wish.near or wish.id == "alike" else (),
            instructions=orders,
        )
        avoid = (*request.avoid, *case.unwanted)
        match wish.id:
            case "shorter":
                least = request.min_units or 0
                most = max(least, int(0.8 * length(case.text, case.channel)))
                return replace(request, max_units=most, avoid=avoid)
            case "true":
                facts = tuple(f for f in request.facts if f not in case.doubted) or request.facts
                return replace(request, facts=facts, avoid=(*avoid, *flagged(case, ("facts.",))))
            case "fresh":
                start = opening(case.text, case.brief.lang)
                facts = tuple(sorted(request.facts, key=lambda f: not re.search(r"\d", f)))
                # Where a text opens with no more than the product or a fact, that may come again.
                told = " ".join([request.product, *request.facts]).casefold()
                opens = (start,) if start and start.casefold() not in told else ()
                return replace(request, facts=facts, avoid=(*avoid, *opens))
            case "concrete":
                facts = tuple(sorted(request.facts, key=lambda f: not re.search(r"\d", f)))
                return replace(request, facts=facts, avoid=avoid)
            case "warmer":
                return replace(request, tone="friendly", avoid=avoid)
            case "audience":
                audience = persona or case.audience
                return replace(request, audience=audience[:120], avoid=avoid)
        return replace(request, avoid=avoid)


def _calm(text: str) -> str:
    return text.replace("!", ".").replace("！", "。")


def _spans(text: str, word: str) -> list[tuple[int, int]]:
    low = clean(word).lower()
    return [m.span() for m in re.finditer(re.escape(low), text.lower())] if low else []
