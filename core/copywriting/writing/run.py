"""One request being written: propose, repair, check, rank, store, in a stream."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Generator, Iterator
from contextlib import closing, suppress
from dataclasses import asdict, replace
from itertools import islice
from time import perf_counter
from typing import Any

from core.copywriting.draft import Draft, Note, WriteReport
from core.copywriting.library.library import draft_from_row
from core.copywriting.measures.similarity import NEAR_DUPLICATE, nearest
from core.copywriting.writing.calls import Calls
from core.copywriting.writing.pieces import PieceWriter
from core.copywriting.writing.planning import Plan
from core.copywriting.writing.rank import Candidate, best_next, most_promising, openings_mixed
from core.copywriting.writing.requests import WriteOrder, trying, varied
from core.copywriting.writing.sets import SetWriter
from core.copywriting.writing.sieve import Sieve
from core.engines.types import BUNDLED_WRITER, CopyRequest, EngineSource, TextGenerator
from core.errors import EngineFailed
from core.i18n import N_, NN_
from core.store import drafts as rows
from core.store.store import Store

_ROUNDS = 6
_OVERSAMPLE = 3
# Asked for one draft, an engine is given more than three tries.
_LEAST_WANTED = 6
_BARREN = 2
"""Rounds in a row that bring nothing new after which no more is asked."""
# A draft is chosen from at least this many usable candidates, and from two more each time,
# so that the first appears early and the later ones have been compared.
_CHOICE = 3
# What is known of a taste can only tell where there is something to choose from.
_CHOICE_BY_TASTE = 16
_AMPLE = 300
"""Proposals that a known taste chooses from, where the engine brings so many at once."""
_EARLIER = 200


class WriteRun:
    """Iterate once to write; drafts are stored the moment they are yielded.

    `drafts` holds what was found so far; after the last, in order of their worth: the total score,
    moved by what thumbs and edits taught and by the order in which the writer brought them.
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
        self._sieve = Sieve(order) if order.repeatable else Sieve(order, *self._earlier())
        self._worth: dict[int, float] = {}
        self._tried: dict[str, dict[str, str]] = {}
        self._calls = Calls()
        self._plans: dict[str, Plan] = {}
        self._notes: list[Note] = list(order.notes)
        self._writer: TextGenerator | None = None
        self._took_over = False
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
            proposed=self._sieve.proposed,
            fallen=dict(self._sieve.fallen.most_common()),
            seconds=round(seconds, 3),
            notes=tuple(self._notes),
            examples=tuple(self._sieve.examples),
        )

    def _written(self) -> Iterator[Draft]:
        yield from self._rounds()
        if not self._enough and self._writer and self._writer.info.leads is not None:
            self._writer = self._engines.writer(BUNDLED_WRITER, self._workspace)
            yield from self._rounds()
        self._sieve.pool = self._sieve.reserve
        yield from self._rest()

    def _rounds(self) -> Iterator[Draft]:
        """The drafts of one writer, asked again and again while that brings something new."""
        barren = 0
        for attempt in range(_ROUNDS):
            before = len(self.drafts)
            yield from self._sifted(self._proposals(attempt))
            if not attempt and not self._enough:
                yield from self._sifted(self._mended())
            barren = barren + 1 if len(self.drafts) == before else 0
            if self._enough or barren == _BARREN:
                return

    @property
    def _choice(self) -> int:
        return _CHOICE if self._order.taste.silent else _CHOICE_BY_TASTE

    @property
    def _enough(self) -> bool:
        return len(self.drafts) >= self._order.count

    def _sifted(self, proposals: Generator[str, None, None]) -> Iterator[Draft]:
        """The drafts that proposals bring, the first before the last proposal is there."""
        with closing(proposals):
            for raw in proposals:
                if self._took_over:
                    # What the engine that failed had brought is kept before others compete.
                    self._took_over = False
                    yield from self._rest()
                self._sieve.consider(raw, self._writer.info.id if self._writer else "")
                if self._sieve.usable >= self._choice + 2 * len(self.drafts):
                    yield from self._next()
                if self._enough:
                    return
        yield from self._rest()

    def _rest(self) -> Iterator[Draft]:
        while not self._enough and (found := list(self._next())):
            yield from found

    def _proposals(self, attempt: int) -> Generator[str, None, None]:
        """Candidates of one round; where the engine fails the bundled one goes on."""
        wanted = self._order.count - len(self.drafts)
        request = varied(self._order.request, attempt, not self._order.channel.sections)
        if not self._order.composed:
            wanted = max(_LEAST_WANTED, _OVERSAMPLE * wanted)
        try:
            if self._writer is None:
                self._writer = self._first()
            yield from self._asked(self._writer, request, wanted)
            if self._writer.info.leads is not None and not self._order.taste.silent:
                # A known taste chooses among what both can say.
                self._writer = self._engines.writer(BUNDLED_WRITER, self._workspace)
                yield from self._asked(self._writer, request, wanted)
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
            self._took_over = True
            yield from self._asked(self._writer, request, wanted)

    def _first(self) -> TextGenerator:
        """The writer asked for, the bundled one where that leaves the channel to it."""
        writer = self._engines.writer(self._order.engine, self._workspace)
        leads, request = writer.info.leads, self._order.request
        like = request.options.get("like", request.channel)
        if leads is None or f"{request.language}/{like}" in leads:
            return writer
        return self._engines.writer(BUNDLED_WRITER, self._workspace)

    def _mended(self) -> Generator[str, None, None]:
        """What fell, written again by an engine that heeds why; one call and no more."""
        writer, fell = self._writer, self._sieve.rejected
        if writer is None or not fell or "rejected" not in writer.info.obeys:
            return
        if self._order.composed:
            return
        # Where this fails, the next round asks again and says so.
        with suppress(EngineFailed):
            yield from self._asked(writer, replace(self._order.request, rejected=fell), len(fell))

    def _asked(
        self, writer: TextGenerator, request: CopyRequest, wanted: int
    ) -> Generator[str, None, None]:
        order = self._order
        request = trying(request, self._levels(writer))
        writer = self._calls.watched(writer)
        if writer.info.ample and not order.taste.silent and not order.composed:
            every = list(islice(writer.propose(replace(request, alike=True), _AMPLE), _AMPLE))
            best_first = openings_mixed(most_promising(every, order.taste))
            yield from filter(self._is_new, best_first)
            return
        if order.channel.structure == "ad_set":
            writer = SetWriter(writer, order.brief, order.voice, order.channel)
        if order.channel.sections:
            writer = self._piece_writer(writer)
        for given, raw in enumerate(writer.propose(request, wanted)):
            if given >= wanted:
                return
            yield raw

    def _is_new(self, text: str) -> bool:
        """Whether a text says something else than the drafts of this run so far."""
        shown = (draft.text for draft in self.drafts)
        return nearest(text, shown, self._order.brief.lang) < NEAR_DUPLICATE

    def _levels(self, writer: TextGenerator) -> dict[str, str]:
        """What is tried with a writer, by factor: the same in every call of the run."""
        if writer.info.id not in self._tried:
            self._tried[writer.info.id] = self._order.tried(writer.info.obeys)
        return self._tried[writer.info.id]

    def _piece_writer(self, writer: TextGenerator) -> PieceWriter:
        order = self._order
        bundled = self._engines.writer(BUNDLED_WRITER, self._workspace)
        return PieceWriter(
            writer,
            bundled,
            order.brief,
            order.voice,
            order.channel,
            plans=self._plans,
            written=self._sieve.written,
        )

    def _plan(self, candidate: Candidate) -> dict[str, Any]:
        plan = self._plans.get(candidate.raw)
        return {"plan": plan.to_dict()} if plan else {}

    def _next(self) -> Iterator[Draft]:
        """Choose, store and yield one draft, if the pool holds one that is new."""
        shown = [draft.text for draft in self.drafts]
        chosen = best_next(self._sieve.pool, shown, self._order.brief.lang)
        if chosen is None:
            self._sieve.drop_repeats()
            return
        self._sieve.take(chosen)
        draft = self._stored(chosen)
        self._worth[draft.id] = chosen.worth
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
            "parameters": {
                "proposed": candidate.raw,
                "avoid": list(order.lessons.avoid),
                "chosen": self._tried.get(candidate.engine, {}),
                "channel": order.channel.to_dict(),
                **self._plan(candidate),
                **({"heard": [item.to_dict() for item in order.heard]} if order.heard else {}),
            },
            "prompt_hash": _digest(order.request),
            "usable": True,
            "checks": [check.to_dict() for check in candidate.checks],
            "scores": candidate.scores,
            "position": len(self.drafts),
            "seconds": round(self._elapsed(), 3),
        }
        with self._store.writing() as db:
            return draft_from_row(rows.add_draft(db, self._workspace, values))

    def _earlier(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The texts for this brief and channel, and those of the workspace in this language."""
        order = self._order
        with self._store.open() as db:
            same = rows.earlier_texts(
                db, self._workspace, order.brief_id, order.channel.id, _EARLIER
            )
            written = rows.latest_texts(db, self._workspace, order.brief.lang, _EARLIER)
        return tuple(same), tuple(written)

    def _finish(self) -> None:
        """Put the drafts in order of their worth, in the store too, and close the report."""
        self._seconds = self._elapsed()
        self.drafts.sort(key=lambda draft: -self._worth[draft.id])
        self.drafts = [replace(draft, position=i) for i, draft in enumerate(self.drafts)]
        if self.drafts:
            with self._store.writing() as db:
                rows.place_drafts(db, {draft.id: draft.position for draft in self.drafts})
        self._calls.keep(self._store, self._workspace, self.id, "write")
        self._notes += self._sieve.notes
        if self._order.request.options.get("framework") and not self._obeys("framework"):
            self._notes.append((N_("The engine that wrote does not follow a framework."), {}))
        if self._order.heard and self._writer and not self._obeys("talking_points"):
            self._notes.append(
                (N_("The engine that wrote does not take up customers' phrases."), {})
            )
        asked = self._order.count
        if len(self.drafts) < asked:
            said = NN_(
                "Found {usable} of the {asked} draft you asked for.",
                "Found {usable} of the {asked} drafts you asked for.",
                asked,
            )
            self._notes.append((said, {"usable": len(self.drafts), "asked": asked}))

    def _obeys(self, option: str) -> bool:
        return bool(self._writer and option in self._writer.info.obeys)

    def _elapsed(self) -> float:
        return perf_counter() - self._started


def _digest(request: CopyRequest) -> str:
    text = json.dumps(asdict(request), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
