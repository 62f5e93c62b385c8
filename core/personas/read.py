"""Customer and purchase files into rows: cells read, people made anonymous, oddities counted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from core.errors import InputRejected
from core.i18n import N_, NN_
from core.personas.columns import CHANGING, IDENTIFIER, PERSONAL, Mapping
from core.personas.names import BIRTH, normal
from core.personas.phrases import Phrase
from core.personas.price_columns import price_columns
from core.personas.steadiness import changing_columns
from core.personas.values import (
    Dates,
    date_share,
    number_share,
    read_amounts,
    read_dates,
    read_hours,
)
from core.privacy import mask, pseudonym

# Reserved attribute: what a customer table says a customer is worth.
WORTH = "_worth"
_ONE_DAY_AHEAD = pd.Timedelta(days=1)


@dataclass(frozen=True)
class ImportReport:
    """What an import did. `added` counts new purchases (or new customers of a customer file),
    `customers` new customers, `known` says that the very same file was there already."""

    source_id: int
    kind: str
    name: str
    rows: int
    added: int
    customers: int
    known: bool
    mapping: Mapping
    notes: tuple[Phrase, ...]


@dataclass(frozen=True)
class Rows:
    """What a file holds once read: customers as (customer_key, attributes as JSON), purchases
    as tuples for core.store.customers.add_purchases, and what there is to say about it."""

    customers: list[tuple[str, str]]
    purchases: list[tuple[Any, ...]]
    notes: list[Phrase]


def read_rows(frame: pd.DataFrame, mapping: Mapping, key: str, now: pd.Timestamp) -> Rows:
    """Read a frame of text cells under a checked mapping.

    `key` makes the pseudonyms; ids themselves are not kept. Purchases dated after `now` count
    towards spending, not towards when customers buy. Raises InputRejected when no row has a
    customer.
    """
    notes = _door_notes(frame, mapping)
    keys = customer_keys(frame, mapping, key)
    named = keys != ""
    if not named.any():
        raise InputRejected(
            N_("The column “{column}” is empty in every row."),
            N_("Choose the column that tells customers apart."),
            column=mapping.id,
        )
    if not named.all():
        n = int((~named).sum())
        left_out = NN_(
            "{n} row without a customer was left out.",
            "{n} rows without a customer were left out.",
            n,
        )
        notes.append(Phrase(left_out, {"n": f"{n:,}"}))
    frame, keys = frame[named], keys[named]
    if mapping.kind == "customers":
        repeats = int(keys.duplicated().sum())
        if repeats:
            notes.append(
                Phrase(
                    NN_(
                        "{n} row repeats a customer; of each the last counts.",
                        "{n} rows repeat a customer; of each the last counts.",
                        repeats,
                    ),
                    {"n": f"{repeats:,}"},
                )
            )
        return Rows(_customers(frame, keys, mapping, notes), [], notes)
    purchases = _purchases(frame, keys, mapping, now, notes)
    return Rows(_buyers(frame, keys, mapping, notes), purchases, notes)


def _door_notes(frame: pd.DataFrame, mapping: Mapping) -> list[Phrase]:
    """What was left at the door and why, personal details first."""
    notes = []
    for reason, message in (
        (PERSONAL, N_("Personal details were not stored: {columns}.")),
        (IDENTIFIER, N_("Identifiers were not used as traits: {columns}.")),
    ):
        columns = [column for column, why in mapping.left_out.items() if why == reason]
        if columns:
            notes.append(Phrase(message, {"columns": ", ".join(columns)}))
    if mapping.id:
        notes.append(
            Phrase(
                N_("“{column}” was replaced by a pseudonym that nobody can turn back."),
                {"column": mapping.id},
            )
        )
    elif len(frame):
        notes.append(Phrase(N_("No customer id was found: each row counts as one customer.")))
    return notes


def customer_keys(frame: pd.DataFrame, mapping: Mapping, key: str) -> pd.Series:
    """The pseudonym of each row's customer, "" where the row names none."""
    if mapping.id:
        places, names = pd.factorize(frame[mapping.id].astype(str))
        keys = np.array([pseudonym(key, name) for name in names], dtype=object)
        return pd.Series(keys[places], index=frame.index, dtype=object)
    # A row is its own name, so that the same row of the next export is the same customer.
    used = [*mapping.roles().values(), *mapping.attributes, *mapping.outcomes]
    joined = frame[used[0]].str.cat([frame[column] for column in used[1:]], sep="\x1f")
    nth = joined.groupby(joined).cumcount()
    named = [pseudonym(key, f"{row}\x1f{n}") for row, n in zip(joined, nth, strict=True)]
    return pd.Series(named, index=frame.index)


