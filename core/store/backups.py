"""The backups that make themselves: one a day, checked, the oldest making room for the newest."""

from __future__ import annotations

import re
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from core.errors import StoreFailed
from core.i18n import N_
from core.settings import MEGABYTE
from core.store.file_lock import FileLock
from core.store.store import RESTORING, Store

KEPT = 7
"""Of how many days backups are kept, room permitting."""

EVERY = timedelta(hours=20)
"""How old the newest one is when the next is due: the first use of the next day finds it so."""

_LEFT_BEHIND = timedelta(days=1)
_SETTLING = timedelta(hours=1)
_CONDEMNED = "condemned"
_SPARE = 1.1
_NAME = re.compile(r"brandloop-(\d{6})-(\d{8}T\d{6})\.db")
_STAMP = "%Y%m%dT%H%M%S"


@dataclass(frozen=True)
class Backup:
    """A backup on the disk. They are numbered as they were made, whatever the clock said."""

    number: int
    made_at: datetime
    bytes: int
    path: Path


class Backups:
    """The automatic backups of one database, in a folder of their own beside it.

    Of the newest day all stay, of the six before the last one each; together they take at most
    half of the room that they and the free space make up.
    """

    days = KEPT

    def __init__(self, store: Store) -> None:
        self._store = store
        self.folder = store.path.parent / "backups"
        self.held = FileLock(store.path.parent / "backups.lock")
        """While a thread is in it, nobody else makes or deletes an automatic backup."""

    def list(self) -> list[Backup]:
        """What there is, newest first. Every one of them passed SQLite's integrity check."""
        found = []
        with suppress(OSError):
            for path in self.folder.iterdir():
                if named := _NAME.fullmatch(path.name):
                    made_at = datetime.strptime(named[2], _STAMP).replace(tzinfo=UTC)
                    found.append(Backup(int(named[1]), made_at, path.stat().st_size, path))
        return sorted(found, key=lambda backup: -backup.number)

    def due(self) -> bool:
        """Whether the newest is from another day, or from a time the clock has not reached yet,
        or backups wait for one to replace them.

        The first is due an hour after the workspace was made. Raises StoreFailed.
        """
        made = self.list()
        if made and self._condemned():
            return True
        if made:
            return not timedelta() <= datetime.now(UTC) - made[0].made_at < EVERY
        with self._store.open() as db:
            born = db.conn.execute("SELECT min(created_at) FROM workspaces").fetchone()[0]
        return born is not None and datetime.now(UTC) - datetime.fromisoformat(born) > _SETTLING

    def make(self, *, prune: bool = True) -> Backup:
        """A new backup; only then, with `prune`, the oldest and the condemned ones go.

        Raises StoreFailed where there is no room for it, StoreDamaged when the database is not
        sound; then every earlier one is still there.
        """
        with self.held:
            try:
                self.folder.mkdir(parents=True, exist_ok=True)
                self._must_have_room()
                earlier = self.list()
                number = earlier[0].number + 1 if earlier else 1
                now = datetime.now(UTC).replace(microsecond=0)
                path = self.folder / f"brandloop-{number:06}-{now.strftime(_STAMP)}.db"
                self._store.backup(path)
                if prune:
                    self._prune(KEPT)
                return Backup(number, now, path.stat().st_size, path)
            except OSError as error:
                raise _unwritten(error) from error

    def condemn(self) -> None:
        """Let the next backup replace all there are: they hold what is to be forgotten.

        One that is being made counts: it is waited for.
        """
        with self.held:
            made = self.list()
            try:
                if made:
                    marker = self.folder / _CONDEMNED
                    marker.write_text(str(made[0].number), encoding="utf-8")
            except OSError as error:
                raise _unwritten(error) from error

    def clear(self) -> None:
        """Delete every automatic backup, finished or not, and wait for one that is being made.

        Raises StoreFailed where one cannot be deleted.
        """
        with self.held:
            try:
                self._prune(0)
                self._discard_unfinished()
            except OSError as error:
                raise self._undeleted(error) from error

    def drop_before(self, moment: datetime) -> None:
        """Delete those made before `moment` and seven or more calendar days (UTC) ago, but never
        the newest. Raises StoreFailed where one cannot be deleted."""
        last_day = datetime.now(UTC).date() - timedelta(days=KEPT)
        with self.held:
            try:
                for backup in self.list()[1:]:
                    if backup.made_at <= moment and backup.made_at.date() <= last_day:
                        backup.path.unlink(missing_ok=True)
            except OSError as error:
                raise self._undeleted(error) from error

    def sweep(self) -> None:
        """Delete what a process left behind that was killed: unfinished backups, and the folders
        of restores that began more than a day ago. Others may still be at work in younger ones.

        Raises StoreFailed where the unfinished backups cannot be deleted.
        """
        with self.held:
            try:
                self._discard_unfinished()
            except OSError as error:
                raise self._undeleted(error) from error
        for folder in self._store.path.parent.glob(f"{RESTORING}*"):
            with suppress(OSError):
                begun = datetime.fromtimestamp(folder.stat().st_mtime, UTC)
                if datetime.now(UTC) - begun > _LEFT_BEHIND:
                    shutil.rmtree(folder, ignore_errors=True)

    def _discard_unfinished(self) -> None:
        # Whoever holds the lock knows that nobody is writing them.
        for path in self.folder.glob("*.partial"):
            path.unlink(missing_ok=True)

    def _undeleted(self, error: OSError) -> StoreFailed:
        return StoreFailed(
            N_("An old backup could not be deleted: {problem}."),
            N_("Delete the files in {folder} yourself."),
            problem=error,
            folder=self.folder,
        )

    def _prune(self, days: int) -> None:
        condemned = self._condemned()
        kept: list[Backup] = []
        seen: list[date] = []
        for backup in self.list():
            day = backup.made_at.date()
            first = day not in seen and len(seen) < days
            if backup.number > condemned and (first or (seen and day == seen[0])):
                kept.append(backup)
                seen += [day] if first else []
            else:
                backup.path.unlink(missing_ok=True)
        (self.folder / _CONDEMNED).unlink(missing_ok=True)
        while len(kept) > 1:
            taken = sum(backup.bytes for backup in kept)
            if taken <= (shutil.disk_usage(self.folder).free + taken) / 2:
                return
            kept.pop().path.unlink(missing_ok=True)

    def _condemned(self) -> int:
        """The number up to which backups go with the next one; 0 where none does."""
        try:
            return int((self.folder / _CONDEMNED).read_text("utf-8"))
        except (OSError, ValueError):
            return 0

    def _must_have_room(self) -> None:
        needed = sum(path.stat().st_size for path in self._store.path.parent.glob("brandloop.db*"))
        free = shutil.disk_usage(self.folder).free
        if free < needed * _SPARE:
            raise StoreFailed(
                N_("There is no room for a backup: it takes {needed} MB, and {free} MB are free."),
                N_("Free some space; until then the earlier backups stay."),
                needed=-(-needed // MEGABYTE),
                free=free // MEGABYTE,
            )


def _unwritten(error: OSError) -> StoreFailed:
    return StoreFailed(
        N_("The backup could not be written: {problem}."),
        N_("Check the folder and the free space."),
        problem=error,
    )
