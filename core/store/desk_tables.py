"""The tables of the desk, as migration m013 makes them.

`pins` are drafts that a person keeps in sight. `sketches` hold the brief form as each person
last left it, finished or not. A batch is a table of briefs: `batch_rows` keep its cells, how
far each row is, the request its drafts carry, and the words of what was wrong with it.
"""

from __future__ import annotations

from sqlite_utils.db import Database

_NOW = "TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))"


def create(db: Database) -> None:
    """Make the tables."""
    db.conn.execute(
        f"""CREATE TABLE pins (
            draft_id INTEGER NOT NULL REFERENCES drafts(id) ON DELETE CASCADE,
            voter TEXT NOT NULL,
            created_at {_NOW},
            PRIMARY KEY (draft_id, voter)) WITHOUT ROWID"""
    )
    db.conn.execute(
        f"""CREATE TABLE sketches (
            workspace_id INTEGER NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
            voter TEXT NOT NULL,
            content TEXT NOT NULL,
            updated_at {_NOW},
            PRIMARY KEY (workspace_id, voter)) WITHOUT ROWID"""
    )
    db.conn.execute(
        f"""CREATE TABLE batches (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            workspace_id INTEGER NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            digest TEXT NOT NULL,
            columns TEXT NOT NULL,
            wishes TEXT NOT NULL DEFAULT '{{}}',
            created_at {_NOW})"""
    )
    db.conn.execute("CREATE INDEX batches_by_workspace ON batches (workspace_id, digest)")
    db.conn.execute(
        """CREATE TABLE batch_rows (
            batch_id INTEGER NOT NULL REFERENCES batches(id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            cells TEXT NOT NULL,
            state TEXT NOT NULL DEFAULT 'waiting'
                CHECK (state IN ('waiting', 'done', 'failed')),
            requests TEXT NOT NULL DEFAULT '[]',
            problem TEXT NOT NULL DEFAULT '{}',
            PRIMARY KEY (batch_id, position)) WITHOUT ROWID"""
    )
