"""A file of customers or purchases through the door: looked at, mapped, stored in one go."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pandas as pd
from sqlite_utils.db import Database

from core.personas.columns import Mapping, guess_mapping
from core.personas.phrases import Phrase
from core.personas.read import ImportReport, Rows, read_rows
from core.settings import Settings
from core.store import customers as rows
from core.store import workspaces
from core.store.store import Store
from core.tables import open_table

Source = Path | bytes | IO[bytes]

_GUESSED_ON = 20_000


@dataclass(frozen=True)
class Preview:
    """A file before it is stored: its columns, the guessed mapping, its first rows, notes."""

    name: str
    columns: tuple[str, ...]
    mapping: Mapping
    head: pd.DataFrame
    rows: int
    notes: tuple[Phrase, ...]


def preview(source: Source, name: str, settings: Settings) -> Preview:
    """Look at a file without storing anything. Raises InputRejected as open_table does."""
    table = open_table(source, name, settings)
    frame = pd.concat(table.chunks(), ignore_index=True)
    mapping = guessed(table.columns, frame)
    notes = tuple(Phrase(*note) for note in table.notes)
    return Preview(table.name, tuple(table.columns), mapping, frame.head(5), len(frame), notes)


def guessed(columns: Sequence[str], sample: pd.DataFrame) -> Mapping:
    """The most likely mapping, judged on 20,000 of the rows at most."""
    if len(sample) > _GUESSED_ON:
        sample = sample.sample(_GUESSED_ON, random_state=0).sort_index()
    return guess_mapping(list(columns), sample)


def import_table(
    store: Store,
    settings: Settings,
    workspace: int,
    file: tuple[Source, str],
    *,
    mapping: Mapping | None = None,
    now: pd.Timestamp | None = None,
) -> ImportReport:
    """Store a file (its source and name) in one transaction; without a mapping, guessed.

    The very same file under the same mapping adds nothing; under another mapping it replaces
    what it brought before. Rows of an overlapping export that are there already are not added
    again. Raises InputRejected when the file or the mapping is of no use; then nothing is
    stored.
    """
    source, name = file
    table = open_table(source, name, settings)
    frame = pd.concat(table.chunks(), ignore_index=True)
    mapping = (mapping or guessed(table.columns, frame)).checked(table.columns)
    with store.open() as db:
        before = rows.same_file(db, workspace, table.digest)
        key = workspaces.get(db, workspace)["pseudonym_key"]
    if before and json.loads(before["mapping"]) == mapping.to_dict():
        notes = tuple(Phrase.from_json(n) for n in json.loads(before["report"])["notes"])
        return ImportReport(
            before["id"], mapping.kind, before["name"], len(frame), 0, 0, True, mapping, notes
        )
    now = now or pd.Timestamp.now(tz="UTC").tz_localize(None)
    found = read_rows(frame, mapping, key, now)
    notes = (*(Phrase(*note) for note in table.notes), *found.notes)
    with store.writing() as db:
        if before:
            rows.delete_source(db, workspace, before["id"])
        stored = json.dumps(mapping.to_dict(), ensure_ascii=False)
        source_id = rows.add_source(
            db, workspace, mapping.kind, name, digest=table.digest, mapping=stored
        )
        added, customers = _add(db, workspace, source_id, mapping, found)
        report = {
            "rows": len(frame),
            "added": added,
            "customers": customers,
            "notes": [note.to_json() for note in notes],
        }
        rows.set_report(db, source_id, json.dumps(report, ensure_ascii=False))
    return ImportReport(
        source_id, mapping.kind, name, len(frame), added, customers, False, mapping, notes
    )


def _add(
    db: Database, workspace: int, source: int, mapping: Mapping, found: Rows
) -> tuple[int, int]:
    """How many rows of the file's kind, and how many customers, are new."""
    own = mapping.kind == "customers"
    customers = rows.add_customers(db, workspace, source, found.customers, own)
    if own:
        return customers, customers
    return rows.add_purchases(db, workspace, source, found.purchases), customers
