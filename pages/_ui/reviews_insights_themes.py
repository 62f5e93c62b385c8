"""Themes found in the reviews themselves: finding, naming and merging them."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from core.i18n import number
from core.reviews import Filters
from core.reviews.analysis.theming import SAMPLED, Theme
from core.reviews.insights import THEMES_JOB
from pages._ui import services
from pages._ui.frame import guarded
from pages._ui.progress import counted, failure, job_progress
from pages._ui.reviews_quotes import behind, quote_lines
from pages._ui.texts import plain

_SHOWN = 12


def themes_view(filters: Filters) -> None:
    """The themes of a selection with their words and quotes, or how to find some."""
    _ = services.gettext()
    studio = services.studio()
    if studio.jobs.active(THEMES_JOB):
        job_progress(THEMES_JOB, counted(_("Finding themes: {done} of {total} reviews")))
        return
    failure(studio.jobs.latest(THEMES_JOB))
    themes = studio.insights.themes(filters)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            _("Find themes again") if themes else _("Find themes"),
            key="reviews-themes-find",
            icon=":material/category:",
            type="secondary" if themes else "primary",
            disabled=services.read_only(),
            on_click=_find,
        )
        st.caption(
            _(
                "Reviews that use the same words are put together; the words name the theme. "
                "It takes 40 reviews in a language. At most {count} of each language, evenly "
                "picked, decide what the themes are; then every review is put in its own."
            ).format(count=number(SAMPLED, services.language()))
        )
    for theme in themes[:_SHOWN]:
        _theme(theme, themes, filters)


@guarded
def _find() -> None:
    services.studio().insights.start_themes()


def _theme(theme: Theme, themes: list[Theme], filters: Filters) -> None:
    _, ngettext, language = services.gettext(), services.ngettext(), services.language()
    net = "–" if theme.net_sentiment is None else f"{theme.net_sentiment:+.0f}".replace("-", "−")
    title = ngettext(
        "{theme} · {count} review · net sentiment {net}",
        "{theme} · {count} reviews · net sentiment {net}",
        theme.reviews,
    ).format(theme=plain(theme.title), count=number(theme.reviews, language), net=net)
    with st.expander(title, key=f"reviews-theme-{theme.id}"):
        st.caption(plain(" · ".join(theme.words)))
        quotes = services.studio().insights.theme_quotes(theme.id, filters, 3)
        quote_lines(quotes, f"reviews-theme-{theme.id}-quote")
        label = _("Read them: {count}").format(count=number(theme.reviews, language))
        about = replace(filters, theme=theme.id)
        behind(label, theme.title, about, f"reviews-theme-read-{theme.id}")
        left, right = st.columns(2)
        key = f"reviews-theme-name-{theme.id}"
        left.text_input(
            _("Your name for it"),
            theme.name,
            key=key,
            max_chars=60,
            on_change=_rename,
            args=(theme.id, key),
        )
        others = {other.id: other.title for other in themes if other.id != theme.id}
        into = f"reviews-theme-into-{theme.id}"
        right.selectbox(
            _("Merge into"),
            list(others),
            index=None,
            format_func=lambda id: others.get(id, ""),
            key=into,
            on_change=_merge,
            args=(theme.id, into),
        )


@guarded
def _rename(theme: int, key: str) -> None:
    services.studio().insights.rename_theme(theme, st.session_state.get(key) or "")


@guarded
def _merge(theme: int, key: str) -> None:
    into = st.session_state.get(key)
    if into:
        services.studio().insights.merge_themes(theme, into)
