"""The two pictures at the top of the reviews page; what is picked in them opens its reviews."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import streamlit as st

from core.i18n import day
from core.reviews import AspectFigures, Course, Filters, Picture
from core.reviews.figures import following
from pages._ui import reviews_words as words
from pages._ui import services
from pages._ui.frame import guarded
from pages._ui.reviews_charts import aspect_bars, sentiment_over_time
from pages._ui.reviews_insights_answers import answer, explained
from pages._ui.reviews_insights_why import spike_card
from pages._ui.reviews_marks import standing_out, told, when
from pages._ui.reviews_pictures import picture_config
from pages._ui.reviews_quotes import ask, pick_key

_SPIKE = "reviews-spike"


def pictures(filters: Filters, seen: Picture) -> None:
    """Sentiment over time with what stands out, and complaints beside praise by aspect."""
    _ = services.gettext()
    if seen.course.buckets:
        left, right = st.columns([3, 2])
        with left:
            st.markdown(_("**Sentiment over time**"))
            _course(filters, seen.course)
    else:
        st.info(_("These reviews carry no dates, so there is no course to draw."))
        right = st.container()
    with right:
        st.markdown(
            _("**What they speak of**"),
            help=_(
                "Reviews that complain of a thing or praise it; one that does both counts as a "
                "complaint. As a whole a review may lean the other way."
            ),
        )
        if seen.aspects:
            _aspects(filters, seen.aspects)
        else:
            st.info(_("The reader found no aspects in these reviews."))


def _course(filters: Filters, course: Course) -> None:
    _, language = services.gettext(), services.language()
    spikes = standing_out(course, answer("spikes", filters).spikes)
    key = pick_key("reviews-course")
    st.plotly_chart(
        sentiment_over_time(course, language, _, spikes),
        key=key,
        alt=told(spikes, language, _),
        config=picture_config("sentiment-over-time"),
        on_select=lambda: _picked_course(key, filters, course, len(spikes)),
        selection_mode="points",
    )
    if not spikes:
        return
    if (st.session_state.get(_SPIKE) or 0) >= len(spikes):
        st.session_state.pop(_SPIKE, None)
    chosen = st.pills(
        _("What stands out"),
        list(range(len(spikes))),
        format_func=lambda place: "◆ " + when(spikes[place], language),
        key=_SPIKE,
        help=_("Periods with more complaints or reviews than chance explains. Choose one."),
    )
    if chosen is not None:
        found = spikes[chosen]
        with st.spinner(_("Looking for what rose…")):
            found = explained(found, filters)
        spike_card(found, filters, "course")


def _aspects(filters: Filters, aspects: Sequence[AspectFigures]) -> None:
    _, language = services.gettext(), services.language()
    key = pick_key("reviews-aspects")
    st.plotly_chart(
        aspect_bars(aspects, language, _),
        key=key,
        alt=_("Complaints and praise by aspect"),
        config=picture_config("aspects"),
        on_select=lambda: _picked_aspect(key, filters, aspects),
        selection_mode="points",
    )


@guarded
def _picked_course(key: str, filters: Filters, course: Course, marks: int) -> None:
    if (point := _point(key)) is None:
        return
    trace, place = point
    bars = 2 + len(words.SENTIMENTS)
    if trace == bars and place < marks:
        st.session_state[_SPIKE] = place
    elif trace < bars:
        asked = in_course(filters, course, trace, place)
        if asked is not None:
            ask(day(asked.since or "", services.language()), asked)


def in_course(filters: Filters, course: Course, trace: int, place: int) -> Filters | None:
    """The reviews behind a point of the line (trace 1) or a bar (2 on, by SENTIMENTS)."""
    buckets = [b for b in course.buckets if b.net_sentiment is not None or trace > 1]
    if trace < 1 or place >= len(buckets):
        return None
    start = buckets[place].start
    last = following(date.fromisoformat(start), course.unit) - timedelta(days=1)
    found = during(filters, start, last.isoformat())
    return replace(found, sentiment=list(words.SENTIMENTS)[trace - 2]) if trace > 1 else found


def during(filters: Filters, since: str, until: str) -> Filters:
    """A selection in a span of days as well as in its own."""
    return replace(
        filters, since=max(since, filters.since or since), until=min(until, filters.until or until)
    )


@guarded
def _picked_aspect(key: str, filters: Filters, aspects: Sequence[AspectFigures]) -> None:
    if (point := _point(key)) is None or point[1] >= len(aspects):
        return
    found = aspects[len(aspects) - 1 - point[1]]
    polarity = "negative" if point[0] == 0 else "positive"
    ask(
        found.label(services.language()),
        replace(filters, aspect=found.aspect, aspect_polarity=polarity),
    )


def _point(key: str) -> tuple[int, int] | None:
    """(trace, place) of the point that was picked in a chart."""
    state: Any = st.session_state.get(key) or {}
    points = state.get("selection", {}).get("points", [])
    if not points:
        return None
    return int(points[0]["curve_number"]), int(points[0]["point_index"])
