"""Rows of workspaces and their preferences, and queries that go through every table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlite_utils.db import Database

# Which columns may hold a person, per table a row of which goes when one does.
_PERSONAL_TEXT = {
    "reviews": ("text", "product", "origin"),
    "customers": ("attributes",),
    "transactions": ("product",),
    "briefs": ("content",),
    "drafts": ("text", "parameters"),
    "personas": ("name", "content"),
    "events": ("payload",),
    "jobs": ("arguments", "result"),
}
_KEYED = ("reviews", "customers", "transactions")


def get(db: Database, workspace: int) -> dict[str, Any]:
    """The workspace as a row. Raises sqlite_utils' NotFoundError for an unknown id."""
    return db.table("workspaces").get(workspace)


def rename(db: Database, workspace: int, name: str) -> None:
    db.conn.execute("UPDATE workspaces SET name = ? WHERE id = ?", [name, workspace])


def preference(db: Database, workspace: int, key: str) -> str | None:
    row = db.conn.execute(
        "SELECT value FROM preferences WHERE workspace_id = ? AND key = ?", [workspace, key]
    ).fetchone()
    return row[0] if row else None


def set_preference(db: Database, workspace: int, key: str, value: str) -> None:
    db.conn.execute(
        "INSERT INTO preferences VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
        [workspace, key, value],
    )


def exported_tables(db: Database) -> list[str]:
    """The tables a person's export holds, by name: all but indexes and bookkeeping."""
    names = db.table_names()
    return sorted(n for n in names if not n.startswith("_") and "_terms" not in n)


def exported(db: Database, table: str) -> Iterator[dict[str, Any]]:
    """The rows of a table without secrets."""
    for row in db.query(f"SELECT * FROM [{table}]"):
        row.pop("pseudonym_key", None)
        yield row


def count_holding(db: Database, workspace: int, text: str, key: str) -> dict[str, int]:
    """How many rows hold a text or belong to a pseudonym, by table; tables with none left out."""
    counts = {}
    for table in _PERSONAL_TEXT:
        where, params = _holding(table, workspace, text, key)
        counts[table] = db.conn.execute(
            f"SELECT count(*) FROM [{table}] WHERE {where}", params
        ).fetchone()[0]
    counts["ratings"] = db.conn.execute(
        f"SELECT count(*) FROM ratings WHERE {_RATED_BY}", _rated_by(text)
    ).fetchone()[0]
    counts["brands"] = db.conn.execute(
        "SELECT count(*) FROM brands WHERE workspace_id = ? AND voice LIKE ? ESCAPE '\\'",
        [workspace, _like(text)],
    ).fetchone()[0]
    return {table: count for table, count in counts.items() if count}


def delete_holding(db: Database, workspace: int, text: str, key: str) -> dict[str, int]:
    """Delete those rows, blank the text in brands, and return how many of each there were."""
    counts = count_holding(db, workspace, text, key)
    for table in _PERSONAL_TEXT:
        where, params = _holding(table, workspace, text, key)
        db.conn.execute(f"DELETE FROM [{table}] WHERE {where}", params)
    db.conn.execute(f"DELETE FROM ratings WHERE {_RATED_BY}", _rated_by(text))
    for row in db.query(
        "SELECT id, voice FROM brands WHERE workspace_id = ? AND voice LIKE ? ESCAPE '\\'",
        [workspace, _like(text)],
    ):
        db.conn.execute(
            "UPDATE brands SET voice = ? WHERE id = ?",
            [_without(row["voice"], text), row["id"]],
        )
    return counts


def rewrite_file(db: Database) -> None:
    """Merge the full-text indexes and rewrite the file so that deleted words are gone from it."""
    for index in ("reviews_terms", "drafts_terms"):
        db.conn.execute(f"INSERT INTO {index} ({index}) VALUES ('optimize')")
    db.conn.execute("VACUUM")
    db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")


_RATED_BY = "voter LIKE ? ESCAPE '\\' OR comment LIKE ? ESCAPE '\\'"


def _rated_by(text: str) -> list[str]:
    return [_like(text), _like(text)]


def _holding(table: str, workspace: int, text: str, key: str) -> tuple[str, list[Any]]:
    tests = [f"[{column}] LIKE ? ESCAPE '\\'" for column in _PERSONAL_TEXT[table]]
    params: list[Any] = [workspace] + [_like(text)] * len(tests)
    if table in _KEYED:
        tests.append("customer_key = ?")
        params.append(key)
    return f"workspace_id = ? AND ({' OR '.join(tests)})", params


def _like(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _without(voice: str, text: str) -> str:
    folded, needle = voice.casefold(), text.casefold()
    while needle in folded:
        at = folded.index(needle)
        voice = voice[:at] + voice[at + len(text) :]
        folded = voice.casefold()
    return voice
