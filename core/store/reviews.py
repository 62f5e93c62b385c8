"""Rows of sources, reviews and corrections: bringing them in, finding and showing them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlite_utils.db import Database

from core.store.blocks import block_versions
from core.store.insights import first_by
from core.store.selections import Selection

# Fields of core.reviews.cleaning.Cleaned, in its order.
_COLUMNS = (
    "digest",
    "text",
    "language",
    "posted_on",
    "rating",
    "product",
    "origin",
    "country",
    "customer_key",
    "terms",
)
_STORED = ", ".join(_COLUMNS[:-1])


def _day(selection: Selection) -> NDArray[Any]:
    days = selection.of("day").astype(np.float64)
    return np.where(days > 0, days, np.nan)


# What each order sorts by, smallest first, and whether of equal ones the newest come first.
_ORDERS: dict[str, tuple[Callable[[Selection], NDArray[Any]], bool]] = {
    "newest": (lambda selection: -_day(selection), True),
    "oldest": (_day, False),
    "worst": (lambda selection: selection.of("polarity"), True),
    "best": (lambda selection: -selection.of("polarity"), True),
    "least sure": (lambda selection: selection.of("confidence"), True),
}


@contextmanager
def incoming(db: Database) -> Iterator[Database]:
    """A table beside the database for rows on their way in; it locks nobody out."""
    db.conn.execute(f"CREATE TEMP TABLE incoming ({', '.join(_COLUMNS)}, UNIQUE (digest))")
    try:
        yield db
    finally:
        db.conn.execute("DROP TABLE temp.incoming")


def put_incoming(db: Database, rows: Iterable[Any]) -> int:
    """Add rows not seen before in this import; how many were new."""
    before = db.conn.total_changes
    marks = ", ".join("?" for _ in _COLUMNS)
    db.conn.executemany(
        f"INSERT OR IGNORE INTO temp.incoming VALUES ({marks})", map(attrgetter(*_COLUMNS), rows)
    )
    return db.conn.total_changes - before


def incoming_ratings(db: Database) -> dict[float, int]:
    """How often each rating comes."""
    return dict(
        db.conn.execute(
            "SELECT rating, count(*) FROM temp.incoming WHERE rating IS NOT NULL GROUP BY rating"
        ).fetchall()
    )


def drop_incoming_ratings(db: Database, above: float) -> None:
    db.conn.execute("UPDATE temp.incoming SET rating = NULL WHERE rating > ?", [above])


def undated_incoming(db: Database) -> int:
    return db.conn.execute("SELECT count(*) FROM temp.incoming WHERE posted_on IS NULL").fetchone()[
        0
    ]


def take_in(
    db: Database, workspace: int, source: dict[str, Any], rating_scale: float
) -> tuple[int, int]:
    """Store a source and its incoming rows that the workspace lacks: (source id, rows added).

    `source` has name, digest and mapping; one with the digest of an earlier import is that
    import. Ratings are multiplied by `rating_scale`. To be called inside a transaction.
    """
    source_id = db.conn.execute(
        "INSERT INTO sources (workspace_id, kind, name, digest, mapping) "
        "VALUES (?, 'reviews', ?, ?, ?) "
        "ON CONFLICT (workspace_id, kind, digest) DO UPDATE SET name = excluded.name RETURNING id",
        [workspace, source["name"], source["digest"], json.dumps(source["mapping"])],
    ).fetchone()[0]
    newest = db.conn.execute("SELECT coalesce(max(id), 0) FROM reviews").fetchone()[0]
    taken = _STORED.replace("rating", "round(rating * :scale, 2)")
    cursor = db.conn.execute(
        f"""INSERT INTO reviews (workspace_id, source_id, {_STORED})
            SELECT :workspace, :source, {taken} FROM temp.incoming AS i
            WHERE NOT EXISTS (SELECT 1 FROM reviews AS r
                              WHERE r.workspace_id = :workspace AND r.digest = i.digest)
            ORDER BY i.rowid""",
        {"workspace": workspace, "source": source_id, "scale": rating_scale},
    )
    added = cursor.rowcount
    db.conn.execute(
        """INSERT INTO reviews_terms (rowid, terms)
           SELECT r.id, i.terms FROM reviews AS r JOIN temp.incoming AS i ON i.digest = r.digest
           WHERE r.source_id = ? AND r.id > ? ORDER BY r.id""",
        [source_id, newest],
    )
    return source_id, added


def set_report(db: Database, source_id: int, report: dict[str, Any]) -> None:
    db.conn.execute("UPDATE sources SET report = ? WHERE id = ?", [json.dumps(report), source_id])


def source_by_digest(db: Database, workspace: int, digest: str) -> dict[str, Any] | None:
    found = db.query(
        "SELECT * FROM sources WHERE workspace_id = ? AND kind = 'reviews' AND digest = ?",
        [workspace, digest],
    )
    return next(iter(found), None)


def sources(db: Database, workspace: int) -> list[dict[str, Any]]:
    """Imports of reviews, newest first, with how many of their reviews are still there."""
    return list(
        db.query(
            """SELECT s.id, s.name, s.created_at,
                 (SELECT count(*) FROM reviews WHERE source_id = s.id) AS reviews
               FROM sources AS s WHERE workspace_id = ? AND kind = 'reviews' ORDER BY s.id DESC""",
            [workspace],
        )
    )


def delete_source(db: Database, workspace: int, source_id: int) -> bool:
    """Delete an import with its reviews and their readings; false when there is none."""
    cursor = db.conn.execute(
        "DELETE FROM sources WHERE workspace_id = ? AND kind = 'reviews' AND id = ?",
        [workspace, source_id],
    )
    return cursor.rowcount > 0


def page(
    db: Database, selection: Selection, order: str, limit: int, offset: int
) -> list[dict[str, Any]]:
    """Reviews with their current reading in one of the orders newest, oldest, worst, best,
    least sure; texts cut to 400 characters."""
    key, newest = _ORDERS[order]
    rows = first_by(selection.rows, key(selection), offset + limit, newest)[offset:]
    ids = selection.columns["id"][rows].tolist()
    found = db.query(
        """SELECT r.id, substr(r.text, 1, 400) AS text, r.language, r.posted_on, r.rating,
              r.product, r.origin, r.country, d.label AS sentiment, d.polarity, d.confidence,
              d.unsure, d.emotion
            FROM reviews r LEFT JOIN readings d ON d.review_id = r.id AND d.current
            WHERE r.id IN (SELECT value FROM json_each(?))""",
        [json.dumps(ids)],
    )
    by_id = {row["id"]: row for row in found}
    return [by_id[id] for id in ids if id in by_id]


def revision(db: Database) -> str:
    """A word that differs whenever reviews, their current readings, mentions or themes do, or
    what people corrected."""
    versions = json.dumps(block_versions(db))
    corrected = db.conn.execute("SELECT coalesce(max(id), 0) FROM corrections").fetchone()[0]
    return f"{sha256(versions.encode()).hexdigest()[:32]}-{corrected}"


def get(db: Database, workspace: int, review_id: int) -> dict[str, Any] | None:
    """One review with its current reading (None fields where unread) and its import's name."""
    found = db.query(
        """SELECT r.*, s.name AS source, d.version, d.sentiment AS read_sentiment,
             d.label AS sentiment, d.polarity, d.confidence, d.unsure, d.emotion
           FROM reviews r JOIN sources s ON s.id = r.source_id
           LEFT JOIN readings d ON d.review_id = r.id AND d.current
           WHERE r.workspace_id = ? AND r.id = ?""",
        [workspace, review_id],
    )
    return next(iter(found), None)


