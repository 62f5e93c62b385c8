"""Whether a forecast serves people alike: its figures by age, gender, family and origin."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.intervals import wilson
from core.personas.column_names import figure
from core.personas.forecasts.measures import calibration_error, ranking
from core.personas.names import protected
from core.personas.population import Population

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

LEAST_IN_GROUP = 50
_LEAST_EVENTS = 10
_CHOSEN = 0.2
_MOST_GROUPS = 6
_YEARS = (1900, 2100)


def group_figures(
    population: Population, chances: Numbers, happened: Flags, known: Flags
) -> list[dict[str, Any]]:
    """Figures of every group with 50 customers and ten events, whether or not the forecast went
    by its column.

    Each has column, group, n, `share` (it happened to), `forecast` (mean chance), auc, ece,
    `chosen` (part of the group among the fifth of all with the highest chances) and `found`
    (part of those it happened to who are in that fifth) with the Wilson limits `found_low` and
    `found_high`. `apart` says that this interval and that of the rest of the column's customers
    do not meet: the list finds this group's cases clearly more, or less, often.
    """
    cut = np.quantile(chances[known], 1 - _CHOSEN)
    chosen = chances >= cut
    rows = []
    for column in population.attributes.columns:
        if not protected(column) or column in population.outcomes:
            continue
        cells = _grouped(population.attributes[column])
        there = cells.notna().to_numpy() & known
        for group in cells[there].value_counts().head(_MOST_GROUPS).index:
            inside = (cells == group).to_numpy(dtype=bool) & there
            row = _figures(inside, chances, happened, chosen)
            if row:
                apart = _apart(inside, there & ~inside, happened, chosen)
                rows.append({"column": column, "group": str(group), **row, "apart": apart})
    return rows


def _figures(
    inside: Flags, chances: Numbers, happened: Flags, chosen: Flags
) -> dict[str, Any] | None:
    n, events = int(inside.sum()), int((inside & happened).sum())
    if n < LEAST_IN_GROUP or not _LEAST_EVENTS <= events <= n - _LEAST_EVENTS:
        return None
    found = int((inside & happened & chosen).sum())
    low, high = wilson(found, events)
    return {
        "n": n,
        "share": round(events / n, 4),
        "forecast": round(float(chances[inside].mean()), 4),
        "auc": round(ranking(chances[inside], happened[inside]).auc, 4),
        "ece": round(calibration_error(chances[inside], happened[inside]), 4),
        "chosen": round(float(chosen[inside].mean()), 4),
        "found": round(found / events, 4),
        "found_low": round(low, 4),
        "found_high": round(high, 4),
    }


def _apart(inside: Flags, others: Flags, happened: Flags, chosen: Flags) -> bool:
    limits = []
    for group in (inside, others):
        events = group & happened
        limits.append(wilson(int((events & chosen).sum()), int(events.sum())))
    (low, high), (other_low, other_high) = limits
    return low > other_high or high < other_low


def _grouped(cells: pd.Series) -> pd.Series:
    """Numbers such as an age in thirds, everything else as it is."""
    if pd.api.types.is_datetime64_any_dtype(cells):
        cells = cells.dt.year.astype("float64")
    if not pd.api.types.is_float_dtype(cells) or cells.nunique() <= _MOST_GROUPS:
        return cells
    low, high = cells.quantile([1 / 3, 2 / 3])
    known = cells.dropna()
    years = bool(known.between(*_YEARS).all() and (known % 1 == 0).all())
    least, most = (f"{limit:.0f}" if years else figure(limit) for limit in (low, high))
    labels = (f"≤ {least}", f"{least} – {most}", f"> {most}")
    named = np.select([cells <= low, cells <= high], labels[:2], labels[2])
    return pd.Series(named, index=cells.index, dtype=object).where(cells.notna(), None)
