"""Rows of `batches` and `batch_rows`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlite_utils.db import Database


def add(
    db: Database,
    workspace: int,
    name: str,
    digest: str,
    *,
    columns: Sequence[str],
    wishes: Mapping[str, Any],
    cells: Sequence[Mapping[str, str]],
) -> int:
    """Store a table of briefs with all its rows waiting; its id."""
    id = db.conn.execute(
        """INSERT INTO batches (workspace_id, name, digest, columns, wishes)
           VALUES (?, ?, ?, ?, ?) RETURNING id""",
        [
            workspace,
            name,
            digest,
            json.dumps(list(columns), ensure_ascii=False),
            json.dumps(wishes, ensure_ascii=False),
        ],
    ).fetchone()[0]
    db.conn.executemany(
        "INSERT INTO batch_rows (batch_id, position, cells) VALUES (?, ?, ?)",
        [(id, i, json.dumps(row, ensure_ascii=False)) for i, row in enumerate(cells)],
    )
    return int(id)


def same(db: Database, workspace: int, digest: str) -> int | None:
    """The latest batch of that content and those wishes, None where there is none."""
    row = db.conn.execute(
        "SELECT max(id) FROM batches WHERE workspace_id = ? AND digest = ?", [workspace, digest]
    ).fetchone()
    return row[0]


def listed(db: Database, workspace: int, id: int | None = None) -> list[dict[str, Any]]:
    """Batches, newest first, with how many of their rows are waiting, done and failed."""
    rows = db.query(
        """SELECT b.*, count(r.position) AS total, coalesce(sum(r.state = 'waiting'), 0) AS waiting,
             coalesce(sum(r.state = 'done'), 0) AS done,
             coalesce(sum(r.state = 'failed'), 0) AS failed
           FROM batches b LEFT JOIN batch_rows r ON r.batch_id = b.id
           WHERE b.workspace_id = ? AND (? IS NULL OR b.id = ?)
           GROUP BY b.id ORDER BY b.id DESC""",
        [workspace, id, id],
    )
    return [
        row | {"columns": json.loads(row["columns"]), "wishes": json.loads(row["wishes"])}
        for row in rows
    ]


def next_waiting(db: Database, workspace: int) -> dict[str, Any] | None:
    """The first row that waits, the oldest batch's first, with the batch's wishes."""
    rows = db.query(
        """SELECT r.batch_id, r.position, r.cells, b.wishes FROM batch_rows r
           JOIN batches b ON b.id = r.batch_id
           WHERE b.workspace_id = ? AND r.state = 'waiting'
           ORDER BY r.batch_id, r.position LIMIT 1""",
        [workspace],
    )
    row = next(iter(rows), None)
    if row is None:
        return None
    return row | {"cells": json.loads(row["cells"]), "wishes": json.loads(row["wishes"])}


def progress(db: Database, workspace: int) -> tuple[int, int]:
    """Rows that are through, and all rows, of the batches in which some still wait."""
    row = db.conn.execute(
        """SELECT coalesce(sum(r.state <> 'waiting'), 0), count(*) FROM batch_rows r
           JOIN batches b ON b.id = r.batch_id WHERE b.workspace_id = ? AND b.id IN
             (SELECT batch_id FROM batch_rows WHERE state = 'waiting')""",
        [workspace],
    ).fetchone()
    return int(row[0]), int(row[1])


def finish(
    db: Database,
    batch_id: int,
    position: int,
    state: str,
    *,
    requests: Sequence[str] = (),
    problem: Mapping[str, Any] | None = None,
) -> None:
    """Say how a row ended: the requests its drafts carry, or what was wrong with it."""
    db.conn.execute(
        """UPDATE batch_rows SET state = ?, requests = ?, problem = ?
           WHERE batch_id = ? AND position = ?""",
        [
            state,
            json.dumps(list(requests)),
            json.dumps(problem or {}, ensure_ascii=False),
            batch_id,
            position,
        ],
    )


def rows(db: Database, workspace: int, batch_id: int) -> Iterator[dict[str, Any]]:
    """The rows of a batch in their order, each with its `drafts`: channel and text, best first."""
    found = db.query(
        """SELECT r.* FROM batch_rows r JOIN batches b ON b.id = r.batch_id
           WHERE b.workspace_id = ? AND r.batch_id = ? ORDER BY r.position""",
        [workspace, batch_id],
    )
    for row in found:
        drafts = db.query(
            """SELECT id, channel, text FROM drafts WHERE workspace_id = ? AND usable
                 AND origin = 'engine' AND request IN (SELECT value FROM json_each(?))
               ORDER BY position, id""",
            [workspace, row["requests"]],
        )
        yield row | {
            "cells": json.loads(row["cells"]),
            "problem": json.loads(row["problem"]),
            "drafts": list(drafts),
        }


def problems(db: Database, workspace: int, batch_id: int) -> list[dict[str, Any]]:
    """Position, cells and problem of the rows of a batch that have one, in their order."""
    found = db.query(
        """SELECT r.position, r.cells, r.problem FROM batch_rows r
           JOIN batches b ON b.id = r.batch_id
           WHERE b.workspace_id = ? AND r.batch_id = ? AND r.problem <> '{}'
           ORDER BY r.position""",
        [workspace, batch_id],
    )
    return [
        row | {"cells": json.loads(row["cells"]), "problem": json.loads(row["problem"])}
        for row in found
    ]


def delete(db: Database, workspace: int, batch_id: int) -> bool:
    """Delete a batch; the drafts it led to stay. False where there was none."""
    cursor = db.conn.execute(
        "DELETE FROM batches WHERE workspace_id = ? AND id = ?", [workspace, batch_id]
    )
    return cursor.rowcount > 0
