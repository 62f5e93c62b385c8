"""The earlier versions of personas, as migration m011 makes them."""

from __future__ import annotations

from sqlite_utils.db import Database


def create(db: Database) -> None:
    """Make the table; `created_at` is when the version was made."""
    db.conn.execute(
        """CREATE TABLE persona_versions (
            persona_id INTEGER NOT NULL REFERENCES personas(id) ON DELETE CASCADE,
            version INTEGER NOT NULL,
            name TEXT NOT NULL,
            segment TEXT NOT NULL,
            size INTEGER NOT NULL,
            content TEXT NOT NULL,
            created_at TEXT NOT NULL,
            PRIMARY KEY (persona_id, version)) WITHOUT ROWID"""
    )
