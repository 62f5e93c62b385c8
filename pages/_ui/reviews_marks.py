"""What stands out in the course of the reviews: its words, and its marks for the chart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from babel.dates import format_interval

from core.i18n import LOCALES, day
from core.reviews import Bucket, Course
from core.reviews.analysis.explaining import ExplainedSpike
from core.reviews.analysis.spikes import NEGATIVES
from pages._ui.charts import SENTIMENT_COLOURS

_MARK = SENTIMENT_COLOURS["negative"]
_SHADE = "rgba(194, 65, 12, 0.10)"
_HALF = {"day": timedelta(hours=12), "week": timedelta(days=3.5), "month": timedelta(days=15)}

UNFADED = {"selected": {"marker": {"opacity": 1}}, "unselected": {"marker": {"opacity": 1}}}
"""For a trace: what was not picked in it stays as it is."""

Translate = Callable[[str], str]


def when(found: ExplainedSpike, language: str) -> str:
    """The days of a spike in words, what they share said once: "Jun 8 – 14, 2026"."""
    if found.since == found.until:
        return day(found.since, language)
    first, last = date.fromisoformat(found.since), date.fromisoformat(found.until)
    return format_interval(first, last, "yMMMd", locale=LOCALES[language])


def told(spikes: Sequence[ExplainedSpike], language: str, translate: Translate) -> str:
    """The chart in words: what it shows and what stands out in it."""
    _ = translate
    parts = [_("Net sentiment and number of reviews over time.")]
    parts += [
        _("{when}: {what}").format(when=when(found, language), what=found.text(language, _))
        for found in spikes
    ]
    return " ".join(parts)


def standing_out(course: Course, spikes: Sequence[ExplainedSpike]) -> list[ExplainedSpike]:
    """The spikes to mark in a chart, oldest first: a rise in reviews that is one in complaints
    as well is marked once."""
    worse = [found for found in spikes if found.spike.kind == NEGATIVES]
    return [
        found
        for found in spikes
        if within(course, found)
        and (
            found in worse
            or not any(w.since <= found.until and found.since <= w.until for w in worse)
        )
    ]


def within(course: Course, found: ExplainedSpike) -> list[Bucket]:
    """The periods of a chart with something read that a spike's days reach into."""
    buckets = course.buckets
    ends = [bucket.start for bucket in buckets[1:]] + ["9999"]
    return [
        bucket
        for bucket, end in zip(buckets, ends, strict=True)
        if bucket.start <= found.until and end > found.since and bucket.net_sentiment is not None
    ]


def marked(
    course: Course,
    spikes: Sequence[ExplainedSpike],
    language: str,
    translate: Translate,
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A trace with a diamond on the worst period of each spike, none without spikes, and the
    shades over its periods, for a chart of two rows."""
    _ = translate
    days, heights, texts, shades = [], [], [], []
    for found in spikes:
        if not (held := within(course, found)):
            continue
        shades += _shaded(held, course.unit)
        worst = min(held, key=lambda bucket: bucket.net_sentiment or 0.0)
        days.append(date.fromisoformat(worst.start))
        heights.append(worst.net_sentiment)
        texts.append(
            _("{when}: {what}").format(when=when(found, language), what=found.text(language, _))
        )
    if not days:
        return [], []
    diamonds = {
        "type": "scatter",
        "xaxis": "x",
        "yaxis": "y",
        "x": days,
        "y": heights,
        "mode": "markers",
        "marker": {
            "symbol": "diamond",
            "size": 14,
            "color": _MARK,
            "line": {"width": 2, "color": "#FFFFFF"},
        },
        "name": _("Stands out"),
        "text": texts,
        "hovertemplate": "%{text}<extra></extra>",
        **UNFADED,
    }
    return [diamonds], shades


def _shaded(held: Sequence[Bucket], unit: str) -> list[dict[str, Any]]:
    # A chart's axis is of moments: a period is drawn about its first day.
    half = _HALF[unit]
    return [
        {
            "type": "rect",
            "x0": _moment(held[0].start, -half),
            "x1": _moment(held[-1].start, half),
            "xref": across,
            "y0": 0,
            "y1": 1,
            "yref": f"{down} domain",
            "fillcolor": _SHADE,
            "line": {"width": 0},
            "layer": "below",
        }
        for across, down in (("x", "y"), ("x2", "y2"))
    ]


def _moment(start: str, shift: timedelta) -> str:
    return (datetime.fromisoformat(start) + shift).isoformat()
