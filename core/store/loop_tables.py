"""The tables of the loop, as migration m012 makes them.

`forgotten_lessons` are lessons a person deleted: votes up to `forgotten_at` no longer teach
them. `outcomes` are what a published draft brought, totals to date. An experiment splits two or
more drafts until each has its `planned` impressions; `experiment_arms` gives each its planned
share of them, and keeps its draft's totals at the start (`from_…`) and at the end (`to_…`, NULL
while the experiment runs).
"""

from __future__ import annotations

from sqlite_utils.db import Database

_NOW = "TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))"


def create(db: Database) -> None:
    """Make the tables."""
    db.conn.execute(
        f"""CREATE TABLE forgotten_lessons (
            id INTEGER PRIMARY KEY,
            workspace_id INTEGER NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
            brand_id INTEGER REFERENCES brands(id) ON DELETE CASCADE,
            channel TEXT NOT NULL,
            language TEXT NOT NULL,
            lesson TEXT NOT NULL,
            forgotten_at {_NOW})"""
    )
    db.conn.execute(
        "CREATE INDEX forgotten_lessons_by_place ON forgotten_lessons (workspace_id, channel)"
    )
    db.conn.execute(
        f"""CREATE TABLE outcomes (
            draft_id INTEGER PRIMARY KEY REFERENCES drafts(id) ON DELETE CASCADE,
            impressions INTEGER NOT NULL CHECK (impressions >= 0),
            clicks INTEGER NOT NULL CHECK (clicks BETWEEN 0 AND impressions),
            conversions INTEGER NOT NULL CHECK (conversions BETWEEN 0 AND impressions),
            updated_at {_NOW})"""
    )
    db.conn.execute(
        f"""CREATE TABLE experiments (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            workspace_id INTEGER NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            measure TEXT NOT NULL CHECK (measure IN ('clicks', 'conversions')),
            planned INTEGER NOT NULL CHECK (planned > 0),
            winner_id INTEGER REFERENCES drafts(id) ON DELETE SET NULL,
            created_at {_NOW},
            closed_at TEXT)"""
    )
    db.conn.execute("CREATE INDEX experiments_by_workspace ON experiments (workspace_id)")
    db.conn.execute(
        """CREATE TABLE experiment_arms (
            experiment_id INTEGER NOT NULL REFERENCES experiments(id) ON DELETE CASCADE,
            draft_id INTEGER NOT NULL REFERENCES drafts(id) ON DELETE CASCADE,
            share REAL NOT NULL CHECK (share > 0),
            from_impressions INTEGER NOT NULL,
            from_clicks INTEGER NOT NULL,
            from_conversions INTEGER NOT NULL,
            to_impressions INTEGER,
            to_clicks INTEGER,
            to_conversions INTEGER,
            PRIMARY KEY (experiment_id, draft_id)) WITHOUT ROWID"""
    )
    db.conn.execute("CREATE INDEX experiment_arms_by_draft ON experiment_arms (draft_id)")
