"""Rows of readings and their aspects: storing them and adding them up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlite_utils.db import Database

from core.engines.types import Reading

_FROM = "FROM reviews r LEFT JOIN readings d ON d.review_id = r.id AND d.current"
_BUCKETS = {
    "day": "r.posted_on",
    "week": "date(r.posted_on, '-6 days', 'weekday 1')",
    "month": "substr(r.posted_on, 1, 7) || '-01'",
}
Where = tuple[str, dict[str, Any]]


def needed(condition: str) -> str:
    """The tables a condition speaks of; without readings a query is several times quicker."""
    return _FROM if "d." in condition else "FROM reviews r"


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


def store_readings(db: Database, version: str, readings: Iterable[tuple[int, Reading]]) -> int:
    """Store what a version read, put it in force, keep people's corrections as labels.

    Reviews that were deleted meanwhile are passed over. The number stored.
    """
    stored = 0
    for review_id, reading in readings:
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
            "INSERT INTO reading_aspects VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
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
                )
                for place, a in enumerate(reading.aspects)
            ),
        )
        stored += 1
    return stored


def totals(db: Database, where: Where) -> dict[str, Any]:
    """volume, read, negative, neutral, positive, unsure, rated and mean_rating of a selection."""
    sql, params = where
    rows = db.query(
        f"""SELECT count(*) AS volume, count(d.label) AS read,
              count(*) FILTER (WHERE d.label = 'negative') AS negative,
              count(*) FILTER (WHERE d.label = 'neutral') AS neutral,
              count(*) FILTER (WHERE d.label = 'positive') AS positive,
              count(*) FILTER (WHERE d.unsure) AS unsure,
              count(r.rating) AS rated, avg(r.rating) AS mean_rating,
              count(r.posted_on) AS dated {_FROM} WHERE {sql}""",
        params,
    )
    return next(iter(rows))


def span(db: Database, where: Where) -> tuple[str, str] | None:
    """First and last day of a selection; None when none of it is dated."""
    sql, params = where
    first, last = db.conn.execute(
        f"SELECT min(r.posted_on), max(r.posted_on) {needed(sql)} WHERE {sql}", params
    ).fetchone()
    return (first, last) if first else None


def over_time(db: Database, where: Where, unit: str) -> list[dict[str, Any]]:
    """volume, negative, neutral, positive per day, week (its Monday) or month (its first)."""
    sql, params = where
    return list(
        db.query(
            f"""SELECT {_BUCKETS[unit]} AS start, count(*) AS volume,
                  count(*) FILTER (WHERE d.label = 'negative') AS negative,
                  count(*) FILTER (WHERE d.label = 'neutral') AS neutral,
                  count(*) FILTER (WHERE d.label = 'positive') AS positive
                {_FROM} WHERE {sql} AND r.posted_on IS NOT NULL GROUP BY start ORDER BY start""",
            params,
        )
    )


def aspects(db: Database, where: Where, limit: int) -> list[dict[str, Any]]:
    """The most mentioned aspects with the reviews that speak of them, by polarity."""
    sql, params = where
    return list(
        db.query(
            f"""SELECT aspect, count(*) AS reviews,
                  sum(worst < 0) AS negative, sum(worst = 0) AS neutral, sum(worst > 0) AS positive
                FROM (SELECT a.aspect,
                        min((a.polarity = 'positive') - (a.polarity = 'negative')) AS worst
                      FROM reviews r JOIN readings d ON d.review_id = r.id AND d.current
                      JOIN reading_aspects a
                        ON a.review_id = d.review_id AND a.version = d.version
                      WHERE {sql} GROUP BY a.aspect, r.id)
                GROUP BY aspect ORDER BY reviews DESC, aspect LIMIT :limit""",
            {**params, "limit": limit},
        )
    )


def versions(db: Database, workspace: int) -> list[tuple[str, int]]:
    """The engine versions whose readings are in force, with how many, most first."""
    return db.conn.execute(
        """SELECT d.version, count(*) AS n FROM readings d JOIN reviews r ON r.id = d.review_id
           WHERE r.workspace_id = ? AND d.current GROUP BY d.version ORDER BY n DESC""",
        [workspace],
    ).fetchall()
