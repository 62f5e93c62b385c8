"""Everything that is either so or not so of a customer: the raw material of traits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.i18n import N_, NN_
from core.personas.column_names import column_name, figure, value_phrase
from core.personas.names import BIRTH, money_column, normal, protected
from core.personas.phrases import Phrase
from core.personas.population import DAYPARTS, Population, Purchases

Flags = NDArray[np.bool_]

_MOST_VALUES = 12
_MOST_PRODUCTS = 40
_PART_LABELS = {
    "morning": (N_("Mostly buys between 5 and 10 am"), N_("Morning buyers")),
    "day": (N_("Mostly buys between 10 am and 5 pm"), N_("Daytime buyers")),
    "evening": (N_("Mostly buys between 5 and 10 pm"), N_("Evening buyers")),
    "night": (N_("Mostly buys between 10 pm and 5 am"), N_("Night buyers")),
}
_WORTH = N_("Worth {value} or more"), N_("Worth {value} or less")
_SPENT = N_("Spent {value} or more in all"), N_("Spent {value} or less in all")
_YEAR = re.compile(r"\byear\b|birth|年")
_YES = {"yes", "true", "y", "1", "是", "有"}
_NO = {"no", "false", "n", "0", "否", "无"}


@dataclass(frozen=True)
class Fact:
    """`has` says of every customer whether it holds, `known` of whom that is known at all.

    `label` is the sentence shown in a table, `short` a few words for a persona's name (None
    where it makes none). `kind` is product, channel, time, money, habit, since or attribute;
    `outcome` marks what happened to customers rather than what they are like.
    """

    name: str
    value: str
    kind: str
    label: Phrase
    short: Phrase | None
    has: Flags
    known: Flags
    protected: bool = False
    outcome: bool = False


def facts(population: Population) -> list[Fact]:
    """All facts of a population that hold for some but not for all whose value is known."""
    found = [*_attribute_facts(population)]
    if population.worth is not None and population.purchases is None:
        more, less = _SPENT if population.summed else _WORTH
        found += _thirds(
            "worth",
            "money",
            population.worth,
            (more, N_("Big spenders")),
            (less, N_("Small spenders")),
            currency=population.currency,
        )
    if population.purchases:
        found += _purchase_facts(population.purchases, population.size, population.currency)
    varied = [f for f in found if 0 < int((f.has & f.known).sum()) < int(f.known.sum())]
    # Columns that say the same in other words ("no calls before", "last call: never") count once.
    different: dict[tuple[object, ...], Fact] = {}
    for fact in varied:
        holds = (fact.has & fact.known).tobytes(), fact.known.tobytes()
        different.setdefault((*holds, fact.protected, fact.outcome), fact)
    return list(different.values())


def _attribute_facts(population: Population) -> Iterator[Fact]:
    for column in population.attributes.columns:
        cells = population.attributes[column]
        flags = {"protected": protected(column), "outcome": column in population.outcomes}
        if pd.api.types.is_float_dtype(cells):
            currency = population.currency if money_column(column) else ""
            yield from _number_facts(column, cells, currency, **flags)
        elif pd.api.types.is_datetime64_any_dtype(cells):
            yield from _day_facts(column, cells, **flags)
        else:
            yield from _category_facts(column, cells, **flags)


def _number_facts(column: str, cells: pd.Series, currency: str, **flags: bool) -> Iterator[Fact]:
    """The upper and the lower third, and zero where it is frequent."""
    known = cells.notna().to_numpy()
    values = cells.to_numpy(dtype=float)
    low, high = np.quantile(values[known], [1 / 3, 2 / 3])
    name = column_name(column)
    often, share = _most_frequent(values[known])
    years = bool(_YEAR.search(normal(column))) and 1800 < float(low) <= float(high) < 2200
    over, under = N_("{column} of {value} or more"), N_("{column} of {value} or less")
    if born := years and bool(BIRTH.search(normal(column))):
        over, under = N_("Born in {value} or later"), N_("Born in {value} or earlier")
    shown = {at: f"{at:.0f}" if years else figure(float(at), currency) for at in (low, high, often)}
    if share > 0.25 and often <= 0:
        yield Fact(
            column,
            f"={often:g}",
            "attribute",
            Phrase(N_("{column} is {value}"), {"column": name.label, "value": shown[often]}),
            name.none if often == 0 else None,
            values == often,
            known,
            **flags,
        )
    if high > values[known].min():
        yield Fact(
            column,
            f">={high:g}",
            "attribute",
            Phrase(over, {"column": name.label, "value": shown[high]}),
            None if born else name.more,
            values >= high,
            known,
            **flags,
        )
    if low < values[known].max() and not (share > 0.25 and often == low):
        yield Fact(
            column,
            f"<={low:g}",
            "attribute",
            Phrase(under, {"column": name.label, "value": shown[low]}),
            None if born else name.less,
            values <= low,
            known,
            **flags,
        )


def _most_frequent(values: NDArray[np.float64]) -> tuple[float, float]:
    different, counts = np.unique(values, return_counts=True)
    top = int(counts.argmax())
    return float(different[top]), float(counts[top] / len(values))


def _day_facts(column: str, cells: pd.Series, **flags: bool) -> Iterator[Fact]:
    known = cells.notna().to_numpy()
    early, late = cells[known].quantile([1 / 3, 2 / 3], interpolation="nearest")
    name = column_name(column).label
    for value, label, has in (
        (late, N_("{column} on {value} or later"), cells >= late),
        (early, N_("{column} on {value} or earlier"), cells <= early),
    ):
        day = f"{value:%Y-%m-%d}"
        yield Fact(
            column,
            day if value is early else f">={day}",
            "since",
            Phrase(label, {"column": name, "value": day}),
            None,
            has.to_numpy(),
            known,
            **flags,
        )


def _category_facts(column: str, cells: pd.Series, **flags: bool) -> Iterator[Fact]:
    known = cells.notna().to_numpy()
    counts = cells[known].value_counts()
    values = {str(value).strip().lower() for value in counts.index}
    named = column_name(column)
    name = named.label
    yes_or_no = values <= _YES | _NO and len(values) == 2
    for value in counts.head(_MOST_VALUES).index:
        said = {"column": name, "value": value_phrase(value)}
        label = short = Phrase(N_("{column}: {value}"), said)
        if yes_or_no:
            positive = str(value).strip().lower() in _YES
            answer = Phrase(N_("yes")) if positive else Phrase(N_("no"))
            label = Phrase(N_("{column}: {value}"), {"column": name, "value": answer})
            short = named.having if positive else named.lacking
        yield Fact(
            column,
            str(value),
            "attribute",
            label,
            None if str(value).lower() in ("unknown", "other", "n/a", "未知", "其他") else short,
            (cells == value).to_numpy(dtype=bool),
            known,
            **flags,
        )


def _purchase_facts(purchases: Purchases, size: int, currency: str) -> Iterator[Fact]:
    table = purchases.per_customer
    buyers = (table["orders"] > 0).to_numpy()
    yield from _bought_facts(purchases, size, buyers)
    yield from _habit_facts(table, buyers, purchases.priced, currency)
    if purchases.dated:
        dated = table["weekend"].notna().to_numpy()
        for name, label, short in (
            ("weekend", N_("Mostly buys at weekends"), N_("Weekend buyers")),
            (
                "late_year",
                N_("Mostly buys between mid-November and the year’s end"),
                N_("Holiday-season buyers"),
            ),
        ):
            has = (table[name] > 0.5).to_numpy()
            yield Fact(name, "mostly", "time", Phrase(label), Phrase(short), has, dated)
        if purchases.timed:
            for part in DAYPARTS:
                label, short = _PART_LABELS[part]
                has = (table[part] > 0.5).to_numpy()
                yield Fact(part, "mostly", "time", Phrase(label), Phrase(short), has, dated)


def _bought_facts(purchases: Purchases, size: int, buyers: Flags) -> Iterator[Fact]:
    for role, least, label, short in (
        ("product", 0.0, N_("Buys {value}"), N_("{value} buyers")),
        ("channel", 0.5, N_("Mostly buys through {value}"), N_("{value} shoppers")),
    ):
        cells = getattr(purchases, role)
        common = cells[cells != ""].value_counts().head(_MOST_PRODUCTS).index
        lines = np.bincount(purchases.customer, minlength=size)
        for value in common:
            inside = (cells == value).to_numpy()
            hits = np.bincount(purchases.customer[inside], minlength=size)
            yield Fact(
                role,
                str(value),
                role,
                Phrase(label, {"value": _bought_name(role, value)}),
                Phrase(short, {"value": _bought_name(role, value)}),
                hits > least * lines,
                buyers,
            )


def _bought_name(role: str, value: object) -> Phrase | str:
    """A channel may be one that many shops have; a product's name is its own."""
    return value_phrase(value) if role == "channel" else str(value)


