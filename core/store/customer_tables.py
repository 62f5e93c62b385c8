"""The tables of customers and what they bought, as migration m005 makes them."""

from __future__ import annotations

from sqlite_utils.db import Database


def create(db: Database) -> None:
    """Make the tables."""
    db.conn.execute(
        """CREATE TABLE customers (
            id INTEGER PRIMARY KEY,
            workspace_id INTEGER NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
            source_id INTEGER NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
            customer_key TEXT NOT NULL,
            attributes TEXT NOT NULL DEFAULT '{}',
            UNIQUE (workspace_id, customer_key))"""
    )
    db.conn.execute("CREATE INDEX customers_by_source ON customers (source_id)")
    db.conn.execute(
        """CREATE TABLE transactions (
            id INTEGER PRIMARY KEY,
            workspace_id INTEGER NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
            source_id INTEGER NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
            customer_key TEXT NOT NULL,
            bought_at TEXT,
            amount REAL,
            product TEXT NOT NULL DEFAULT '',
            channel TEXT NOT NULL DEFAULT '')"""
    )
    db.conn.execute(
        "CREATE INDEX transactions_by_customer ON transactions (workspace_id, customer_key)"
    )
    db.conn.execute("CREATE INDEX transactions_by_source ON transactions (source_id)")
