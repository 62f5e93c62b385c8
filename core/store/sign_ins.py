"""Rows of sign-ins: when each began, was last seen and ended."""

from __future__ import annotations

from typing import Any

from sqlite_utils.db import Database

from core.store.clock import NOW


def get(db: Database, key: str) -> dict[str, Any] | None:
    """A sign-in as a row, None for one that was never seen."""
    return next(iter(db.query("SELECT * FROM _sign_ins WHERE key = ?", [key])), None)


def begin(db: Database, key: str, person: str, at: str) -> bool:
    """Keep a sign-in that began at a time in ISO form; false where it is kept already.

    Those that ended, or were last seen, two months ago are forgotten, long after every identity
    cookie has run out.
    """
    db.conn.execute(
        "DELETE FROM _sign_ins WHERE coalesce(ended_at, seen_at) < "
        "strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-62 days')"
    )
    cursor = db.conn.execute(
        "INSERT INTO _sign_ins (key, person, begun_at, seen_at) VALUES (?, ?, ?, ?) "
        "ON CONFLICT DO NOTHING",
        [key, person, at, at],
    )
    return cursor.rowcount == 1


def see(db: Database, key: str, at: str) -> None:
    """Note when somebody acted under a sign-in."""
    db.conn.execute(
        "UPDATE _sign_ins SET seen_at = ? WHERE key = ? AND ended_at IS NULL", [at, key]
    )


def end(db: Database, key: str) -> bool:
    """End a sign-in for good; false where it had ended."""
    cursor = db.conn.execute(
        f"UPDATE _sign_ins SET ended_at = {NOW} WHERE key = ? AND ended_at IS NULL", [key]
    )
    return cursor.rowcount == 1
