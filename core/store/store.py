"""One workspace file: opening it, and keeping, bringing back and emptying what it holds."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlite_utils.db import Database

from core.errors import InputRejected, StoreFailed
from core.i18n import N_
from core.store.migrations import migrations

_BUSY_SECONDS = 30

# Aggregates over 100,000 reviews take half the time with their pages in reach.
_CACHE_KIB = 64 * 1024
_MAPPED_BYTES = 1 << 30

# What a disk, a folder or another process does to us; anything else is a fault of ours.
_OUTSIDE_FAULTS = tuple(
    f"SQLITE_{name}"
    for name in ("FULL", "BUSY", "LOCKED", "CORRUPT", "NOTADB", "CANTOPEN", "READONLY", "IOERR")
)


class Store:
    """A SQLite file in WAL mode. Connections are cheap and live in one `with` block each."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._ready = False
        self._lock = threading.Lock()

    @contextmanager
    def open(self) -> Iterator[Database]:
        """A connection with foreign keys on and the newest schema, closed at the block's end.

        The first call creates or migrates the file. Raises StoreFailed when the folder
        cannot be written, the disk is full, or the file is no sound database.
        """
        self._prepare()
        with self._connected() as db:
            yield db

    @contextmanager
    def writing(self) -> Iterator[Database]:
        """Like `open`, inside one transaction that holds the write lock from the start.

        All of it is stored or, when the block raises, none.
        """
        with self.open() as db:
            db.conn.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                db.rollback()
                raise
            db.commit()

    def backup(self, target: Path) -> Path:
        """Write a consistent copy to one new file while others read and write; its path.

        Raises InputRejected when the target exists, StoreFailed when it cannot be written.
        """
        if target.exists():
            raise InputRejected(
                N_("There is already a file at {path}."), N_("Choose another name."), path=target
            )
        partial = target.with_name(target.name + ".partial")
        try:
            with self.open() as db, closing(sqlite3.connect(partial)) as copy:
                db.conn.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")
            partial.rename(target)
        except (sqlite3.Error, OSError) as error:
            partial.unlink(missing_ok=True)
            raise StoreFailed(
                N_("The backup could not be written: {problem}."),
                N_("Check the folder and the free space."),
                problem=error,
            ) from error
        return target

    def restore(self, source: Path) -> None:
        """Replace everything with a backup, brought up to date and with its work queued again.

        The backup is copied beside the store, checked and migrated there; only a sound copy
        replaces what is here. Raises InputRejected when the file is no sound backup or one of
        a newer release, StoreFailed when there is no room for it; then nothing has changed.
        """
        if not source.is_file():
            raise InputRejected(
                N_("There is no file at {path}."), N_("Check the name."), path=source
            )
        self._prepare()
        try:
            with TemporaryDirectory(prefix="restoring-", dir=self.path.parent) as folder:
                copy = Store(Path(folder) / "backup.db")
                copy._take(source)
                with copy.open() as taken, self.open() as db:
                    taken.conn.backup(db.conn)
        except OSError as error:
            raise _unusable(self.path, error) from error
        self._ready = False
        self._prepare()

    def erase(self) -> None:
        """Delete every row of every workspace and give the space back to the disk."""
        with self.writing() as db:
            db.conn.execute("PRAGMA defer_foreign_keys = ON")
            for table in _content_tables(db):
                db.conn.execute(f"DELETE FROM [{table}]")
            db.conn.execute(
                "INSERT INTO workspaces (id, name, pseudonym_key) "
                "VALUES (1, 'My workspace', lower(hex(randomblob(16))))"
            )
        with self.open() as db:
            db.conn.execute("VACUUM")
            db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _take(self, source: Path) -> None:
        """Become a checked copy of a backup, its schema the newest, its running jobs queued."""
        try:
            with (
                closing(sqlite3.connect(_read_only(source), uri=True)) as backup,
                closing(sqlite3.connect(self.path)) as copy,
            ):
                backup.backup(copy)
                _must_be_sound(copy)
                _must_be_ours(Database(copy), source)
            with self.open() as db:
                if db.conn.execute("PRAGMA foreign_key_check").fetchone():
                    raise _not_a_backup(source)
                # Whoever ran them did so in another store.
                db.conn.execute(
                    "UPDATE jobs SET state = 'queued', pid = NULL WHERE state = 'running'"
                )
        except (sqlite3.Error, StoreFailed) as error:
            cause = error.__cause__ or error
            if getattr(cause, "sqlite_errorname", "").startswith("SQLITE_FULL"):
                raise _unusable(self.path, error) from error
            raise _not_a_backup(source) from error

    def _prepare(self) -> None:
        with self._lock:
            if self._ready and self.path.exists():
                return
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise _unusable(self.path, error) from error
            with self._connected() as db:
                db.conn.execute("PRAGMA journal_mode = WAL")
                db.conn.execute("BEGIN IMMEDIATE")
                migrations.apply(db)
                db.commit()
            self._ready = True

    @contextmanager
    def _connected(self) -> Iterator[Database]:
        try:
            # Autocommit: transactions begin and end where the code says so.
            connection = sqlite3.connect(self.path, timeout=_BUSY_SECONDS, isolation_level=None)
        except sqlite3.Error as error:
            raise _unusable(self.path, error) from error
        with closing(connection):
            try:
                connection.execute("PRAGMA foreign_keys = ON")
                connection.execute("PRAGMA synchronous = NORMAL")
                connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
                connection.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
                yield Database(connection)
            except sqlite3.DatabaseError as error:
                if not getattr(error, "sqlite_errorname", "").startswith(_OUTSIDE_FAULTS):
                    raise
                raise _unusable(self.path, error) from error


def _read_only(path: Path) -> str:
    return path.resolve().as_uri() + "?mode=ro"


def _must_be_sound(connection: sqlite3.Connection) -> None:
    verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
    if verdict != "ok":
        raise sqlite3.DatabaseError(verdict)


def _must_be_ours(db: Database, source: Path) -> None:
    applied = {step.name for step in migrations.applied(db)}
    if not applied:
        raise _not_a_backup(source)
    with closing(sqlite3.connect(":memory:")) as empty:
        known = {step.name for step in migrations.pending(Database(empty))}
    if applied - known:
        raise InputRejected(
            N_("{name} was made by a newer Brandloop than this one."),
            N_("Update Brandloop, then restore it. Nothing was changed."),
            name=source.name,
        )


def _content_tables(db: Database) -> list[str]:
    rows = db.conn.execute(
        """SELECT name FROM sqlite_master
           WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_%' ESCAPE '\\'
             AND name NOT LIKE '%\\_terms\\_%' ESCAPE '\\'"""
    )
    return [name for (name,) in rows]


def _not_a_backup(path: Path) -> InputRejected:
    return InputRejected(
        N_("{name} is not a sound Brandloop backup."),
        N_("Choose a file made by “Back up”. Nothing was changed."),
        name=path.name,
    )


def _unusable(path: Path, error: Exception) -> StoreFailed:
    text = str(error).lower()
    if "full" in text:
        hint = N_("The disk is full: free some space and try again. Nothing was half-saved.")
    elif "locked" in text or "busy" in text:
        hint = N_("Another process is writing: wait a moment and try again.")
    elif "malformed" in text or "not a database" in text:
        hint = N_("The file is damaged: restore your last backup.")
    else:
        hint = N_("Check that the folder exists and may be written.")
    return StoreFailed(
        N_("The database {path} cannot be used: {problem}."), hint, path=path, problem=error
    )
