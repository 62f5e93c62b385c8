"""An export into the store: all of it or nothing, and nothing twice."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

import pandas as pd

from core.errors import InputRejected
from core.i18n import N_
from core.reviews.cleaning import Cleaned, Cleaner
from core.reviews.dates import day_first
from core.reviews.mapping import Mapping, check_mapping, guess_mapping
from core.reviews.scale import rating_scale
from core.settings import Settings
from core.store import reviews as rows
from core.store import workspaces
from core.store.store import Store
from core.tables import Note, TableFile, open_table

_GUESSED_FROM = 500
_BLANK_LINES = re.compile(r"\n[ \t\u3000]*\n\s*")


@dataclass(frozen=True)
class ImportReport:
    """What became of an import, in rows.

    read = added + duplicates + empty. `duplicates` were in the workspace or, by the same
    customer, earlier in the file; `empty` had no word and no emoji. `masked` counts personal
    data by kind, `undated` reviews without a readable day. `already_imported` means that this
    very import was done before and all of its rows are still there. `notes` are catalogue
    entries with their parameters.
    """

    source_id: int
    read: int
    added: int
    duplicates: int
    empty: int
    masked: dict[str, int] = field(default_factory=dict)
    undated: int = 0
    already_imported: bool = False
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Preview:
    """What a file looks like before anything is stored: its first rows and guessed mapping."""

    columns: list[str]
    mapping: Mapping
    head: pd.DataFrame
    notes: tuple[Note, ...]


def preview(source: Path | bytes | IO[bytes], name: str, settings: Settings) -> Preview:
    """Open a file and guess its columns. Raises InputRejected for what is no table."""
    table = open_table(source, name, settings)
    head = table.head(_GUESSED_FROM)
    return Preview(table.columns, guess_mapping(head), head.head(5), tuple(table.notes))


def import_file(
    store: Store,
    settings: Settings,
    workspace: int,
    source: Path | bytes | IO[bytes],
    name: str,
    *,
    mapping: Mapping | None,
) -> ImportReport:
    """Store the reviews of a file under a mapping (guessed when None) in one transaction.

    A file that was imported before brings back, under its old id, the rows that went since.
    Raises InputRejected before anything is stored when the file or the mapping is unfit.
    """
    table = open_table(source, name, settings)
    head = table.head(_GUESSED_FROM)
    mapping = mapping or guess_mapping(head)
    check_mapping(mapping, table.columns, head)
    identity = table.digest + json.dumps(mapping.as_dict(), sort_keys=True)
    digest = hashlib.sha256(identity.encode()).hexdigest()
    described = {"name": name, "digest": digest, "mapping": mapping.as_dict()}
    return _Import(store, workspace, described).run(_file_rows(table, mapping), table, head)


def import_text(store: Store, workspace: int, text: str, name: str) -> ImportReport:
    """Store pasted reviews: separated by blank lines where there are any, else one a line.

    Raises InputRejected when nothing in it has a word.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    parts = _BLANK_LINES.split(text) if _BLANK_LINES.search(text) else text.split("\n")
    if not any(char.isalnum() for char in text):
        raise InputRejected(N_("There is no text to import."), N_("Paste one review a line."))
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    described = {"name": name, "digest": digest, "mapping": {"text": "text"}}
    return _Import(store, workspace, described).run({"text": part} for part in parts)


def _file_rows(table: TableFile, mapping: Mapping) -> Iterator[dict[str, str]]:
    wanted = mapping.as_dict()
    for frame in table.chunks():
        columns = [frame[name].tolist() for name in wanted.values()]
        for cells in zip(*columns, strict=True):
            yield dict(zip(wanted, cells, strict=True))


class _Import:
    """One run: rows are prepared beside the database and taken in by one short transaction."""

    def __init__(self, store: Store, workspace: int, described: dict[str, Any]) -> None:
        self._store = store
        self._workspace = workspace
        self._described = described
        self._read = 0
        self._empty = 0

    def run(
        self,
        records: Iterator[dict[str, str]],
        table: TableFile | None = None,
        head: pd.DataFrame | None = None,
    ) -> ImportReport:
        dates = self._described["mapping"].get("date")
        with self._store.open() as db:
            key = workspaces.get(db, self._workspace)["pseudonym_key"]
            days = day_first(head[dates]) if dates and head is not None else False
            cleaner = Cleaner(key, days)
            with rows.incoming(db):
                distinct = rows.put_incoming(db, self._cleaned(records, cleaner))
                undated = rows.undated_incoming(db)
                scale = rating_scale(rows.incoming_ratings(db))
                rows.drop_incoming_ratings(db, scale.top)
                db.conn.execute("BEGIN IMMEDIATE")
                try:
                    done = rows.source_by_digest(db, self._workspace, self._described["digest"])
                    source_id, added = rows.take_in(
                        db, self._workspace, self._described, scale.factor
                    )
                    if done and not added:
                        db.rollback()
                        return _repeated(done)
                    report = ImportReport(
                        source_id=source_id,
                        read=self._read,
                        added=added,
                        duplicates=self._read - self._empty - added,
                        empty=self._empty,
                        masked=cleaner.masked,
                        undated=undated if distinct else 0,
                        notes=(*(table.notes if table else ()), *scale.notes),
                    )
                    rows.set_report(db, source_id, asdict(report))
                except BaseException:
                    db.rollback()
                    raise
                db.commit()
        return report

    def _cleaned(self, records: Iterator[dict[str, str]], cleaner: Cleaner) -> Iterator[Cleaned]:
        for record in records:
            self._read += 1
            cleaned = cleaner.clean(record)
            if cleaned is None:
                self._empty += 1
            else:
                yield cleaned


def _repeated(source: dict[str, Any]) -> ImportReport:
    report = json.loads(source["report"])
    return ImportReport(
        source_id=source["id"],
        read=report["read"],
        added=0,
        duplicates=report["read"] - report["empty"],
        empty=report["empty"],
        already_imported=True,
    )
