"""Rows of the table `ratings` (append-only) and its view `votes` (the last word of each)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlite_utils.db import Database


def draft_exists(db: Database, workspace: int, draft_id: int) -> bool:
    """Whether the workspace holds that draft."""
    cursor = db.conn.execute(
        "SELECT 1 FROM drafts WHERE workspace_id = ? AND id = ?", [workspace, draft_id]
    )
    return cursor.fetchone() is not None


def vote(db: Database, draft_id: int, voter: str) -> dict[str, Any] | None:
    """The voter's last word on a draft, None where they never gave one."""
    rows = db.query("SELECT * FROM votes WHERE draft_id = ? AND voter = ?", [draft_id, voter])
    return next(iter(rows), None)


def add_rating(
    db: Database, draft_id: int, voter: str, *, value: int, reason: str, comment: str
) -> None:
    """Append one rating."""
    db.conn.execute(
        "INSERT INTO ratings (draft_id, voter, value, reason, comment) VALUES (?, ?, ?, ?, ?)",
        [draft_id, voter, value, reason, comment],
    )


def history(db: Database, workspace: int, draft_id: int) -> list[dict[str, Any]]:
    """Every rating of a draft, oldest first."""
    return list(
        db.query(
            """SELECT r.draft_id, r.voter, r.value, r.reason, r.comment, r.created_at
               FROM ratings r JOIN drafts d ON d.id = r.draft_id
               WHERE d.workspace_id = ? AND r.draft_id = ? ORDER BY r.id""",
            [workspace, draft_id],
        )
    )


def totals(db: Database, workspace: int, since: str | None) -> tuple[int, int]:
    """Standing votes up and down, of all time or given since an ISO time."""
    condition = "AND v.created_at >= ?" if since else ""
    row = db.conn.execute(
        f"""SELECT coalesce(sum(v.value > 0), 0), coalesce(sum(v.value < 0), 0)
            FROM votes v JOIN drafts d ON d.id = v.draft_id
            WHERE d.workspace_id = ? {condition}""",
        [workspace, since] if since else [workspace],
    ).fetchone()
    return int(row[0]), int(row[1])


def totals_by_persona(db: Database, workspace: int) -> list[tuple[int | None, int, int]]:
    """The id of each persona whose drafts were voted on (None: written for everybody) with the
    standing votes up and down, most votes first."""
    return [
        (id, int(up), int(down))
        for id, up, down in db.conn.execute(
            """SELECT d.persona_id, sum(v.value > 0), sum(v.value < 0)
               FROM votes v JOIN drafts d ON d.id = v.draft_id
               WHERE d.workspace_id = ? AND v.value != 0
               GROUP BY d.persona_id ORDER BY count(*) DESC, d.persona_id""",
            [workspace],
        )
    ]


def judged(
    db: Database, workspace: int, brand_id: int | None, channels: Sequence[str], language: str
) -> list[dict[str, Any]]:
    """Drafts of a brand (None: of no brand), channels and language with standing votes.

    Newest vote first: text, brief content (JSON text or None), ups, downs, the reasons of the
    downs joined by spaces, their comments by line breaks, and when the last vote was given.
    """
    marks = ", ".join("?" for _ in channels)
    return list(
        db.query(
            f"""SELECT d.id, d.text, d.channel, b.content AS brief,
                   sum(v.value > 0) AS ups, sum(v.value < 0) AS downs,
                   group_concat(CASE WHEN v.value < 0 THEN v.reason END, ' ') AS reasons,
                   group_concat(CASE WHEN v.value < 0 THEN v.comment END, char(10)) AS comments,
                   max(v.created_at) AS voted_at
                FROM votes v JOIN drafts d ON d.id = v.draft_id
                LEFT JOIN briefs b ON b.id = d.brief_id
                WHERE d.workspace_id = ? AND d.brand_id IS ? AND d.channel IN ({marks})
                  AND d.language = ? AND v.value <> 0
                GROUP BY d.id ORDER BY max(v.created_at) DESC, d.id DESC""",
            [workspace, brand_id, *channels, language],
        )
    )
