"""What a person may do with everything at once: keep it, bring it back, take it out, erase it."""

from __future__ import annotations

import json
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from core.errors import InputRejected, StoreDamaged, StoreFailed
from core.i18n import N_
from core.privacy import pseudonym
from core.store import engine_versions
from core.store import workspaces as rows
from core.store.backups import Backup, Backups
from core.store.store import Store
from core.text import detect_language

__all__ = ["Backup", "Forgotten", "Workspace"]

_SHORTEST_PATTERN = 3
_SHORTEST_CHINESE = 2


@dataclass(frozen=True)
class Forgotten:
    """How many rows of each kind hold a person, or held one before they went."""

    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


class Workspace:
    """The workspace of this installation, `id` in every table that belongs to one."""

    def __init__(self, store: Store, id: int = 1) -> None:
        self._store = store
        self.id = id
        self.backups = Backups(store.own)

    @property
    def name(self) -> str:
        with self._store.open() as db:
            return rows.get(db, self.id)["name"]

    def rename(self, name: str) -> None:
        """Give the workspace another name of 1 to 80 characters, else InputRejected."""
        name = name.strip()
        if not 1 <= len(name) <= 80:
            raise InputRejected(N_("A name has 1 to 80 characters."), N_("Choose another name."))
        with self._store.open() as db:
            rows.rename(db, self.id, name)

    def preference(self, key: str, default: str = "") -> str:
        """What was last stored under a key, else `default`."""
        with self._store.open() as db:
            value = rows.preference(db, self.id, key)
        return default if value is None else value

    def prefer(self, key: str, value: str) -> None:
        """Remember a choice."""
        with self._store.open() as db:
            rows.set_preference(db, self.id, key, value)

    def backup(self, target: Path) -> Path:
        """Copy everything to one new file while work goes on. See Store.backup."""
        return self._store.backup(target)

    def restore(self, source: Path) -> None:
        """Replace everything with a backup. See Store.restore.

        What is here now becomes one more automatic backup, where it is sound and has room.
        """

        def keep() -> None:
            with suppress(StoreFailed):
                self.backups.make(prune=False)

        self._store.restore(source, keep)

    def export(self, target: Path) -> int:
        """Write a zip with one JSON-lines file per table; the number of rows written.

        The key that makes pseudonyms stays behind. Raises InputRejected when the target
        exists and StoreFailed when it cannot be written.
        """
        if target.exists():
            raise InputRejected(
                N_("There is already a file at {path}."), N_("Choose another name."), path=target
            )
        written = 0
        partial = target.with_name(target.name + ".partial")
        try:
            with (
                self._store.open() as db,
                zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive,
            ):
                for table in rows.exported_tables(db):
                    with archive.open(f"{table}.jsonl", "w") as file:
                        for row in rows.exported(db, table):
                            file.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
                            written += 1
            partial.rename(target)
        except OSError as error:
            with suppress(OSError):
                partial.unlink(missing_ok=True)
            raise StoreFailed(
                N_("The export could not be written: {problem}."),
                N_("Check the folder and the free space."),
                problem=error,
            ) from error
        return written

    def holding(self, pattern: str) -> Forgotten:
        """Where a name, address or customer id occurs, letter case aside; nothing changes.

        It must stand as words of its own: "Ann" is not found in "channel". Raises
        InputRejected for a pattern under three characters, or two Chinese ones.
        """
        with self._store.open() as db:
            return Forgotten(rows.count_holding(db, self.id, *self._wanted(pattern)))

    def forget(self, pattern: str) -> Forgotten:
        """Delete every row in which a name, address or customer id occurs.

        Reviews and their corrections, customers, purchases, briefs, drafts, ratings and
        personas that hold it go, and what the reader learnt from such reviews and the writer from
        such drafts, briefs and ratings. Brands and
        imported files stay: the words are taken out of a brand's voice and of a file's name and
        report, and a brand whose name holds them gets a neutral one ("Brand 3"). The freed pages
        are overwritten, so the file holds the words no more. The automatic backups are replaced
        by a new one, waiting for one that is being made, and damaged databases that were set
        aside are deleted, for nobody can search them. Backups kept elsewhere still hold them.
        """
        text, key = self._wanted(pattern)
        with self.backups.held:
            self.backups.condemn()
            with self._store.open() as db:
                db.conn.execute("PRAGMA secure_delete = ON")
                db.conn.execute("BEGIN IMMEDIATE")
                try:
                    counts = rows.delete_holding(db, self.id, text, key)
                except BaseException:
                    db.rollback()
                    raise
                db.commit()
                # An older release may have made one meanwhile: it knows no lock.
                self.backups.condemn()
                rows.rewrite_file(db)
            self._sweep()
            self._store.discard_damaged()
            self.backups.sweep()
            self._replace_backups()
        return Forgotten(counts)

    def erase(self) -> None:
        """Delete everything in every workspace, with what the reader and the writer were taught,
        the automatic backups and damaged databases that were set aside."""
        with self.backups.held:
            # Before, so that a full disk has room to erase on; after, because an older release
            # that makes one meanwhile knows no lock.
            self.backups.clear()
            self._store.erase()
            self.backups.clear()
            self._store.discard_damaged()
            self.backups.sweep()
        self._sweep()

    def _replace_backups(self) -> None:
        if not self.backups.list():
            return
        for _ in range(2):
            try:
                self.backups.make()
                return
            except StoreDamaged:
                raise
            except StoreFailed:
                continue
        # Without room for a new one the old ones must go all the same.
        self.backups.clear()

    def _sweep(self) -> None:
        # Under the write lock, so that a file just written has its row.
        with self._store.writing() as db:
            engine_versions.sweep(db, self._store.path.parent)

    def _wanted(self, pattern: str) -> tuple[str, str]:
        text = pattern.strip()
        chinese = text.isalpha() and detect_language(text) == "zh"
        if len(text) < (_SHORTEST_CHINESE if chinese else _SHORTEST_PATTERN):
            raise InputRejected(
                N_("“{pattern}” is too short to find one person by."),
                N_(
                    "Type at least three characters of the name, address or customer id, "
                    "or two Chinese ones."
                ),
                pattern=text,
            )
        with self._store.open() as db:
            key = rows.get(db, self.id)["pseudonym_key"]
        return text, pseudonym(key, text)
