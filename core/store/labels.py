"""Rows of labels that a person typed or taught, their examples, and where they were found."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlite_utils.db import Database


def insert(db: Database, workspace: int, row: dict[str, Any]) -> int:
    """Store a label of name, kind, how, words and model; its id."""
    return db.conn.execute(
        """INSERT INTO labels (workspace_id, name, kind, how, words, model)
           VALUES (?, ?, ?, ?, ?, ?) RETURNING id""",
        [
            workspace,
            row["name"],
            row["kind"],
            row["how"],
            json.dumps(row["words"], ensure_ascii=False),
            json.dumps(row["model"], ensure_ascii=False),
        ],
    ).fetchone()[0]


def add_examples(db: Database, label_id: int, examples: Iterable[tuple[str, int | None]]) -> None:
    """Keep example clauses, each with the review it is from where there is one."""
    db.conn.executemany(
        "INSERT INTO label_examples (label_id, text, review_id) VALUES (?, ?, ?)",
        ((label_id, text, review_id) for text, review_id in examples),
    )


def reviews_there(db: Database, workspace: int, ids: Iterable[int]) -> set[int]:
    """Which of some ids are reviews of the workspace."""
    found = db.conn.execute(
        """SELECT id FROM reviews
           WHERE workspace_id = ? AND id IN (SELECT value FROM json_each(?))""",
        [workspace, json.dumps(list(ids))],
    ).fetchall()
    return {id for (id,) in found}


def examples(db: Database, label_id: int) -> list[tuple[str, int | None]]:
    return db.conn.execute(
        "SELECT text, review_id FROM label_examples WHERE label_id = ? ORDER BY id", [label_id]
    ).fetchall()


def all_of(db: Database, workspace: int) -> list[dict[str, Any]]:
    """The labels, oldest first, each with its number of examples and of reviews it is in."""
    return list(
        db.query(
            """SELECT l.*,
                 (SELECT count(*) FROM label_examples WHERE label_id = l.id) AS examples,
                 (SELECT count(DISTINCT review_id) FROM label_hits WHERE label_id = l.id)
                   AS reviews
               FROM labels AS l WHERE workspace_id = ? ORDER BY id""",
            [workspace],
        )
    )


def names(db: Database, workspace: int) -> dict[int, str]:
    return dict(
        db.conn.execute(
            "SELECT id, name FROM labels WHERE workspace_id = ?", [workspace]
        ).fetchall()
    )


def named(db: Database, workspace: int, name: str) -> int | None:
    """The id of the label with a name, letter case aside."""
    for id, other in names(db, workspace).items():
        if other.casefold() == name.casefold():
            return id
    return None


def rename(db: Database, workspace: int, label_id: int, name: str) -> bool:
    cursor = db.conn.execute(
        "UPDATE labels SET name = ? WHERE id = ? AND workspace_id = ?", [name, label_id, workspace]
    )
    return cursor.rowcount > 0


def delete(db: Database, workspace: int, label_id: int) -> bool:
    cursor = db.conn.execute(
        "DELETE FROM labels WHERE id = ? AND workspace_id = ?", [label_id, workspace]
    )
    return cursor.rowcount > 0


def begin_again(db: Database, label_id: int, version: str) -> None:
    """Forget where a label was found; every review is to be looked at by this version."""
    db.conn.execute("DELETE FROM label_hits WHERE label_id = ?", [label_id])
    db.conn.execute("UPDATE labels SET read_to = 0, version = ? WHERE id = ?", [version, label_id])


def set_words(db: Database, label_id: int, words: Sequence[str]) -> None:
    db.conn.execute(
        "UPDATE labels SET words = ? WHERE id = ?",
        [json.dumps(words, ensure_ascii=False), label_id],
    )


def set_model(db: Database, label_id: int, model: dict[str, Any]) -> None:
    db.conn.execute(
        "UPDATE labels SET model = ? WHERE id = ?",
        [json.dumps(model, ensure_ascii=False), label_id],
    )


def advance(db: Database, label_id: int, version: str, before: int, to: int) -> bool:
    """Note that reviews up to an id were looked at; false where the label changed meanwhile."""
    cursor = db.conn.execute(
        "UPDATE labels SET read_to = ? WHERE id = ? AND version = ? AND read_to = ?",
        [to, label_id, version, before],
    )
    return cursor.rowcount > 0


def add_hits(db: Database, rows: Iterable[tuple[Any, ...]]) -> None:
    """Rows of review id, label id, start, end, polarity, confidence, marks; reviews that were
    deleted meanwhile are passed over."""
    db.conn.executemany(
        """INSERT OR REPLACE INTO label_hits
           SELECT id, ?2, ?3, ?4, ?5, ?6, ?7 FROM reviews WHERE id = ?1""",
        rows,
    )


def texts_after(db: Database, workspace: int, after: int, limit: int) -> list[tuple[int, str]]:
    """(id, text) of the reviews past an id, by id."""
    return db.conn.execute(
        "SELECT id, text FROM reviews WHERE workspace_id = ? AND id > ? ORDER BY id LIMIT ?",
        [workspace, after, limit],
    ).fetchall()


def count_after(db: Database, workspace: int, after: int) -> int:
    return db.conn.execute(
        "SELECT count(*) FROM reviews WHERE workspace_id = ? AND id > ?", [workspace, after]
    ).fetchone()[0]


def sample(db: Database, workspace: int, seed: int, limit: int) -> list[tuple[int, str]]:
    """(id, text) of reviews drawn by a seed: the same seed draws the same ones."""
    return db.conn.execute(
        """SELECT id, text FROM reviews WHERE workspace_id = ?
           ORDER BY (id * 2654435761 + ? * 40503) % 4294967296 LIMIT ?""",
        [workspace, seed, limit],
    ).fetchall()


def matching(db: Database, workspace: int, match: str, limit: int) -> list[tuple[int, str]]:
    """(id, text) of reviews that a full-text expression finds, newest first."""
    if not match:
        return []
    return db.conn.execute(
        """SELECT id, text FROM reviews WHERE workspace_id = ? AND id IN
             (SELECT rowid FROM reviews_terms WHERE reviews_terms MATCH ?)
           ORDER BY id DESC LIMIT ?""",
        [workspace, match, limit],
    ).fetchall()


def hits_of(db: Database, review_id: int) -> list[dict[str, Any]]:
    """Where labels were found in one review, in the order of the text."""
    return list(
        db.query(
            """SELECT l.name, h.label_id, h.polarity, h.confidence, h.start, h."end", h.marks
               FROM label_hits AS h JOIN labels AS l ON l.id = h.label_id
               WHERE h.review_id = ? ORDER BY h.start""",
            [review_id],
        )
    )


def state(db: Database, workspace: int) -> str:
    """A word that changes whenever labels or what they found may have."""
    return db.conn.execute(
        """SELECT coalesce(group_concat(id || name || words || version || read_to, ','), '')
           FROM (SELECT * FROM labels WHERE workspace_id = ? ORDER BY id)""",
        [workspace],
    ).fetchone()[0]
