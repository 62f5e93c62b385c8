"""The two pictures of the reviews page: the course of sentiment, and praise against complaint."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import plotly.graph_objects as go
from babel.dates import format_skeleton

from core.i18n import LOCALES, day, number
from core.reviews import AspectFigures, Bucket, Course
from core.reviews.analysis.explaining import ExplainedSpike
from pages._ui.charts import ACCENT, BAND, SENTIMENT_COLOURS, laid_out
from pages._ui.reviews_marks import UNFADED, marked
from pages._ui.reviews_words import SENTIMENTS

_MOST_TICKS = 5
# Shares of the height: the course of net sentiment above, the reviews below, room between.
_UPPER, _LOWER = 0.6204, 0.3196
_ZERO = "#94A3B8"


def sentiment_over_time(
    course: Course,
    language: str,
    translate: Callable[[str], str],
    spikes: Sequence[ExplainedSpike] = (),
) -> go.Figure:
    """Net sentiment with its 95 % band above, the reviews behind it below, what stands out
    marked in both. Traces: band, line, bars by SENTIMENTS, marks."""
    _ = translate
    marks, shades = marked(course, spikes, language, _)
    zero = {"type": "line", "x0": 0, "x1": 1, "xref": "x domain", "y0": 0, "y1": 0, "yref": "y"}
    known = [b for b in course.buckets if b.net_sentiment is not None]
    across = {"automargin": True, "tickangle": 0, "showgrid": False, **_ticks(course, language)}
    most = max((bucket.negative + bucket.neutral + bucket.positive for bucket in known), default=1)
    return go.Figure(
        data=[*_line(known, course.unit, language, _), *_stacks(course, language, _), *marks],
        layout=laid_out(
            400,
            barmode="stack",
            bargap=0.25,
            legend={"traceorder": "normal"},
            shapes=[*shades, {**zero, "line": {"width": 1, "dash": "dot", "color": _ZERO}}],
            xaxis={**across, "anchor": "y", "matches": "x2", "showticklabels": False},
            xaxis2={**across, "anchor": "y2"},
            yaxis={
                "anchor": "x",
                "automargin": True,
                "domain": [1 - _UPPER, 1],
                "title": {"text": _("Net sentiment")},
                "range": _room(known),
                "zeroline": False,
            },
            yaxis2={
                "anchor": "x2",
                "automargin": True,
                "domain": [0, _LOWER],
                "title": {"text": _("Reviews")},
                "dtick": _step(most),
            },
        ),
    )


def aspect_bars(
    aspects: Sequence[AspectFigures], language: str, translate: Callable[[str], str]
) -> go.Figure:
    """Per aspect the reviews that complain of it, to the left, and those that praise it, to the
    right."""
    _ = translate
    shown = list(reversed(aspects))
    names = [_short(capital(found.label(language))) for found in shown]
    widest = max((max(found.negative, found.positive) for found in shown), default=1) or 1
    step = _step(widest)
    ticks = list(range(-step * (widest // step + 1), widest + step + 1, step))
    bars = []
    for sentiment, sign in (("negative", -1), ("positive", 1)):
        counts = [getattr(found, sentiment) for found in shown]
        bars.append(
            {
                "type": "bar",
                "orientation": "h",
                "y": names,
                "x": [sign * count for count in counts],
                "name": _("Complaints") if sign < 0 else _("Praise"),
                "marker": {"color": SENTIMENT_COLOURS[sentiment]},
                "customdata": [number(count, language) for count in counts],
                "hovertemplate": "%{y}: %{customdata}<extra></extra>",
                **UNFADED,
            }
        )
    return go.Figure(
        data=bars,
        layout=laid_out(
            max(180, 60 + 28 * len(shown)),
            barmode="relative",
            bargap=0.35,
            hovermode="closest",
            legend={"yref": "container", "y": 1, "yanchor": "top"},
            xaxis={
                "automargin": True,
                "tickvals": ticks,
                "ticktext": [number(abs(tick), language) for tick in ticks],
                "range": [-widest * 1.1, widest * 1.1],
                "zeroline": True,
            },
            yaxis={"automargin": True, "showgrid": False},
        ),
    )


def _line(
    known: Sequence[Bucket], unit: str, language: str, translate: Callable[[str], str]
) -> list[dict[str, Any]]:
    """The band of the 95 % interval and the line of net sentiment."""
    _ = translate
    days = [date.fromisoformat(bucket.start) for bucket in known]
    drawn = {"type": "scatter", "xaxis": "x", "yaxis": "y", "showlegend": False, **UNFADED}
    return [
        {
            **drawn,
            "x": days + days[::-1],
            "y": [b.net_high for b in known] + [b.net_low for b in known][::-1],
            "mode": "lines",
            "fill": "toself",
            "fillcolor": BAND,
            "line": {"width": 0},
            "hoverinfo": "skip",
        },
        {
            **drawn,
            "x": days,
            "y": [b.net_sentiment for b in known],
            "mode": "lines+markers",
            "line": {"color": ACCENT, "width": 2.5},
            "marker": {"size": 6 if len(known) > 1 else 10},
            "name": _("Net sentiment"),
            "text": [
                _("{when}: {value} ({low} to {high})").format(
                    when=_label(day, unit, language),
                    value=_signed(b.net_sentiment),
                    low=_signed(b.net_low),
                    high=_signed(b.net_high),
                )
                for day, b in zip(days, known, strict=True)
            ],
            "hovertemplate": "%{text}<extra></extra>",
        },
    ]


def _stacks(course: Course, language: str, translate: Callable[[str], str]) -> list[dict[str, Any]]:
    """A bar of reviews for each period, a part for each sentiment."""
    starts = [date.fromisoformat(bucket.start) for bucket in course.buckets]
    bars = []
    for sentiment, name in SENTIMENTS.items():
        counts = [getattr(bucket, sentiment) for bucket in course.buckets]
        said = translate(name)
        bars.append(
            {
                "type": "bar",
                "xaxis": "x2",
                "yaxis": "y2",
                "x": starts,
                "y": counts,
                "name": said,
                "marker": {"color": SENTIMENT_COLOURS[sentiment], "line": {"width": 0}},
                "customdata": [number(count, language) for count in counts],
                "hovertemplate": f"{said}: %{{customdata}}<extra></extra>",
                **UNFADED,
            }
        )
    return bars


def _ticks(course: Course, language: str) -> dict[str, Any]:
    """Where the days or months are written, and how."""
    starts = [date.fromisoformat(bucket.start) for bucket in course.buckets]
    ticks = starts[:: max(1, -(-len(starts) // _MOST_TICKS))]
    # Two years side by side would run into each other on a phone: the later one is enough.
    first_year = ticks[1].year if len(ticks) > 1 and ticks[1].year > ticks[0].year else None
    years = [first_year and ticks[0].year, *(tick.year for tick in ticks)]
    return {
        "tickvals": ticks,
        "ticktext": [
            _tick(tick, course.unit, language, tick.year != before)
            for tick, before in zip(ticks, years, strict=False)
        ],
    }


def _signed(value: float | None) -> str:
    return "–" if value is None else f"{value:+.0f}".replace("-", "−")


def _room(known: Sequence) -> list[float]:
    """Limits of the net sentiment axis: what the line needs, zero in sight, never cramped."""
    low = min([0.0, *(bucket.net_low for bucket in known)])
    high = max([0.0, *(bucket.net_high for bucket in known)])
    return [low - 5, high + 5]


def _label(start: date, unit: str, language: str) -> str:
    if unit == "month":
        return format_skeleton("yMMM", start, locale=LOCALES[language])
    return day(start, language)


def _tick(start: date, unit: str, language: str, with_year: bool) -> str:
    """A short day or month, the year in a second line where it begins."""
    skeleton = "MMM" if unit == "month" else "MMMd"
    words = format_skeleton(skeleton, start, locale=LOCALES[language])
    year = format_skeleton("y", start, locale=LOCALES[language])
    return f"{words}<br>{year}" if with_year else words


def capital(name: str) -> str:
    """A name as it begins a line."""
    return name[:1].upper() + name[1:]


def _short(aspect: str) -> str:
    return aspect if len(aspect) <= 18 else aspect[:17] + "…"


def _step(widest: int) -> int:
    for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000):
        if widest / step <= 3:
            return step
    return widest
