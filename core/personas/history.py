"""How customers moved over time: who of each month's newcomers came back, and who changed group."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.i18n import N_
from core.personas import rfm
from core.personas.gathering import purchases_with
from core.personas.phrases import Phrase
from core.personas.population import gather
from core.store.store import Store

_COHORTS = 12
_LEAST_COHORT = 10
_BACK_DAYS = 91
NOT_YET = "not_yet"


@dataclass(frozen=True)
class Cohorts:
    """`months` ("2026-03") of first purchases, `sizes` their newcomers; `kept[i, k]` is the share
    of month i's newcomers who bought k months later, NaN where that month is not over."""

    months: tuple[str, ...]
    sizes: tuple[int, ...]
    kept: NDArray[np.float64]


@dataclass(frozen=True)
class Flow:
    """How many customers were in `before` so many days ago and are in `after` now; segments are
    keys of core.personas.rfm.NAMES, NOT_YET stands for those who had not bought."""

    before: str
    after: str
    customers: int


def segment_name(key: str) -> Phrase:
    """A segment's name in words."""
    return Phrase(N_("New since then")) if key == NOT_YET else Phrase(rfm.NAMES[key])


class History:
    """What purchases tell about the past: those of the newest file with purchases and of the files
    that share customers with it."""

    def __init__(self, store: Store, workspace: int = 1) -> None:
        self._store = store
        self._workspace = workspace

    def cohorts(self) -> Cohorts | None:
        """The last twelve months of newcomers; None without two months of dated purchases."""
        purchases = self._purchases()
        return cohorts(purchases) if purchases is not None else None

    def flows(self, days: int = _BACK_DAYS) -> list[Flow]:
        """Between the segments by recency, frequency and value as they were `days` before the
        last purchase and as they are now, the largest first; none without twice that time."""
        purchases = self._purchases()
        return flows(purchases, days) if purchases is not None else []

    def _purchases(self) -> pd.DataFrame | None:
        with self._store.open() as db:
            _, table = purchases_with(db, self._workspace)
        at = pd.to_datetime(table["bought_at"], format="ISO8601", errors="coerce")
        kept = at.notna() & ~(table["amount"] < 0)
        return table[kept].assign(at=at[kept]) if kept.any() else None


def cohorts(purchases: pd.DataFrame) -> Cohorts | None:
    """Cohorts of purchases with customer_key and `at`; those under ten newcomers are left out."""
    last = purchases["at"].max()
    month = purchases["at"].dt.year * 12 + purchases["at"].dt.month - 1
    end = int(last.year * 12 + last.month - 1)
    # The running month is not over: who has not come yet may still come.
    over = end + 1 if last == last + pd.offsets.MonthEnd(0) else end
    first = month.groupby(purchases["customer_key"]).transform("min")
    table = pd.DataFrame({"who": purchases["customer_key"], "first": first, "after": month - first})
    table = table.drop_duplicates()
    sizes = table[table["after"] == 0].groupby("first").size()
    sizes = sizes[(sizes >= _LEAST_COHORT) & (sizes.index < over)].tail(_COHORTS)
    if len(sizes) < 2:
        return None
    width = over - int(sizes.index.min())
    kept = np.full((len(sizes), width), np.nan)
    counts = table.groupby(["first", "after"]).size()
    for i, (start, size) in enumerate(sizes.items()):
        for k in range(min(width, over - int(start))):
            kept[i, k] = counts.get((start, k), 0) / size
    months = tuple(f"{int(m) // 12}-{int(m) % 12 + 1:02d}" for m in sizes.index)
    return Cohorts(months, tuple(int(size) for size in sizes), kept)


def flows(purchases: pd.DataFrame, days: int = _BACK_DAYS) -> list[Flow]:
    """Flows of purchases with customer_key, bought_at, amount, product, channel and `at`."""
    last, first = purchases["at"].max(), purchases["at"].min()
    cut = last - pd.Timedelta(days=days)
    if (last - first).days < 2 * days:
        return []
    now, then = _segments(purchases), _segments(purchases[purchases["at"] <= cut])
    pairs = pd.DataFrame({"after": now, "before": then.reindex(now.index).fillna(NOT_YET)})
    counts = pairs.value_counts()
    return [Flow(str(before), str(after), int(n)) for (after, before), n in counts.items() if n > 0]


def _segments(purchases: pd.DataFrame) -> pd.Series:
    """The segment of every buyer by customer."""
    population = gather("", [], purchases.drop(columns="at"), frozenset())
    assert population.purchases is not None
    return pd.Series(rfm.segment(population.purchases).keys, index=population.keys)
