"""Everybody under study, one row a customer: attributes, purchases and what follows from them."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.personas.names import protected
from core.personas.price_columns import PRICES
from core.personas.read import WORTH

DAYPARTS = ("morning", "day", "evening", "night")
_FEW_VALUES = 6
_MOST_PRODUCTS = 12


@dataclass(frozen=True)
class Purchases:
    """All purchases of a population. `customer` indexes its rows; `per_customer` has the
    columns recency (days before the last purchase of all; NaN without dates), orders, spend
    (returns taken off), and, of dated orders, weekend, late_year and the day parts as shares."""

    customer: NDArray[np.int64]
    product: pd.Series
    channel: pd.Series
    weekday: pd.Series
    hour: pd.Series
    per_customer: pd.DataFrame
    last_day: pd.Timestamp | None
    timed: bool
    priced: bool
    dated: bool


@dataclass(frozen=True)
class Population:
    """`keys` are pseudonyms. `attributes` has one column per attribute: float64 for numbers,
    datetime64 for days, object (None unknown) for categories. `worth` is money per customer,
    None where no file tells any; `summed` says that it is the sum of attributes. `base` names what
    the population was made from, `files` the imported files, oldest first, `apart` the files of
    other customers. `prices` is what their
    purchases tell of prices, a row a customer. `currency` is the code of all money, "" unknown."""

    base: str
    keys: list[str]
    attributes: pd.DataFrame
    outcomes: frozenset[str]
    purchases: Purchases | None = None
    worth: NDArray[np.float64] | None = None
    summed: bool = False
    files: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    prices: pd.DataFrame = field(default_factory=pd.DataFrame)
    currency: str = ""

    @property
    def size(self) -> int:
        return len(self.keys)

    def features(self) -> pd.DataFrame:
        """What groups may be formed on: no outcome, no protected attribute, no identifier."""
        columns: dict[str, Any] = {}
        for name in self.attributes.columns:
            if name in self.outcomes or protected(name):
                continue
            cells = self.attributes[name]
            if cells.isna().mean() > 0.5:
                continue
            if pd.api.types.is_datetime64_any_dtype(cells):
                cells = cells.astype("int64").astype("float64").where(cells.notna())
            columns[name] = cells
        if self.worth is not None and self.purchases is None and not self.summed:
            columns["worth"] = self.worth
        if self.purchases:
            columns |= _behaviour(self.purchases, self.size)
        return pd.DataFrame(columns, index=range(self.size))


def gather(
    base: str,
    customers: list[tuple[str, str]],
    purchases: pd.DataFrame | None,
    outcomes: frozenset[str],
    *,
    files: tuple[str, ...] = (),
    apart: tuple[str, ...] = (),
    summed: bool = False,
    currency: str = "",
) -> Population:
    """A population from stored rows: customers as (key, attributes JSON) and, where there are
    any, purchases as core.store.customers.purchases gives them. With purchases everybody who
    bought belongs to it, and those customers who did not."""
    known = [key for key, _ in customers]
    bought: list[str] = []
    if purchases is not None and len(purchases):
        present = set(known)
        bought = [key for key in purchases["customer_key"].unique() if key not in present]
    keys = known + bought
    # One call for all of them takes a third of the time of a call for each.
    records = json.loads(f"[{','.join(text for _, text in customers)}]") + [{} for _ in bought]
    table = pd.DataFrame(records, index=range(len(keys)), dtype=object)
    worth = None
    if WORTH in table:
        worth = pd.to_numeric(table.pop(WORTH), errors="coerce").fillna(0.0).to_numpy(float)
    prices = pd.DataFrame(
        {name: pd.to_numeric(table.pop(name), errors="coerce") for name in PRICES if name in table}
    ).reset_index(drop=True)
    attributes = pd.DataFrame({name: _typed(table[name]) for name in table.columns})
    attributes.index = pd.RangeIndex(len(keys))
    facts = None
    if purchases is not None and len(purchases):
        facts = _summed(purchases, keys)
        if facts.priced:
            worth = facts.per_customer["spend"].to_numpy(float)
    return Population(
        base,
        keys,
        attributes,
        outcomes,
        facts,
        worth,
        summed=summed,
        files=files,
        apart=apart,
        prices=prices,
        currency=currency,
    )


def _typed(cells: pd.Series) -> pd.Series:
    """Numbers as float64, days as datetime64, everything else as text; few different whole
    numbers are codes and count as categories."""
    filled = cells.dropna()
    if filled.empty:
        return cells.astype(object)
    if filled.map(lambda cell: isinstance(cell, (int, float))).all():
        values = pd.to_numeric(cells, errors="coerce").astype("float64")
        code = "code" in str(cells.name).lower() and values.nunique() <= 30
        if values.nunique() > _FEW_VALUES and not code:
            return values
        texts = [None if math.isnan(value) else f"{value:g}" for value in values.tolist()]
        return pd.Series(texts, index=cells.index, dtype=object)
    if filled.astype(str).str.fullmatch(r"\d{4}-\d\d-\d\d").mean() > 0.95:
        return pd.to_datetime(cells, errors="coerce", format="%Y-%m-%d")
    return cells.where(cells.notna(), None).map(lambda c: c if c is None else str(c)).astype(object)


def _summed(purchases: pd.DataFrame, keys: list[str]) -> Purchases:
    position = {key: i for i, key in enumerate(keys)}
    codes, names = pd.factorize(purchases["customer_key"])
    customer = np.array([position[name] for name in names], dtype=np.int64)[codes]
    moments, places = pd.factorize(purchases["bought_at"])
    at_place = pd.to_datetime(pd.Series(places, dtype="str"), format="ISO8601", errors="coerce")
    at = at_place.reindex(moments).reset_index(drop=True)
    amount = pd.to_numeric(purchases["amount"], errors="coerce").reset_index(drop=True)
    bought = ~(amount < 0)
    timed = bool(purchases["bought_at"].astype(str).str.contains("T", regex=False).any())
    orders = pd.DataFrame({"customer": customer, "at": at, "n": np.arange(len(at))})[bought]
    # Lines of one moment are one order; without dates every line is.
    marks = orders["at"].astype("int64").where(orders["at"].notna(), -1 - orders["n"])
    orders = orders[~pd.DataFrame({"c": orders["customer"], "m": marks}).duplicated()]
    table = pd.DataFrame(index=pd.RangeIndex(len(keys)))
    by = orders.groupby("customer")
    last = orders["at"].max()
    table["orders"] = by.size().reindex(table.index, fill_value=0).astype("float64")
    spent = amount.groupby(customer).sum()
    table["spend"] = spent.reindex(table.index, fill_value=0.0)
    newest = by["at"].max().reindex(table.index)
    table["recency"] = (last - newest).dt.total_seconds() / 86400
    shares = pd.DataFrame(
        {
            "customer": orders["customer"],
            "weekend": orders["at"].dt.day_of_week >= 5,
            "late_year": (orders["at"].dt.month * 100 + orders["at"].dt.day).between(1115, 1231),
        }
    )
    hour = orders["at"].dt.hour
    for part, (start, end) in zip(DAYPARTS, ((5, 10), (10, 17), (17, 22), (22, 29)), strict=True):
        shares[part] = (hour >= start) & (hour < end) | (hour < end - 24)
    shares = shares[orders["at"].notna()]
    table = table.join(shares.groupby("customer").mean().astype("float64"))
    return Purchases(
        customer=customer[bought.to_numpy()],
        product=purchases["product"].reset_index(drop=True)[bought],
        channel=purchases["channel"].reset_index(drop=True)[bought],
        weekday=at.dt.day_of_week[bought],
        hour=at.dt.hour[bought],
        per_customer=table,
        last_day=None if pd.isna(last) else last,
        timed=timed,
        priced=bool(amount.notna().any()),
        dated=bool(at.notna().any()),
    )


def _behaviour(purchases: Purchases, size: int) -> dict[str, Any]:
    """How customers buy, as numbers: shares of their lines by product and channel, and times."""
    table = purchases.per_customer
    columns: dict[str, Any] = {"orders": np.log1p(table["orders"])}
    if purchases.priced:
        columns["spend"] = table["spend"]
    if purchases.dated:
        columns |= {name: table[name] for name in ("recency", "weekend", "late_year")}
    if purchases.timed:
        columns |= {part: table[part] for part in DAYPARTS}
    lines = np.bincount(purchases.customer, minlength=size).astype(float)
    for role in ("product", "channel"):
        cells = getattr(purchases, role)
        common = cells[cells != ""].value_counts().head(_MOST_PRODUCTS).index
        for value in common if len(common) > 1 else []:
            hits = np.bincount(purchases.customer[(cells == value).to_numpy()], minlength=size)
            columns[f"{role}: {value}"] = hits / np.maximum(lines, 1)
    return columns
