"""What each customer is likely to buy next: products bought by the same people, and what sells.

Item-to-item neighbourhoods (Linden, Smith and York 2003; cosine with shrinkage), mixed with what
sold lately. How much of each is chosen on one stretch of time and tested on the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product as grid
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.errors import InputRejected
from core.i18n import N_
from core.intervals import Z_95
from core.personas.forecasts.measures import ndcg

Numbers = NDArray[np.float64]

_MOST_ITEMS = 2000
_LEAST_LINES = 200
_LEAST_TESTED = 30
_CHUNK = 4000
_SHRINK = 10.0
_SHARES = (0.1, 0.25, 0.5, 0.75, 1.0)
_HALF_LIVES = (0.25, 1.0, 4.0, np.inf)
_SURE = 1.645
DEPTH = 10


@dataclass(frozen=True)
class Baskets:
    """Lines of purchases: `customer` and `item` are numbers, `day` counts days; `names` are the
    items. `customers` is how many there are."""

    customer: NDArray[np.int64]
    item: NDArray[np.int64]
    day: Numbers
    names: list[str]
    customers: int

    def between(self, first: float, last: float) -> Baskets:
        """Lines with first < day <= last."""
        inside = (self.day > first) & (self.day <= last)
        return Baskets(
            self.customer[inside], self.item[inside], self.day[inside], self.names, self.customers
        )


@dataclass(frozen=True)
class Recipe:
    """`share` is the weight of what the same people buy, the rest that of what sells; `life` is
    the half-life of a sale in spans; `again` lets what a customer has speak for itself. Without
    reason to do otherwise, what sold most of all time."""

    share: float = 0.0
    life: float = np.inf
    again: bool = False


@dataclass(frozen=True)
class NextProducts:
    """`top` (customers, up to 10) holds item numbers, best first; `because` the item of the
    customer's own that speaks most for the first one, -1 where only sales do."""

    top: NDArray[np.int64]
    because: NDArray[np.int64]
    names: list[str]
    figures: dict[str, Any]


def baskets(customer: NDArray[np.int64], product: pd.Series, at: pd.Series, n: int) -> Baskets:
    """Dated lines with a product, of the 2,000 products that sell most."""
    dated = ((product != "") & at.notna()).to_numpy(dtype=bool)
    cells = product[dated].reset_index(drop=True)
    common = cells.value_counts().head(_MOST_ITEMS).index
    kept = cells.isin(common).to_numpy(dtype=bool)
    codes, names = pd.factorize(cells[kept], sort=True)
    seconds = at[dated].to_numpy("datetime64[s]").astype("int64")[kept]
    return Baskets(customer[dated][kept], codes.astype(np.int64), seconds / 86_400, list(names), n)


def next_products(bought: Baskets, span: float) -> NextProducts:
    """Foretell what each customer buys within `span` days after the last line.

    The mix is chosen by NDCG@10 on the last span but one and tested on the last one, with the
    most popular products of all time beside it. Raises InputRejected with fewer than 200 lines,
    with one product, or where fewer than 30 customers bought in one of the two spans.
    """
    end = float(bought.day.max()) if len(bought.day) else 0.0
    windows = [(end - 2 * span, end - span), (end - span, end)]
    if len(bought.day) < _LEAST_LINES or len(bought.names) < 2:
        raise InputRejected(
            N_("There are too few purchases to see what goes together."),
            N_("It takes {least} purchases of two products or more."),
            least=_LEAST_LINES,
        )
    tests = [_tests(bought, first, last) for first, last in windows]
    if min(len(rows) for rows, _ in tests) < _LEAST_TESTED:
        raise InputRejected(
            N_("Too few customers bought in each of the last two periods to test a forecast."),
            N_("Choose a longer period, or bring purchases over a longer time."),
        )
    recipe = _chosen(bought.between(-np.inf, windows[0][0]), tests[0], span)
    before = bought.between(-np.inf, windows[1][0])
    rows, relevant = tests[1]
    model = _Model(before, recipe, span)
    gained = ndcg(model.top(rows), relevant)
    popular = ndcg(_popular(before, len(rows)), relevant)
    apart = gained - popular
    half = Z_95 * float(apart.std(ddof=1)) / len(rows) ** 0.5
    final = _Model(bought, recipe, span)
    everyone = np.arange(bought.customers)
    top = final.top(everyone)
    figures = {
        "tested": len(rows),
        "products": len(bought.names),
        "ndcg": round(float(gained.mean()), 4),
        "baseline_ndcg": round(float(popular.mean()), 4),
        "gain": round(float(apart.mean()), 4),
        "gain_low": round(float(apart.mean()) - half, 4),
        "gain_high": round(float(apart.mean()) + half, 4),
        "hit": round(_hits(model.top(rows), relevant, 3), 4),
        "baseline_hit": round(_hits(_popular(before, len(rows)), relevant, 3), 4),
        "share": recipe.share,
        "life": None if np.isinf(recipe.life) else recipe.life,
        "again": recipe.again,
    }
    return NextProducts(top, final.because(everyone, top[:, 0]), bought.names, figures)