def aspects_of(db: Database, review_id: int, version: str) -> list[dict[str, Any]]:
    """The aspects of one reading in the order they stand in the text."""
    return list(
        db.query(
            """SELECT aspect, polarity, confidence, start, "end" FROM reading_aspects
               WHERE review_id = ? AND version = ? ORDER BY position""",
            [review_id, version],
        )
    )


def corrections(db: Database, review_id: int) -> list[dict[str, Any]]:
    """What people corrected, oldest first."""
    return list(
        db.query(
            """SELECT field, value, voter, created_at FROM corrections
               WHERE review_id = ? ORDER BY id""",
            [review_id],
        )
    )


def correct(db: Database, review_id: int, sentiment: str, voter: str) -> None:
    """Append a correction and make it the label of the review's readings."""
    db.conn.execute(
        "INSERT INTO corrections (review_id, field, value, voter) VALUES (?, 'sentiment', ?, ?)",
        [review_id, sentiment, voter],
    )
    db.conn.execute("UPDATE readings SET label = ? WHERE review_id = ?", [sentiment, review_id])


def unread_texts(
    db: Database, workspace: int, version: str, after: int, limit: int
) -> Sequence[tuple[int, str]]:
    """(id, text) of reviews past id `after` that this version has not read, by id."""
    return db.conn.execute(
        """SELECT r.id, r.text FROM reviews AS r
           WHERE r.workspace_id = ? AND r.id > ? AND NOT EXISTS
             (SELECT 1 FROM readings AS d WHERE d.review_id = r.id AND d.version = ?)
           ORDER BY r.id LIMIT ?""",
        [workspace, after, version, limit],
    ).fetchall()
