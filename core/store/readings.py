"""Rows of readings and their aspects: storing them and adding them up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlite_utils.db import Database

from core.engines.types import Reading
from core.store.insights import on_facts

JOINED = "FROM reviews r LEFT JOIN readings d ON d.review_id = r.id AND d.current"
# Adding up needs no texts: see core.store.insight_tables.
_FACTS = "FROM _review_facts AS r"
_BUCKETS = {
    "day": "r.posted_on",
    "week": "date(r.posted_on, '-6 days', 'weekday 1')",
    "month": "substr(r.posted_on, 1, 7) || '-01'",
}
Where = tuple[str, dict[str, Any]]

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


def totals(db: Database, where: Where) -> dict[str, Any]:
    """volume, read, negative, neutral, positive, unsure, rated and mean_rating of a selection."""
    sql, params = on_facts(where)
    rows = db.query(
        f"""SELECT count(*) AS volume, count(r.label) AS read,
              count(*) FILTER (WHERE r.label = 'negative') AS negative,
              count(*) FILTER (WHERE r.label = 'neutral') AS neutral,
              count(*) FILTER (WHERE r.label = 'positive') AS positive,
              count(*) FILTER (WHERE r.unsure) AS unsure,
              count(r.rating) AS rated, avg(r.rating) AS mean_rating,
              count(r.posted_on) AS dated {_FACTS} WHERE {sql}""",
        params,
    )
    return next(iter(rows))


def span(db: Database, where: Where) -> tuple[str, str] | None:
    """First and last day of a selection; None when none of it is dated."""
    sql, params = on_facts(where)
    first, last = db.conn.execute(
        f"SELECT min(r.posted_on), max(r.posted_on) {_FACTS} WHERE {sql}", params
    ).fetchone()
    return (first, last) if first else None


def over_time(db: Database, where: Where, unit: str) -> list[dict[str, Any]]:
    """volume, negative, neutral, positive per day, week (its Monday) or month (its first)."""
    sql, params = on_facts(where)
    return list(
        db.query(
            f"""SELECT {_BUCKETS[unit]} AS start, count(*) AS volume,
                  count(*) FILTER (WHERE r.label = 'negative') AS negative,
                  count(*) FILTER (WHERE r.label = 'neutral') AS neutral,
                  count(*) FILTER (WHERE r.label = 'positive') AS positive
                {_FACTS} WHERE {sql} AND r.posted_on IS NOT NULL GROUP BY start ORDER BY start""",
            params,
        )
    )


def aspects(db: Database, where: Where, limit: int) -> list[dict[str, Any]]:
    """The most mentioned aspects and labels with the reviews that speak of them, by polarity."""
    sql, params = on_facts(where)
    return list(
        db.query(
            f"""SELECT a.canonical AS aspect, count(*) AS reviews,
                  sum(a.polarity = 'negative') AS negative,
                  sum(a.polarity = 'neutral') AS neutral, sum(a.polarity = 'positive') AS positive
                {_FACTS} CROSS JOIN reading_aspects AS a
                  ON a.review_id = r.id AND a.version = r.version AND a.worst
                WHERE {sql} GROUP BY a.canonical
                UNION ALL
                SELECT 'label:' || label_id, count(*), sum(worst < 0), sum(worst = 0),
                  sum(worst > 0)
                FROM (SELECT h.label_id,
                        min((h.polarity = 'positive') - (h.polarity = 'negative')) AS worst
                      FROM label_hits h CROSS JOIN _review_facts r ON r.id = h.review_id
                      WHERE {sql} AND r.label IS NOT NULL GROUP BY r.id, h.label_id)
                GROUP BY label_id
                ORDER BY reviews DESC, aspect LIMIT :limit""",
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