def _tests(
    bought: Baskets, first: float, last: float
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Customers known before who bought within, and what."""
    before = np.unique(bought.between(-np.inf, first).customer)
    within = bought.between(first, last)
    rows = np.intersect1d(before, within.customer)
    relevant = np.zeros((len(rows), len(bought.names)), dtype=bool)
    kept = np.isin(within.customer, rows)
    relevant[np.searchsorted(rows, within.customer[kept]), within.item[kept]] = True
    return rows, relevant


def _chosen(
    before: Baskets, test: tuple[NDArray[np.int64], NDArray[np.bool_]], span: float
) -> Recipe:
    """The mix that surely beats what sells most of all time, else that."""
    rows, relevant = test
    if len(rows) > _CHUNK:
        some = np.random.default_rng(0).choice(len(rows), _CHUNK, replace=False)
        rows, relevant = rows[some], relevant[some]
    popular = ndcg(_popular(before, len(rows)), relevant)
    best, most = Recipe(), 0.0
    candidates = [Recipe(0.0, life) for life in _HALF_LIVES[:-1]]
    candidates += [Recipe(*parts) for parts in grid(_SHARES, _HALF_LIVES, (True, False))]
    for recipe in candidates:
        apart = ndcg(_Model(before, recipe, span).top(rows), relevant) - popular
        gain, error = float(apart.mean()), float(apart.std(ddof=1)) / len(rows) ** 0.5
        # Of forty recipes one wins by chance: it has to win surely.
        if gain > max(most, _SURE * error):
            best, most = recipe, gain
    return best


def _popular(before: Baskets, rows: int) -> NDArray[np.int64]:
    counts = np.bincount(before.item, minlength=len(before.names))
    return np.tile(np.argsort(-counts, kind="stable"), (rows, 1))


def _hits(top: NDArray[np.int64], relevant: NDArray[np.bool_], depth: int) -> float:
    return float(np.take_along_axis(relevant, top[:, :depth], axis=1).any(axis=1).mean())


class _Model:
    """Scores of every item for a customer, from the lines it was made of."""

    def __init__(self, bought: Baskets, recipe: Recipe, span: float) -> None:
        from scipy.sparse import csr_matrix

        self._recipe = recipe
        shape = (bought.customers, len(bought.names))
        age = (bought.day.max() - bought.day) / (recipe.life * span)
        weights = 0.5**age
        self._own = csr_matrix((weights, (bought.customer, bought.item)), shape=shape)
        has = csr_matrix((np.ones(len(age)), (bought.customer, bought.item)), shape=shape)
        has.data[:] = 1.0
        together = (has.T @ has).toarray()
        alone = np.diag(together).copy()
        self._alike = together / (np.sqrt(np.outer(alone, alone)) + _SHRINK)
        if not recipe.again:
            np.fill_diagonal(self._alike, 0.0)
        sold = np.bincount(bought.item, weights, minlength=len(bought.names))
        self._sold = sold / max(sold.sum(), 1e-12)

    def top(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Item numbers for these customers, best first, ten at most."""
        depth = min(DEPTH, len(self._sold))
        parts = []
        for first in range(0, len(rows), _CHUNK):
            scores = self._scores(rows[first : first + _CHUNK])
            parts.append(np.argsort(-scores, axis=1, kind="stable")[:, :depth])
        return np.concatenate(parts) if parts else np.zeros((0, depth), dtype=np.int64)

    def _scores(self, rows: NDArray[np.int64]) -> Numbers:
        near = np.asarray(self._own[rows] @ self._alike)
        total = near.sum(axis=1, keepdims=True)
        near = np.divide(near, total, out=np.zeros_like(near), where=total > 0)
        share = np.where(total > 0, self._recipe.share, 0.0)
        return np.asarray(share * near + (1 - share) * self._sold)

    def because(self, rows: NDArray[np.int64], first: NDArray[np.int64]) -> NDArray[np.int64]:
        """The own item that adds most to the score of `first`; -1 where none does."""
        if self._recipe.share == 0:
            return np.full(len(rows), -1)
        parts = []
        for start in range(0, len(rows), _CHUNK):
            some = slice(start, start + _CHUNK)
            adds = self._own[rows[some]].toarray() * self._alike[:, first[some]].T
            best = adds.argmax(axis=1)
            parts.append(np.where(adds[np.arange(len(best)), best] > 0, best, -1))
        return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)
