"""Which of a user's own customer ids stands behind each pseudonym, for as long as a visit lasts.

The store holds pseudonyms that cannot be turned back. Who has the file can make them again from
its ids and compare; what comes of it is handed to the visitor and stored nowhere.
"""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from core.errors import InputRejected
from core.i18n import N_
from core.personas.columns import Mapping
from core.personas.intake import Source, guessed
from core.personas.read import customer_keys
from core.settings import Settings
from core.store import customers as rows
from core.store import workspaces
from core.store.store import Store
from core.tables import open_table


def own_ids(
    store: Store,
    settings: Settings,
    workspace: int,
    file: tuple[Source, str],
    mapping: Mapping | None = None,
) -> dict[str, str]:
    """The id of each customer of a file (its source and name), by pseudonym.

    Customers that are not in the store are left out. The file's own mapping is used where it was
    imported, else a guess.

    Raises InputRejected as open_table does, for a file without an id column, and where it holds
    no customer of the store.
    """
    source, name = file
    table = open_table(source, name, settings)
    frame = pd.concat(table.chunks(), ignore_index=True)
    with store.open() as db:
        key = workspaces.get(db, workspace)["pseudonym_key"]
        imported = rows.same_file(db, workspace, table.digest)
        known = {customer for customer, _ in rows.customers(db, workspace)}
    if mapping is None:
        mapping = stored_mapping(imported["mapping"]) if imported else guessed(table.columns, frame)
    if not mapping.id:
        raise InputRejected(
            N_("{name} has no column with a customer id."),
            N_("Choose a file that has the ids the customers were imported with."),
            name=name,
        )
    named = frame[mapping.id].astype(str).drop_duplicates()
    keys = customer_keys(named.to_frame(mapping.id), mapping, key)
    found = {k: own for k, own in zip(keys, named, strict=True) if k in known}
    if not found:
        raise InputRejected(
            N_("No customer of {name} is known here."),
            N_("Choose the file that the customers came from."),
            name=name,
        )
    return found


def stored_mapping(text: str) -> Mapping:
    """A mapping as the store keeps it."""
    stored: dict[str, Any] = json.loads(text)
    stored |= {name: tuple(stored[name]) for name in ("attributes", "outcomes")}
    return Mapping(**stored)
