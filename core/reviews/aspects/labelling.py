"""Looking for a person's labels in the reviews, batch by batch, from where each was left."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.engines.types import BUNDLED_READER, Describer, EngineSource, ReviewReader
from core.errors import EngineFailed, InputRejected
from core.i18n import N_
from core.reviews.aspects.clauses import Clause, clauses
from core.reviews.aspects.matching import Matcher
from core.reviews.aspects.taught import NEGATIVES, Classifier, Estimate, learn
from core.store import labels as rows
from core.store.store import Store

BATCH = 256
_SEED = 20261122
_REMEMBERED = 20_000
_CLAUSES_AT_ONCE = 1000


@dataclass(frozen=True)
class _Found:
    review_id: int
    label_id: int
    clause: Clause
    confidence: float
    marks: list[tuple[int, int]]


@dataclass
class _Label:
    """A label at work: `find` says for clauses how sure they have it and which words say so."""

    id: int
    version: str
    read_to: int
    matcher: Matcher | None
    classifier: Classifier | None


class _Polarities:
    """How clauses were read: by the workspace's reader, and from its first failure on by the
    bundled one. A clause that comes again is not read again."""

    def __init__(self, reader: ReviewReader, engines: EngineSource, workspace: int) -> None:
        self._reader = reader
        self._engines = engines
        self._workspace = workspace
        self._known: dict[str, str] = {}

    def of(self, texts: Sequence[str]) -> dict[str, str]:
        """The sentiment of each text. Raises EngineFailed where no reader answers."""
        fresh = list(dict.fromkeys(text for text in texts if text not in self._known))
        if not fresh:
            return self._known
        try:
            readings = self._reader.read(fresh)
        except EngineFailed:
            if self._reader.info.id == BUNDLED_READER:
                raise
            self._reader = self._engines.reader(BUNDLED_READER, self._workspace)
            readings = self._reader.read(fresh)
        if len(self._known) > _REMEMBERED:
            self._known = {text: self._known[text] for text in texts if text in self._known}
        self._known.update((t, r.sentiment) for t, r in zip(fresh, readings, strict=True))
        return self._known


def learn_label(
    store: Store,
    engine: Describer,
    workspace: int,
    examples: Sequence[tuple[str, int | None]],
    seed: int = _SEED,
) -> tuple[Classifier, Estimate]:
    """A classifier from example clauses against clauses drawn from the other reviews.

    Raises InputRejected for fewer than three other clauses per example; 200 are enough for
    any number of examples.
    """
    texts = [text for text, _ in examples]
    from_reviews = {review_id for _, review_id in examples}
    known = {text.casefold() for text in texts}
    with store.open() as db:
        drawn = rows.sample(db, workspace, seed, NEGATIVES)
    per_review = [clauses(text) for id, text in drawn if id not in from_reviews]
    others = [c.text for found in per_review for c in found if c.text.casefold() not in known]
    others = list(dict.fromkeys(others))
    if len(others) < min(3 * len(texts), NEGATIVES // 2):
        raise InputRejected(
            N_("There are too few reviews to tell these examples from."),
            N_("Add more reviews first; a few dozen are enough."),
        )
    others = others[:: len(others) // NEGATIVES + 1]
    features = engine.features([*texts, *others])
    split = len(texts)
    return learn(texts, others, features[:split], features[split:], engine.version)


def label_all(
    store: Store, engines: EngineSource, workspace: int, report: Callable[..., None]
) -> dict[str, Any]:
    """Look for every label in the reviews it has not been looked for in.

    A label begins again where the reader, or for a taught one the bundled reader it knows,
    has another version; that one is learnt again from its examples. Each batch is stored in
    a transaction of its own. `report(done, total)` is called after each and may raise to
    stop. What is made or changed meanwhile is looked for afterwards. Returns {"labelled":
    reviews looked at}.
    """
    done = 0
    while True:
        looked = _look(store, engines, workspace, done, report)
        if not looked:
            return {"labelled": done}
        done += looked


def _look(
    store: Store, engines: EngineSource, workspace: int, before: int, report: Callable[..., None]
) -> int:
    """Look once for the labels there are, after `before` reviews; how many were looked at."""
    with store.open() as db:
        stored = rows.all_of(db, workspace)
    if not stored:
        return 0
    reader = engines.reader(None, workspace)
    engine = engines.describer()
    ready = (_ready(store, row, reader, engine, workspace) for row in stored)
    labels = [label for label in ready if label is not None]
    after = min((label.read_to for label in labels), default=0)
    with store.open() as db:
        due = rows.count_after(db, workspace, after)
    done = 0
    polarities = _Polarities(reader, engines, workspace)
    if labels and due:
        report(before, before + due)
    # One that was changed or deleted meanwhile leaves the list.
    while labels:
        with store.open() as db:
            batch = rows.texts_after(db, workspace, after, BATCH)
        if not batch:
            break
        after = batch[-1][0]
        _label_batch(store, labels, batch, polarities, engine)
        done += len(batch)
        report(before + done, before + due)
    return done


def _label_batch(
    store: Store,
    labels: list[_Label],
    batch: list[tuple[int, str]],
    polarities: _Polarities,
    engine: Describer,
) -> None:
    last = batch[-1][0]
    due = [label for label in labels if label.read_to < last]
    pieces = [(id, clause) for id, text in batch for clause in clauses(text)]
    found = _find(due, pieces, engine)
    read = polarities.of([f.clause.text for f in found])
    with store.writing() as db:
        for label in due:
            if rows.advance(db, label.id, label.version, label.read_to, last):
                mine = [f for f in found if f.label_id == label.id and f.review_id > label.read_to]
                rows.add_hits(db, (_row(f, read[f.clause.text]) for f in mine))
                label.read_to = last
            else:
                # Someone changed or deleted it.
                labels.remove(label)


def _find(
    labels: list[_Label], pieces: list[tuple[int, Clause]], engine: Describer
) -> list[_Found]:
    """Where the labels are in clauses; a thousand at a time, to bound the memory."""
    found: list[_Found] = []
    for at in range(0, len(pieces), _CLAUSES_AT_ONCE):
        found += _find_among(labels, pieces[at : at + _CLAUSES_AT_ONCE], engine)
    return found


def _find_among(
    labels: list[_Label], pieces: list[tuple[int, Clause]], engine: Describer
) -> list[_Found]:
    found: list[_Found] = []
    texts = [clause.text for _, clause in pieces]
    taught = [label for label in labels if label.classifier is not None]
    features = engine.features(texts) if taught else np.zeros((0, 0))
    for label in labels:
        if label.classifier is not None:
            sure = label.classifier.confidence(texts, features)
            for i in np.flatnonzero(sure >= 0.5):
                found.append(_Found(pieces[i][0], label.id, pieces[i][1], float(sure[i]), []))
        elif label.matcher is not None:
            for id, clause in pieces:
                if marks := label.matcher.find(clause.text):
                    found.append(_Found(id, label.id, clause, 1.0, marks))
    return found


def _row(found: _Found, polarity: str) -> tuple[Any, ...]:
    start = found.clause.start
    marks = json.dumps([[start + a, start + b] for a, b in found.marks])
    place = (found.review_id, found.label_id, start, found.clause.end)
    return (*place, polarity, found.confidence, marks)


def _ready(
    store: Store, row: dict[str, Any], reader: ReviewReader, engine: Describer, workspace: int
) -> _Label | None:
    """A label to work with, begun again where it was found by other versions; None for one
    that would have to be learnt again and has lost its examples, or what to tell them from."""
    taught = row["how"] == "taught"
    version = f"{reader.version}+{engine.version}" if taught else reader.version
    model = json.loads(row["model"])
    if taught and model["version"] != engine.version:
        with store.open() as db:
            examples = rows.examples(db, row["id"])
        if not examples:
            return None
        try:
            classifier, _ = learn_label(store, engine, workspace, examples)
        except InputRejected:
            return None
        model = classifier.to_dict() | {"estimate": model.get("estimate")}
        with store.writing() as db:
            rows.set_model(db, row["id"], model)
    if row["version"] != version:
        with store.writing() as db:
            rows.begin_again(db, row["id"], version)
        row = row | {"read_to": 0}
    return _Label(
        id=row["id"],
        version=version,
        read_to=row["read_to"],
        matcher=None if taught else Matcher(json.loads(row["words"])),
        classifier=Classifier.from_dict(model) if taught else None,
    )
