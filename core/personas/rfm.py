"""Recency, frequency and monetary value: segments every marketer knows, cut from the data.

Recency and spend are cut at quintiles of the customers at hand, frequency at the quintiles of
those who came back, because in most shops nearly half never do. The names follow the usual
grid of recency against frequency and value (Hughes 1994, Strategic Database Marketing).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.i18n import N_, NN_
from core.personas.phrases import Phrase
from core.personas.population import Purchases

NAMES = {
    "champions": N_("Champions"),
    "loyal": N_("Loyal customers"),
    "promising": N_("Promising customers"),
    "new": N_("New customers"),
    "attention": N_("Cooling customers"),
    "risk": N_("At risk"),
    "lapsed": N_("Lapsed customers"),
    "gifts": N_("One-time gift buyers"),
    "once": N_("One-time buyers"),
    "never": N_("Not yet buyers"),
}
# Where a segment goes that is too small to stand alone.
_NEIGHBOUR = {
    "champions": "loyal",
    "loyal": "promising",
    "new": "promising",
    "promising": "attention",
    "attention": "lapsed",
    "risk": "lapsed",
    "gifts": "once",
    "once": "lapsed",
}
_SMALLEST = 10
_SMALLEST_SHARE = 0.02


@dataclass(frozen=True)
class Cuts:
    """Where the scores change: days since the last purchase, orders, and money spent."""

    recency: tuple[float, ...]
    orders: tuple[float, ...]
    spend: tuple[float, ...]


@dataclass(frozen=True)
class RfmSegments:
    """A segment key per customer, the cut points, and the adjusted Rand index under resampling."""

    keys: NDArray[np.object_]
    cuts: Cuts
    stability: float

    def explained(self) -> list[Phrase]:
        """How the segments were cut, in sentences."""
        recent, cold = self.cuts.recency[1], self.cuts.recency[2]
        often = int(np.floor(self.cuts.orders[2])) + 1
        return [
            Phrase(
                N_(
                    "Recent means at most {recent} days before the last purchase on file; long ago "
                    "means more than {cold} days."
                ),
                {"recent": f"{recent:,.0f}", "cold": f"{cold:,.0f}"},
            ),
            Phrase(
                NN_(
                    "Often means {often} order or more; big spenders spent {much} or more.",
                    "Often means {often} orders or more; big spenders spent {much} or more.",
                    often,
                ),
                {
                    "often": f"{often:,}",
                    "much": f"{self.cuts.spend[2]:,.0f}",
                },
            ),
        ]


def segment(
    purchases: Purchases, seed: int = 0, wished: Mapping[str, float] | None = None
) -> RfmSegments:
    """Put every customer in a segment of NAMES; small ones join their neighbour.

    `wished` puts cut points where a person wants them: `recent` and `cold` in days, `often` in
    orders, `much` in money; what it leaves out is cut from the data.
    """
    table = purchases.per_customer
    recency = table["recency"].to_numpy(float)
    orders = table["orders"].to_numpy(float)
    spend = table["spend"].to_numpy(float)
    gifts = _gift_buyers(table["late_year"].to_numpy(float), recency, orders, purchases)
    cuts = _moved(_cuts(recency, orders, spend), wished or {})
    keys = _merged(_named(recency, orders, spend, gifts, cuts))
    stability = _stability(keys, (recency, orders, spend, gifts), seed, wished or {})
    return RfmSegments(keys, cuts, stability)


def _cuts(recency: NDArray, orders: NDArray, spend: NDArray) -> Cuts:
    buyers = orders > 0
    again = orders > 1
    fifths = (0.2, 0.4, 0.6, 0.8)
    known = recency[buyers & ~np.isnan(recency)]
    return Cuts(
        tuple(np.quantile(known, fifths)) if len(known) else (0.0,) * 4,
        tuple(np.quantile(orders[again], fifths)) if again.any() else (1.0,) * 4,
        tuple(np.quantile(spend[buyers], fifths)) if buyers.any() else (0.0,) * 4,
    )


def _moved(cuts: Cuts, wished: Mapping[str, float]) -> Cuts:
    """The cuts with those a person wishes in their place; often and cold ones stay in order."""
    recency, orders, spend = list(cuts.recency), list(cuts.orders), list(cuts.spend)
    recency[1] = wished.get("recent", recency[1])
    recency[2] = max(wished.get("cold", recency[2]), recency[1])
    # More than `often` less one is `often` and more.
    orders[2] = wished.get("often", orders[2] + 1) - 1
    orders[1] = min(orders[1], orders[2])
    spend[2] = wished.get("much", spend[2])
    return Cuts(tuple(recency), tuple(orders), tuple(spend))


def _named(
    recency: NDArray, orders: NDArray, spend: NDArray, gifts: NDArray, cuts: Cuts
) -> NDArray[np.object_]:
    fresh = recency <= cuts.recency[1]
    middle = recency <= cuts.recency[2]
    often = orders > cuts.orders[2]
    some = orders > cuts.orders[1]
    rich = spend >= cuts.spend[2]
    once = orders == 1
    rules = [
        (orders == 0, "never"),
        (once & fresh, "new"),
        (gifts, "gifts"),
        (once, "once"),
        (fresh & often & rich, "champions"),
        (middle & often, "loyal"),
        (fresh, "promising"),
        (middle, "attention"),
        (some, "risk"),
    ]
    return np.select([rule for rule, _ in rules], [name for _, name in rules], "lapsed").astype(
        object
    )


def _gift_buyers(
    late_year: NDArray, recency: NDArray, orders: NDArray, purchases: Purchases
) -> NDArray[np.bool_]:
    """One-time buyers of the weeks before the holidays, if more bought then than those seven
    weeks of a year would bring by themselves."""
    nobody = np.zeros(len(orders), dtype=bool)
    once = (orders == 1) & ~np.isnan(recency)
    if purchases.last_day is None or not once.any():
        return nobody
    usual = max(float(np.nanmean(late_year)), 47 / 365)
    gifts = once & (np.nan_to_num(late_year) == 1)
    return gifts if gifts.sum() / once.sum() >= 1.5 * usual else nobody


def _merged(keys: NDArray[np.object_]) -> NDArray[np.object_]:
    keys = keys.copy()
    least = max(_SMALLEST, int(_SMALLEST_SHARE * len(keys)))
    for name, neighbour in _NEIGHBOUR.items():
        inside = keys == name
        if 0 < inside.sum() < least:
            keys[inside] = neighbour
    return keys


def _stability(
    keys: NDArray[np.object_],
    values: tuple[NDArray, NDArray, NDArray, NDArray],
    seed: int,
    wished: Mapping[str, float],
) -> float:
    """Mean adjusted Rand index between these segments and those cut from resampled customers."""
    from sklearn.metrics import adjusted_rand_score

    recency, orders, spend, gifts = values
    rng = np.random.default_rng(seed)
    some = rng.choice(len(keys), min(len(keys), 5000), replace=False)
    scores = []
    for _ in range(10):
        again = rng.choice(len(keys), len(keys))
        cuts = _moved(_cuts(recency[again], orders[again], spend[again]), wished)
        other = _named(recency[some], orders[some], spend[some], gifts[some], cuts)
        scores.append(adjusted_rand_score(keys[some].astype(str), _merged(other).astype(str)))
    return round(float(np.mean(scores)), 3)
