"""Rows of personas, and the reviews that customers left, for what a segment says."""

from __future__ import annotations

from typing import Any

from sqlite_utils.db import Database


def all_of(db: Database, workspace: int) -> list[dict[str, Any]]:
    """Personas made from data by size, then those that are assumed."""
    return list(
        db.query(
            "SELECT * FROM personas WHERE workspace_id = ? ORDER BY assumed, size DESC, id",
            [workspace],
        )
    )


def get(db: Database, workspace: int, id: int) -> dict[str, Any] | None:
    rows = db.query("SELECT * FROM personas WHERE workspace_id = ? AND id = ?", [workspace, id])
    return next(iter(rows), None)


def insert(db: Database, workspace: int, row: dict[str, Any]) -> int:
    """Store a new persona from name, segment, size, content and assumed; its id."""
    cursor = db.conn.execute(
        """INSERT INTO personas (workspace_id, name, segment, size, content, assumed)
           VALUES (:workspace, :name, :segment, :size, :content, :assumed)""",
        {**row, "workspace": workspace},
    )
    return int(cursor.lastrowid or 0)


def replace(db: Database, workspace: int, id: int, row: dict[str, Any]) -> None:
    """Store a newer version of a persona under its id; the last ten before it are kept."""
    db.conn.execute(
        """INSERT OR REPLACE INTO persona_versions
             SELECT id, version, name, segment, size, content, updated_at FROM personas
             WHERE workspace_id = ? AND id = ?""",
        [workspace, id],
    )
    db.conn.execute(
        """DELETE FROM persona_versions WHERE persona_id = ? AND version <=
             (SELECT version - 10 FROM personas WHERE id = ?)""",
        [id, id],
    )
    db.conn.execute(
        """UPDATE personas SET name = :name, segment = :segment, size = :size, content = :content,
             version = version + 1, updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
           WHERE workspace_id = :workspace AND id = :id""",
        {**row, "workspace": workspace, "id": id},
    )


def update(db: Database, workspace: int, id: int, name: str, content: str) -> None:
    """Change a persona's name and content without counting it as a new version."""
    db.conn.execute(
        """UPDATE personas SET name = ?, content = ?,
             updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
           WHERE workspace_id = ? AND id = ?""",
        [name, content, workspace, id],
    )


def versions(db: Database, workspace: int, id: int) -> list[dict[str, Any]]:
    """The earlier versions of a persona, newest first."""
    return list(
        db.query(
            """SELECT v.* FROM persona_versions AS v JOIN personas AS p ON p.id = v.persona_id
               WHERE p.workspace_id = ? AND p.id = ? ORDER BY v.version DESC""",
            [workspace, id],
        )
    )


def delete(db: Database, workspace: int, id: int) -> bool:
    """Delete a persona; whether there was one. Drafts written for it stay."""
    cursor = db.conn.execute(
        "DELETE FROM personas WHERE workspace_id = ? AND id = ?", [workspace, id]
    )
    return cursor.rowcount > 0


def customer_reviews(db: Database, workspace: int) -> list[dict[str, Any]]:
    """Reviews whose writer is known: id, customer_key, text, sentiment ("" unread), product
    and rating (stars of five, None unknown)."""
    return list(
        db.query(
            """SELECT r.id, r.customer_key, r.text, r.product, r.rating,
                      coalesce(d.label, '') AS sentiment
               FROM reviews AS r LEFT JOIN readings AS d ON d.review_id = r.id AND d.current
               WHERE r.workspace_id = ? AND r.customer_key != '' ORDER BY r.id""",
            [workspace],
        )
    )


def customer_aspects(db: Database, workspace: int) -> list[dict[str, Any]]:
    """What those reviews speak of: review_id, aspect, polarity, confidence, start, end."""
    return list(
        db.query(
            """SELECT a.review_id, a.aspect, a.polarity, a.confidence, a.start, a."end"
               FROM reading_aspects AS a
               JOIN readings AS d ON d.review_id = a.review_id AND d.version = a.version
               JOIN reviews AS r ON r.id = a.review_id
               WHERE d.current AND r.workspace_id = ? AND r.customer_key != ''""",
            [workspace],
        )
    )
