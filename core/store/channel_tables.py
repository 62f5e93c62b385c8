"""The table of channels that a workspace edited or added, as migration m009 makes it.

`bundled` names the channel of assets/channels.toml that the row changes, NULL for a channel of
the workspace's own, which is called "own_" and the row's id. `fields` is a JSON object with what
the person set.
"""

from __future__ import annotations

from sqlite_utils.db import Database


def create(db: Database) -> None:
    """Make the table."""
    db.conn.execute(
        """CREATE TABLE channel_edits (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            workspace_id INTEGER NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
            language TEXT NOT NULL CHECK (language IN ('en', 'zh')),
            bundled TEXT,
            fields TEXT NOT NULL,
            updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
            UNIQUE (workspace_id, language, bundled))"""
    )
