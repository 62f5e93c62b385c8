"""Rows of the audit log. It holds who, what and when: no texts of customers, no names of files,
no keys."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import Any

from sqlite_utils.db import Database

from core.store.clock import NOW

_LONGEST = 254


@dataclass(frozen=True)
class Entry:
    """One act. `outcome` is "done", "refused" or "failed" (it broke off), `what` names the
    operation, `count` is how many rows it concerned, 0 where that says nothing. No workspace: it
    concerned the installation."""

    person: str
    action: str
    outcome: str
    workspace: int | None = None
    what: str = ""
    count: int = 0


def insert(db: Database, entry: Entry) -> None:
    """Put an act on record, with the time."""
    db.conn.execute(
        "INSERT INTO _audit (person, action, outcome, workspace_id, what, count) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        [_shown(entry.person), *astuple(entry)[1:]],
    )


def insert_once(db: Database, entry: Entry, minutes: int) -> None:
    """Put an act on record unless the same one was within so many minutes."""
    known = db.conn.execute(
        f"""SELECT 1 FROM _audit WHERE workspace_id IS ? AND person = ? AND action = ?
            AND outcome = ? AND what = ? AND at > {_AGO} LIMIT 1""",
        [
            entry.workspace,
            _shown(entry.person),
            entry.action,
            entry.outcome,
            entry.what,
            f"-{minutes} minutes",
        ],
    ).fetchone()
    if not known:
        insert(db, entry)


def newest(
    db: Database, workspace: int | None, action: str | None, limit: int, offset: int
) -> list[dict[str, Any]]:
    """Rows, newest first: those of a workspace, or all for None; of one action, or of any."""
    return list(
        db.query(
            f"SELECT * FROM _audit WHERE {_WANTED} ORDER BY id DESC LIMIT :limit OFFSET :offset",
            {"workspace": workspace, "action": action, "limit": limit, "offset": offset},
        )
    )


def count(db: Database, workspace: int | None, action: str | None) -> int:
    """How many there are of those."""
    return db.conn.execute(
        f"SELECT count(*) FROM _audit WHERE {_WANTED}", {"workspace": workspace, "action": action}
    ).fetchone()[0]


def carry_over(source: Database, target: Database) -> None:
    """Give a database that takes the place of another what that one has on record."""
    columns = "mark, at, person, action, outcome, workspace_id, what, count"
    target.conn.executemany(
        f"INSERT INTO _audit ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        source.conn.execute(f"SELECT {columns} FROM _audit ORDER BY id"),
    )
    target.conn.executemany(
        "INSERT OR REPLACE INTO _sign_ins VALUES (?, ?, ?, ?, ?)",
        source.conn.execute("SELECT key, person, begun_at, seen_at, ended_at FROM _sign_ins"),
    )


def _shown(person: str) -> str:
    return "".join(char for char in person if char.isprintable())[:_LONGEST]


_AGO = NOW.replace("'now'", "'now', ?")
_WANTED = (
    "(:workspace IS NULL OR workspace_id = :workspace) AND (:action IS NULL OR action = :action)"
)
