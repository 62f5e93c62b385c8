"""Reading reviews batch by batch, so that a stop in between loses one batch at most."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any

from core.engines.types import BUNDLED_READER, EngineSource, Reading, ReviewReader
from core.errors import EngineFailed
from core.i18n import N_, NN_
from core.reviews.aspects.grouping import aspect_in
from core.store import known_readings, readings, reviews
from core.store.store import Store

log = logging.getLogger(__name__)

BATCH = 512
FALLBACK = BUNDLED_READER
_REMEMBERED = 20_000


def read_all(
    store: Store, engines: EngineSource, workspace: int, report: Callable[..., None]
) -> dict[str, Any]:
    """Read every review that the workspace's reader, at its version, has not read yet.

    Each batch is stored in a transaction of its own; run again it goes on with what is
    missing. A text that comes again, or that this version read in another review of the
    workspace, is not read again. `report(done, total)` is called after each batch and may
    raise to stop. Returns {"read", "engine", "version", "replaced"}: `replaced` names a
    chosen engine that failed and left the rest to the bundled one. Raises EngineFailed when
    that one fails too.
    """
    reader = engines.reader(None, workspace)
    replaced = ""
    with store.writing() as db:
        readings.make_current(db, workspace, reader.version)
    with store.open() as db:
        total = readings.count_unread(db, workspace, reader.version)
    done, after = 0, 0
    known: dict[str, Reading] = {}
    report(done, total)
    while batch := _next(store, workspace, reader.version, after):
        try:
            texts = [text for _, text in batch]
            new = [text for text in dict.fromkeys(texts) if text not in known]
            with store.open() as db:
                stored = known_readings.known_readings(db, workspace, reader.version, new)
            found = _read(reader, texts, known, stored)
        except EngineFailed as error:
            if reader.info.id == FALLBACK:
                raise
            log.warning("%s reads on in place of %s: %s", FALLBACK, reader.info.id, error)
            replaced, reader, known = reader.info.id, engines.reader(FALLBACK, workspace), {}
            continue
        with store.writing() as db:
            readings.store_readings(db, reader.version, _grouped(batch, found))
        done += len(batch)
        after = batch[-1][0]
        report(done, total)
    return {
        "read": done,
        "engine": reader.info.id,
        "name": reader.info.name,
        "version": reader.version,
        "replaced": replaced,
    }


def _grouped(
    batch: list[tuple[int, str]], found: list[Reading]
) -> Iterator[tuple[int, Reading, list[str]]]:
    for (review_id, text), reading in zip(batch, found, strict=True):
        yield review_id, reading, [aspect_in(text, aspect).id for aspect in reading.aspects]


def _next(store: Store, workspace: int, version: str, after: int) -> list[tuple[int, str]]:
    with store.open() as db:
        return list(reviews.unread_texts(db, workspace, version, after, BATCH))


def _read(
    reader: ReviewReader, texts: list[str], known: dict[str, Reading], stored: dict[str, Reading]
) -> list[Reading]:
    fresh = [t for t in dict.fromkeys(texts) if t not in known and t not in stored]
    read = dict(zip(fresh, _answers(reader, fresh), strict=True)) if fresh else {}
    answers = stored | read
    found = [answers[text] if text in answers else known[text] for text in texts]
    if len(known) < _REMEMBERED:
        known.update(answers)
    return found


def _answers(reader: ReviewReader, texts: list[str]) -> Iterator[Reading]:
    found = reader.read(texts)
    if len(found) != len(texts):
        raise EngineFailed(
            NN_(
                "{engine} answered {got} of {asked} review.",
                "{engine} answered {got} of {asked} reviews.",
                len(texts),
            ),
            N_("Choose another reader on the Engines page."),
            engine=reader.info.name,
            got=len(found),
            asked=len(texts),
        )
    return iter(found)
