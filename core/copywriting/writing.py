"""One request being written: propose, repair, check, rank, store, in a stream."""

from __future__ import annotations

import hashlib
import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, replace
from time import perf_counter
from typing import Any

from core.copywriting.checks.check import Check
from core.copywriting.checks.check import usable as is_usable
from core.copywriting.checks.run import check
from core.copywriting.draft import CheckedText, Draft, Note, WriteReport
from core.copywriting.library import draft_from_row
from core.copywriting.rank import Candidate, best_next, score
from core.copywriting.repair import repair
from core.copywriting.requests import WriteOrder
from core.copywriting.sets import SetWriter
from core.copywriting.similarity import NEAR_DUPLICATE, nearest
from core.engines.types import BUNDLED_WRITER, CopyRequest, EngineSource, TextGenerator
from core.errors import EngineFailed
from core.i18n import N_
from core.store import drafts as rows
from core.store.store import Store

QUALITY_THRESHOLD = 0.45
"""The least total score of a draft that is shown, whoever proposed it."""

_ROUNDS = 6
_OVERSAMPLE = 3
_BARREN = 2
"""Rounds in a row that bring nothing new after which no more is asked."""
# A draft is chosen from at least this many usable candidates, and from two more each time,
# so that the first appears early and the later ones have been compared.
_CHOICE = 3
_EARLIER = 200
_EXAMPLES = 5


