"""What reviews praise on its way into copy: sent to the Copy studio, shown there and on a draft."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from core.copywriting import Heard
from core.errors import NotFound
from core.i18n import number
from core.reviews import Filters
from pages._ui import nav, services
from pages._ui.reviews_table import evidence, facts_line
from pages._ui.texts import plain

POINTS = "copy_studio-points"
MOST_POINTS = 6
_HEARD = "copy_studio-heard"
_SHOWN, _LONGEST = 5, 420


@services.for_writers
def use_in_a_brief(
    aspect: str,
    about: str,
    filters: Filters,
    key: str,
    leaving: Callable[[], None] | None = None,
) -> None:
    """A button that takes the praise of an aspect ("" for any) in a selection to the studio."""
    _ = services.gettext()
    if st.button(
        _("Use in a brief"),
        key=key,
        icon=":material/edit_note:",
        help=_(
            "Takes what customers praise, in their own words, to the Copy studio as talking "
            "points. Each draft keeps the way back to the reviews."
        ),
    ):
        found = _found(aspect, about, filters)
        if not found:
            st.info(_("No review here praises it in a phrase short enough to take up."))
            return
        keep(found)
        if leaving:
            leaving()
        st.switch_page(nav.file_of("copy_studio"))


def _found(aspect: str, about: str, filters: Filters) -> list[Heard]:
    """Phrases in the visitor's language where there are some, else in any."""
    insights = services.studio().insights
    own = replace(filters, language=filters.language or services.language())
    phrases = insights.praise(aspect, own) or insights.praise(aspect, filters)
    return [Heard(phrase.text, aspect, about, phrase.reviews) for phrase in phrases]


def keep(found: Sequence[Heard]) -> None:
    """Choose talking points in the studio; with those chosen before at most six, the new first."""
    state = st.session_state
    texts = [item.point for item in found]
    texts += [text for text in state.get(POINTS) or [] if text not in texts]
    state[POINTS] = texts[:MOST_POINTS]
    old = [item for item in state.get(_HEARD) or [] if item.point not in texts[: len(found)]]
    state[_HEARD] = [item for item in [*found, *old] if item.point in state[POINTS]]


def heard(points: Sequence[str]) -> tuple[Heard, ...]:
    """Those of the chosen talking points that reviews gave."""
    return tuple(item for item in st.session_state.get(_HEARD) or () if item.point in points)


def heard_lines(points: Sequence[str]) -> None:
    """Where each chosen talking point comes from, where that is a review."""
    for item in heard(points):
        st.caption(":material/format_quote: " + line(item))


def line(item: Heard) -> str:
    """A talking point with what it praises and how many reviews stand behind it, as markdown."""
    ngettext = services.ngettext()
    count = len(item.reviews)
    behind = ngettext("{count} review", "{count} reviews", count).format(
        count=number(count, services.language())
    )
    return plain(" · ".join(filter(None, (item.point and f"“{item.point}”", item.about, behind))))


def sources(found: Sequence[Heard]) -> None:
    """The talking points of a draft, each opening the reviews it comes from."""
    if not found:
        return
    _ = services.gettext()
    title = _("What customers said")
    st.markdown(f"**{title}**")
    st.caption(
        _("The writer was given these phrases. Reviews that say them word for word come first.")
        if found[0].point
        else _("It answers this review.")
    )
    for item in found:
        with st.expander(line(item)):
            _reviews(item)


def _reviews(item: Heard) -> None:
    _ = services.gettext()
    gone = 0
    for id in item.reviews[:_SHOWN]:
        try:
            review = services.studio().reviews.get(id)
        except NotFound:
            gone += 1
            continue
        if facts := facts_line(review):
            st.caption(facts)
        st.markdown("> " + " ".join(evidence(review, 0, _LONGEST).split()))
    rest = len(item.reviews) - _SHOWN
    language = services.language()
    if gone:
        st.caption(_("{count} of them have been deleted.").format(count=number(gone, language)))
    if rest > 0:
        st.caption(_("And {count} more.").format(count=number(rest, language)))