def _customers(
    frame: pd.DataFrame, keys: pd.Series, mapping: Mapping, notes: list[Phrase]
) -> list[tuple[str, str]]:
    columns = {c: _cells(frame[c], c) for c in (*mapping.attributes, *mapping.outcomes)}
    if mapping.amount:
        amounts = read_amounts(frame[mapping.amount])
        _say_amounts(amounts.unread, amounts.foreign, amounts.currencies, notes)
        columns[WORTH] = amounts.values
    elif mapping.spending:
        parts = pd.DataFrame({c: read_amounts(frame[c]).values for c in mapping.spending})
        columns[WORTH] = parts.sum(axis=1, min_count=1)
    return list(zip(keys, _as_json(columns, len(frame)), strict=True))


def _as_json(columns: dict[str, pd.Series], rows: int) -> Iterator[str]:
    names = list(columns)
    lists = [series.tolist() for series in columns.values()]
    for i in range(rows):
        cells = {
            name: cell[i]
            for name, cell in zip(names, lists, strict=True)
            if cell[i] != "" and not pd.isna(cell[i])
        }
        yield json.dumps(cells, ensure_ascii=False)


def _cells(cells: pd.Series, column: str) -> pd.Series:
    """An attribute's cells as numbers, days or masked text. Birthdays keep the year alone."""
    text = cells.astype(str).str.strip()
    filled = text[text != ""]
    if len(filled) and date_share(filled) > 0.8 and number_share(filled) < 0.9:
        days = read_dates(text).values
        if BIRTH.search(normal(column)):
            return days.dt.year.astype("float64")
        return days.dt.strftime("%Y-%m-%d").astype(object).where(days.notna(), "")
    if len(filled) and number_share(filled) > 0.9:
        return read_amounts(text).values
    masked = {value: mask(value).text for value in text.unique()}
    return text.map(masked)


def _buyers(
    frame: pd.DataFrame, keys: pd.Series, mapping: Mapping, notes: list[Phrase]
) -> list[tuple[str, str]]:
    """Customers of a purchase file, with the columns that stay the same for a customer."""
    described = (*mapping.attributes, *mapping.outcomes)
    changing = changing_columns(frame, keys, described)
    first = ~keys.duplicated()
    steady = {c: _cells(frame.loc[first, c], c) for c in described if c not in changing}
    changing += [column for column, why in mapping.left_out.items() if why == CHANGING]
    if changing:
        notes.append(
            Phrase(
                N_("These change from purchase to purchase and describe no customer: {columns}."),
                {"columns": ", ".join(changing)},
            )
        )
    names = keys[first]
    for name, told in price_columns(frame, keys, mapping).items():
        steady[name] = told.reindex(names)
    return list(zip(names, _as_json(steady, len(names)), strict=True))


