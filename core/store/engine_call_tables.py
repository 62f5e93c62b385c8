"""The table of what engines took, as migration m010 makes it.

One row for each engine that took part in a request. `request` is the id that the request's
drafts carry; tokens are NULL where nobody counts them.
"""

from __future__ import annotations

from sqlite_utils.db import Database


def create(db: Database) -> None:
    """Make the table."""
    db.conn.execute(
        """CREATE TABLE engine_calls (
            id INTEGER PRIMARY KEY,
            workspace_id INTEGER NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
            engine TEXT NOT NULL,
            request TEXT NOT NULL,
            purpose TEXT NOT NULL CHECK (purpose IN ('write', 'transcreate')),
            calls INTEGER NOT NULL,
            texts INTEGER NOT NULL,
            failures INTEGER NOT NULL,
            seconds REAL NOT NULL,
            first REAL,
            input_tokens INTEGER,
            output_tokens INTEGER,
            estimated INTEGER NOT NULL,
            created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')))"""
    )
    db.conn.execute("CREATE INDEX engine_calls_by_engine ON engine_calls (workspace_id, engine)")
