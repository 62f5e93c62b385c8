"""Corrections teach the reader that ships: versions, workspaces and the whole way through."""

from __future__ import annotations

import numpy as np
import pytest

from core.engines.heads import HeadOffsets
from core.store import engine_versions

pytestmark = pytest.mark.slow
TEXTS = ["The lid broke after a week.", "质量很好，物流也快。", "It is a kettle."]


def adopt(studio, heads: HeadOffsets, workspace: int = 1) -> None:
    place = f"{engine_versions.FOLDERS['reader']}/{heads.digest}.safetensors"
    path = studio.settings.home / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(heads.content)
    row = {"engine": heads.digest, "base": studio.engines.shipped_version(), "folder": place}
    metrics = {"corrections": 9, "results": {}, "reviews": []}
    with studio.store.writing() as db:
        id = engine_versions.keep(db, workspace, "reader", row, metrics)
        engine_versions.activate(db, workspace, "reader", id)


def test_adopted_heads_read_in_their_workspace_under_a_version_of_their_own(studio) -> None:
    with studio.store.writing() as db:
        db.table("workspaces").insert({"id": 2, "name": "other", "pseudonym_key": "k"})
    shipped = studio.engines.reader()
    before = shipped.read(TEXTS)
    width = studio.engines.shipped_scores(TEXTS[:1]).pooled.shape[1]
    bias = np.array([0, 0, 50], np.float32)
    adopt(studio, HeadOffsets(np.zeros((width, 3), np.float32), bias))
    taught = studio.engines.reader()
    assert [reading.sentiment for reading in taught.read(TEXTS)] == ["positive"] * 3
    assert [reading.aspects for reading in taught.read(TEXTS)] == [r.aspects for r in before]
    assert taught.info.id == "bundled-reader"
    assert taught.version != shipped.version == studio.engines.shipped_version()
    assert studio.engines.version() == taught.version
    assert studio.engines.reader("bundled-reader").version == taught.version
    other = studio.engines.reader(None, 2)
    assert other.version == shipped.version
    assert other.read(TEXTS) == before
    studio.teaching.use(None)
    assert studio.engines.reader().read(TEXTS) == before


def test_reviews_are_read_again_under_the_new_version(studio, inline_jobs) -> None:
    studio.reviews.import_paste("\n".join(TEXTS))
    studio.reviews.start_reading()
    width = studio.engines.shipped_scores(TEXTS[:1]).pooled.shape[1]
    adopt(studio, HeadOffsets(np.zeros((width, 3), np.float32), np.array([0, 50, 0], np.float32)))
    studio.reviews.start_reading(again=True)
    assert studio.reviews.versions() == [(studio.engines.version(), 3)]
    assert {row.sentiment for row in studio.reviews.rows().rows} == {"neutral"}


def test_the_shipped_reader_learns_through_the_gate_or_says_why_not(studio) -> None:
    things = ("board", "deck", "jacket", "helmet", "shoes", "beanie", "hoodie", "ramp")
    texts = [f.format(t) for t in things for f in ("This {} is sick!", "Totally sick {}, again.")]
    studio.reviews.import_paste("\n".join(texts))
    for row in studio.reviews.rows(limit=50).rows:
        studio.reviews.correct(row.id, "positive")
    learnt = studio.teaching.learn()
    assert learnt.corrections == 16
    assert learnt.results["en"]["total"] + learnt.results["zh"]["total"] >= 400
    assert learnt.results["held out"]["total"] == 3
    worse = [name for name, r in learnt.results.items() if r["after"] < r["before"]]
    assert not (learnt.adopted and worse)
    assert (studio.engines.heads() is not None) == learnt.adopted
    if learnt.adopted:
        new = ["Man, what a sick scooter", "Sick! The coat came today", "that mug is super sick"]
        assert [r.sentiment for r in studio.engines.reader().read(new)] == ["positive"] * 3
