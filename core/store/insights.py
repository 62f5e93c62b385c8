"""Adding up reviews for the insights: from the narrow table of facts, aspects beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from sqlite_utils.db import Database

Where = tuple[str, dict[str, Any]]

# CROSS JOIN keeps the order of a scan: the mentions are looked up review by review.
_MENTIONS = "CROSS JOIN reading_aspects AS a ON a.review_id = r.id AND a.version = r.version"
_MENTIONED = f"FROM _review_facts AS r {_MENTIONS} AND a.worst"
_HITS = "FROM label_hits AS a CROSS JOIN _review_facts AS r ON r.id = a.review_id"
_LABEL = "label:"
EXPORTED = (
    "id", "date", "rating", "product", "source", "country", "language", "text", "sentiment",
    "polarity", "confidence", "unsure", "emotion",
)  # fmt: skip

PERIODS = {
    "day": "r.posted_on",
    "week": "date(r.posted_on, '-6 days', 'weekday 1')",
    "month": "substr(r.posted_on, 1, 7) || '-01'",
}
_SEGMENTS = ("product", "origin", "country", "language", "label", "emotion")
_COUNTS = """count(*) AS reviews,
    count(*) FILTER (WHERE label = 'negative') AS negative,
    count(*) FILTER (WHERE label = 'neutral') AS neutral,
    count(*) FILTER (WHERE label = 'positive') AS positive"""
_READING = re.compile(r"\bd\.")


def on_facts(where: Where) -> Where:
    """A condition of core.store.reviews.condition, asked of `_review_facts AS r` alone."""
    sql, params = where
    return _READING.sub("r.", sql.replace("d.review_id", "r.id")), params


def totals(db: Database, where: Where) -> dict[str, Any]:
    """reviews, read, negative, neutral, positive, unsure, dated, and the rated ones with the
    sum of their stars and of the squares of these."""
    sql, params = on_facts(where)
    rows = db.query(
        f"""SELECT {_COUNTS}, count(label) AS read, count(*) FILTER (WHERE unsure) AS unsure,
              count(posted_on) AS dated, count(rating) AS rated,
              coalesce(sum(rating), 0) AS stars, coalesce(sum(rating * rating), 0) AS squares
            FROM _review_facts AS r WHERE {sql}""",
        params,
    )
    return next(iter(rows))


def aspect_totals(db: Database, where: Where, one_in: int, least: int) -> list[dict[str, Any]]:
    """aspect, reviews, negative, neutral, positive: the read reviews that mention an aspect or
    a person's label, by their own sentiment; with `one_in` above 1 counted in every n-th review.
    What fewer than `least` of the counted reviews mention is left out; the most mentioned come
    first."""
    sql, params = on_facts(where)
    return list(
        db.query(
            f"""SELECT a.canonical AS aspect, {_COUNTS} {_MENTIONED}
                WHERE {sql} AND r.id % :one_in = 0
                GROUP BY a.canonical HAVING reviews >= :least
                UNION ALL
                SELECT '{_LABEL}' || label_id, {_COUNTS} FROM
                  (SELECT DISTINCT r.id, r.label, a.label_id {_HITS}
                   WHERE {sql} AND r.id % :one_in = 0 AND r.label IS NOT NULL)
                GROUP BY label_id HAVING reviews >= :least
                ORDER BY reviews DESC, aspect""",
            {**params, "one_in": one_in, "least": least},
        )
    )


def read_total(db: Database, where: Where, one_in: int) -> dict[str, Any]:
    """The same counts over all read reviews, counted in every n-th."""
    sql, params = on_facts(where)
    rows = db.query(
        f"""SELECT {_COUNTS} FROM _review_facts AS r
            WHERE {sql} AND r.label IS NOT NULL AND r.id % :one_in = 0""",
        {**params, "one_in": one_in},
    )
    return next(iter(rows))


def by_period(db: Database, where: Where, unit: str) -> list[tuple[str, int, int]]:
    """(first day, read reviews, negative ones) of each day, week (its Monday) or month."""
    sql, params = on_facts(where)
    return db.conn.execute(
        f"""SELECT {PERIODS[unit]} AS start, count(label),
              count(*) FILTER (WHERE label = 'negative') FROM _review_facts AS r
            WHERE {sql} AND r.posted_on IS NOT NULL GROUP BY start ORDER BY start""",
        params,
    ).fetchall()


def span(db: Database, where: Where) -> tuple[str, str] | None:
    """First and last day of a selection; None when none of it is dated."""
    sql, params = on_facts(where)
    first, last = db.conn.execute(
        f"SELECT min(posted_on), max(posted_on) FROM _review_facts AS r WHERE {sql}", params
    ).fetchone()
    return (first, last) if first else None


def segments(db: Database, where: Where, column: str, limit: int) -> list[dict[str, Any]]:
    """value, reviews, negative, neutral, positive per value of a column, the commonest first."""
    if column not in _SEGMENTS:
        raise ValueError(column)
    sql, params = on_facts(where)
    return list(
        db.query(
            f"""SELECT {column} AS value, {_COUNTS} FROM _review_facts AS r
                WHERE {sql} AND label IS NOT NULL AND {column} <> ''
                GROUP BY {column} ORDER BY reviews DESC, value LIMIT :limit""",
            {**params, "limit": limit},
        )
    )


def sample(db: Database, where: Where, most: int, one_in: int = 1) -> list[tuple[int, str]]:
    """(id, text) of at most `most` reviews of a selection (of every n-th of it), spread over it
    by a fixed scramble of their ids: asked again the same come."""
    sql, params = on_facts(where)
    return db.conn.execute(
        f"""SELECT id, text FROM reviews WHERE id IN
              (SELECT r.id FROM _review_facts AS r WHERE {sql} AND r.id % :one_in = 0
               ORDER BY (r.id * 2654435761) % 4294967296 LIMIT :most)
            ORDER BY id""",
        {**params, "most": most, "one_in": one_in},
    ).fetchall()


def texts(db: Database, ids: Iterable[int]) -> dict[int, str]:
    """The texts of some reviews by id."""
    wanted = list(ids)
    marks = ", ".join("?" for _ in wanted)
    return dict(
        db.conn.execute(f"SELECT id, text FROM reviews WHERE id IN ({marks})", wanted).fetchall()
    )


def quotes(
    db: Database, where: Where, aspect: str, polarity: str, limit: int
) -> list[dict[str, Any]]:
    """id, text, start and end of the newest sure mentions of an aspect with a polarity in
    reviews of that sentiment, one a review; of any aspect where it is ""."""
    sql, params = on_facts(where)
    mentions, test = _MENTIONED, "(a.canonical = :of_aspect OR :of_aspect = '')"
    if aspect.startswith(_LABEL):
        mentions, test = _HITS, "a.label_id = :of_label"
    return list(
        db.query(
            f"""SELECT r.id, t.text, a.start, a."end" {mentions}
                CROSS JOIN reviews AS t ON t.id = r.id
                WHERE {sql} AND r.label = :of_polarity AND {test}
                  AND a.polarity = :of_polarity AND a.confidence >= 0.5
                GROUP BY r.id ORDER BY r.id DESC LIMIT :limit""",
            {
                **params,
                "of_aspect": aspect,
                "of_label": aspect.removeprefix(_LABEL),
                "of_polarity": polarity,
                "limit": limit,
            },
        )
    )


def matching(db: Database, where: Where, match: str, limit: int) -> list[int]:
    """Ids of a selection's reviews that an FTS5 expression finds, the newest first."""
    sql, params = on_facts(where)
    rows = db.conn.execute(
        f"""SELECT r.id FROM _review_facts AS r WHERE {sql} AND r.id IN
              (SELECT rowid FROM reviews_terms WHERE reviews_terms MATCH :urgent)
            ORDER BY r.posted_on DESC, r.id DESC LIMIT :limit""",
        {**params, "urgent": match, "limit": limit},
    )
    return [id for (id,) in rows]


