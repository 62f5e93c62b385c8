"""Rows of aspect terms: which there are, and the aspect each is counted under."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlite_utils.db import Database

from core.store.readings import MARK_WORST


def terms(db: Database) -> list[str]:
    """The different terms of all readings."""
    return [term for (term,) in db.conn.execute("SELECT DISTINCT aspect FROM reading_aspects")]


def set_canonical(db: Database, pairs: Iterable[tuple[str, str]]) -> None:
    """Count every term under its aspect; pairs of term and aspect."""
    db.conn.execute("CREATE TEMP TABLE grouped (term TEXT PRIMARY KEY, aspect TEXT) WITHOUT ROWID")
    try:
        db.conn.executemany("INSERT INTO temp.grouped VALUES (?, ?)", pairs)
        db.conn.execute(
            """UPDATE reading_aspects SET canonical = g.aspect FROM temp.grouped AS g
               WHERE g.term = reading_aspects.aspect AND canonical <> g.aspect"""
        )
    finally:
        db.conn.execute("DROP TABLE temp.grouped")


def places(db: Database, terms: list[str], around: int) -> list[dict[str, Any]]:
    """Where terms stand: the row's key, the term, the text about it and where in that it is."""
    return list(
        db.query(
            """SELECT a.review_id, a.version, a.position, a.aspect,
                 substr(r.text, max(a.start - :around, 0) + 1,
                        a."end" - max(a.start - :around, 0) + :around) AS around,
                 a.start - max(a.start - :around, 0) AS at
               FROM reading_aspects AS a JOIN reviews AS r ON r.id = a.review_id
               WHERE a.aspect IN (SELECT value FROM json_each(:terms))""",
            {"around": around, "terms": json.dumps(terms)},
        )
    )


def set_canonical_at(db: Database, rows: Iterable[tuple[str, int, str, int]]) -> None:
    """Count single mentions: rows of aspect, review id, version and position."""
    db.conn.executemany(
        """UPDATE reading_aspects SET canonical = ?
           WHERE review_id = ? AND version = ? AND position = ?""",
        list(rows),
    )


def mark_worst(db: Database) -> None:
    """Choose anew the one term by which each review counts for each aspect."""
    db.conn.execute(MARK_WORST)
