"""Rows of engine versions a workspace made by itself, and the files they name.

`engine` is the version's name, `base` the shipped version it was made from, `folder` its file
under the home folder. At most one version of a kind is active; none is the shipped engine.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlite_utils.db import Database

from core.errors import StoreFailed
from core.i18n import N_

FOLDERS = {"reader": "models/readers", "writer": "models/writers"}
"""Where the files of each kind lie, under the home folder."""

_TEACHERS = {"reader": "$.reviews", "writer": "$.drafts"}


@dataclass(frozen=True)
class Version:
    """What a workspace's engine learnt: its kind ("reader" or "writer"), its name, the shipped
    version it was made from and the content of its file."""

    kind: str
    name: str
    base: str
    content: bytes


def keep(
    db: Database, workspace: int, kind: str, row: dict[str, str], metrics: dict[str, Any]
) -> int:
    """Store a version, or renew the metrics of one that is there already; its id."""
    return db.conn.execute(
        """INSERT INTO engine_versions (workspace_id, kind, engine, base, folder, metrics)
           VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (workspace_id, engine) DO UPDATE
           SET base = excluded.base, folder = excluded.folder, metrics = excluded.metrics
           RETURNING id""",
        [workspace, kind, row["engine"], row["base"], row["folder"], json.dumps(metrics)],
    ).fetchone()[0]


def adopt(
    db: Database,
    workspace: int,
    version: Version,
    home: Path,
    metrics: dict[str, Any],
) -> int:
    """Store a version with its file under `home` and put it in force; its id.

    For a transaction that writes: between file and row another process would sweep the file.
    Raises StoreFailed where the file cannot be kept.
    """
    place = f"{FOLDERS[version.kind]}/{version.name}.safetensors"
    path = home / place
    partial = path.with_suffix(".partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(version.content)
        partial.replace(path)
    except OSError as error:
        raise StoreFailed(
            N_("What was learnt could not be kept: {problem}."),
            N_("Check the folder and the free space."),
            problem=error,
        ) from error
    row = {"engine": version.name, "base": version.base, "folder": place}
    id = keep(db, workspace, version.kind, row, metrics)
    activate(db, workspace, version.kind, id)
    return id


def activate(db: Database, workspace: int, kind: str, id: int | None) -> bool:
    """Put one version in force, or with None the shipped engine; false when there is none."""
    db.conn.execute(
        "UPDATE engine_versions SET active = 0 WHERE workspace_id = ? AND kind = ?",
        [workspace, kind],
    )
    if id is None:
        return True
    cursor = db.conn.execute(
        "UPDATE engine_versions SET active = 1 WHERE workspace_id = ? AND kind = ? AND id = ?",
        [workspace, kind, id],
    )
    return cursor.rowcount > 0


def active(db: Database, workspace: int, kind: str) -> dict[str, Any] | None:
    found = db.query(
        "SELECT * FROM engine_versions WHERE workspace_id = ? AND kind = ? AND active",
        [workspace, kind],
    )
    return next(iter(found), None)


def versions(db: Database, workspace: int, kind: str) -> list[dict[str, Any]]:
    """All versions of a kind, newest first."""
    return list(
        db.query(
            "SELECT * FROM engine_versions WHERE workspace_id = ? AND kind = ? ORDER BY id DESC",
            [workspace, kind],
        )
    )


def metrics_of(row: dict[str, Any]) -> dict[str, Any]:
    return json.loads(row["metrics"])


def delete_taught_by(db: Database, kind: str, reviews_or_drafts: str, named: dict[str, Any]) -> int:
    """Delete the versions of `:workspace` that something picked by an SQL query of ids taught:
    reviews a "reader", drafts a "writer".

    Their files go with the next `sweep`. How many there were.
    """
    cursor = db.conn.execute(
        f"""DELETE FROM engine_versions WHERE workspace_id = :workspace AND kind = '{kind}'
            AND EXISTS (SELECT 1 FROM json_each(metrics, '{_TEACHERS[kind]}') AS taught
                        WHERE taught.value IN ({reviews_or_drafts}))""",
        named,
    )
    return cursor.rowcount


def sweep(db: Database, home: Path) -> None:
    """Delete the files of versions that no row of any workspace names any more."""
    named = {home / folder for (folder,) in db.conn.execute("SELECT folder FROM engine_versions")}
    for folder in FOLDERS.values():
        for path in (home / folder).glob("*"):
            if path not in named:
                path.unlink(missing_ok=True)
