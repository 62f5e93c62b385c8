"""The tables of who did what and who is signed in, as migration m016 makes them.

`_audit` only ever grows: triggers refuse changes and deletions. `_sign_ins` has a row for each
sign-in, by a digest of its identity token. Both are bookkeeping of the installation (their names
begin with "_"): exports leave them out, and erasing everything leaves them in place.
"""

from __future__ import annotations

from sqlite_utils.db import Database

from core.store.clock import NOW


def create(db: Database) -> None:
    """Make the tables."""
    db.conn.execute(
        f"""CREATE TABLE _audit (
            id INTEGER PRIMARY KEY,
            mark TEXT NOT NULL UNIQUE DEFAULT (lower(hex(randomblob(8)))),
            at TEXT NOT NULL DEFAULT ({NOW}),
            person TEXT NOT NULL,
            action TEXT NOT NULL,
            outcome TEXT NOT NULL CHECK (outcome IN ('done', 'failed', 'refused')),
            workspace_id INTEGER,
            what TEXT NOT NULL DEFAULT '',
            count INTEGER NOT NULL DEFAULT 0)"""
    )
    db.conn.execute("CREATE INDEX _audit_by_workspace ON _audit (workspace_id, id)")
    for event in ("UPDATE", "DELETE"):
        db.conn.execute(
            f"""CREATE TRIGGER _audit_no_{event.lower()} BEFORE {event} ON _audit
                BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END"""
        )
    db.conn.execute(
        f"""CREATE TABLE _sign_ins (
            key TEXT PRIMARY KEY,
            person TEXT NOT NULL,
            begun_at TEXT NOT NULL DEFAULT ({NOW}),
            seen_at TEXT NOT NULL DEFAULT ({NOW}),
            ended_at TEXT) WITHOUT ROWID"""
    )
