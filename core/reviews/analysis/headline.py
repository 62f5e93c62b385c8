"""The headline figures of a selection and how surely they moved against the period before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any

from core.intervals import clear, difference, ratio, wilson
from core.reviews.figures import net_interval

_Estimate = tuple[float, float, float]


@dataclass(frozen=True)
class Measure:
    """One headline figure with the ends of its 95 % interval; None where nothing makes it.

    `name` is net_sentiment (-100..100), negative_share or unsure_share (0..1), mean_rating
    (stars) or volume (reviews, no interval). `change` is the difference to the period before
    in the same unit, for volume the relative change (0.2 is a fifth more); None without one.
    """

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    before: float | None = None
    change: float | None = None
    change_low: float | None = None
    change_high: float | None = None

    @property
    def clear(self) -> bool:
        """Whether the interval of the change leaves out zero."""
        if self.change_low is None or self.change_high is None:
            return False
        return clear(self.change_low, self.change_high)


def headline(now: Mapping[str, Any], before: Mapping[str, Any] | None) -> tuple[Measure, ...]:
    """Net sentiment, share negative, mean stars, volume and unsure share, in this order.

    Both sides are the totals of core.store.counts; `before` None compares with nothing.
    Shares compare by Newcombe's interval, net sentiment and stars by the same construction
    from their own limits (core.intervals.difference), volumes by that of two Poisson counts.
    """
    return (
        _compared("net_sentiment", _net(now), _net(before)),
        _compared("negative_share", _share(now, "negative"), _share(before, "negative")),
        _compared("mean_rating", _stars(now), _stars(before)),
        _volume(now, before),
        _compared("unsure_share", _share(now, "unsure"), _share(before, "unsure")),
    )


def _compared(name: str, now: _Estimate | None, before: _Estimate | None) -> Measure:
    if now is None:
        return Measure(name, None)
    if before is None:
        return Measure(name, *now)
    return Measure(name, *now, before[0], *difference(now, before))


def _volume(now: Mapping[str, Any], before: Mapping[str, Any] | None) -> Measure:
    found = ratio(now["reviews"], before["reviews"]) if before else None
    if before is None or found is None:
        return Measure("volume", now["reviews"])
    times, low, high = found
    return Measure(
        "volume", now["reviews"], None, None, before["reviews"], times - 1, low - 1, high - 1
    )


def _net(row: Mapping[str, Any] | None) -> _Estimate | None:
    return net_interval(row["negative"], row["neutral"], row["positive"]) if row else None


def _share(row: Mapping[str, Any] | None, name: str) -> _Estimate | None:
    if row is None or not row["read"]:
        return None
    return row[name] / row["read"], *wilson(row[name], row["read"])


def _stars(row: Mapping[str, Any] | None) -> _Estimate | None:
    """Mean stars with the t interval; of a single rating it is the whole scale."""
    if row is None or not row["rated"]:
        return None
    n, mean = row["rated"], row["stars"] / row["rated"]
    if n == 1:
        return mean, min(1.0, mean), max(5.0, mean)
    from scipy.special import stdtrit

    variance = max(row["squares"] - n * mean * mean, 0.0) / (n - 1)
    half = float(stdtrit(n - 1, 0.975)) * sqrt(variance / n)
    return mean, mean - half, mean + half
