"""The narrow table of facts holds what reviews and their readings in force say, always."""

from __future__ import annotations

import pytest
from sqlite_utils import Database

from core.store.migrations import migrations

_FACTS = """SELECT id, posted_on, rating, product, version, label, confidence, unsure, emotion
            FROM _review_facts ORDER BY id"""
_TRUTH = """SELECT r.id, r.posted_on, r.rating, r.product, d.version, d.label, d.confidence,
              d.unsure, d.emotion
            FROM reviews r LEFT JOIN readings d ON d.review_id = r.id AND d.current ORDER BY r.id"""


def add(db, id: int) -> None:
    db.conn.execute(
        """INSERT INTO reviews (id, workspace_id, source_id, digest, text, language, rating)
           VALUES (?, 1, 1, ?, 'x', 'en', 4)""",
        [id, str(id)],
    )


def read(db, id: int, version: str, label: str) -> None:
    db.conn.execute("UPDATE readings SET current = 0 WHERE review_id = ? AND current", [id])
    db.conn.execute(
        """INSERT INTO readings (review_id, version, current, sentiment, label, polarity,
             confidence, unsure) VALUES (?, ?, 1, ?, ?, 0.5, 0.9, 0)""",
        [id, version, label, label],
    )


@pytest.fixture
def sourced(store):
    with store.writing() as db:
        db.conn.execute(
            """INSERT INTO sources (id, workspace_id, kind, name, digest)
               VALUES (1, 1, 'reviews', 'x', 'x')"""
        )
    return store


@pytest.mark.parametrize(
    "change",
    [
        "SELECT 1",
        "UPDATE readings SET label = 'neutral' WHERE review_id = 1",
        "UPDATE readings SET current = 0",
        "UPDATE readings SET current = (version = 'v1') WHERE review_id = 9",
        "DELETE FROM readings WHERE review_id = 2",
        "DELETE FROM readings WHERE version = 'v1'",
        "DELETE FROM reviews WHERE id = 1",
        "UPDATE reviews SET product = 'Kettle', posted_on = '2026-01-02', rating = NULL",
        "DELETE FROM sources",
    ],
)
def test_facts_follow_every_change(sourced, change: str) -> None:
    with sourced.writing() as db:
        for id in (1, 2, 3):
            add(db, id)
        for id in (1, 2):
            read(db, id, "v1", "negative")
        read(db, 1, "v2", "positive")
        db.conn.execute(change)
    with sourced.open() as db:
        facts = db.conn.execute(_FACTS).fetchall()
        assert facts == db.conn.execute(_TRUTH).fetchall()


def test_an_older_file_brings_its_reviews_along(tmp_path) -> None:
    db = Database(tmp_path / "old.db")
    migrations.apply(db, stop_before="m007_insights")
    db.conn.execute(
        """INSERT INTO sources (id, workspace_id, kind, name, digest)
           VALUES (1, 1, 'reviews', 'x', 'x')"""
    )
    add(db, 1)
    read(db, 1, "v1", "negative")
    add(db, 2)
    migrations.apply(db)
    assert db.conn.execute(_FACTS).fetchall() == db.conn.execute(_TRUTH).fetchall()
    assert db.conn.execute("SELECT count(label) FROM _review_facts").fetchone()[0] == 1
