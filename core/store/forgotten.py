"""Rows of `forgotten_lessons`: what a person no longer wants learnt, and since when."""

from __future__ import annotations

from sqlite_utils.db import Database


def lessons(
    db: Database, workspace: int, brand_id: int | None, channel: str, language: str
) -> dict[str, str]:
    """The forgotten lessons of a brand (None: of no brand), channel and language, each with the
    last time it was forgotten (UTC, ISO)."""
    rows = db.conn.execute(
        """SELECT lesson, max(forgotten_at) FROM forgotten_lessons
           WHERE workspace_id = ? AND brand_id IS ? AND channel = ? AND language = ?
           GROUP BY lesson""",
        [workspace, brand_id, channel, language],
    )
    return {str(lesson): str(at) for lesson, at in rows}


def forget(
    db: Database, workspace: int, brand_id: int | None, channel: str, *, language: str, lesson: str
) -> None:
    """Votes given up to now no longer teach a lesson there."""
    db.conn.execute(
        """INSERT INTO forgotten_lessons (workspace_id, brand_id, channel, language, lesson)
           VALUES (?, ?, ?, ?, ?)""",
        [workspace, brand_id, channel, language, lesson],
    )
