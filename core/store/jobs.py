"""Rows of background work."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlite_utils.db import Database

from core.store.clock import NOW


def insert(db: Database, workspace: int, kind: str, arguments: dict[str, Any]) -> int:
    """A new queued job; its id."""
    cursor = db.conn.execute(
        "INSERT INTO jobs (workspace_id, kind, arguments) VALUES (?, ?, ?)",
        [workspace, kind, json.dumps(arguments, ensure_ascii=False)],
    )
    return int(cursor.lastrowid or 0)


def get(db: Database, job_id: int) -> dict[str, Any] | None:
    """The job as a row, or None."""
    return next(iter(db.query("SELECT * FROM jobs WHERE id = ?", [job_id])), None)


def unfinished(db: Database, workspace: int, kind: str | None = None) -> list[dict[str, Any]]:
    """Queued and running jobs, oldest first."""
    return list(
        db.query(
            """SELECT * FROM jobs WHERE workspace_id = :workspace
                 AND state IN ('queued', 'running') AND (:kind IS NULL OR kind = :kind)
               ORDER BY id""",
            {"workspace": workspace, "kind": kind},
        )
    )


def latest(db: Database, workspace: int, kinds: Iterable[str], count: int) -> list[dict[str, Any]]:
    """The newest jobs of these kinds, newest first."""
    return list(
        db.query(
            """SELECT * FROM jobs WHERE workspace_id = ?
                 AND kind IN (SELECT value FROM json_each(?)) ORDER BY id DESC LIMIT ?""",
            [workspace, json.dumps(list(kinds)), count],
        )
    )


def claim(db: Database, job_id: int, pid: int) -> bool:
    """Take a queued job for process `pid`; false when another has it or it has ended."""
    cursor = db.conn.execute(
        f"""UPDATE jobs SET state = 'running', pid = ?, attempts = attempts + 1,
              started_at = coalesce(started_at, {NOW}), heartbeat_at = {NOW}
            WHERE id = ? AND state = 'queued'""",
        [pid, job_id],
    )
    return cursor.rowcount == 1


def requeue(db: Database, row: dict[str, Any]) -> bool:
    """Queue a job anew that has gone quiet; false when it moved on since `row` was read.

    The wait for its next process starts now. One that no process ever claimed counts an
    attempt.
    """
    cursor = db.conn.execute(
        f"""UPDATE jobs SET state = 'queued', pid = NULL, heartbeat_at = {NOW},
              attempts = attempts + (state = 'queued')
            WHERE id = :id AND state = :state AND pid IS :pid AND heartbeat_at IS :heartbeat_at""",
        {name: row[name] for name in ("id", "state", "pid", "heartbeat_at")},
    )
    return cursor.rowcount == 1


def beat(db: Database, job_id: int, pid: int) -> None:
    """Record that process `pid` still does the job, where it has it."""
    db.conn.execute(f"UPDATE jobs SET heartbeat_at = {NOW} WHERE id = ? AND pid = ?", [job_id, pid])


def advance(
    db: Database, job_id: int, pid: int, *, done: int, total: int | None, message: str
) -> bool:
    """Record progress and life; true while process `pid` has the job and nobody cancelled it."""
    row = db.conn.execute(
        f"""UPDATE jobs SET done = ?, total = coalesce(?, total), message = ?,
              heartbeat_at = {NOW} WHERE id = ? AND pid = ? RETURNING cancel_requested""",
        [done, total, message, job_id, pid],
    ).fetchone()
    return row is not None and not row[0]


def finish(
    db: Database,
    job_id: int,
    pid: int | None,
    state: str,
    *,
    message: str = "",
    result: dict[str, Any] | None = None,
) -> None:
    """End a job as done, failed or cancelled, where process `pid` (None: nobody) has it."""
    db.conn.execute(
        f"""UPDATE jobs SET state = ?, message = ?, result = ?, finished_at = {NOW}, pid = NULL
            WHERE id = ? AND pid IS ? AND state IN ('queued', 'running')""",
        [state, message, json.dumps(result or {}, ensure_ascii=False), job_id, pid],
    )


def request_cancel(db: Database, workspace: int, job_id: int) -> None:
    """Ask a running job of a workspace to stop at its next step; a queued one ends at once."""
    own = [job_id, workspace]
    db.conn.execute("UPDATE jobs SET cancel_requested = 1 WHERE id = ? AND workspace_id = ?", own)
    db.conn.execute(
        f"UPDATE jobs SET state = 'cancelled', finished_at = {NOW} "
        "WHERE id = ? AND workspace_id = ? AND state = 'queued'",
        own,
    )
