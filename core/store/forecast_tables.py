"""The tables of what customers will do, as migration m011 makes them.

Of each kind of forecast a workspace keeps the newest. `chance` is of the event the forecast
names, `low` and `high` its interval; `is_open` marks those it has not happened to yet; `fold` the
part of the model that never saw the customer (-1: none did); `details` is JSON. `inputs` says
how cells become numbers and `model` holds numbers as text. A customer's rows go with them.
"""

from __future__ import annotations

from sqlite_utils.db import Database


def create(db: Database) -> None:
    """Make the tables and the trigger."""
    db.conn.execute(
        """CREATE TABLE forecasts (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            workspace_id INTEGER NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
            kind TEXT NOT NULL CHECK (kind IN ('response', 'purchases')),
            settings TEXT NOT NULL DEFAULT '{}',
            figures TEXT NOT NULL DEFAULT '{}',
            inputs TEXT NOT NULL DEFAULT '[]',
            model TEXT NOT NULL DEFAULT '',
            created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')))"""
    )
    db.conn.execute("CREATE INDEX forecasts_by_kind ON forecasts (workspace_id, kind)")
    db.conn.execute(
        """CREATE TABLE forecast_rows (
            forecast_id INTEGER NOT NULL REFERENCES forecasts(id) ON DELETE CASCADE,
            customer_key TEXT NOT NULL,
            chance REAL NOT NULL,
            low REAL NOT NULL,
            high REAL NOT NULL,
            expected REAL,
            value REAL,
            value_low REAL,
            value_high REAL,
            segment TEXT NOT NULL DEFAULT '',
            is_open INTEGER NOT NULL DEFAULT 1,
            fold INTEGER NOT NULL DEFAULT -1,
            details TEXT NOT NULL DEFAULT '{}',
            PRIMARY KEY (forecast_id, customer_key)) WITHOUT ROWID"""
    )
    db.conn.execute(
        "CREATE INDEX forecast_rows_by_chance ON forecast_rows (forecast_id, is_open, chance)"
    )
    db.conn.execute("CREATE INDEX forecast_rows_by_customer ON forecast_rows (customer_key)")
    db.conn.execute(
        """CREATE TRIGGER forecast_rows_go AFTER DELETE ON customers BEGIN
            DELETE FROM forecast_rows WHERE customer_key = old.customer_key AND forecast_id IN
              (SELECT id FROM forecasts WHERE workspace_id = old.workspace_id); END"""
    )
