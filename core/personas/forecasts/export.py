"""Lists to act on: a forecast's customers as a table, and beside the rows of one's own file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from core.errors import InputRejected
from core.i18n import N_
from core.personas.column_names import figure, value_phrase
from core.personas.forecasts.customer import CustomerForecast, ResponseCase
from core.personas.forecasts.response import column_name
from core.personas.forecasts.results import Foretold
from core.personas.intake import Source
from core.personas.own_ids import keyed_rows
from core.settings import Settings
from core.store import forecasts as rows
from core.store.store import Store

Translate = Callable[[str], str]

_REASONS = 3


def why(case: CustomerForecast, translate: Translate = str) -> str:
    """The strongest reasons of a forecast in one line."""
    if not isinstance(case, ResponseCase):
        return "; ".join(reason.text(translate) for reason in case.reasons)
    up, down = (
        translate(N_("{column} {value} (+{points})")),
        translate(N_("{column} {value} (−{points})")),
    )
    said = [
        (up if reason.effect > 0 else down).format(
            column=column_name(reason.column, translate),
            value=cell_text(reason.value, translate),
            points=f"{abs(100 * reason.effect):.0f}",
        )
        for reason in case.reasons[:_REASONS]
    ]
    return "; ".join(said)


def cell_text(cell: Any, translate: Translate = str) -> str:
    """A cell as a person reads it."""
    if pd.isna(cell):
        return translate(N_("unknown"))
    return figure(cell) if isinstance(cell, (int, float)) else value_phrase(cell).text(translate)


def action_list(
    cases: Sequence[CustomerForecast],
    segments: Mapping[str, str],
    translate: Translate = str,
    own_ids: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """The customers with their forecast and its reasons; `segments` names segments by key,
    `own_ids` gives the user's own ids by pseudonym where they are known.

    Chances are in percent. Columns without any value are left out.
    """
    table = pd.DataFrame(
        {
            translate(N_("Customer")): [
                (own_ids or {}).get(case.foretold.key, case.foretold.key) for case in cases
            ],
            translate(N_("Group")): [segments.get(case.foretold.segment, "") for case in cases],
            **_numbers([case.foretold for case in cases], translate),
            translate(N_("Why")): [why(case, translate) for case in cases],
        }
    )
    filled = table.notna().any() & (table != "").any()
    return table.loc[:, filled]


def _numbers(found: Sequence[Foretold], translate: Translate) -> dict[str, list[Any]]:
    return {
        translate(N_("Chance in %")): [round(100 * one.chance, 1) for one in found],
        translate(N_("Lowest")): [round(100 * one.low, 1) for one in found],
        translate(N_("Highest")): [round(100 * one.high, 1) for one in found],
        translate(N_("Purchases to come")): [
            None if one.expected is None else round(one.expected, 2) for one in found
        ],
        translate(N_("Money to come")): [one.value for one in found],
        translate(N_("Offer next")): [", ".join(one.next_products) for one in found],
    }


def beside_own_rows(
    store: Store,
    settings: Settings,
    workspace: int,
    *,
    kind: str,
    file: tuple[Source, str],
    translate: Translate = str,
) -> pd.DataFrame:
    """The rows of a file that has the customers' real ids, each with its forecast; rows of
    customers without one are left out. Nothing is stored.

    Pseudonyms cannot be turned back, so the file's ids are made into pseudonyms and compared.
    Raises InputRejected as open_table does, for a file without an id column, and where no row
    is a customer of the forecast.
    """
    frame, _, keys = keyed_rows(store, settings, workspace, file)
    wanted = set(keys.unique())
    with store.open() as db:
        forecast = rows.latest(db, workspace, kind)
        # A file may hold far more customers than the forecast: read the forecast once.
        found = {
            row["customer_key"]: Foretold.from_row(row)
            for row in (rows.listed(db, forecast["id"], "chance", None, -1) if forecast else [])
            if row["customer_key"] in wanted
        }
    kept = keys.isin(list(found)).to_numpy(dtype=bool)
    if not kept.any():
        raise InputRejected(
            N_("No row of {name} belongs to a customer of this forecast."),
            N_("Choose the file that the customers came from."),
            name=file[1],
        )
    own = frame[kept].reset_index(drop=True)
    added = pd.DataFrame(_numbers([found[k] for k in keys[kept]], translate))
    filled = added.notna().any() & (added != "").any()
    return pd.concat([own, added.loc[:, filled]], axis=1)
