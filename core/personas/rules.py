"""Segments by rules that a person writes: a name, a column, a sign and a value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.errors import InputRejected
from core.i18n import N_
from core.personas.phrases import Phrase
from core.personas.population import Population

Flags = NDArray[np.bool_]

SIGNS = ("=", "≠", "≥", "≤")
MOST_RULES = 30
HABITS = {
    "orders": N_("Number of orders"),
    "spend": N_("Money spent"),
    "recency": N_("Days since the last order"),
}


@dataclass(frozen=True)
class Rule:
    """A customer belongs to `name` where `column` stands in the relation `sign` to `value`.

    Rules of one name must all hold; of names, the first that fits counts.
    """

    name: str
    column: str
    sign: str
    value: str


def columns(population: Population) -> dict[str, Phrase]:
    """What rules may ask about, with a name for a page: HABITS as far as purchases are known,
    and all attributes."""
    found: dict[str, Phrase] = {}
    if population.purchases is not None:
        found |= {key: Phrase(name) for key, name in HABITS.items()}
    return found | {str(name): Phrase(str(name)) for name in population.attributes.columns}


def read_rules(rows: Sequence[Sequence[str]]) -> tuple[Rule, ...]:
    """Rules from (name, column, sign, value). Raises InputRejected for none, more than 30, or a
    row that lacks something or has an unknown sign."""
    if not 1 <= len(rows) <= MOST_RULES:
        raise InputRejected(
            N_("There are {count} rules."),
            N_("Write 1 to {most}."),
            count=len(rows),
            most=MOST_RULES,
        )
    rules = []
    for row in rows:
        name, column, sign, value = (" ".join(str(cell).split()) for cell in row)
        if not (name and column and value) or sign not in SIGNS:
            raise InputRejected(
                N_("A rule needs a name, a column, a sign and a value."),
                N_("Fill in the row of “{name}”."),
                name=name or column or value,
            )
        rules.append(Rule(name, column, sign, value))
    return tuple(rules)


def members_by_rule(population: Population, rules: Sequence[Rule]) -> list[tuple[str, Flags]]:
    """(name, members) in the order of the rules, and ("", everybody else) last.

    Raises InputRejected for a column the customers do not have, or a value that is no number or
    day where the column holds such.
    """
    free = np.ones(population.size, dtype=bool)
    found = []
    for name in dict.fromkeys(rule.name for rule in rules):
        members = free.copy()
        for rule in rules:
            if rule.name == name:
                members &= _holds(population, rule)
        free &= ~members
        found.append((name, members))
    return [*found, ("", free)]


def _holds(population: Population, rule: Rule) -> Flags:
    cells = _cells(population, rule.column)
    wanted: object = rule.value
    if pd.api.types.is_datetime64_any_dtype(cells):
        wanted = pd.to_datetime(rule.value, errors="coerce")
    elif pd.api.types.is_float_dtype(cells):
        wanted = pd.to_numeric(rule.value.replace(",", ""), errors="coerce")
    elif rule.sign in ("≥", "≤"):
        wanted = None
    if pd.isna(wanted):
        raise InputRejected(
            N_("The rule “{name}” cannot compare “{column}” with “{value}”."),
            N_("Choose another sign, or a value such as those in the column."),
            name=rule.name,
            column=rule.column,
            value=rule.value,
        )
    if isinstance(wanted, str):
        cells, wanted = cells.astype(object).where(cells.notna(), None), wanted.lower()
        cells = cells.map(lambda cell: None if cell is None else str(cell).strip().lower())
    known = cells.notna().to_numpy(dtype=bool)
    compared = {
        "=": lambda: cells == wanted,
        "≠": lambda: cells != wanted,
        "≥": lambda: cells >= wanted,
        "≤": lambda: cells <= wanted,
    }[rule.sign]()
    return np.asarray(compared.to_numpy(dtype=bool) & known)


def _cells(population: Population, column: str) -> pd.Series:
    if column in HABITS and population.purchases is not None:
        return population.purchases.per_customer[column].astype("float64").reset_index(drop=True)
    if column in population.attributes.columns:
        return population.attributes[column].reset_index(drop=True)
    raise InputRejected(
        N_("These customers have no column “{column}”."),
        N_("Choose one of: {columns}."),
        column=column,
        columns=", ".join(columns(population)),
    )
