"""Adding up the reviews of a selection, to the last one: see core.store.columns for how."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.store.blocks import LABELS
from core.store.selections import Selection

_COMPARED = ("product", "origin", "country", "language", "emotion")
_SIDES = len(LABELS)
_A_FEW = 2


def totals(selection: Selection) -> dict[str, Any]:
    """reviews, read, negative, neutral, positive, unsure, dated, and the rated ones with the
    sum of their stars and of the squares of these."""
    labels = np.bincount(selection.of("label") + 1, minlength=_SIDES + 1)
    rating = selection.of("rating")
    rating = rating[~np.isnan(rating)]
    return {
        "reviews": len(selection),
        "read": int(labels[1:].sum()),
        **_by_label(labels[1:]),
        "unsure": int((selection.of("unsure") == 1).sum()),
        "dated": int((selection.of("day") > 0).sum()),
        "rated": len(rating),
        "stars": float(rating.sum()),
        "squares": float((rating * rating).sum()),
    }


def span(selection: Selection) -> tuple[str, str] | None:
    """First and last day of a selection; None when none of it is dated."""
    days = selection.of("day")
    days = days[days > 0]
    return (_iso(days.min()), _iso(days.max())) if len(days) else None


def by_period(selection: Selection, unit: str) -> list[dict[str, Any]]:
    """start, volume, negative, neutral, positive of each day, week (by its Monday) or month (by
    its first) with a review, oldest first."""
    days, labels = selection.of("day"), selection.of("label")
    dated = days > 0
    if not dated.any():
        return []
    days, labels = days[dated], labels[dated]
    first = int(days.min())
    cells = np.bincount((days - first) * (_SIDES + 1) + labels + 1)
    cells = np.append(cells, np.zeros(-len(cells) % (_SIDES + 1), dtype=cells.dtype))
    by_day = cells.reshape(-1, _SIDES + 1)
    sums: dict[str, NDArray[np.int64]] = {}
    for place in np.flatnonzero(by_day.any(axis=1)):
        start = _start(date.fromordinal(first + int(place)), unit)
        sums[start] = sums.get(start, 0) + by_day[place]
    return [
        {"start": start, "volume": int(counts.sum()), **_by_label(counts[1:])}
        for start, counts in sums.items()
    ]


def aspects(selection: Selection, limit: int | None = None) -> list[dict[str, Any]]:
    """aspect, reviews, negative, neutral, positive: the read reviews that speak of an aspect or
    of a person's label by how they speak of it, at worst; the most mentioned first."""
    mentions = _mentions(selection)
    return _by_aspect(selection, mentions, selection.columns["mention_polarity"][mentions])[:limit]


def most_complained(found: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """Of the rows of `aspects` the one that most reviews complain of, of several the most
    mentioned; None where not even two complain of the same."""
    worst = max(found, key=lambda row: row["negative"], default=None)
    return worst if worst and worst["negative"] >= _A_FEW else None


def aspect_totals(selection: Selection, least: int) -> list[dict[str, Any]]:
    """The same reviews by their own sentiment, of aspects that at least `least` mention."""
    mentions = _mentions(selection)
    own = selection.columns["label"][selection.columns["mention_row"][mentions]]
    return [row for row in _by_aspect(selection, mentions, own) if row["reviews"] >= least]


def segments(selection: Selection, column: str, limit: int) -> list[dict[str, Any]]:
    """value, reviews, negative, neutral, positive of the read reviews per value of a column
    other than "", the commonest first."""
    if column not in _COMPARED:
        raise ValueError(column)
    labels = selection.of("label")
    codes = selection.of(column)[labels >= 0]
    found = _table(codes, labels[labels >= 0], selection.columns.names(column), "value")
    return [row for row in found if row["value"]][:limit]


def theme_totals(selection: Selection) -> dict[int, dict[str, Any]]:
    """theme_id, reviews, negative, neutral and positive per theme of a selection."""
    themes, labels = selection.of("theme"), selection.of("label")
    found = {}
    for theme in np.unique(themes[themes > 0]).tolist():
        counts = np.bincount(labels[themes == theme] + 1, minlength=_SIDES + 1)
        found[theme] = {
            "theme_id": theme,
            "reviews": int(counts.sum()),
            **_by_label(counts[1:]),
        }
    return found


def values(selection: Selection, column: str, limit: int) -> list[str]:
    """The commonest values of product, origin, language or country, without the empty one."""
    return [value for value, _ in _commonest(selection, column) if value][:limit]


def versions(selection: Selection) -> list[tuple[str, int]]:
    """The engine versions whose readings are in force, with how many, most first."""
    return _commonest(selection, "version")


def _commonest(selection: Selection, column: str) -> list[tuple[str, int]]:
    codes = selection.of(column)
    counts = np.bincount(codes[codes >= 0]).tolist()
    named = zip(selection.columns.names(column), counts, strict=False)
    return sorted(((n, c) for n, c in named if c), key=lambda item: (-item[1], item[0]))


def _mentions(selection: Selection) -> NDArray[np.int32]:
    """The places of the mentions in read reviews."""
    held, mentions = selection.columns, selection.mentions
    return mentions[held["label"][held["mention_row"][mentions]] >= 0]


def _by_aspect(
    selection: Selection, mentions: NDArray[np.int32], sides: NDArray[np.int8]
) -> list[dict[str, Any]]:
    held = selection.columns
    return _table(held["mention_aspect"][mentions], sides, held.names("aspect"), "aspect")


def _table(
    codes: NDArray[np.int32], sides: NDArray[np.int8], names: Sequence[str], name: str
) -> list[dict[str, Any]]:
    """A row of counts for each code that is there, the commonest first."""
    cells = np.bincount(codes * _SIDES + sides, minlength=_SIDES * len(names))
    table = cells.reshape(-1, _SIDES)
    rows = [
        {name: names[code], "reviews": int(table[code].sum()), **_by_label(table[code])}
        for code in np.flatnonzero(table.any(axis=1)).tolist()
    ]
    return sorted(rows, key=lambda row: (-row["reviews"], row[name]))


def _by_label(counts: NDArray[np.int64]) -> dict[str, int]:
    return dict(zip(LABELS, counts.tolist(), strict=True))


def _start(day: date, unit: str) -> str:
    if unit == "month":
        day = day.replace(day=1)
    elif unit == "week":
        day -= timedelta(days=day.weekday())
    return day.isoformat()


def _iso(ordinal: Any) -> str:
    return date.fromordinal(int(ordinal)).isoformat()
