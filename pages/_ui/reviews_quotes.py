"""The reviews behind a number, in a window of their own."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.errors import NotFound
from core.i18n import number
from core.reviews import Filters, Review
from core.reviews.quotes import Quote
from pages._ui import reviews_words as words
from pages._ui import services
from pages._ui.frame import guarded
from pages._ui.reviews_charts import capital
from pages._ui.reviews_table import detail, evidence, facts_line
from pages._ui.talking_points import use_in_a_brief
from pages._ui.texts import plain

_ASKED = "reviews-quotes"
_PAGE, _OPEN = "reviews-quotes-page", "reviews-quotes-open"
_PICKS = "reviews-quotes-picks"
_PER_PAGE = 6
_BEFORE, _LENGTH = 160, 420
_ORDERS = {"negative": "worst", "positive": "best"}


def ask(title: str, filters: Filters) -> None:
    """Let the window open with the next run; for callbacks."""
    close()
    st.session_state[_ASKED] = (title, filters)


def quote_lines(quotes: Sequence[Quote], key: str) -> None:
    """Quotes as quotes, exactly as they were written; each opens its reading."""
    _ = services.gettext()
    for place, quote in enumerate(quotes):
        with st.container(horizontal=True, wrap=False, vertical_alignment="center"):
            st.markdown("> " + plain(" ".join(quote.text.split())), width="stretch")
            st.button(
                "",
                key=f"{key}-{place}-{quote.review_id}",
                type="tertiary",
                icon=":material/open_in_full:",
                help=_("Open its reading"),
                on_click=_ask_one,
                args=(quote.review_id,),
            )


def _ask_one(review: int) -> None:
    close()
    st.session_state[_ASKED] = ("", None)
    st.session_state[_OPEN] = review


def asked() -> bool:
    return _ASKED in st.session_state


def close() -> None:
    """Put the window away. What was picked in a chart or table to open it is let go."""
    for key in (_ASKED, _PAGE, _OPEN):
        st.session_state.pop(key, None)
    st.session_state[_PICKS] = st.session_state.get(_PICKS, 0) + 1


def pick_key(name: str) -> str:
    """A key for a chart or table whose picks open the window; a new one after each closing, so
    that the same point can be picked again."""
    return f"{name}-{st.session_state.get(_PICKS, 0)}"


def behind(label: str, title: str, filters: Filters, key: str) -> None:
    """A number as a button that opens the reviews it counts."""
    st.button(
        label,
        key=key,
        type="tertiary",
        icon=":material/format_quote:",
        on_click=ask,
        args=(title, filters),
    )


def quotes_window() -> None:
    """The window, while it is asked for."""
    if asked():
        _ = services.gettext()
        title, filters = st.session_state[_ASKED]
        title = plain(title) or _("One review in full")
        st.dialog(title, width="large", on_dismiss=close)(_window)(filters)


@guarded
def _window(filters: Filters | None) -> None:
    opened = st.session_state.get(_OPEN)
    if opened is None:
        _list(filters or Filters())
        return
    if filters is not None:
        _ = services.gettext()
        st.button(
            _("Back to the list"),
            key="reviews-quotes-back",
            icon=":material/arrow_back:",
            on_click=_back,
        )
    detail(services.studio().reviews.get(opened))


def _list(filters: Filters) -> None:
    _, ngettext = services.gettext(), services.ngettext()
    reviews = services.studio().reviews
    order = _ORDERS.get(filters.sentiment or filters.aspect_polarity or "", "newest")
    at = st.session_state.get(_PAGE, 1)
    found = reviews.rows(
        filters, _PER_PAGE, (at - 1) * _PER_PAGE, "least sure" if filters.unsure else order
    )
    st.caption(
        ngettext("{count} review", "{count} reviews", found.total).format(
            count=number(found.total, services.language())
        )
    )
    if found.total and "negative" not in (filters.sentiment, filters.aspect_polarity):
        aspect = filters.aspect or ""
        named = services.studio().insights.aspect_name
        about = capital(named(aspect, services.language())) if aspect else ""
        use_in_a_brief(aspect, about, filters, "reviews-quotes-use", close)
    for row in found.rows:
        try:
            _quote(reviews.get(row.id), filters)
        except NotFound:
            continue
    if found.total > _PER_PAGE:
        st.pagination(-(-found.total // _PER_PAGE), key=_PAGE)


def _quote(review: Review, filters: Filters) -> None:
    _ = services.gettext()
    with st.container(border=True):
        about = [facts_line(review)]
        if review.sentiment:
            about.insert(
                0, f"{words.SIGNS[review.sentiment]} {_(words.SENTIMENTS[review.sentiment])}"
            )
        with st.container(horizontal=True, wrap=False, vertical_alignment="center"):
            st.caption(" · ".join(filter(None, about)), width="stretch")
            st.button(
                "",
                key=f"reviews-quotes-open-{review.id}",
                type="tertiary",
                icon=":material/open_in_full:",
                help=_("Open its reading"),
                on_click=_open,
                args=(review.id,),
            )
        begin = _begin(review, filters)
        st.markdown(evidence(review, begin, begin + _LENGTH))


def _begin(review: Review, filters: Filters) -> int:
    """Where a long text should begin so that what is asked for is in sight."""
    if len(review.text) <= _LENGTH:
        return 0
    word = filters.query.strip().lower().partition(" ")[0]
    places = [review.text.lower().find(word)] if word else []
    wanted = filters.aspect_polarity or filters.sentiment
    places += [found.start for found in review.aspects if wanted in (None, found.polarity)]
    first = next((place for place in places if place >= 0), 0)
    return max(0, min(first - _BEFORE, len(review.text) - _LENGTH))


def _open(review: int) -> None:
    st.session_state[_OPEN] = review


def _back() -> None:
    st.session_state.pop(_OPEN, None)
