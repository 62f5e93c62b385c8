"""The filter bar of the reviews page; every choice lives in the address."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from core.i18n import N_
from core.reviews import Filters
from pages._ui import address, services
from pages._ui.reviews_cached import Choices
from pages._ui.reviews_segments import groups
from pages._ui.reviews_words import EMOTIONS, LANGUAGES, SENTIMENTS

_PERIODS = {
    "30": N_("30 days"),
    "90": N_("90 days"),
    "365": N_("12 months"),
    "all": N_("All time"),
    "own": N_("Own dates"),
}


def filter_bar(offered: Choices) -> Filters:
    """Draw period, search and the other filters; what they select."""
    _ = services.gettext()
    span = offered.span
    since = until = None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if span:
            address.seed("period", _PERIODS, "all")
            period = st.segmented_control(
                _("Period"),
                list(_PERIODS),
                format_func=lambda key: _(_PERIODS[key]),
                required=True,
                key="period",
                persist_state="session",
                label_visibility="collapsed",
                wrap=True,
                help=_("Counted back from your newest review."),
            )
            address.publish("period", "all")
            since, until = _days(str(period), span)
        query = st.text_input(
            _("Search the reviews"),
            key="find",
            bind="query-params",
            placeholder=_("Search the reviews"),
            icon=":material/search:",
            label_visibility="collapsed",
            width=220,
        )
        with st.popover(_("Filters"), icon=":material/tune:", width="content"):
            chosen = _narrowing(offered)
            stars = _stars() if offered.rated else {}
    return Filters(since=since, until=until, query=query, **chosen, **stars)


def _days(period: str, span: tuple[str, str]) -> tuple[str | None, str | None]:
    _ = services.gettext()
    first, last = (date.fromisoformat(day) for day in span)
    if period == "own":
        chosen = st.date_input(
            _("Days"),
            value=(first, last),
            min_value=first,
            max_value=last,
            key="days",
            bind="query-params",
            label_visibility="collapsed",
            width=240,
        )
        if len(chosen) == 2:
            return chosen[0].isoformat(), chosen[1].isoformat()
        return None, None
    if period == "all":
        return None, None
    return (last - timedelta(days=int(period) - 1)).isoformat(), last.isoformat()


def _narrowing(offered: Choices) -> dict[str, str | None]:
    _ = services.gettext()
    emotions = EMOTIONS | offered.feelings
    aspects = {found.aspect: found.label(services.language()) for found in offered.aspects}
    choices: dict[str, tuple[str, list[str], dict[str, str]]] = {
        "sentiment": (_("Sentiment"), list(SENTIMENTS), SENTIMENTS),
        "aspect": (_("Aspect"), list(aspects), aspects),
        "product": (_("Product"), offered.products, {}),
        "origin": (_("Source"), offered.origins, {}),
        "language": (_("Language"), offered.languages, LANGUAGES),
        "emotion": (_("Emotion"), list(emotions), emotions),
        "country": (_("Country"), offered.countries, {}),
    }
    segments = {group.key: group for group in groups()}
    names = {group.key: group.name for group in segments.values()}
    choices["segment"] = (_("Segment"), list(segments), names)
    chosen: dict[str, str | None] = {}
    for name, (label, options, words) in choices.items():
        if len(options) < 2:
            continue
        key = f"by-{name}"
        address.seed(key, options, None)
        chosen[name] = st.selectbox(
            label,
            options,
            index=None,
            format_func=lambda value, words=words: _(words[value]) if value in words else value,
            placeholder=_("Any"),
            key=key,
            persist_state="session",
        )
        address.publish(key, None)
    segment = segments.get(chosen.pop("segment", None) or "")
    return chosen | {"customers": segment.customers if segment else None}


def _stars() -> dict[str, float | None]:
    _ = services.gettext()
    low, high = st.slider(_("Stars"), 1, 5, (1, 5), key="stars", bind="query-params")
    return {
        "min_rating": float(low) if low > 1 else None,
        "max_rating": float(high) if high < 5 else None,
    }
