"""Who will buy again, how much they will spend and on what, from the dates of their purchases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.errors import InputRejected
from core.i18n import N_, NN_
from core.personas.forecasts.measures import (
    calibration_error,
    chance_intervals,
    ranking,
    steps,
    value_intervals,
)
from core.personas.forecasts.products import NextProducts, baskets, next_products
from core.personas.forecasts.repeat import (
    Buying,
    Rhythm,
    Spending,
    fit_buying,
    fit_spending,
)

HORIZONS = (30, 91, 182, 365)
LEAST_BUYERS = 60
_LEAST_AGAIN = 30
_YEAR = 365.0
_LEAST_SEASON = 100
_FARTHEST = 3.0

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Orders:
    """Orders by number of customer, day (counted in days) and amount; returns are no orders, and
    what one customer buys in a day is one order. An unknown amount is NaN; `priced` says that
    more than half are known."""

    customer: NDArray[np.int64]
    day: Numbers
    amount: Numbers
    priced: bool

    @property
    def span(self) -> tuple[float, float]:
        return float(self.day.min()), float(self.day.max())


@dataclass(frozen=True)
class Model:
    """Who buys how often, for how much; `level` says how many ordinary days a day of the time
    ahead counts, as it did a year before."""

    buying: Buying
    spending: Spending | None
    level: float = 1.0

    def silent(self, rhythm: Rhythm, days: float) -> Numbers:
        return self.buying.silent(rhythm, days * self.level)

    def expected(self, rhythm: Rhythm, days: float) -> Numbers:
        return self.buying.expected(rhythm, days * self.level)


@dataclass(frozen=True)
class Purchasing:
    """What every buyer will do in the next `days`. Arrays run along `buyers` (numbers of
    customers): `chances` of buying nothing with `low`..`high`, `expected` purchases, their
    `value` with `value_low`..`value_high` (None where no amounts are known)."""

    buyers: NDArray[np.int64]
    rhythm: Rhythm
    chances: Numbers
    low: Numbers
    high: Numbers
    expected: Numbers
    value: Numbers | None
    value_low: Numbers | None
    value_high: Numbers | None
    products: NextProducts | None
    figures: dict[str, Any]


def orders_of(customer: NDArray[np.int64], at: pd.Series, amount: pd.Series) -> Orders:
    """Dated lines into orders."""
    keep = (at.notna() & ~(amount < 0)).to_numpy(dtype=bool)
    days = at[keep].to_numpy("datetime64[D]").astype("int64").astype(np.float64)
    table = pd.DataFrame(
        {"customer": customer[keep], "day": days, "amount": amount[keep].to_numpy(float)}
    )
    summed = table.groupby(["customer", "day"], as_index=False)["amount"].sum(min_count=1)
    priced = bool(summed["amount"].notna().mean() > 0.5 and (summed["amount"] > 0).any())
    return Orders(
        summed["customer"].to_numpy(np.int64),
        summed["day"].to_numpy(float),
        summed["amount"].to_numpy(float),
        priced,
    )


def rhythms(orders: Orders, until: float) -> tuple[NDArray[np.int64], Rhythm]:
    """Who had bought by a day, and how."""
    inside = orders.day <= until
    table = pd.DataFrame(
        {"c": orders.customer[inside], "d": orders.day[inside], "m": orders.amount[inside]}
    )
    by = table.groupby("c")
    first, last = by["d"].min().to_numpy(float), by["d"].max().to_numpy(float)
    spent = by["m"].mean().to_numpy(float)
    paid = by["m"].count().to_numpy(float)
    again = by.size().to_numpy(float) - 1
    buyers = np.asarray(list(by.groups), dtype=np.int64)
    return buyers, Rhythm(again, last - first, until - first, spent, paid)


def foretell_purchases(
    orders: Orders,
    days: int,
    report: Callable[[int, int], None],
    lines: tuple[NDArray[np.int64], pd.Series, pd.Series, int] | None = None,
) -> Purchasing:
    """Foretell the next `days` after the last order for everybody who bought.

    The figures come from the last `days` on file, foretold from what lay before. `lines` are
    customer numbers, products, moments and the number of customers, for the next product.
    Raises InputRejected where too little lies before those days.
    """
    first, last = orders.span
    cut = last - days
    _check(orders, first, cut)
    report(0, 4)
    tested, history = _tested(orders, cut, days)
    report(1, 4)
    buyers, rhythm = rhythms(orders, last)
    model = _fitted(orders, rhythm, last, days)
    report(2, 4)
    chances = model.silent(rhythm, days)
    low, high, like = chance_intervals(history["silent"], history["was_silent"], chances)
    expected = model.expected(rhythm, days)
    value = value_low = value_high = None
    if model.spending:
        value = expected * model.spending.per_order(rhythm)
        value_low, value_high, _ = value_intervals(history["value"], history["spent"], value)
    report(3, 4)
    products, why_not = _products(lines, days)
    figures = {
        "days": days,
        "until": int(last),
        "buyers": len(buyers),
        "like": like,
        "priced": round(float(np.isfinite(orders.amount).mean()), 4),
        **tested,
        "model": {
            **vars(model.buying),
            "level": model.level,
            **({"money": vars(model.spending)} if model.spending else {}),
        },
        "products": products.figures if products else None,
        "no_products": why_not,
    }  # fmt: skip
    return Purchasing(
        buyers, rhythm, chances, low, high, expected, value, value_low, value_high, products,
        figures,
    )  # fmt: skip


def _check(orders: Orders, first: float, cut: float) -> None:
    before, rhythm = rhythms(orders, cut)
    if len(before) < LEAST_BUYERS or (rhythm.again > 0).sum() < _LEAST_AGAIN or cut <= first:
        raise InputRejected(
            NN_(
                "Before the period to test on, {buyers} customer bought and {again} came back.",
                "Before the period to test on, {buyers} customers bought and {again} came back.",
                len(before),
            ),
            N_(
                "It takes {least} customers of whom {least_again} came back. Choose a shorter "
                "period, or bring purchases over a longer time."
            ),
            buyers=len(before),
            again=int((rhythm.again > 0).sum()),
            least=LEAST_BUYERS,
            least_again=_LEAST_AGAIN,
        )


def _fitted(orders: Orders, rhythm: Rhythm, until: float, days: int) -> Model:
    spending = fit_spending(rhythm) if orders.priced else None
    return Model(fit_buying(rhythm), spending, _level(orders, until, days))


def _level(orders: Orders, until: float, days: int) -> float:
    """How far the same days a year before were busier than foretold from what lay before them;
    1 where less than two years are on file or that season had fewer than 100 orders."""
    first, _ = orders.span
    then = until - _YEAR
    if then - first < _YEAR - 1:
        return 1.0
    buyers, rhythm = rhythms(orders, then)
    season = (orders.day > then) & (orders.day <= then + days)
    came = int(np.isin(orders.customer[season], buyers).sum())
    if came < _LEAST_SEASON or (rhythm.again > 0).sum() < _LEAST_AGAIN:
        return 1.0
    foretold = float(fit_buying(rhythm).expected(rhythm, days).sum())
    return float(np.clip(came / max(foretold, 1.0), 1 / _FARTHEST, _FARTHEST))


def _tested(orders: Orders, cut: float, days: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Foretell the last `days` on file and compare: figures, and forecast beside what became."""
    buyers, rhythm = rhythms(orders, cut)
    model = _fitted(orders, rhythm, cut, days)
    silent, expected = model.silent(rhythm, days), model.expected(rhythm, days)
    came, spent = _within(orders, buyers, cut, cut + days)
    came_before, spent_before = _within(orders, buyers, cut - days, cut)
    was_silent = came == 0
    figures: dict[str, Any] = {
        "tested": len(buyers),
        "lapsed": round(float(was_silent.mean()), 4),
        "purchases_error": _error(expected, came),
        "purchases_baseline": _error(came_before, came),
    }
    if 0 < was_silent.sum() < len(buyers):
        found = ranking(silent, was_silent)
        figures |= {
            "auc": round(found.auc, 4),
            "auc_low": round(found.low, 4),
            "auc_high": round(found.high, 4),
            "baseline_auc": round(ranking(rhythm.age - rhythm.last, was_silent).auc, 4),
            "ece": round(calibration_error(silent, was_silent), 4),
            "steps": [[s.forecast, s.share, s.low, s.high, s.n] for s in steps(silent, was_silent)],
        }
    value = np.zeros(len(buyers))
    if model.spending:
        value = expected * model.spending.per_order(rhythm)
        figures |= {
            "value_error": _error(value, spent),
            "value_baseline": _error(spent_before, spent),
            "value_sum": [round(float(v.sum()), 2) for v in (value, spent, spent_before)],
        }
    known = {"silent": silent, "was_silent": was_silent, "value": value, "spent": spent}
    return figures, known