class WriteRun:
    """Iterate once to write; drafts are stored the moment they are yielded.

    `drafts` holds what was found so far; after the last, in order of their total score.
    `report` says how it ended. `id` is the request that the stored drafts carry.
    """

    def __init__(
        self, store: Store, engines: EngineSource, workspace: int, order: WriteOrder
    ) -> None:
        self.id = order.id
        self.seed = order.seed
        self.drafts: list[Draft] = []
        self._store = store
        self._engines = engines
        self._workspace = workspace
        self._order = order
        self._started = perf_counter()
        self._pool: list[Candidate] = []
        self._reserve: list[Candidate] = []
        self._seen: set[str] = set()
        self._proposed = 0
        self._usable = 0
        self._fallen: Counter[str] = Counter()
        self._examples: list[CheckedText] = []
        self._notes: list[Note] = list(order.notes)
        self._acted: Counter[str] = Counter()
        self._writer: TextGenerator | None = None
        self._seconds: float | None = None

    def __iter__(self) -> Iterator[Draft]:
        if self._seconds is not None:
            yield from self.drafts
            return
        try:
            yield from self._written()
        finally:
            self._finish()

    @property
    def report(self) -> WriteReport:
        """What happened, so far or in the end."""
        seconds = self._seconds if self._seconds is not None else self._elapsed()
        return WriteReport(
            engine=self._writer.info.id if self._writer else "",
            asked=self._order.count,
            usable=len(self.drafts),
            proposed=self._proposed,
            fallen=dict(self._fallen.most_common()),
            seconds=round(seconds, 3),
            notes=tuple(self._notes),
            examples=tuple(self._examples),
        )

    def _written(self) -> Iterator[Draft]:
        disliked = self._order.lessons.disliked
        earlier = () if self._order.repeatable else self._earlier()
        barren = 0
        for attempt in range(_ROUNDS):
            before = len(self.drafts)
            for raw in self._proposals(attempt):
                self._consider(raw, disliked, earlier)
                if self._usable >= _CHOICE + 2 * len(self.drafts):
                    yield from self._next()
                if len(self.drafts) >= self._order.count:
                    return
            while len(self.drafts) < self._order.count and (found := list(self._next())):
                yield from found
            barren = barren + 1 if len(self.drafts) == before else 0
            if len(self.drafts) >= self._order.count:
                return
            if barren == _BARREN:
                break
        self._pool = self._reserve
        while len(self.drafts) < self._order.count and (found := list(self._next())):
            yield from found

    def _proposals(self, attempt: int) -> Iterator[str]:
        """Candidates of one round; where the engine fails the bundled one goes on."""
        wanted = self._order.count - len(self.drafts)
        if self._order.channel.structure != "ad_set":
            wanted *= _OVERSAMPLE
        request = _varied(self._order.request, attempt)
        try:
            if self._writer is None:
                self._writer = self._engines.writer(self._order.engine, self._workspace)
            yield from self._counted(self._writer, request, wanted)
        except EngineFailed as failure:
            if self._writer is not None and self._writer.info.id == BUNDLED_WRITER:
                raise
            self._notes.append(
                (
                    N_("The engine you chose failed, so the bundled copybook took over. {reason}"),
                    {"reason": failure.text()},
                )
            )
            self._writer = self._engines.writer(BUNDLED_WRITER, self._workspace)
            yield from self._counted(self._writer, request, wanted)

    def _counted(self, writer: TextGenerator, request: CopyRequest, wanted: int) -> Iterator[str]:
        if self._order.channel.structure == "ad_set":
            writer = SetWriter(writer, self._order.brief, self._order.voice)
        for given, raw in enumerate(writer.propose(request, wanted)):
            if given >= wanted:
                return
            self._proposed += 1
            yield raw

    def _consider(self, raw: str, disliked: tuple[str, ...], earlier: tuple[str, ...]) -> None:
        """Repair and check one proposal; it joins the pool or is counted as fallen."""
        order = self._order
        calm = bool({"!", "！"} & set(order.lessons.avoid))
        text = repair(raw, order.brief, order.channel, order.voice, calm).text
        if not text or text in self._seen:
            self._fallen["duplicate"] += 1
            return
        self._seen.add(text)
        checks = check(text, order.brief, order.channel, order.voice)
        if not is_usable(checks):
            self._fall(text, checks)
            return
        language = order.brief.lang
        if nearest(text, disliked, language) >= NEAR_DUPLICATE:
            self._fallen["lesson"] += 1
            return
        if nearest(text, earlier, language) >= NEAR_DUPLICATE:
            self._fallen["duplicate"] += 1
            return
        scores = score(text, order.brief, order.channel, checks, order.voice.examples)
        if scores["total"] < QUALITY_THRESHOLD:
            self._fallen["quality"] += 1
            return
        self._admit(text, raw, checks, scores)

    def _admit(self, text: str, raw: str, checks: list[Check], scores: dict[str, float]) -> None:
        engine = self._writer.info.id if self._writer else ""
        avoided = next((w for w in self._order.lessons.avoid if w in text.lower()), "")
        candidate = Candidate(text, raw, engine, tuple(checks), scores, avoided)
        if avoided:
            # Kept in reserve: shown only where nothing else is left, and then marked.
            self._acted[avoided] += 1
            warned = Check(
                rule="lesson.avoided",
                level="warning",
                message=N_("“{wording}” is wording you turned down before."),
                params={"wording": avoided},
                span=_span(text, avoided),
            )
            self._reserve.append(replace(candidate, checks=(*candidate.checks, warned)))
        else:
            self._pool.append(candidate)
            self._usable += 1

    def _fall(self, text: str, checks: list[Check]) -> None:
        errors = dict.fromkeys(check.rule for check in checks if check.level == "error")
        self._fallen.update(errors.keys())
        if len(self._examples) < _EXAMPLES:
            self._examples.append(CheckedText(text, False, tuple(checks)))

    def _next(self) -> Iterator[Draft]:
        """Choose, store and yield one draft, if the pool holds one that is new."""
        shown = [draft.text for draft in self.drafts]
        chosen = best_next(self._pool, shown, self._order.brief.lang)
        if chosen is None:
            if self._pool:
                self._fallen["duplicate"] += len(self._pool)
            self._pool = []
            return
        self._pool = [candidate for candidate in self._pool if candidate is not chosen]
        draft = self._stored(chosen)
        self.drafts.append(draft)
        yield draft

    def _stored(self, candidate: Candidate) -> Draft:
        order = self._order
        values: dict[str, Any] = {
            "brief_id": order.brief_id,
            "brand_id": order.brand.id if order.brand else None,
            "persona_id": order.persona_id,
            "parent_id": None,
            "request": order.id,
            "origin": "engine",
            "channel": order.channel.id,
            "language": order.brief.lang,
            "text": candidate.text,
            "engine": candidate.engine,
            "seed": order.seed,
            "parameters": {"proposed": candidate.raw, "avoid": list(order.lessons.avoid)},
            "prompt_hash": _digest(order.request),
            "usable": True,
            "checks": [check.to_dict() for check in candidate.checks],
            "scores": candidate.scores,
            "position": len(self.drafts),
            "seconds": round(self._elapsed(), 3),
        }
        with self._store.writing() as db:
            return draft_from_row(rows.add_draft(db, self._workspace, values))

    def _earlier(self) -> tuple[str, ...]:
        with self._store.open() as db:
            found = rows.earlier_texts(
                db, self._workspace, self._order.brief_id, self._order.channel.id, _EARLIER
            )
        return tuple(found)

    def _finish(self) -> None:
        """Put the drafts in order of their score, in the store too, and close the report."""
        self._seconds = self._elapsed()
        self.drafts.sort(key=lambda draft: -draft.scores["total"])
        self.drafts = [replace(draft, position=i) for i, draft in enumerate(self.drafts)]
        if self.drafts:
            with self._store.writing() as db:
                rows.place_drafts(db, {draft.id: draft.position for draft in self.drafts})
        for wording, count in self._acted.items():
            self._notes.append(
                (
                    N_("Put back {count} drafts with “{wording}”, which you turned down before."),
                    {"count": count, "wording": wording},
                )
            )
        if len(self.drafts) < self._order.count:
            self._notes.append(
                (
                    N_("Found {usable} of the {asked} drafts you asked for."),
                    {"usable": len(self.drafts), "asked": self._order.count},
                )
            )

    def _elapsed(self) -> float:
        return perf_counter() - self._started


def _varied(request: CopyRequest, attempt: int) -> CopyRequest:
    """The request of a later round: another seed, and another choice among the facts, since
    texts on the same facts resemble one another."""
    if not attempt:
        return request
    seed = request.seed + 7919 * attempt
    few = max(2, -(-len(request.facts) * 3 // 5))
    facts = request.facts
    if len(facts) > few:
        chosen = sorted(random.Random(seed).sample(range(len(facts)), few))
        facts = tuple(facts[i] for i in chosen)
    return replace(request, seed=seed, facts=facts)


def _span(text: str, wording: str) -> tuple[int, int] | None:
    start = text.lower().find(wording)
    return (start, start + len(wording)) if start >= 0 else None


def _digest(request: CopyRequest) -> str:
    text = json.dumps(asdict(request), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
