"""Rows of themes, near duplicates and alert rules."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlite_utils.db import Database

from core.store.insights import texts
from core.store.selections import Selection

_AT_ONCE = 1000


def replace_themes(
    db: Database, workspace: int, language: str, words: Iterable[Sequence[str]]
) -> list[int]:
    """Put new themes of a language in the place of the old; their ids in order.

    A name that a person gave is kept for the new theme that shares at least half of the words.
    """
    old = [row for row in themes(db, workspace) if row["language"] == language]
    db.conn.execute(
        "DELETE FROM themes WHERE workspace_id = ? AND language = ?", [workspace, language]
    )
    ids = []
    for named in words:
        kept = next(
            (r for r in old if r["name"] and 2 * len(set(r["words"]) & set(named)) >= len(named)),
            None,
        )
        if kept:
            old.remove(kept)
        cursor = db.conn.execute(
            "INSERT INTO themes (workspace_id, language, name, words) VALUES (?, ?, ?, ?)",
            [workspace, language, kept["name"] if kept else "", json.dumps(list(named))],
        )
        ids.append(int(cursor.lastrowid or 0))
    return ids


def put_in_themes(db: Database, rows: Iterable[tuple[int, int, float]]) -> None:
    """Store (review id, theme id, closeness); a review has one theme. Reviews that went
    meanwhile are passed over."""
    db.conn.executemany(
        """INSERT OR REPLACE INTO review_themes (review_id, theme_id, closeness)
           SELECT id, ?2, ?3 FROM reviews WHERE id = ?1""",
        rows,
    )


def themes(db: Database, workspace: int) -> list[dict[str, Any]]:
    """id, language, name ("" unless a person gave one) and words of each theme."""
    rows = db.query(
        "SELECT id, language, name, words FROM themes WHERE workspace_id = ? ORDER BY id",
        [workspace],
    )
    return [{**row, "words": json.loads(row["words"])} for row in rows]


def theme_examples(
    db: Database, selection: Selection, theme: int, limit: int
) -> list[tuple[int, str]]:
    """(id, text) of the reviews of a selection that are closest to a theme."""
    closest = db.conn.execute(
        "SELECT review_id FROM review_themes WHERE theme_id = ? ORDER BY closeness DESC", [theme]
    )
    found: list[int] = []
    while len(found) < limit and (ids := closest.fetchmany(_AT_ONCE)):
        rows = selection.columns.rows_of([id for (id,) in ids])
        found += selection.columns["id"][rows[selection.mask[rows]]].tolist()
    held = texts(db, found[:limit])
    return [(id, held[id]) for id in found[:limit] if id in held]


def rename_theme(db: Database, workspace: int, theme: int, name: str) -> bool:
    cursor = db.conn.execute(
        "UPDATE themes SET name = ? WHERE id = ? AND workspace_id = ?", [name, theme, workspace]
    )
    return cursor.rowcount > 0


def merge_themes(db: Database, theme: int, into: int) -> None:
    """Give one theme's reviews to another and delete it."""
    db.conn.execute("UPDATE review_themes SET theme_id = ? WHERE theme_id = ?", [into, theme])
    db.conn.execute("DELETE FROM themes WHERE id = ?", [theme])


def texts_after(
    db: Database, workspace: int, language: str | None, after: int, limit: int
) -> list[tuple[int, str]]:
    """(id, text) of reviews past id `after` in a language (any where None), by id."""
    return db.conn.execute(
        """SELECT id, text FROM reviews WHERE workspace_id = :workspace AND id > :after
             AND (:language IS NULL OR language = :language) ORDER BY id LIMIT :limit""",
        {"workspace": workspace, "after": after, "language": language, "limit": limit},
    ).fetchall()


def replace_near_duplicates(
    db: Database, workspace: int, rows: Iterable[tuple[int, int, float]]
) -> None:
    """Store (review id, id of the first it repeats, likeness) in the place of what was found."""
    db.conn.execute("DELETE FROM near_duplicates WHERE workspace_id = ?", [workspace])
    db.conn.executemany(
        """INSERT INTO near_duplicates (review_id, workspace_id, first_id, likeness)
           SELECT id, ?, ?, ? FROM reviews WHERE id = ?""",
        ((workspace, first, likeness, review) for review, first, likeness in rows),
    )


def near_duplicate_groups(db: Database, workspace: int, limit: int) -> list[dict[str, Any]]:
    """first_id, text and how many reviews repeat it, the most repeated first."""
    return list(
        db.query(
            """SELECT n.first_id, r.text, count(*) AS repeats FROM near_duplicates AS n
               JOIN reviews AS r ON r.id = n.first_id WHERE n.workspace_id = ?
               GROUP BY n.first_id ORDER BY repeats DESC, n.first_id LIMIT ?""",
            [workspace, limit],
        )
    )


def near_duplicate_counts(db: Database, workspace: int) -> tuple[int, int]:
    """How many reviews nearly repeat another, and how many groups they make."""
    return db.conn.execute(
        """SELECT count(*), count(DISTINCT first_id) FROM near_duplicates
           WHERE workspace_id = ? AND first_id IN (SELECT id FROM reviews)""",
        [workspace],
    ).fetchone()


def save_rule(
    db: Database, workspace: int, kind: str, *, share: float, days: int, product: str
) -> int:
    """Store a rule; one of the same kind for the same product is replaced. Its id."""
    return db.conn.execute(
        """INSERT INTO alert_rules (workspace_id, kind, share, days, product)
           VALUES (?, ?, ?, ?, ?) ON CONFLICT (workspace_id, kind, product)
           DO UPDATE SET share = excluded.share, days = excluded.days RETURNING id""",
        [workspace, kind, share, days, product],
    ).fetchone()[0]


def rules(db: Database, workspace: int) -> list[dict[str, Any]]:
    return list(
        db.query(
            "SELECT id, kind, share, days, product FROM alert_rules WHERE workspace_id = ? "
            "ORDER BY id",
            [workspace],
        )
    )


def delete_rule(db: Database, workspace: int, rule: int) -> bool:
    cursor = db.conn.execute(
        "DELETE FROM alert_rules WHERE id = ? AND workspace_id = ?", [rule, workspace]
    )
    return cursor.rowcount > 0
