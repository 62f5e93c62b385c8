"""The two pictures of the reviews page: the course of sentiment, and praise against complaint."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import plotly.graph_objects as go
from babel.dates import format_skeleton
from plotly.subplots import make_subplots

from core.i18n import LOCALES, day, number
from core.reviews import AspectFigures, Course
from core.reviews.analysis.explaining import ExplainedSpike
from pages._ui.charts import ACCENT, BAND, SENTIMENT_COLOURS, styled
from pages._ui.reviews_marks import mark
from pages._ui.reviews_words import SENTIMENTS

_MOST_TICKS = 5


def sentiment_over_time(
    course: Course,
    language: str,
    translate: Callable[[str], str],
    spikes: Sequence[ExplainedSpike] = (),
) -> go.Figure:
    """Net sentiment with its 95 % band above, the reviews behind it below, what stands out
    marked in both. Traces: band, line, bars by SENTIMENTS, marks."""
    _ = translate
    starts = [date.fromisoformat(bucket.start) for bucket in course.buckets]
    known = [b for b in course.buckets if b.net_sentiment is not None]
    figure = make_subplots(
        rows=2, cols=1, shared_xaxes=True, row_heights=[0.66, 0.34], vertical_spacing=0.06
    )
    days = [date.fromisoformat(bucket.start) for bucket in known]
    labels = {b.start: _label(date.fromisoformat(b.start), course.unit, language) for b in known}
    figure.add_scatter(
        x=days + days[::-1],
        y=[b.net_high for b in known] + [b.net_low for b in known][::-1],
        mode="lines",
        fill="toself",
        fillcolor=BAND,
        line={"width": 0},
        hoverinfo="skip",
        showlegend=False,
        row=1,
        col=1,
    )
    figure.add_scatter(
        x=days,
        y=[b.net_sentiment for b in known],
        mode="lines+markers",
        line={"color": ACCENT, "width": 2.5},
        marker={"size": 6 if len(known) > 1 else 10},
        name=_("Net sentiment"),
        text=[
            _("{when}: {value} ({low} to {high})").format(
                when=labels[b.start],
                value=_signed(b.net_sentiment),
                low=_signed(b.net_low),
                high=_signed(b.net_high),
            )
            for b in known
        ],
        hovertemplate="%{text}<extra></extra>",
        showlegend=False,
        row=1,
        col=1,
    )
    for sentiment, name in SENTIMENTS.items():
        counts = [getattr(bucket, sentiment) for bucket in course.buckets]
        figure.add_bar(
            x=starts,
            y=counts,
            name=_(name),
            marker={"color": SENTIMENT_COLOURS[sentiment], "line": {"width": 0}},
            customdata=[number(count, language) for count in counts],
            hovertemplate=f"{_(name)}: %{{customdata}}<extra></extra>",
            row=2,
            col=1,
        )
    mark(figure, course, spikes, language, _)
    styled(figure, height=400)
    figure.update_layout(barmode="stack", bargap=0.25, legend={"traceorder": "normal"})
    figure.update_traces(selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}})
    figure.add_hline(y=0, line={"width": 1, "dash": "dot", "color": "#94A3B8"}, row=1, col=1)
    ticks = starts[:: max(1, -(-len(starts) // _MOST_TICKS))]
    # Two years side by side would run into each other on a phone: the later one is enough.
    first_year = ticks[1].year if len(ticks) > 1 and ticks[1].year > ticks[0].year else None
    years = [first_year and ticks[0].year, *(tick.year for tick in ticks)]
    figure.update_xaxes(
        tickvals=ticks,
        ticktext=[
            _tick(tick, course.unit, language, tick.year != before)
            for tick, before in zip(ticks, years, strict=False)
        ],
        tickangle=0,
        showgrid=False,
    )
    figure.update_yaxes(title=_("Net sentiment"), range=_room(known), zeroline=False, row=1, col=1)
    most = max((bucket.negative + bucket.neutral + bucket.positive for bucket in known), default=1)
    figure.update_yaxes(title=_("Reviews"), dtick=_step(most), row=2, col=1)
    return figure


def aspect_bars(
    aspects: Sequence[AspectFigures], language: str, translate: Callable[[str], str]
) -> go.Figure:
    """Per aspect the reviews that complain, to the left, and those that praise, to the right."""
    _ = translate
    shown = list(reversed(aspects))
    names = [_short(capital(found.label(language))) for found in shown]
    figure = go.Figure()
    for sentiment, sign in (("negative", -1), ("positive", 1)):
        counts = [getattr(found, sentiment) for found in shown]
        figure.add_bar(
            y=names,
            x=[sign * count for count in counts],
            orientation="h",
            name=_("Complaints") if sign < 0 else _("Praise"),
            marker={"color": SENTIMENT_COLOURS[sentiment]},
            customdata=[number(count, language) for count in counts],
            hovertemplate="%{y}: %{customdata}<extra></extra>",
            selected={"marker": {"opacity": 1}},
            unselected={"marker": {"opacity": 1}},
        )
    styled(figure, height=max(180, 60 + 28 * len(shown)))
    widest = max((max(found.negative, found.positive) for found in shown), default=1) or 1
    step = _step(widest)
    ticks = list(range(-step * (widest // step + 1), widest + step + 1, step))
    figure.update_layout(barmode="relative", bargap=0.35, hovermode="closest")
    figure.update_layout(legend={"yref": "container", "y": 1, "yanchor": "top"})
    figure.update_xaxes(
        tickvals=ticks,
        ticktext=[number(abs(tick), language) for tick in ticks],
        range=[-widest * 1.1, widest * 1.1],
        zeroline=True,
    )
    figure.update_yaxes(showgrid=False)
    return figure


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
