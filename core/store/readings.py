"""Rows of readings and their aspects: storing them and putting them in force."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlite_utils.db import Database

from core.engines.types import Reading

MARK_WORST = """UPDATE reading_aspects SET worst = position =
    (SELECT b.position FROM reading_aspects AS b
     WHERE b.review_id = reading_aspects.review_id AND b.version = reading_aspects.version
       AND b.canonical = reading_aspects.canonical
     ORDER BY (b.polarity = 'positive') - (b.polarity = 'negative'), b.position LIMIT 1)"""


def count_unread(db: Database, workspace: int, version: str | None = None) -> int:
    """Reviews that no engine has read, or that this version has not."""
    test = "d.version = :version" if version else "d.current"
    return db.conn.execute(
        f"""SELECT count(*) FROM reviews AS r WHERE r.workspace_id = :workspace AND NOT EXISTS
              (SELECT 1 FROM readings AS d WHERE d.review_id = r.id AND {test})""",
        {"workspace": workspace, "version": version},
    ).fetchone()[0]


def make_current(db: Database, workspace: int, version: str) -> int:
    """Put the readings of a version in force wherever it has read; how many changed."""
    read = """SELECT d.review_id FROM readings AS d JOIN reviews AS r ON r.id = d.review_id
              WHERE r.workspace_id = ? AND d.version = ? AND NOT d.current"""
    db.conn.execute(
        f"UPDATE readings SET current = 0 WHERE current AND review_id IN ({read})",
        [workspace, version],
    )
    cursor = db.conn.execute(
        """UPDATE readings SET current = 1 WHERE version = ? AND NOT current
            AND review_id IN (SELECT id FROM reviews WHERE workspace_id = ?)""",
        [version, workspace],
    )
    return cursor.rowcount


def store_readings(
    db: Database, version: str, readings: Iterable[tuple[int, Reading, Sequence[str]]]
) -> int:
    """Store what a version read, put it in force, keep people's corrections as labels.

    Beside each reading stand the ids that its aspects are counted under. Reviews that were
    deleted meanwhile are passed over. The number stored.
    """
    stored = 0
    for review_id, reading, canonicals in readings:
        found = db.conn.execute(
            """SELECT (SELECT value FROM corrections WHERE review_id = reviews.id
                         AND field = 'sentiment' ORDER BY id DESC LIMIT 1)
               FROM reviews WHERE id = ?""",
            [review_id],
        ).fetchone()
        if found is None:
            continue
        db.conn.execute(
            "UPDATE readings SET current = 0 WHERE review_id = ? AND current", [review_id]
        )
        db.conn.execute(
            """INSERT INTO readings (review_id, version, current, sentiment, label, polarity,
                 confidence, unsure, emotion) VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?)""",
            [
                review_id,
                version,
                reading.sentiment,
                found[0] or reading.sentiment,
                reading.polarity,
                reading.confidence,
                int(reading.unsure),
                reading.emotion,
            ],
        )
        db.conn.executemany(
            "INSERT INTO reading_aspects VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
            (
                (
                    review_id,
                    version,
                    place,
                    a.aspect.lower(),
                    a.polarity,
                    a.confidence,
                    a.start,
                    a.end,
                    canonical,
                )
                for place, (a, canonical) in enumerate(
                    zip(reading.aspects, canonicals, strict=True)
                )
            ),
        )
        db.conn.execute(f"{MARK_WORST} WHERE review_id = ? AND version = ?", [review_id, version])
        stored += 1
    return stored
