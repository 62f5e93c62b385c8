"""A file of customers or purchases through the door: looked at, mapped, stored in one go."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

import pandas as pd
from sqlite_utils.db import Database

from core.personas.columns import CHANGING, Mapping, guess_mapping
from core.personas.phrases import Phrase
from core.personas.read import ImportReport, Rows, read_rows
from core.personas.steadiness import changing_columns
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


def guessed(columns: Sequence[str], frame: pd.DataFrame) -> Mapping:
    """The most likely mapping, judged on 20,000 of the rows at most. Of purchases, columns that
    describe no customer are told from all rows."""
    sample = frame
    if len(frame) > _GUESSED_ON:
        sample = frame.sample(_GUESSED_ON, random_state=0).sort_index()
    mapping = guess_mapping(list(columns), sample)
    if mapping.kind != "transactions":
        return mapping
    keys = frame[mapping.id].astype(str).str.strip()
    named = keys != ""
    described = (*mapping.attributes, *mapping.outcomes)
    changing = changing_columns(frame[named], keys[named], described)
    return replace(
        mapping,
        attributes=tuple(c for c in mapping.attributes if c not in changing),
        outcomes=tuple(c for c in mapping.outcomes if c not in changing),
        left_out={**mapping.left_out, **dict.fromkeys(changing, CHANGING)},
    )


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

    The very same file under the same mapping adds only what went with another file since,
    mostly nothing; under another mapping it replaces what it brought before. Rows of an
    overlapping export that are there already are not added again. Raises InputRejected when
    the file or the mapping is of no use; then nothing is stored.
    """
    source, name = file
    table = open_table(source, name, settings)
    frame = pd.concat(table.chunks(), ignore_index=True)
    mapping = (mapping or guessed(table.columns, frame)).checked(table.columns)
    now = now or pd.Timestamp.now(tz="UTC").tz_localize(None)
    with store.open() as db:
        before = rows.same_file(db, workspace, table.digest)
        key = workspaces.get(db, workspace)["pseudonym_key"]
    now = _as_of(before, mapping) or now
    found = read_rows(frame, mapping, key, now)
    notes = (*(Phrase(*note) for note in table.notes), *found.notes)
    with store.writing() as db:
        # Another import may have stored this file since.
        before = rows.same_file(db, workspace, table.digest)
        if before and _alike(before, mapping):
            return _again(db, workspace, before, mapping, found)
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
            "now": now.isoformat(),
            "notes": [note.to_json() for note in notes],
        }
        rows.set_report(db, source_id, json.dumps(report, ensure_ascii=False))
    return ImportReport(
        source_id, mapping.kind, name, len(frame), added, customers, False, mapping, notes
    )


def _alike(source: dict[str, Any], mapping: Mapping) -> bool:
    return bool(json.loads(source["mapping"]) == mapping.to_dict())


def _as_of(before: dict[str, Any] | None, mapping: Mapping) -> pd.Timestamp | None:
    """When a file was first read: what lay ahead then must make the same rows again."""
    if before is None or not _alike(before, mapping):
        return None
    then = json.loads(before["report"]).get("now")
    return pd.Timestamp(then) if then else None


def _again(
    db: Database, workspace: int, source: dict[str, Any], mapping: Mapping, found: Rows
) -> ImportReport:
    """Bring back a known file's rows that are gone; customers still there stay as they are."""
    there = {key for key, _ in rows.customers(db, workspace)}
    gone = [customer for customer in found.customers if customer[0] not in there]
    missing = replace(found, customers=gone)
    added, customers = _add(db, workspace, source["id"], mapping, missing)
    report = json.loads(source["report"])
    notes = tuple(Phrase.from_json(note) for note in report["notes"])
    known = not added and not customers
    return ImportReport(
        source["id"],
        mapping.kind,
        source["name"],
        report["rows"],
        added,
        customers,
        known,
        mapping,
        notes,
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
