"""Figures over reviews: net sentiment with its uncertainty, its change, and its course."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from typing import Any

from core.intervals import clear

_Z = 1.959964
_DAYS_BY_DAY = 45
_DAYS_BY_WEEK = 280


@dataclass(frozen=True)
class Change:
    """A difference to the previous period in points, and its 95 % interval."""

    points: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out zero."""
        return clear(self.low, self.high)


@dataclass(frozen=True)
class Figures:
    """A selection at a glance.

    `volume` reviews, of which `read` have a reading and `unread` none; `dated` have a day.
    Net sentiment (-100..100: share positive minus share negative of the read ones, in
    points) with the ends of its 95 % interval; shares lie in 0..1; `mean_rating` is over
    the `rated` ones. None where nothing was read or rated. `net_change` compares with the
    period of equal length just before, None without one.
    """

    volume: int
    read: int
    unread: int
    dated: int
    negative: int
    neutral: int
    positive: int
    net_sentiment: float | None
    net_low: float | None
    net_high: float | None
    negative_share: float | None
    unsure_share: float | None
    rated: int
    mean_rating: float | None
    net_change: Change | None = None
    previous: Figures | None = None


@dataclass(frozen=True)
class Bucket:
    """One day, week (`start` its Monday) or month (its first): counts and net sentiment."""

    start: str
    volume: int
    negative: int
    neutral: int
    positive: int
    net_sentiment: float | None
    net_low: float | None
    net_high: float | None


@dataclass(frozen=True)
class Course:
    """Buckets without gaps, oldest first; `unit` is day, week or month."""

    unit: str
    buckets: tuple[Bucket, ...]


@dataclass(frozen=True)
class AspectFigures:
    """Reviews that speak of an aspect; one that praises and complains counts as negative.

    `aspect` is its id; `en` and `zh` are its names.
    """

    aspect: str
    reviews: int
    negative: int
    neutral: int
    positive: int
    en: str = ""
    zh: str = ""

    def label(self, language: str) -> str:
        """The name to show in an interface language."""
        return (self.zh if language == "zh" else self.en) or self.aspect

    @property
    def net_sentiment(self) -> float:
        return 100 * (self.positive - self.negative) / self.reviews


@dataclass(frozen=True)
class Picture:
    """What a selection comes to: its figures, its course, what it speaks of, and what of that
    most reviews `complained` of, None where not even two did of the same."""

    figures: Figures
    course: Course
    aspects: tuple[AspectFigures, ...]
    complained: AspectFigures | None


def net_interval(negative: int, neutral: int, positive: int) -> tuple[float, float, float] | None:
    """Net sentiment and its 95 % interval in points, None for no reviews.

    The interval is the adjusted Wald interval for a difference of two shares of one sample:
    half a review added to either side and one in between (Agresti and Min, Statistics in
    Medicine 24, 2005), so that it has a width even where all reviews agree.
    """
    read = negative + neutral + positive
    if not read:
        return None
    centre, spread = _adjusted(negative, neutral, positive)
    low, high = centre - _Z * spread, centre + _Z * spread
    net = 100 * (positive - negative) / read
    return net, max(-100.0, 100 * low), min(100.0, 100 * high)


def change(now: Figures, before: Figures) -> Change | None:
    """How net sentiment moved between two periods; None where one of them has no readings."""
    if now.net_sentiment is None or before.net_sentiment is None:
        return None
    points = now.net_sentiment - before.net_sentiment
    spreads = [_adjusted(f.negative, f.neutral, f.positive)[1] for f in (now, before)]
    half = 100 * _Z * sqrt(sum(spread * spread for spread in spreads))
    return Change(points, points - half, points + half)


def figures(row: dict[str, Any]) -> Figures:
    """Figures from the counts of core.store.counts.totals."""
    net = net_interval(row["negative"], row["neutral"], row["positive"])
    read = row["read"]
    return Figures(
        volume=row["reviews"],
        read=read,
        unread=row["reviews"] - read,
        dated=row["dated"],
        negative=row["negative"],
        neutral=row["neutral"],
        positive=row["positive"],
        net_sentiment=net[0] if net else None,
        net_low=net[1] if net else None,
        net_high=net[2] if net else None,
        negative_share=row["negative"] / read if read else None,
        unsure_share=row["unsure"] / read if read else None,
        rated=row["rated"],
        mean_rating=row["stars"] / row["rated"] if row["rated"] else None,
    )


def unit_for(first: str, last: str) -> str:
    """day, week or month: what draws a period in some thirty to forty steps."""
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days
    if days <= _DAYS_BY_DAY:
        return "day"
    return "week" if days <= _DAYS_BY_WEEK else "month"


def course(rows: Iterable[dict[str, Any]], unit: str) -> Course:
    """The rows of core.store.counts.by_period as buckets, empty ones put in between."""
    found = {row["start"]: row for row in rows}
    if not found:
        return Course(unit, ())
    empty = {"volume": 0, "negative": 0, "neutral": 0, "positive": 0}
    starts = steps(min(found), max(found), unit)
    return Course(unit, tuple(_bucket({**empty, **found.get(s, {}), "start": s}) for s in starts))


def _bucket(row: dict[str, Any]) -> Bucket:
    net = net_interval(row["negative"], row["neutral"], row["positive"]) or (None, None, None)
    return Bucket(**row, net_sentiment=net[0], net_low=net[1], net_high=net[2])


def steps(first: str, last: str, unit: str) -> list[str]:
    """The first days of the days, weeks or months from `first`, one of them, to `last`."""
    found, day = [], date.fromisoformat(first)
    while day.isoformat() <= last:
        found.append(day.isoformat())
        day = following(day, unit)
    return found


def following(day: date, unit: str) -> date:
    """The first day of the next day, week or month after the one that begins with `day`."""
    return _NEXT[unit](day)


_NEXT: dict[str, Callable[[date], date]] = {
    "day": lambda day: day + timedelta(days=1),
    "week": lambda day: day + timedelta(days=7),
    "month": lambda day: (day.replace(day=1) + timedelta(days=32)).replace(day=1),
}


def _adjusted(negative: int, neutral: int, positive: int) -> tuple[float, float]:
    total = negative + neutral + positive + 2
    up, down = (positive + 0.5) / total, (negative + 0.5) / total
    return up - down, sqrt(max(up + down - (up - down) ** 2, 0.0) / total)