def _error(foretold: Numbers, became: Numbers) -> dict[str, float]:
    """How far a forecast is off for one customer: on average, and by the root of squares."""
    apart = foretold - became
    return {
        "mean": round(float(np.abs(apart).mean()), 4),
        "squares": round(float(np.sqrt((apart**2).mean())), 4),
    }


def _within(
    orders: Orders, buyers: NDArray[np.int64], first: float, last: float
) -> tuple[Numbers, Numbers]:
    """Orders and money of each buyer with first < day <= last. An order of unknown amount counts
    as what the buyer's others cost on average, or everybody's where none is known."""
    inside = (orders.day > first) & (orders.day <= last) & np.isin(orders.customer, buyers)
    place = np.searchsorted(buyers, orders.customer[inside])
    came = np.bincount(place, minlength=len(buyers)).astype(float)
    amounts = pd.Series(orders.amount)
    usual = amounts.groupby(orders.customer).transform("mean").fillna(amounts.mean())
    amount = amounts.fillna(usual).fillna(0.0).to_numpy(float)[inside]
    return came, np.bincount(place, amount, minlength=len(buyers)).astype(float)


def _products(
    lines: tuple[NDArray[np.int64], pd.Series, pd.Series, int] | None, days: int
) -> tuple[NextProducts | None, list[Any] | None]:
    if lines is None:
        return None, None
    customer, product, at, count = lines
    try:
        return next_products(baskets(customer, product, at, count), days), None
    except InputRejected as error:
        return None, [error.message, dict(error.params)]


def if_bought_today(rhythm: Rhythm) -> Rhythm:
    """The same customers with one more purchase on the last day."""
    return replace(rhythm, again=rhythm.again + 1, last=rhythm.age)


def if_silent(rhythm: Rhythm, days: float) -> Rhythm:
    """The same customers after so many more days without a purchase."""
    return replace(rhythm, age=rhythm.age + days)
