"""Aspects ranked by what they do to the overall score."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any

from core.intervals import Z_95, clear
from core.reviews.figures import net_interval


@dataclass(frozen=True)
class Impact:
    """What the reviews that mention an aspect do to net sentiment.

    `impact` is net sentiment over all read reviews minus net sentiment without those that
    mention the aspect, in points with its 95 % interval: -3 means that the score would be
    three points higher without them. `reviews` mention it, `share` of all read ones (0..1), and
    so many of them are negative, neutral and positive as a whole; `net_sentiment` is theirs.
    """

    aspect: str
    reviews: int
    share: float
    negative: int
    neutral: int
    positive: int
    net_sentiment: float
    impact: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out zero."""
        return clear(self.low, self.high)


@dataclass(frozen=True)
class Impacts:
    """Impacts of a selection, what drags the score down most first.

    `read` reviews of the selection were read; all of them enter the figures.
    """

    read: int
    aspects: tuple[Impact, ...]

    def largest(self, limit: int) -> tuple[Impact, ...]:
        """Those that move the score most, worst first; a third of them drag it down, where so
        many do, however much more there is that lifts it."""
        moving = sorted(self.aspects, key=lambda item: -abs(item.impact))
        down = [item for item in moving if item.impact < 0][: limit // 3]
        rest = [item for item in moving if item not in down][: limit - len(down)]
        return tuple(sorted([*down, *rest], key=lambda item: item.impact))


def impacts(
    everything: Mapping[str, Any], mentions: Iterable[Mapping[str, Any]]
) -> tuple[Impact, ...]:
    """Every aspect's impact from its counts of read reviews and those of all, lowest first.

    An aspect that every review mentions has no rest to compare with and is left out.
    """
    found = [
        _impact(everything, row) for row in mentions if 0 < row["reviews"] < everything["reviews"]
    ]
    return tuple(sorted(found, key=lambda item: (item.impact, -item.reviews, item.aspect)))


def _impact(everything: Mapping[str, Any], row: Mapping[str, Any]) -> Impact:
    """Leave-one-out: with weight w = n/N of the mentioning reviews, their mean m (of -1, 0, 1)
    and the rest's mean q, the impact is w(m - q). The two means and the weight are
    uncorrelated, so by the delta method its variance is
        w²(var m / n + var q / (N - n)) + (m - q)² w(1 - w) / N.
    Each group gets half a review on either side and one in between (as net_interval does), so
    that groups that agree have a variance too.
    """
    total, n = everything["reviews"], row["reviews"]
    rest = {name: everything[name] - row[name] for name in ("negative", "neutral", "positive")}
    mean, variance = _moments(row)
    other, other_variance = _moments(rest)
    weight = n / total
    exact = weight * (_mean(row) - _mean(rest))
    spread = sqrt(
        weight**2 * (variance / n + other_variance / (total - n))
        + (mean - other) ** 2 * weight * (1 - weight) / total
    )
    net = net_interval(row["negative"], row["neutral"], row["positive"])
    return Impact(
        aspect=row["aspect"],
        reviews=n,
        share=weight,
        negative=row["negative"],
        neutral=row["neutral"],
        positive=row["positive"],
        net_sentiment=net[0] if net else 0.0,
        impact=100 * exact,
        low=100 * (exact - Z_95 * spread),
        high=100 * (exact + Z_95 * spread),
    )


def _mean(row: Mapping[str, Any]) -> float:
    return (row["positive"] - row["negative"]) / (
        row["negative"] + row["neutral"] + row["positive"]
    )


def _moments(row: Mapping[str, Any]) -> tuple[float, float]:
    total = row["negative"] + row["neutral"] + row["positive"] + 2
    up, down = (row["positive"] + 0.5) / total, (row["negative"] + 0.5) / total
    return up - down, max(up + down - (up - down) ** 2, 0.0)
