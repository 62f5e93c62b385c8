"""Making a forecast: customers gathered, foretold and stored with what they do next."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from math import isfinite
from typing import Any

import numpy as np
import pandas as pd

from core.errors import InputRejected
from core.i18n import N_
from core.personas.belonging import belonging
from core.personas.cards import Persona
from core.personas.forecasts.purchases import Purchasing, foretell_purchases, orders_of
from core.personas.forecasts.response import Response, foretell
from core.personas.forecasts.results import PURCHASES, RESPONSE
from core.personas.population import Population

Row = tuple[Any, ...]
Report = Callable[[int, int], None]

_NAMED = 3


def segment_keys(population: Population, personas: list[Persona]) -> list[str]:
    """The segment of the persona that every customer belongs to, "" where there is none."""
    keys = np.full(population.size, "", dtype=object)
    for key, members in belonging(population, personas).items():
        keys[members] = key
    return list(keys)


def response_forecast(
    population: Population, personas: list[Persona], settings: dict[str, Any], report: Report
) -> tuple[dict[str, Any], Iterator[Row]]:
    """The forecast of an outcome and its customers, as core.store.forecasts.replace takes them."""
    made = foretell(
        population,
        settings["column"],
        settings["event"],
        report,
        allow_protected=bool(settings.get("allow_protected")),
        without=frozenset(settings.get("without", ())),
    )
    forecast = {
        "kind": RESPONSE,
        "settings": _json(settings),
        "figures": _json({**made.figures, "files": population.files}),
        "inputs": _json(made.inputs.to_json()),
        "model": made.trees.to_text(),
    }
    return forecast, _response_rows(population, made, segment_keys(population, personas))


def _response_rows(population: Population, made: Response, segments: list[str]) -> Iterator[Row]:
    for i, key in enumerate(population.keys):
        yield (
            key, float(made.chances[i]), float(made.low[i]), float(made.high[i]), None, None, None,
            None, segments[i], int(made.open[i]), int(made.fold[i]), "{}",
        )  # fmt: skip


def purchase_forecast(
    population: Population,
    purchases: pd.DataFrame,
    personas: list[Persona],
    days: int,
    report: Report,
) -> tuple[dict[str, Any], Iterator[Row]]:
    """The forecast of purchases and its customers, as core.store.forecasts.replace takes them."""
    place = {key: i for i, key in enumerate(population.keys)}
    customer = purchases["customer_key"].map(place).to_numpy(np.int64)
    at = pd.to_datetime(purchases["bought_at"], format="ISO8601", errors="coerce")
    amount = pd.to_numeric(purchases["amount"], errors="coerce")
    orders = orders_of(customer, at, amount)
    if not len(orders.day):
        raise InputRejected(
            N_("No purchase has a date."), N_("Import purchases with the day they were made.")
        )
    bought = ~(amount < 0)
    lines = (
        customer[bought.to_numpy()],
        purchases["product"][bought].reset_index(drop=True),
        at[bought].reset_index(drop=True),
        population.size,
    )
    made = foretell_purchases(orders, days, report, lines)
    forecast = {
        "kind": PURCHASES,
        "settings": _json({"days": days}),
        "figures": _json({**made.figures, "files": population.files}),
        "inputs": "[]",
        "model": "",
    }
    return forecast, _purchase_rows(population, made, segment_keys(population, personas))


def _purchase_rows(population: Population, made: Purchasing, segments: list[str]) -> Iterator[Row]:
    money = (made.value, made.value_low, made.value_high)
    for i, buyer in enumerate(made.buyers):
        details: dict[str, Any] = {
            "again": int(made.rhythm.again[i]),
            "last": float(made.rhythm.last[i]),
            "age": float(made.rhythm.age[i]),
            "spent": round(spent, 2) if isfinite(spent := float(made.rhythm.spent[i])) else None,
            "currency": population.currency,
        }
        if made.products:
            names = made.products.names
            details["next"] = [names[item] for item in made.products.top[buyer][:_NAMED]]
            because = int(made.products.because[buyer])
            # Bought again for its own sake: no reason that tells anybody something.
            told = because >= 0 and because != made.products.top[buyer][0]
            details["because"] = names[because] if told else ""
        yield (
            population.keys[buyer], float(made.chances[i]), float(made.low[i]),
            float(made.high[i]), float(made.expected[i]),
            *(None if part is None else round(float(part[i]), 2) for part in money),
            segments[buyer], 1, -1, _json(details),
        )  # fmt: skip


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