def unhappy(db: Database, where: Where, limit: int) -> list[dict[str, Any]]:
    """Negative reviews of a selection, the surest, angriest and lowest rated first: id,
    posted_on, rating, product, language, confidence, unsure, emotion, polarity."""
    sql, params = on_facts(where)
    return list(
        db.query(
            f"""SELECT r.id, r.posted_on, r.rating, r.product, r.origin, r.language,
                  r.confidence, r.unsure, r.emotion, r.polarity
                FROM _review_facts AS r WHERE {sql} AND r.label = 'negative'
                ORDER BY r.confidence + 0.5 * (r.emotion IN ('anger', 'fear'))
                  - 0.1 * coalesce(r.rating, 3) DESC, r.id DESC LIMIT :limit""",
            {**params, "limit": limit},
        )
    )


def unhappy_among(db: Database, ids: Iterable[int]) -> list[dict[str, Any]]:
    """The same of some reviews, as far as they are negative."""
    wanted = list(ids)
    marks = ", ".join("?" for _ in wanted)
    return list(
        db.query(
            f"""SELECT id, posted_on, rating, product, origin, language, confidence, unsure,
                  emotion, polarity
                FROM _review_facts WHERE label = 'negative' AND id IN ({marks})""",
            wanted,
        )
    )


def rows_after(db: Database, where: Where, after: int, limit: int) -> list[dict[str, Any]]:
    """The columns EXPORTED of a selection's reviews past id `after`, by id."""
    sql, params = on_facts(where)
    return list(
        db.query(
            f"""SELECT r.id, r.posted_on AS date, r.rating, r.product, r.origin AS source,
                  r.country, r.language, t.text, r.label AS sentiment, r.polarity, r.confidence,
                  r.unsure, r.emotion
                FROM _review_facts AS r CROSS JOIN reviews AS t ON t.id = r.id
                WHERE {sql} AND r.id > :after ORDER BY r.id LIMIT :limit""",
            {**params, "after": after, "limit": limit},
        )
    )


def aspects_of(db: Database, ids: list[int]) -> dict[int, list[dict[str, str]]]:
    """aspect, term and polarity of each mention in the readings in force, by review."""
    found: dict[int, list[dict[str, str]]] = {}
    rows = db.conn.execute(
        f"""SELECT r.id, a.canonical, a.aspect, a.polarity FROM _review_facts AS r {_MENTIONS}
            WHERE r.id IN (SELECT value FROM json_each(?)) ORDER BY r.id, a.position""",
        [json.dumps(ids)],
    )
    for id, aspect, term, polarity in rows:
        found.setdefault(id, []).append({"aspect": aspect, "term": term, "polarity": polarity})
    return found