def _habit_facts(table: pd.DataFrame, buyers: Flags, priced: bool, currency: str) -> Iterator[Fact]:
    """Upper and lower thirds of how often, how lately and for how much customers buy."""
    orders = table["orders"].to_numpy(float)
    yield from _thirds(
        "orders",
        "habit",
        np.where(buyers, orders, np.nan),
        (_often, N_("Frequent buyers")),
        (_seldom, N_("Rare buyers")),
    )
    yield from _thirds(
        "recency",
        "habit",
        table["recency"].to_numpy(float),
        (N_("Last bought {value} or more days ago"), N_("Long silent")),
        (_lately, N_("Recent buyers")),
    )
    if priced:
        spend = np.where(buyers, table["spend"].to_numpy(float), np.nan)
        yield from _thirds(
            "spend",
            "money",
            spend,
            (_SPENT[0], N_("Big spenders")),
            (_SPENT[1], N_("Small spenders")),
            currency=currency,
        )
        yield from _thirds(
            "basket",
            "money",
            spend / np.maximum(orders, 1),
            (N_("Spends {value} or more per order"), N_("Big baskets")),
            (N_("Spends {value} or less per order"), N_("Small baskets")),
            currency=currency,
        )


def _often(orders: float) -> str:
    return NN_("Ordered {value} time or more", "Ordered {value} times or more", orders)


def _seldom(orders: float) -> str:
    return NN_("Ordered {value} time or less", "Ordered {value} times or less", orders)


def _lately(days: float) -> str:
    return NN_("Last bought at most {value} day ago", "Last bought at most {value} days ago", days)


def _thirds(
    name: str,
    kind: str,
    values: NDArray[np.float64],
    upper: tuple[str | Callable[[float], str], str],
    lower: tuple[str | Callable[[float], str], str],
    *,
    currency: str = "",
) -> Iterator[Fact]:
    known = ~np.isnan(values)
    if not known.any():
        return
    low, high = np.quantile(values[known], [1 / 3, 2 / 3])
    if name in ("orders", "recency"):
        low, high = np.floor(low), np.ceil(high)
    for sign, cut, has, (label, short) in (
        (">=", high, values >= high, upper),
        ("<=", low, values <= low, lower),
    ):
        message = label(float(cut)) if callable(label) else label
        shown = Phrase(message, {"value": figure(float(cut), currency)})
        yield Fact(name, f"{sign}{cut:g}", kind, shown, Phrase(short), has, known)
