"""A lock that one process at a time holds, whoever else has the same folder open."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

from core.errors import StoreFailed
from core.i18n import N_

_WAIT_SECONDS = 300


class FileLock:
    """A `with` block that no other thread or process is in at the same time.

    It is SQLite's lock on an empty file at `path`: it works on every system that SQLite works on,
    and the system lets go of it when its process dies. The thread that holds it may enter again.
    Entering raises StoreFailed where the file cannot be made, or when others held the lock for
    five minutes.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._mine = threading.RLock()
        self._entered = 0
        self._connection: sqlite3.Connection | None = None

    def __enter__(self) -> None:
        self._mine.acquire()
        try:
            if not self._entered:
                self._connection = self._taken()
            self._entered += 1
        except BaseException:
            self._mine.release()
            raise

    def __exit__(self, *_: object) -> None:
        self._entered -= 1
        if not self._entered and self._connection:
            self._connection.close()
            self._connection = None
        self._mine.release()

    def _taken(self) -> sqlite3.Connection:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(
                self._path, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False
            )
            try:
                connection.execute("BEGIN EXCLUSIVE")
            except BaseException:
                connection.close()
                raise
        except (OSError, sqlite3.Error) as error:
            raise StoreFailed(
                N_("The backups cannot be touched now: {problem}."),
                N_(
                    "If another backup is being made, wait for it; else check that the folder may "
                    "be written."
                ),
                problem=error,
            ) from error
        return connection
