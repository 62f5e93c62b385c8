"""Rows of the table `channel_edits`. `fields` is JSON text there and a mapping here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlite_utils.db import Database

from core.store.clock import NOW


def edits(db: Database, workspace: int, language: str) -> list[dict[str, Any]]:
    """Every row of a language in the order it was first stored: id, bundled and fields."""
    rows = db.query(
        """SELECT id, bundled, fields FROM channel_edits
           WHERE workspace_id = ? AND language = ? ORDER BY id""",
        [workspace, language],
    )
    return [row | {"fields": json.loads(row["fields"])} for row in rows]


def keep_edit(
    db: Database, workspace: int, language: str, bundled: str, fields: Mapping[str, Any]
) -> None:
    """Store what a person set on a bundled channel, in place of what was set before."""
    db.conn.execute(
        f"""INSERT INTO channel_edits (workspace_id, language, bundled, fields)
            VALUES (?, ?, ?, ?)
            ON CONFLICT (workspace_id, language, bundled)
            DO UPDATE SET fields = excluded.fields, updated_at = {NOW}""",
        [workspace, language, bundled, json.dumps(fields, ensure_ascii=False)],
    )


def add_own(db: Database, workspace: int, language: str, fields: Mapping[str, Any]) -> int:
    """Store a channel of the workspace's own; its id, which is never given again."""
    cursor = db.conn.execute(
        "INSERT INTO channel_edits (workspace_id, language, fields) VALUES (?, ?, ?)",
        [workspace, language, json.dumps(fields, ensure_ascii=False)],
    )
    return int(cursor.lastrowid or 0)


def change_own(db: Database, workspace: int, id: int, fields: Mapping[str, Any]) -> None:
    """Replace what a channel of the workspace's own says."""
    db.conn.execute(
        f"""UPDATE channel_edits SET fields = ?, updated_at = {NOW}
            WHERE workspace_id = ? AND id = ? AND bundled IS NULL""",
        [json.dumps(fields, ensure_ascii=False), workspace, id],
    )


def delete_edit(db: Database, workspace: int, id: int) -> None:
    """Delete a row: a bundled channel is as it came again, an own one is gone."""
    db.conn.execute("DELETE FROM channel_edits WHERE workspace_id = ? AND id = ?", [workspace, id])
