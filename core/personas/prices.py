"""How much the price matters to a group of customers: what they pay, and what they say of it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.i18n import N_, listed
from core.intervals import Z_95, wilson
from core.personas.column_names import column_name
from core.personas.deals import deal_columns
from core.personas.phrases import Phrase, Translate
from core.personas.population import Population
from core.personas.price_columns import KNOWN, LEVEL, PRICED, REDUCED

Flags = NDArray[np.bool_]
LEAST = 30

PRICE_WORDS = re.compile(
    r"\bpric\w*|\bcost(s|ly)?\b|\bvalue\b|\bexpensive\b|\bcheap\w*|\bmoney\b|\bafford\w*|\bbargain"
    r"|\bdiscount\w*|价格|价钱|售价|定价|性价比|太贵|便宜|优惠|折扣|活动价|划算|钱",
    re.IGNORECASE,
)
_MISSING = {
    "discount": N_("which purchases were reduced (a discount column)"),
    "level": N_("amounts for products"),
    "reviews": N_("reviews that are known to be theirs"),
}
VERDICTS = {
    "more": N_("The price matters more to them than to others"),
    "less": N_("The price matters less to them than to others"),
    "alike": N_("The price matters to them as much as to all"),
    "mixed": N_("The signs of how much the price matters disagree"),
    "unknown": N_("How much the price matters is not known"),
}


@dataclass(frozen=True)
class PriceSign:
    """One sign, set against all customers.

    `unit` says what `value` with its 95 % interval `low`..`high`, and `all`, are: "share" (0..1),
    "ratio" (to what all pay; `all` is 1) or "mean". `n` customers (of kind reviews: reviews) are
    known in this respect; under 30 the sign is not `reliable`. `sensitive` says whether more of it
    means that the price matters more. `good` and `bad` count reviews that praise or blame it.
    """

    kind: str
    label: Phrase
    unit: str
    n: int
    value: float
    low: float
    high: float
    all: float
    sensitive: bool = True
    good: int = 0
    bad: int = 0

    @property
    def reliable(self) -> bool:
        return self.n >= LEAST

    @property
    def direction(self) -> int:
        """1 where the price surely matters more than to all, -1 less, 0 where it is not sure."""
        above = 1 if self.low > self.all else -1 if self.high < self.all else 0
        return above if self.sensitive else -above

    def to_dict(self) -> dict[str, Any]:
        return asdict(self) | {"label": self.label.to_json()}

    @classmethod
    def from_dict(cls, stored: dict[str, Any]) -> PriceSign:
        return cls(**{**stored, "label": Phrase.from_json(stored["label"])})


@dataclass(frozen=True)
class PriceSensitivity:
    """All signs that the data give, and what is missing for the others."""

    signs: tuple[PriceSign, ...] = ()
    missing: tuple[str, ...] = tuple(_MISSING)

    @property
    def verdict(self) -> str:
        """One of VERDICTS, from reliable signs alone."""
        sure = {sign.direction for sign in self.signs if sign.reliable}
        if not sure:
            return "unknown"
        if sure >= {1, -1}:
            return "mixed"
        return "more" if 1 in sure else "less" if -1 in sure else "alike"

    @property
    def leading(self) -> PriceSign | None:
        """The sign that carries the verdict: a sure one before others, what they do before what
        they say."""
        wanted = {"more": 1, "less": -1}.get(self.verdict)
        ranked = sorted(
            self.signs, key=lambda s: (not s.reliable, wanted not in (None, s.direction))
        )
        return ranked[0] if ranked else None

    def why_not(self, translate: Translate = str) -> str:
        """What nobody told, as a sentence; "" where every sign is there."""
        if not self.missing:
            return ""
        things = listed((translate(_MISSING[kind]) for kind in self.missing), translate)
        return translate(N_("Not known from your files: {things}.")).format(things=things)

    def to_dict(self) -> dict[str, Any]:
        return {"signs": [sign.to_dict() for sign in self.signs], "missing": list(self.missing)}

    @classmethod
    def from_dict(cls, stored: dict[str, Any]) -> PriceSensitivity:
        return cls(tuple(map(PriceSign.from_dict, stored["signs"])), tuple(stored["missing"]))


@dataclass(frozen=True)
class PriceTalk:
    """How many reviews there are, and how many of them name the price, praise and blame it."""

    reviews: int = 0
    named: int = 0
    good: int = 0
    bad: int = 0


def price_sensitivity(
    population: Population, members: Flags, theirs: PriceTalk, everybody: PriceTalk
) -> PriceSensitivity:
    """The signs of a group: reduced purchases, prices paid for the same products, the purchases
    that a customer file counts as deals, and reviews that name the price.

    Shares and means of purchases are ratios of sums over customers; their intervals come from how
    customers differ (linearised variance of a ratio; Cochran 1977, Sampling Techniques, 2.11).
    """
    found = [
        *_purchase_signs(population.prices, members),
        *_deal_signs(population, members),
        *_review_signs(theirs, everybody),
    ]
    kinds = {"discount" if sign.kind == "deals" else sign.kind for sign in found}
    return PriceSensitivity(tuple(found), tuple(kind for kind in _MISSING if kind not in kinds))


def _purchase_signs(prices: pd.DataFrame, members: Flags) -> Iterable[PriceSign]:
    if KNOWN in prices:
        hits, known = prices[REDUCED].to_numpy(float), prices[KNOWN].to_numpy(float)
        made = _ratio(hits, known, members)
        if made:
            value, low, high, all_, n = made
            limits = max(0.0, low), min(1.0, high)
            label = Phrase(N_("Purchases at a reduced price"))
            yield PriceSign("discount", label, "share", n, value, *limits, all_)
    if PRICED in prices:
        lines = prices[PRICED].to_numpy(float)
        made = _ratio(lines * np.nan_to_num(prices[LEVEL].to_numpy(float)), lines, members)
        if made:
            value, low, high, all_, n = made
            # On the log scale all customers are at all_, so they pay 1.
            paid, least, most = (round(math.exp(part - all_), 4) for part in (value, low, high))
            label = Phrase(N_("Price paid for the same products, all customers being 1"))
            yield PriceSign("level", label, "ratio", n, paid, least, most, 1.0, sensitive=False)


def _deal_signs(population: Population, members: Flags) -> Iterable[PriceSign]:
    for deals in deal_columns(population):
        made = _ratio(deals.parts, deals.wholes, members)
        if not made:
            continue
        value, low, high, all_, n = made
        if deals.share:
            limits = max(0.0, low), min(1.0, high)
            label = Phrase(N_("Purchases made with a deal"))
            yield PriceSign("deals", label, "share", n, value, *limits, all_)
        else:
            label = Phrase(N_("{column}, on average"), {"column": column_name(deals.column).label})
            yield PriceSign("deals", label, "mean", n, value, low, high, all_)


def _review_signs(theirs: PriceTalk, everybody: PriceTalk) -> Iterable[PriceSign]:
    if not theirs.reviews:
        return
    low, high = wilson(theirs.named, theirs.reviews)
    yield PriceSign(
        "reviews",
        Phrase(N_("Reviews that name the price")),
        "share",
        theirs.reviews,
        round(theirs.named / theirs.reviews, 4),
        round(low, 4),
        round(high, 4),
        round(everybody.named / everybody.reviews, 4),
        good=theirs.good,
        bad=theirs.bad,
    )


def _ratio(
    parts: NDArray[np.float64], wholes: NDArray[np.float64], members: Flags
) -> tuple[float, float, float, float, int] | None:
    """Sum of parts over sum of wholes of the members, its interval, that of all, and how many
    members count; None where nobody does."""
    counted = np.nan_to_num(wholes) > 0
    mine = counted & members
    n = int(mine.sum())
    if not n:
        return None
    total = float(wholes[mine].sum())
    value = float(parts[mine].sum()) / total
    apart = parts[mine] - value * wholes[mine]
    spread = math.sqrt(float(apart @ apart) * n / max(n - 1, 1)) / total
    all_ = float(parts[counted].sum()) / float(wholes[counted].sum())
    low, high = value - Z_95 * spread, value + Z_95 * spread
    return round(value, 4), round(low, 4), round(high, 4), round(all_, 4), n
