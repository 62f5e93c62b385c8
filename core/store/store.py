"""One workspace file: opening it, and keeping, bringing back and emptying what it holds."""

from __future__ import annotations

import copy
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlite_utils.db import Database

from core.errors import AccessDenied, InputRejected, StoreDamaged, StoreFailed
from core.i18n import N_
from core.store import audit
from core.store.behalf import Behalf, not_allowed
from core.store.failures import OUTSIDE, is_damage, unusable
from core.store.migrations import migrations

RESTORING = "restoring-"
"""How the folders begin in which a backup is made ready to take the database's place."""

_DAMAGED = "{name}.damaged-"

_BUSY_SECONDS = 30

# Aggregates over 100,000 reviews take half the time with their pages in reach.
_CACHE_KIB = 64 * 1024
_MAPPED_BYTES = 1 << 30


class Store:
    """A SQLite file in WAL mode. Connections are cheap and live in one `with` block each.

    One that was opened on somebody's behalf refuses what they may not do with AccessDenied,
    whichever code asks: SQLite itself lets a viewer's connections change nothing.
    """

    def __init__(self, path: Path, create: bool = True) -> None:
        """Without `create` a file that is not there is a StoreFailed, never a new one."""
        self.path = path
        self._create = create
        self._ready = False
        self._lock = threading.Lock()
        self.behalf: Behalf | None = None
        self.own: Store = self
        """The same database for the installation's own upkeep, one for all that are opened on
        somebody's behalf."""

    def on_behalf(self, behalf: Behalf) -> Store:
        """The same database for somebody."""
        bound = copy.copy(self)
        bound.behalf = behalf
        return bound

    @contextmanager
    def open(self) -> Iterator[Database]:
        """A connection with foreign keys on and the newest schema, closed at the block's end.

        The first call creates or migrates the file. Raises StoreFailed when the folder
        cannot be written or the disk is full, StoreDamaged when the file is no sound database,
        AccessDenied at the first write of somebody who may only read.
        """
        self._prepare()
        try:
            with self._connected(read_only=not self._may_write) as db:
                yield db
        except _ReadOnly as error:
            raise self._refused() from error

    @contextmanager
    def writing(self) -> Iterator[Database]:
        """Like `open`, inside one transaction that holds the write lock from the start.

        All of it is stored or, when the block raises, none.
        """
        if not self._may_write:
            raise self._refused()
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

        The copy has its name only once SQLite's integrity check has passed it. Raises
        InputRejected when the target exists, StoreFailed when it cannot be written, StoreDamaged
        when what is here is not sound; then no file is left.
        """
        self._must_administer()
        if target.exists():
            raise InputRejected(
                N_("There is already a file at {path}."), N_("Choose another name."), path=target
            )
        partial = target.with_name(target.name + ".partial")
        try:
            with self.open() as db, closing(sqlite3.connect(partial)) as copy:
                db.conn.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")
                must_be_sound(copy)
            partial.rename(target)
        except (sqlite3.Error, OSError, StoreFailed) as error:
            with suppress(OSError):
                partial.unlink(missing_ok=True)
            cause = (error.__cause__ if isinstance(error, StoreFailed) else error) or error
            if is_damage(cause):
                raise unusable(self.path, cause) from error
            raise StoreFailed(
                N_("The backup could not be written: {problem}."),
                N_("Check the folder and the free space."),
                problem=cause,
            ) from error
        return target

    def restore(self, source: Path, keep: Callable[[], None] = lambda: None) -> None:
        """Replace everything with a backup, brought up to date and with its work queued again.

        The backup is copied beside the store, checked and migrated there; only a sound copy
        replaces what is here, after a call of `keep`; what was done and who signed in until now
        stays on record. A damaged file is set aside as "brandloop.damaged-<time>.db".
        Raises InputRejected when the backup is not sound or of a newer release, StoreFailed when
        there is no room for it or the copy was taken away; then nothing has changed.
        """
        self._must_administer()
        if not source.is_file():
            raise InputRejected(
                N_("There is no file at {path}."), N_("Check the name."), path=source
            )
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with TemporaryDirectory(prefix=RESTORING, dir=self.path.parent) as folder:
                copy = Store(Path(folder) / "backup.db", create=False)
                copy._take(source)
                keep()
                with suppress(StoreFailed), self.open() as db, copy.writing() as taken:
                    audit.carry_over(db, taken)
                try:
                    with copy.open() as taken, self.open() as db:
                        taken.conn.backup(db.conn)
                        must_be_sound(db.conn)
                except StoreDamaged:
                    self._replace_with(copy)
        except OSError as error:
            raise unusable(self.path, error) from error
        self._ready = False
        self._prepare()

    def erase(self) -> None:
        """Delete every row of every workspace and give the space back to the disk.

        The record of who did what stays.
        """
        self._must_administer()
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

    def discard_damaged(self) -> None:
        """Delete the damaged files that restores set aside, with their logs. Raises StoreFailed
        where one cannot be deleted."""
        try:
            for path in self.path.parent.glob(f"{_DAMAGED.format(name=self.path.stem)}*"):
                path.unlink(missing_ok=True)
        except OSError as error:
            raise unusable(self.path, error) from error

    @property
    def _may_write(self) -> bool:
        return self.behalf is None or self.behalf.writes

    def _must_administer(self) -> None:
        if self.behalf and not self.behalf.administers:
            raise self._refused()

    def _refused(self) -> AccessDenied:
        """The refusal to raise; it is on record."""
        assert self.behalf is not None
        with suppress(StoreFailed), self.own.open() as db:
            audit.insert(db, self.behalf.entry("refused", "refused"))
        return not_allowed()

    def _take(self, source: Path) -> None:
        """Become a checked copy of a backup, its schema the newest, its running jobs queued."""
        try:
            with (
                closing(sqlite3.connect(_address(source, "ro"), uri=True)) as backup,
                closing(sqlite3.connect(self.path)) as copy,
            ):
                backup.backup(copy)
                must_be_sound(copy)
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
            full = getattr(cause, "sqlite_errorname", "").startswith("SQLITE_FULL")
            gone = isinstance(error, StoreFailed) and not self.path.exists()
            if full or gone or not self.path.parent.exists():
                raise unusable(self.path, error) from error
            raise _not_a_backup(source) from error

    def _replace_with(self, copy: Store) -> None:
        """Put the file of `copy` in the place of this one, which is kept under another name."""
        time = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
        aside = self.path.with_name(f"{_DAMAGED.format(name=self.path.stem)}{time}.db")
        if not copy.path.is_file():
            raise FileNotFoundError(f"{copy.path} was taken away")
        # A log of the old file must not be there when the new one is opened.
        for suffix in ("-wal", "-shm"):
            with suppress(FileNotFoundError):
                self.path.with_name(self.path.name + suffix).rename(f"{aside}{suffix}")
        try:
            aside.hardlink_to(self.path)
        except OSError:  # a file system without hard links
            self.path.rename(aside)
        copy.path.replace(self.path)

    def _prepare(self) -> None:
        with self._lock:
            if self._ready and self.path.exists():
                return
            try:
                if self._create:
                    self.path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise unusable(self.path, error) from error
            with self._connected() as db:
                db.conn.execute("PRAGMA journal_mode = WAL")
                db.conn.execute("BEGIN IMMEDIATE")
                migrations.apply(db)
                db.commit()
            self._ready = True

    @contextmanager
    def _connected(self, read_only: bool = False) -> Iterator[Database]:
        try:
            # Autocommit: transactions begin and end where the code says so.
            connection = sqlite3.connect(
                _address(self.path, "rwc" if self._create else "rw"),
                timeout=_BUSY_SECONDS,
                isolation_level=None,
                uri=True,
            )
        except sqlite3.Error as error:
            raise unusable(self.path, error) from error
        with closing(connection):
            try:
                connection.execute("PRAGMA foreign_keys = ON")
                connection.execute("PRAGMA synchronous = NORMAL")
                connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
                connection.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
                connection.execute(f"PRAGMA query_only = {read_only:d}")
                yield Database(connection)
            except sqlite3.DatabaseError as error:
                if read_only and getattr(error, "sqlite_errorname", "") == "SQLITE_READONLY":
                    raise _ReadOnly from error
                if not getattr(error, "sqlite_errorname", "").startswith(OUTSIDE):
                    raise
                raise unusable(self.path, error) from error


def _address(path: Path, mode: str) -> str:
    return f"{path.resolve().as_uri()}?mode={mode}"


def must_be_sound(connection: sqlite3.Connection) -> None:
    """Raises sqlite3.DatabaseError unless SQLite's integrity check finds nothing."""
    verdict = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if verdict != "ok":
        raise _Unsound(f"database disk image is malformed: {verdict}")


class _ReadOnly(Exception):
    """Somebody who may only read was about to write."""


class _Unsound(sqlite3.DatabaseError):
    sqlite_errorname = "SQLITE_CORRUPT"


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
