"""Answers to the questions of the insights panel, kept as long as they hold."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.reviews import Filters
from core.reviews.analysis.words import WordSides
from pages._ui import services
from pages._ui.reviews_cached import state


def answer(question: str, filters: Filters) -> Any:
    """What the studio says, asked once for as long as nothing it is made of changes."""
    return _answer(*state(), question, filters)


def words_between(left: Filters, right: Filters) -> WordSides:
    """The words that set two selections apart, cut once for as long as they hold."""
    return _words_between(*state(), left, right)


@st.cache_data(max_entries=64, ttl=3600, show_spinner=False)
def _words_between(database: str, revision: str, left: Filters, right: Filters) -> WordSides:
    return services.studio().insights.words_between(left, right)


@st.cache_data(max_entries=128, ttl=3600, show_spinner=False)
def _answer(database: str, revision: str, question: str, filters: Filters) -> Any:
    insights = services.studio().insights
    if question == "impact":
        return insights.impacts(filters)
    if question == "spikes":
        return insights.spikes(filters)
    if question == "marks":
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
