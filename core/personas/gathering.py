"""The customers that belong with an imported file, out of the store."""

from __future__ import annotations

import json

from sqlite_utils.db import Database

from core.errors import InputRejected
from core.i18n import N_
from core.personas.population import Population, gather
from core.store import customers as customer_rows

PURCHASES = "purchases"


def belonging_with(db: Database, workspace: int, file: int | None) -> Population:
    """With purchases, everybody who bought and everybody in the customer files that those belong
    to; otherwise the customers of the file (None: the newest). Raises InputRejected without any
    file."""
    sources = customer_rows.sources(db, workspace)
    chosen = next((s for s in sources if file in (None, s["id"])), None)
    if chosen is None:
        raise InputRejected(
            N_("There are no customers yet."),
            N_("Upload a file with customers or purchases first."),
        )
    linked = [
        s["id"]
        for s in sources
        if s["id"] == chosen["id"] or customer_rows.has_purchases(db, workspace, s["id"])
    ]
    outcomes = frozenset(
        column
        for s in sources
        if s["id"] in linked
        for column in json.loads(s["mapping"])["outcomes"]
    )
    if not customer_rows.has_purchases(db, workspace, chosen["id"]):
        people = customer_rows.customers(db, workspace, chosen["id"])
        return gather(f"file:{chosen['name']}", people, None, outcomes)
    people = [row for id in linked for row in customer_rows.customers(db, workspace, id)]
    return gather(PURCHASES, people, customer_rows.purchases(db, workspace), outcomes)
