"""Deleting reviews that have been here for longer than a workspace wants to keep them."""

from __future__ import annotations

from sqlite_utils.db import Database

_EXPIRED = "workspace_id = :workspace AND created_at < strftime('%Y-%m-%dT%H:%M:%fZ', 'now', :age)"


def create(db: Database) -> None:
    """Make the index that finds old reviews, as migration m015 does."""
    db.conn.execute("CREATE INDEX reviews_by_arrival ON reviews (workspace_id, created_at)")


def count_expired(db: Database, workspace: int, days: int) -> int:
    """Reviews that were imported more than `days` days ago."""
    return db.conn.execute(
        f"SELECT count(*) FROM reviews WHERE {_EXPIRED}", _named(workspace, days)
    ).fetchone()[0]


def delete_expired(db: Database, workspace: int, days: int, most: int) -> int:
    """Delete up to `most` of them with all that hangs on them, overwritten; how many went."""
    db.conn.execute("PRAGMA secure_delete = ON")
    cursor = db.conn.execute(
        f"""DELETE FROM reviews WHERE id IN
              (SELECT id FROM reviews WHERE {_EXPIRED} ORDER BY created_at LIMIT :most)""",
        {**_named(workspace, days), "most": most},
    )
    return cursor.rowcount


def overwrite(db: Database) -> None:
    """Take the words of deleted reviews out of the full-text index and the write-ahead log."""
    db.conn.execute("PRAGMA secure_delete = ON")
    db.conn.execute("INSERT INTO reviews_terms (reviews_terms) VALUES ('optimize')")
    db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _named(workspace: int, days: int) -> dict[str, object]:
    return {"workspace": workspace, "age": f"-{days} days"}
