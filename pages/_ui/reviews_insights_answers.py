"""Answers to the questions of the insights panel, kept as long as they hold."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.reviews import Filters
from core.reviews.analysis.explaining import ExplainedSpike
from core.reviews.analysis.words import WordSides
from core.reviews.quotes import Quote
from pages._ui import services
from pages._ui.reviews_cached import state

_QUOTED = 2


def answer(question: str, filters: Filters) -> Any:
    """What the studio says, asked once for as long as nothing it is made of changes."""
    return _answer(*state(), question, filters)


def explained(spike: ExplainedSpike, filters: Filters) -> ExplainedSpike:
    """A spike with what rose in it, looked for once for as long as it holds."""
    return _explained(*state(), spike, filters)


def quotes(aspect: str, polarity: str, filters: Filters) -> list[Quote]:
    """The newest two quotes about an aspect, asked for once for as long as they hold."""
    return _quotes(*state(), aspect, polarity, filters)


def words_between(left: Filters, right: Filters) -> WordSides:
    """The words that set two selections apart, cut once for as long as they hold."""
    return _words_between(*state(), left, right)


@st.cache_data(max_entries=128, ttl=3600, show_spinner=False)
def _explained(
    database: str, revision: str, spike: ExplainedSpike, filters: Filters
) -> ExplainedSpike:
    return services.studio().insights.explained(spike, filters)


@st.cache_data(max_entries=256, ttl=3600, show_spinner=False)
def _quotes(
    database: str, revision: str, aspect: str, polarity: str, filters: Filters
) -> list[Quote]:
    return services.studio().insights.quotes(aspect, polarity, filters, _QUOTED)


@st.cache_data(max_entries=64, ttl=3600, show_spinner=False)
def _words_between(database: str, revision: str, left: Filters, right: Filters) -> WordSides:
    return services.studio().insights.words_between(left, right)


@st.cache_data(max_entries=128, ttl=3600, show_spinner=False)
def _answer(database: str, revision: str, question: str, filters: Filters) -> Any:
    insights = services.studio().insights
    if question == "impact":
        return insights.impacts(filters)
    if question == "spikes":
        return insights.spikes(filters, explain=False)
    if question == "words":
        return insights.words(filters)
    if question == "compare":
        columns = ("product", "origin", "language", "country")
        return {column: insights.segments(column, filters) for column in columns}
    if question == "emotions":
        return insights.segments("emotion", filters)
    if question == "languages":
        return {item.value for item in insights.segments("language", filters)}
    return insights.urgent(filters)
