"""Rows of the table `brands`. `voice` is JSON text here and a Voice above."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlite_utils.db import Database

_COLUMNS = "id, name, voice, is_default, created_at"


def all_brands(db: Database, workspace: int) -> list[dict[str, Any]]:
    """Every brand by name."""
    rows = db.query(
        f"SELECT {_COLUMNS} FROM brands WHERE workspace_id = ? ORDER BY name", [workspace]
    )
    return [_decoded(row) for row in rows]


def brand(db: Database, workspace: int, id: int) -> dict[str, Any] | None:
    """One brand, None where there is none."""
    return _one(db, "id = ?", [workspace, id])


def brand_named(db: Database, workspace: int, name: str) -> dict[str, Any] | None:
    """The brand of exactly that name, None where there is none."""
    return _one(db, "name = ?", [workspace, name])


def default_brand(db: Database, workspace: int) -> dict[str, Any] | None:
    """The workspace's default brand, None where none was set."""
    return _one(db, "is_default", [workspace])


def save_brand(
    db: Database, workspace: int, name: str, voice: Mapping[str, Any], id: int | None
) -> int:
    """Insert a brand, or change the one with `id`; its id."""
    text = json.dumps(voice, ensure_ascii=False)
    if id is None:
        cursor = db.conn.execute(
            "INSERT INTO brands (workspace_id, name, voice) VALUES (?, ?, ?)",
            [workspace, name, text],
        )
        return int(cursor.lastrowid or 0)
    db.conn.execute(
        "UPDATE brands SET name = ?, voice = ? WHERE workspace_id = ? AND id = ?",
        [name, text, workspace, id],
    )
    return id


def set_default_brand(db: Database, workspace: int, id: int | None) -> None:
    """Make one brand the default, or none."""
    db.conn.execute("UPDATE brands SET is_default = 0 WHERE workspace_id = ?", [workspace])
    if id is not None:
        db.conn.execute(
            "UPDATE brands SET is_default = 1 WHERE workspace_id = ? AND id = ?", [workspace, id]
        )


def delete_brand(db: Database, workspace: int, id: int) -> None:
    """Delete a brand; drafts written for it stay and lose the link."""
    db.conn.execute("DELETE FROM brands WHERE workspace_id = ? AND id = ?", [workspace, id])


def _one(db: Database, condition: str, parameters: list[Any]) -> dict[str, Any] | None:
    rows = db.query(
        f"SELECT {_COLUMNS} FROM brands WHERE workspace_id = ? AND {condition}", parameters
    )
    row = next(iter(rows), None)
    return _decoded(row) if row else None


def _decoded(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"voice": json.loads(row["voice"])}
