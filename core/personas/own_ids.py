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
    frame, mapping, keys = keyed_rows(store, settings, workspace, file, mapping)
    with store.open() as db:
        known = {customer for customer, _ in rows.customers(db, workspace)}
    owned = zip(keys, frame[mapping.id].astype(str), strict=True)
    found = {key: own for key, own in owned if key in known}
    if not found:
        raise InputRejected(
            N_("No customer of {name} is known here."),
            N_("Choose the file that the customers came from."),
            name=file[1],
        )
    return found


def keyed_rows(
    store: Store,
    settings: Settings,
    workspace: int,
    file: tuple[Source, str],
    mapping: Mapping | None = None,
) -> tuple[pd.DataFrame, Mapping, pd.Series]:
    """The rows of a file as text cells, its mapping, and the pseudonym of each row's customer,
    "" where a row names none. Nothing is stored.

    Without a mapping, the file's own is used where it was imported, else a guess. Raises
    InputRejected as open_table does, and for a file without an id column.
    """
    source, name = file
    table = open_table(source, name, settings)
    frame = pd.concat(table.chunks(), ignore_index=True)
    with store.open() as db:
        key = workspaces.get(db, workspace)["pseudonym_key"]
        imported = rows.same_file(db, workspace, table.digest)
    if mapping is None:
        mapping = _stored(imported["mapping"]) if imported else guessed(table.columns, frame)
    if not mapping.id:
        raise InputRejected(
            N_("{name} has no column with a customer id."),
            N_("Choose a file that has the ids the customers were imported with."),
            name=name,
        )
    return frame, mapping, customer_keys(frame, mapping, key)


def _stored(text: str) -> Mapping:
    """A mapping as the store keeps it."""
    stored: dict[str, Any] = json.loads(text)
    lists = ("attributes", "outcomes", "spending")
    stored |= {name: tuple(stored.get(name, ())) for name in lists}
    return Mapping(**stored)
