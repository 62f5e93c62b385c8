"""The list of reviews and, beside it, one review with its reading and a way to correct it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.i18n import day, number, percent
from core.reviews import ORDERS, SENTIMENTS, Filters, Review, ReviewRow
from pages._ui import reviews_words as words
from pages._ui import services
from pages._ui.frame import guarded
from pages._ui.reviews_cached import listed
from pages._ui.reviews_explanation import explanation
from pages._ui.reviews_labels import found_labels
from pages._ui.texts import plain

_PER_PAGE = 12
_LONGEST = 6000
_MARK = {"negative": "orange", "neutral": "gray", "positive": "green"}


def reviews_table(filters: Filters, total: int, beside: bool = True) -> None:
    """A page of the selection; a chosen row opens beside it, unless that is asked not to be."""
    _ = services.gettext()
    reviews = services.studio().reviews
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"
    ):
        st.markdown(_("**In their words**"), width="content")
        order = st.selectbox(
            _("Order"),
            ORDERS,
            format_func=lambda key: _(words.ORDERS[key]),
            key="reviews-order",
            persist_state="session",
            label_visibility="collapsed",
            width=180,
        )
    pages = max(1, -(-total // _PER_PAGE))
    at = min(st.session_state.get("reviews-page", 1), pages)
    found = listed(filters, _PER_PAGE, (at - 1) * _PER_PAGE, order)
    left, right = st.columns([3, 2])
    with left:
        chosen = _list(found.rows)
        if pages > 1:
            st.pagination(pages, key="reviews-page")
    with right:
        if chosen is None or not beside:
            with st.container(border=True):
                st.markdown(_("**One review in full**"))
                st.caption(_("Choose a row to read the whole review and what was read out of it."))
        else:
            detail(reviews.get(chosen))


def _list(rows: tuple[ReviewRow, ...]) -> int | None:
    _ = services.gettext()
    frame = pd.DataFrame(
        {
            "sentiment": [_verdict(row.sentiment, bool(row.unsure)) for row in rows],
            "text": [" ".join(row.text.split()) for row in rows],
            "rating": [
                "" if row.rating is None else f"{number(row.rating, services.language(), 1)} ★"
                for row in rows
            ],
            "posted_on": [
                day(row.posted_on, services.language()) if row.posted_on else "" for row in rows
            ],
            "product": [row.product for row in rows],
        }
    )
    shown = [name for name in frame.columns if frame[name].notna().any() and frame[name].any()]
    state = st.dataframe(
        frame[shown],
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        # Another selection of rows is another table: a mark must not move to another review.
        key=f"reviews-rows-{rows[0].id if rows else 0}-{len(rows)}-{frame['text'].str.len().sum()}",
        height="content",
        column_config={
            "sentiment": st.column_config.TextColumn(_("Sentiment"), width=100),
            "text": st.column_config.TextColumn(_("Review"), width=205),
            "rating": st.column_config.TextColumn(_("Stars"), width=60),
            "posted_on": st.column_config.TextColumn(_("Date"), width=110),
            "product": st.column_config.TextColumn(_("Product"), width=90),
        },
        alt=_("The reviews of this selection"),
    )
    picked = [place for place in state.selection.rows if place < len(rows)]
    return rows[picked[0]].id if picked else None


def _verdict(sentiment: str | None, unsure: bool) -> str:
    _ = services.gettext()
    if sentiment is None:
        return "… " + _("unread")
    sign = words.SIGNS[sentiment]
    return f"{sign} {_(words.SENTIMENTS[sentiment])}" + (" ?" if unsure else "")


def facts_line(review: Review) -> str:
    """Day, stars, product, source and country of a review, as markdown; "" without any."""
    language = services.language()
    facts = [day(review.posted_on, language)] if review.posted_on else []
    if review.rating is not None:
        facts.append(f"{number(review.rating, language, 1)} ★")
    facts += [plain(value) for value in (review.product, review.origin, review.country) if value]
    return " · ".join(facts)


def detail(review: Review) -> None:
    """One review in full: its words, its reading, and a place to correct it."""
    _ = services.gettext()
    with st.container(border=True):
        if facts := facts_line(review):
            st.caption(facts)
        st.markdown(evidence(review))
        if len(review.text) > _LONGEST:
            st.caption(_("The text goes on; only its beginning is shown."))
        if review.version is None:
            st.caption(_("Not read yet."))
        else:
            _reading(review)
            found_labels(review)
            explanation(review)
        _correction(review)


def evidence(review: Review, begin: int = 0, end: int = _LONGEST) -> str:
    """The text, or a part of it, as markdown; what speaks of an aspect is underlaid by its
    sentiment."""
    text = review.text[:end]
    parts, at = ["…" if begin else ""], begin
    for found in sorted(review.aspects, key=lambda aspect: aspect.start):
        if found.start < at or not found.start < found.end <= len(text):
            continue
        marked = plain(" ".join(text[found.start : found.end].split()))
        colour = _MARK[found.polarity]
        parts += [plain(text[at : found.start]), f":{colour}-background[{marked}]"]
        at = found.end
    rest = "…" if end < len(review.text) and end != _LONGEST else ""
    return "".join([*parts, plain(text[at:]), rest])


def _reading(review: Review) -> None:
    _ = services.gettext()
    for found in review.aspects[:12]:
        name = _(words.SENTIMENTS[found.polarity])
        sign = words.SIGNS[found.polarity]
        st.badge(f"{sign} {plain(found.aspect)} · {name}", color=_MARK[found.polarity])
    said = [_(words.SENTIMENTS[review.read_sentiment or "neutral"])]
    said.append(
        _("{share} sure").format(share=percent(review.confidence or 0, services.language()))
    )
    if review.emotion and review.emotion != "neutral":
        said.append(_(words.EMOTIONS[review.emotion]))
    st.caption(_("Read as: {what}.").format(what=" · ".join(said)))
    if review.unsure:
        st.caption(_("The reader was not sure of this one. Your word helps it most here."))


def _correction(review: Review) -> None:
    _ = services.gettext()
    key = f"reviews-correct-{review.id}"
    st.segmented_control(
        _("What is it really?"),
        SENTIMENTS,
        format_func=lambda name: f"{words.SIGNS[name]} {_(words.SENTIMENTS[name])}",
        default=review.sentiment,
        required=review.sentiment is not None,
        key=key,
        on_change=_correct,
        args=(review.id, key),
    )
    if review.corrections:
        st.caption(
            _("Thank you. All figures count this review as {sentiment}.").format(
                sentiment=_(words.SENTIMENTS[review.sentiment or review.corrections[-1].value])
            )
        )


@guarded
def _correct(review_id: int, key: str) -> None:
    value = st.session_state.get(key)
    if value:
        services.studio().reviews.correct(review_id, value, services.voter())
