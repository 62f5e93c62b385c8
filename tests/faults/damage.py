"""Ways in which a file that was a sound database is one no more."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from core.store.store import Store


def brand(store: Store, name: str) -> None:
    with store.writing() as db:
        db.table("brands").insert({"workspace_id": 1, "name": name})


def _header(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"not a database at all, just words")


def _pages(path: Path) -> None:
    """Everything behind the first page, the header and the list of tables, is noise."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\x5a" * (size - 4096))


def _cut(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


DAMAGES: dict[str, Callable[[Path], None]] = {"header": _header, "pages": _pages, "cut": _cut}
