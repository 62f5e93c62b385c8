"""The two-page report to take away, and how many reviews nearly repeat each other."""

from __future__ import annotations

import io
from functools import partial

import streamlit as st

from core.i18n import LANGUAGES, number
from core.reviews import Filters
from core.reviews.insights import COMPARED, DUPLICATES_JOB
from core.reviews.quotes import Quote
from pages._ui import services
from pages._ui.frame import guarded
from pages._ui.reviews_cached import picture
from pages._ui.reviews_charts import aspect_bars, capital, sentiment_over_time
from pages._ui.reviews_insights_answers import answer
from pages._ui.reviews_insights_why import MOST_SHOWN, impact_bars
from pages._ui.reviews_marks import standing_out
from pages._ui.reviews_pictures import as_page, format_choice
from pages._ui.reviews_quotes import quote_lines

_TABLES = {"csv": "CSV", "xlsx": "XLSX", "parquet": "Parquet"}
_MIME = {"html": "text/html", "pdf": "application/pdf"}


def report_view(filters: Filters) -> None:
    """Download buttons for the selection's report, and the near duplicates."""
    _ = services.gettext()
    st.markdown(
        _(
            "Two pages for a reader without the app: the figures and how they moved, what moves "
            "the score, what happened when, and customers' own words."
        )
    )
    language = st.segmented_control(
        _("Language of the report"),
        list(LANGUAGES),
        format_func=lambda name: LANGUAGES[name],
        default=services.language(),
        required=True,
        key="reviews-report-language",
    )
    with st.container(horizontal=True):
        for format, label in (("html", _("Download HTML")), ("pdf", _("Download PDF"))):
            st.download_button(
                label,
                data=services.for_later(partial(_written, filters, format, language or "en")),
                file_name=f"reviews.{format}",
                mime=_MIME[format],
                key=f"reviews-report-{format}",
                icon=":material/download:",
            )
    _charts(filters)
    st.markdown(_("Or take the reviews themselves, each with its reading:"))
    with st.container(horizontal=True):
        for format, label in _TABLES.items():
            st.download_button(
                label,
                data=services.for_later(partial(_table, filters, format)),
                file_name=f"reviews.{format}",
                mime="application/octet-stream",
                key=f"reviews-export-{format}",
                icon=":material/table:",
            )
    _duplicates()


def _charts(filters: Filters) -> None:
    _ = services.gettext()
    st.markdown(_("Or take the charts away:"))
    format_choice()
    names = {
        "course": _("Sentiment over time"),
        "aspects": _("What they speak of"),
        "impact": _("What moves the score"),
    }
    with st.container(horizontal=True):
        for chart, title in names.items():
            st.download_button(
                _("{chart} as HTML").format(chart=title),
                data=services.for_later(partial(_page, filters, chart, title)),
                file_name=f"reviews-{chart}.html",
                mime="text/html",
                key=f"reviews-chart-{chart}",
                icon=":material/bar_chart:",
            )


def _page(filters: Filters, chart: str, title: str) -> bytes:
    _, language = services.gettext(), services.language()
    insights = services.studio().insights
    if chart == "course":
        course = picture(filters).course
        spikes = standing_out(course, answer("spikes", filters).spikes)
        figure = sentiment_over_time(course, language, _, spikes)
    elif chart == "aspects":
        figure = aspect_bars(picture(filters).aspects, language, _)
    else:
        shown = answer("impact", filters).largest(MOST_SHOWN)
        names = {
            item.aspect: capital(insights.aspect_name(item.aspect, language)) for item in shown
        }
        figure = impact_bars(shown, names)
    return as_page(figure, title, language)


def _table(filters: Filters, format: str) -> bytes:
    target = io.BytesIO()
    services.studio().insights.export(target, format, filters)
    return target.getvalue()


def _written(filters: Filters, format: str, language: str) -> bytes:
    target = io.BytesIO()
    services.studio().insights.report(target, format, language, filters)
    return target.getvalue()


def _duplicates() -> None:
    _, language = services.gettext(), services.language()
    studio = services.studio()
    with st.expander(_("Near duplicates"), icon=":material/content_copy:"):
        if studio.jobs.active(DUPLICATES_JOB):
            st.caption(_("Looking for near duplicates…"))
            return
        st.button(_("Look for near duplicates"), key="reviews-duplicates", on_click=_look)
        if services.studio().reviews.figures().volume > COMPARED:
            st.caption(
                _("The newest {count} reviews are compared.").format(
                    count=number(COMPARED, language)
                )
            )
        found = studio.insights.duplicates(5)
        if not found.reviews:
            st.caption(_("None are known. They are counted, never removed."))
            return
        st.markdown(
            _("Reviews that nearly repeat another: {count}, groups of them: {groups}.").format(
                count=number(found.reviews, language), groups=number(found.groups, language)
            )
        )
        for group in found.largest:
            st.caption(_("repeated {count} times").format(count=number(group.repeats, language)))
            quote_lines([Quote(group.first_id, group.text[:300])], "reviews-duplicate")


@guarded
def _look() -> None:
    services.studio().insights.look_for_duplicates()
