"""Rows of sources, reviews and corrections: bringing them in, finding and showing them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from operator import attrgetter
from typing import Any

from sqlite_utils.db import Database

from core.store.insights import on_facts
from core.store.readings import JOINED

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
_ORDERS = {
    "newest": "r.posted_on IS NULL, r.posted_on DESC, r.id DESC",
    "oldest": "r.posted_on IS NULL, r.posted_on, r.id",
    "worst": "d.polarity IS NULL, d.polarity, r.id DESC",
    "best": "d.polarity IS NULL, d.polarity DESC, r.id DESC",
    "least sure": "d.confidence IS NULL, d.confidence, r.id DESC",
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


def condition(workspace: int, filters: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """SQL and parameters that pick reviews `r` with current reading `d`.

    Keys of `filters`: since, until, product, origin, language, sentiment, emotion, aspect,
    label and feeling (numbers of labels that a person made), polarity (of the aspect) and
    label_polarity (of the label, -1 to 1), unsure, theme, country, customers (keys as a JSON
    list), min_rating, max_rating, and match (an FTS5 expression; "" finds nothing).
    """
    tests = ["r.workspace_id = :workspace"]
    tests += [
        _TESTS[name] for name, value in filters.items() if value is not None and name in _TESTS
    ]
    return " AND ".join(tests), {**filters, "workspace": workspace}


_TESTS = {
    "since": "r.posted_on >= :since",
    "until": "r.posted_on <= :until",
    "product": "r.product = :product",
    "origin": "r.origin = :origin",
    "language": "r.language = :language",
    "min_rating": "r.rating >= :min_rating",
    "max_rating": "r.rating <= :max_rating",
    "sentiment": "d.label = :sentiment",
    "emotion": "d.emotion = :emotion",
    "aspect": """EXISTS (SELECT 1 FROM reading_aspects AS a WHERE a.review_id = d.review_id
                   AND a.version = d.version AND a.canonical = :aspect)""",
    "polarity": """EXISTS (SELECT 1 FROM reading_aspects AS a WHERE a.review_id = d.review_id
                     AND a.version = d.version AND a.canonical = :aspect AND a.worst
                     AND a.polarity = :polarity)""",
    "label_polarity": """r.id IN
        (SELECT review_id FROM label_hits WHERE label_id = :label GROUP BY review_id
         HAVING min((polarity = 'positive') - (polarity = 'negative')) = :label_polarity)""",
    "country": "r.country = :country",
    "customers": "r.customer_key IN (SELECT value FROM json_each(:customers))",
    "unsure": "d.unsure = :unsure",
    "theme": "r.id IN (SELECT review_id FROM review_themes WHERE theme_id = :theme)",
    "label": "r.id IN (SELECT review_id FROM label_hits WHERE label_id = :label)",
    "feeling": "r.id IN (SELECT review_id FROM label_hits WHERE label_id = :feeling)",
    "match": """:match <> '' AND r.id IN
                  (SELECT rowid FROM reviews_terms WHERE reviews_terms MATCH :match)""",
}


def page(
    db: Database, where: tuple[str, dict[str, Any]], order: str, limit: int, offset: int
) -> list[dict[str, Any]]:
    """Reviews with their current reading in one of the orders newest, oldest, worst, best,
    least sure; texts cut to 400 characters."""
    sql, params = where
    order_by = _ORDERS[order]
    # Where readings are asked for, the narrow table of facts finds the rows many times sooner.
    if "d." in sql + order_by:
        sql = on_facts(where)[0]
        picked = f"FROM _review_facts AS r WHERE {sql} ORDER BY {order_by.replace('d.', 'r.')}"
    else:
        picked = f"FROM reviews AS r WHERE {sql} ORDER BY {order_by}"
    return list(
        db.query(
            f"""SELECT r.id, substr(r.text, 1, 400) AS text, r.language, r.posted_on, r.rating,
                  r.product, r.origin, r.country, d.label AS sentiment, d.polarity, d.confidence,
                  d.unsure, d.emotion {JOINED}
                WHERE r.id IN (SELECT r.id {picked} LIMIT :limit OFFSET :offset)
                ORDER BY {order_by}""",
            {**params, "limit": limit, "offset": offset},
        )
    )


def count(db: Database, where: tuple[str, dict[str, Any]]) -> int:
    sql, params = on_facts(where)
    return db.conn.execute(
        f"SELECT count(*) FROM _review_facts AS r WHERE {sql}", params
    ).fetchone()[0]


def revision(db: Database, workspace: int) -> tuple[int | str, ...]:
    """Values that differ whenever reviews, current readings or corrections do.

    Ids may come again after a removal, so moments and sums stand beside them.
    """
    return db.conn.execute(
        """SELECT (SELECT coalesce(max(created_at), '') FROM sources WHERE workspace_id = :w),
             (SELECT count(*) FROM reviews WHERE workspace_id = :w),
             (SELECT coalesce(max(id), 0) FROM reviews),
             (SELECT coalesce(group_concat(version || ':' || n || ':' || ids, ','), '') FROM
                (SELECT version, count(*) AS n, sum(review_id) AS ids
                 FROM readings WHERE current GROUP BY version ORDER BY version)),
             (SELECT coalesce(max(id), 0) FROM corrections)""",
        {"w": workspace},
    ).fetchone()


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


def values(db: Database, workspace: int, column: str, limit: int) -> list[str]:
    """The commonest values of product, origin, language or country, without the empty one."""
    if column not in {"product", "origin", "language", "country"}:
        raise ValueError(column)
    rows = db.conn.execute(
        f"""SELECT {column} FROM reviews WHERE workspace_id = ? AND {column} <> ''
            GROUP BY {column} ORDER BY count(*) DESC, {column} LIMIT ?""",
        [workspace, limit],
    )
    return [value for (value,) in rows]


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
