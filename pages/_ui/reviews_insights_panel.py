"""The insights of the reviews page: one question at a time, each answered with its quotes."""

from __future__ import annotations

import streamlit as st

from core.i18n import N_
from core.reviews import Filters
from pages._ui import address, services
from pages._ui.reviews_insights_answers import answer
from pages._ui.reviews_insights_emotions import emotions_view
from pages._ui.reviews_insights_report import report_view
from pages._ui.reviews_insights_themes import themes_view
from pages._ui.reviews_insights_urgent import urgent_view
from pages._ui.reviews_insights_why import impact_view, spikes_view
from pages._ui.reviews_insights_words import compare_view, words_view

_KEY = "reviews-insight"
_QUESTIONS = {
    "impact": N_("What moves the score"),
    "spikes": N_("What happened when"),
    "themes": N_("Themes"),
    "words": N_("Words"),
    "emotions": N_("Emotions"),
    "compare": N_("Compare"),
    "urgent": N_("Urgent"),
    "report": N_("Report"),
}
_VIEWS = {
    "impact": impact_view,
    "spikes": spikes_view,
    "words": words_view,
    "emotions": emotions_view,
    "compare": compare_view,
    "urgent": urgent_view,
}


def insights_panel(filters: Filters) -> None:
    """The chosen question about a selection with something read in it, and its answer."""
    _ = services.gettext()
    address.seed(_KEY, _QUESTIONS, "impact")
    question = st.segmented_control(
        _("What do you want to know?"),
        list(_QUESTIONS),
        format_func=lambda name: _(_QUESTIONS[name]),
        required=True,
        key=_KEY,
        persist_state="session",
        label_visibility="collapsed",
        wrap=True,
    )
    address.publish(_KEY, "impact")
    if question == "themes":
        themes_view(filters)
    elif question == "report":
        report_view(filters)
    elif question in _VIEWS:
        _VIEWS[question](filters, answer(question, filters))
