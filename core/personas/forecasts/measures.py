"""How good a forecast is, on customers or weeks it has not seen."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from core.intervals import Z_95, wilson

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

_BINS = 10
_NEIGHBOURS = (50, 400)
# What is left out at either end of a range, and how far it reaches beyond the forecast at least.
_OUTSIDE = (0.1, 0.05, 0.025, 0.0)
_ROOM = 1.1


@dataclass(frozen=True)
class Ranking:
    """`auc`: how often one it happened to is ranked above one it did not, 0.5 = by chance, with
    its 95 % interval."""

    auc: float
    low: float
    high: float


def ranking(chances: Numbers, happened: Flags) -> Ranking:
    """The area under the ROC curve; its standard error after Hanley and McNeil (1982),
    Radiology 143, 29-36. Needs both outcomes."""
    from scipy.stats import rankdata

    hits, misses = int(happened.sum()), int((~happened).sum())
    ranks = rankdata(chances)
    auc = (float(ranks[happened].sum()) - hits * (hits + 1) / 2) / (hits * misses)
    q1, q2 = auc / (2 - auc), 2 * auc * auc / (1 + auc)
    variance = auc * (1 - auc) + (hits - 1) * (q1 - auc * auc) + (misses - 1) * (q2 - auc * auc)
    half = Z_95 * sqrt(max(variance, 0.0) / (hits * misses))
    return Ranking(auc, max(0.0, auc - half), min(1.0, auc + half))


@dataclass(frozen=True)
class Step:
    """Customers of similar chance: the mean forecast, the share it happened to, its interval."""

    forecast: float
    share: float
    low: float
    high: float
    n: int


def steps(chances: Numbers, happened: Flags, bins: int = _BINS) -> list[Step]:
    """Forecast against what happened, in bins of equally many customers, lowest first."""
    order = np.argsort(chances, kind="stable")
    found = []
    for part in np.array_split(order, min(bins, len(order))):
        hits, n = int(happened[part].sum()), len(part)
        low, high = wilson(hits, n)
        found.append(Step(float(chances[part].mean()), hits / n, low, high, n))
    return found


def calibration_error(chances: Numbers, happened: Flags) -> float:
    """The expected calibration error: how far forecast and share lie apart on average, over ten
    bins of equally many customers (0..1). Naeini, Cooper and Hauskrecht (2015), AAAI."""
    found = steps(chances, happened)
    total = sum(step.n for step in found)
    return sum(step.n * abs(step.forecast - step.share) for step in found) / total


def caught(chances: Numbers, happened: Flags, share: float) -> float:
    """Of those it happened to, the part found among so large a share with the highest chances."""
    top = np.argsort(-chances, kind="stable")[: max(1, round(share * len(chances)))]
    return float(happened[top].sum() / happened.sum())


def _windows(sorted_known: Numbers, wanted: Numbers) -> tuple[NDArray[np.int64], int]:
    """Where in a sorted list the nearest neighbours of each wanted value begin, and how many."""
    n = len(sorted_known)
    size = int(np.clip(n // 10, min(_NEIGHBOURS[0], n), _NEIGHBOURS[1]))
    begin = np.searchsorted(sorted_known, wanted) - size // 2
    return np.clip(begin, 0, n - size), size


def chance_intervals(
    known: Numbers, happened: Flags, wanted: Numbers
) -> tuple[Numbers, Numbers, int]:
    """What became of the 50 to 400 customers nearest in chance: the 95 % Wilson interval of the
    share it happened to, together with that of the chance itself among as many, so that the
    chance lies within and not at the end; and how many they were."""
    order = np.argsort(known, kind="stable")
    begin, size = _windows(known[order], wanted)
    sums = np.concatenate([[0], np.cumsum(happened[order])])
    hits = sums[begin + size] - sums[begin]
    own = np.rint(wanted * size).astype(np.int64)
    limits = np.array([wilson(int(k), size) for k in range(size + 1)])
    low = np.minimum(limits[hits, 0], limits[own, 0])
    return low, np.maximum(limits[hits, 1], limits[own, 1]), size


def value_intervals(
    known: Numbers, became: Numbers, wanted: Numbers
) -> tuple[Numbers, Numbers, int]:
    """How many times their forecast at least eight in ten of the customers nearest in forecast
    turned out to have, times each forecast; and how many they were.

    A forecast is a mean, and where most stay silent the mean lies above what eight in ten
    brought. There the range takes in more of them until the forecast lies within.
    """
    order = np.argsort(known, kind="stable")
    begin, size = _windows(known[order], wanted)
    times = became[order] / np.maximum(known[order], 1e-9)
    places, back = np.unique(begin, return_inverse=True)
    limits = np.array([_holding_one(times[b : b + size]) for b in places])[back]
    return limits[:, 0] * wanted, limits[:, 1] * wanted, size


def _holding_one(times: Numbers) -> tuple[float, float]:
    """The narrowest of some central ranges that holds 1 with room on both sides."""
    for outside in _OUTSIDE:
        low, high = np.quantile(times, (outside, 1 - outside))
        if low < 1 / _ROOM and high > _ROOM:
            break
    return float(min(low, 1 / _ROOM)), float(max(high, _ROOM))


def ndcg(ranked: NDArray[np.int64], relevant: Flags, depth: int = 10) -> Numbers:
    """The normalised discounted cumulative gain of each customer's ranking of items: `ranked`
    (customers, at least `depth`) holds item numbers best first, `relevant` (customers, items)
    what they bought. 1 = everything they bought stands first. Järvelin and Kekäläinen (2002)."""
    weights = 1 / np.log2(np.arange(2, depth + 2))
    top = ranked[:, :depth]
    hits = np.take_along_axis(relevant, top, axis=1)
    gained = (hits * weights[: top.shape[1]]).sum(axis=1)
    best = np.cumsum(weights)[np.clip(relevant.sum(axis=1), 1, depth) - 1]
    return np.asarray(gained / best, dtype=np.float64)