def _purchases(
    frame: pd.DataFrame,
    keys: pd.Series,
    mapping: Mapping,
    now: pd.Timestamp,
    notes: list[Phrase],
) -> list[tuple[Any, ...]]:
    table = pd.DataFrame({"key": keys})
    table["at"] = None
    if mapping.date:
        dates = read_dates(frame[mapping.date])
        table["at"] = _moments(dates, frame, mapping, now, notes)
    table["amount"] = float("nan")
    if mapping.amount:
        amounts = read_amounts(frame[mapping.amount])
        table["amount"] = amounts.values
        _say_amounts(amounts.unread, amounts.foreign, amounts.currencies, notes)
        returns = int((amounts.values < 0).sum())
        if returns:
            notes.append(
                Phrase(
                    NN_(
                        "{n} row with a negative amount is a return and is taken off spending.",
                        "{n} rows with a negative amount are returns and are taken off spending.",
                        returns,
                    ),
                    {"n": f"{returns:,}"},
                )
            )
    for role in ("product", "channel"):
        column = getattr(mapping, role)
        table[role] = frame[column].astype(str).str.strip() if column else ""
    order = ["key", "at", "amount", "product", "channel"]
    table["nth"] = _places_among_equals(table[order])
    lists = [_or_none(table[column]) for column in (*order, "nth")]
    return list(zip(*lists, strict=True))


def _places_among_equals(table: pd.DataFrame) -> pd.Series:
    """How many equal rows stand above each row."""
    alike = np.zeros(len(table), dtype=np.int64)
    for column in table.columns:
        codes = pd.factorize(table[column])[0].astype(np.int64) + 1
        # Two codes become one, and small again before the next: no product grows too large.
        alike = pd.factorize(alike * (codes.max(initial=0) + 1) + codes)[0].astype(np.int64)
    return pd.Series(alike, index=table.index).groupby(alike, sort=False).cumcount()


def _or_none(cells: pd.Series) -> list[Any]:
    """The cells as plain values, None where there is none."""
    return cells.astype(object).where(cells.notna(), None).tolist()


def _moments(
    dates: Dates, frame: pd.DataFrame, mapping: Mapping, now: pd.Timestamp, notes: list[Phrase]
) -> pd.Series:
    """Days, or minutes where the file knows them, as ISO text; nothing for the future."""
    values = dates.values
    if mapping.time:
        hours = read_hours(frame[mapping.time]).fillna(0)
        values = values.dt.normalize() + pd.to_timedelta(hours, unit="h")
    ahead = values > now + _ONE_DAY_AHEAD
    if early := int(ahead.sum()):
        message = NN_(
            "{n} purchase is dated in the future: it counts towards spending only.",
            "{n} purchases are dated in the future: they count towards spending only.",
            early,
        )
        notes.append(Phrase(message, {"n": f"{early:,}"}))
    if unread := dates.unread:
        message = NN_(
            "{n} date could not be read: that purchase counts towards spending only.",
            "{n} dates could not be read: those purchases count towards spending only.",
            unread,
        )
        notes.append(Phrase(message, {"n": f"{unread:,}"}))
    if dates.ambiguous:
        notes.append(Phrase(N_("Dates such as 03/04 were read with the month first.")))
    values = values.mask(ahead)
    timed = bool(mapping.time) or bool((values.dropna() != values.dropna().dt.normalize()).any())
    text = np.datetime_as_string(values.to_numpy("datetime64[s]"), unit="m" if timed else "D")
    return pd.Series(text, index=values.index, dtype=object).where(values.notna(), None)


def _say_amounts(
    unread: int, foreign: int, currencies: dict[str, int], notes: list[Phrase]
) -> None:
    if unread:
        message = NN_(
            "{n} amount could not be read and counts as unknown.",
            "{n} amounts could not be read and count as unknown.",
            unread,
        )
        notes.append(Phrase(message, {"n": f"{unread:,}"}))
    if foreign:
        main, *others = currencies
        notes.append(
            Phrase(
                NN_(
                    "Amounts are in several currencies and nothing is converted: {main} counts, "
                    "{n} in {others} does not.",
                    "Amounts are in several currencies and nothing is converted: {main} counts, "
                    "{n} in {others} do not.",
                    foreign,
                ),
                {"main": main, "n": f"{foreign:,}", "others": ", ".join(others)},
            )
        )
