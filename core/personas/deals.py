"""Columns of a customer file that tell how many purchases were deals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.personas.names import DEALS, normal, protected
from core.personas.population import Population

_RATE = re.compile(
    r"\b(share|rate|ratio|percent\w*|pct|avg|average|mean)\b|率|占比|比例|平均", re.IGNORECASE
)
_COUNT = re.compile(
    r"^(num|nbr|nr|no|number|count|n|total)\b|\b(count|purchases|orders|transactions|used)$"
    r"|次数|笔数|单数|数量|件数"
)
_SUM = re.compile(r"\b(amount|amt|sum|saved|savings|spen[dt])\b|额")
_PURCHASES = re.compile(r"\b(purchases?|orders?|transactions?)\b|购买|订单|下单|交易|消费")
_ALL_PURCHASES = re.compile(
    r"^(total|all|overall) "
    r"|^((num|nbr|nr|no|number|count|n) (of )?)?(purchases|orders|transactions)$"
    r"|^(purchase|order|transaction) count$|^总|^(购买|订单|下单|交易|消费)(次数|笔数|数量|数)$"
)
_MOST_OVER = 0.2


@dataclass(frozen=True)
class Deals:
    """`parts` over `wholes`, a row a customer: deals over purchases where `share`, else the
    column's own cells over 1 (0 unknown)."""

    column: str
    parts: NDArray[np.float64]
    wholes: NDArray[np.float64]
    share: bool


def deal_columns(population: Population) -> Iterator[Deals]:
    """What each column on deals tells. Counts are set against the purchases that the file counts
    (who buys more takes more deals); where it counts none, and of sums of money, nothing is told.
    """
    told = {
        column: cells
        for column in population.attributes.columns
        if not protected(column) and column not in population.outcomes
        if (cells := _numbers(population.attributes[column])) is not None
    }
    for column, cells in told.items():
        name = normal(column)
        if not DEALS.search(name):
            continue
        known = ~np.isnan(cells)
        if _RATE.search(name):
            yield Deals(column, np.nan_to_num(cells), known.astype(float), share=False)
        elif _COUNT.search(name) and not _SUM.search(name):
            purchases = _purchases(told)
            if purchases is None or (cells > purchases)[known].mean() > _MOST_OVER:
                continue
            wholes = np.where(known, np.nan_to_num(purchases), 0.0)
            yield Deals(column, np.minimum(np.nan_to_num(cells), wholes), wholes, share=True)


def _purchases(told: dict[str, NDArray[np.float64]]) -> NDArray[np.float64] | None:
    """How many purchases each customer made (NaN unknown): of a column for all of them, else the
    sum of those for channels or goods; None without any."""
    counts = {
        name: cells
        for column, cells in told.items()
        if _PURCHASES.search(name := normal(column))
        if _COUNT.search(name) and not (DEALS.search(name) or _RATE.search(name))
        if not _SUM.search(name) and np.all(np.mod(cells[~np.isnan(cells)], 1) == 0)
    }
    for name, cells in counts.items():
        if _ALL_PURCHASES.search(name):
            return cells
    return np.sum(list(counts.values()), axis=0) if counts else None


def _numbers(cells: pd.Series) -> NDArray[np.float64] | None:
    """The cells as numbers; few whole numbers are kept as text and are read back."""
    if pd.api.types.is_datetime64_any_dtype(cells):
        return None
    values = pd.to_numeric(cells, errors="coerce").to_numpy(float)
    return values if np.isnan(values).sum() == cells.isna().sum() < len(cells) else None
