"""The customers that belong with an imported file, out of the store."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pandas as pd
from sqlite_utils.db import Database

from core.errors import InputRejected
from core.i18n import N_
from core.personas.population import Population, gather
from core.store import customers as customer_rows

PURCHASES = "purchases"


def belonging_with(db: Database, workspace: int, file: int | None) -> Population:
    """The customers of a file (None: the newest) and of the files that share customers with it.

    Where those hold purchases, everybody who bought and everybody in the customer files; otherwise
    the file's own customers. Files that share nobody, such as the demo beside a shop's own export,
    stay apart. Raises InputRejected without any file.
    """
    sources = customer_rows.sources(db, workspace)
    chosen = next((s for s in sources if file in (None, s["id"])), None)
    if chosen is None:
        raise InputRejected(
            N_("There are no customers yet."),
            N_("Upload a file with customers or purchases first."),
        )
    linked = _linked(db, workspace, sources, chosen)
    bought = [s["id"] for s in linked if s["purchases"]]
    if not bought:
        linked = [chosen]
    mappings = [json.loads(s["mapping"]) for s in linked]
    people = [row for s in linked for row in customer_rows.customers(db, workspace, s["id"])]
    return gather(
        PURCHASES if bought else f"file:{chosen['name']}",
        people,
        customer_rows.purchases(db, workspace, bought) if bought else None,
        frozenset(column for one in mappings for column in one["outcomes"]),
        files=tuple(s["name"] for s in linked),
        apart=tuple(s["name"] for s in sources if s not in linked),
        summed=any(one.get("spending") for one in mappings),
        currency=_currency(mappings),
    )


def _currency(mappings: Sequence[dict[str, Any]]) -> str:
    named = {
        one.get("currency", "") for one in mappings if one.get("amount") or one.get("spending")
    }
    return named.pop() if len(named) == 1 else ""


def purchases_with(db: Database, workspace: int) -> tuple[int | None, pd.DataFrame]:
    """The newest file with purchases, and its lines with those of the files that share customers
    with it; None and no lines where nothing was bought."""
    newest, bought = _newest_purchases(db, workspace)
    table = customer_rows.purchases(db, workspace, [s["id"] for s in bought])
    return (newest["id"] if newest else None), table


def purchase_files(db: Database, workspace: int) -> tuple[str, ...]:
    """The names of the files that `purchases_with` reads, oldest first."""
    return tuple(source["name"] for source in _newest_purchases(db, workspace)[1])


def _newest_purchases(
    db: Database, workspace: int
) -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:
    sources = customer_rows.sources(db, workspace)
    newest = next((s for s in sources if s["purchases"]), None)
    return newest, _linked(db, workspace, sources, newest) if newest else []


def _linked(
    db: Database, workspace: int, sources: Sequence[dict[str, Any]], chosen: dict[str, Any]
) -> list[dict[str, Any]]:
    """The chosen file and those that share customers with it, directly or through others, oldest
    first."""
    found, waiting = {chosen["id"]: chosen}, [chosen]
    while waiting:
        one = waiting.pop()
        for other in sources:
            if other["id"] not in found and _share(db, workspace, one, other):
                found[other["id"]] = other
                waiting.append(other)
    return [found[id] for id in sorted(found)]


def _share(db: Database, workspace: int, one: dict[str, Any], other: dict[str, Any]) -> bool:
    return any(
        customer_rows.bought_by(db, workspace, purchases["id"], customers["id"])
        for purchases, customers in ((one, other), (other, one))
        if purchases["purchases"] and customers["customers"]
    )
