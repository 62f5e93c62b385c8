"""The words of complaint and praise, and segments side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from core.i18n import N_, in_a_row, number
from core.reviews import Filters
from core.reviews.analysis.groups import SegmentFigures
from core.reviews.analysis.words import WordSides
from core.vocabulary import Contrast
from pages._ui import services
from pages._ui.frame import guarded
from pages._ui.reviews_insights_answers import answer, words_between
from pages._ui.reviews_quotes import ask, pick_key
from pages._ui.reviews_words import LANGUAGES
from pages._ui.texts import plain

_COLUMNS = {
    "product": N_("Product"),
    "origin": N_("Source"),
    "language": N_("Language"),
    "country": N_("Country"),
}
# Rows of a table of words before it scrolls, and its height then in pixels.
_ROWS_AT_ONCE = 7
_MOST_HEIGHT = 280


def words_view(filters: Filters, found: WordSides) -> None:
    """Complaint on the left, praise on the right; English and Chinese where both are there."""
    _ = services.gettext()
    if filters.language is None and {"en", "zh"} <= answer("languages", filters):
        for name, title in (("en", _("English")), ("zh", _("Chinese"))):
            st.markdown(f"**{title}**")
            inside = replace(filters, language=name)
            _complaint_and_praise(answer("words", inside), inside, name)
    else:
        _complaint_and_praise(found, filters, "all")
    st.caption(
        in_a_row(
            _(
                "Words and pairs of words that one side uses more than chance explains, the "
                "surest first (log-odds with a prior, from at most 3,000 reviews a side)."
            ),
            _("Choose a row to read the reviews behind it."),
        )
    )


def _complaint_and_praise(found: WordSides, filters: Filters, key: str) -> None:
    _ = services.gettext()
    sides = (replace(filters, sentiment="negative"), replace(filters, sentiment="positive"))
    _sides(found, (_("Complaints"), _("Praise")), sides, key)


def _sides(
    found: WordSides, titles: tuple[str, str], sides: tuple[Filters, Filters], key: str
) -> None:
    """Two tables of words; `sides` are the reviews that each is about."""
    for column, place in zip(st.columns(2), (0, 1), strict=True):
        with column:
            words = (found.left, found.right)[place]
            _table(titles[place], words, sides[place], f"reviews-words-{key}-{place}")


def _table(title: str, words: tuple[Contrast, ...], filters: Filters, key: str) -> None:
    _ = services.gettext()
    if not words:
        st.caption(_("{title}: no word stands out.").format(title=plain(title)))
        return
    frame = pd.DataFrame(
        {
            "word": [word.word for word in words],
            "here": [word.here for word in words],
            "there": [word.there for word in words],
        }
    )
    st.dataframe(
        frame,
        hide_index=True,
        height=_MOST_HEIGHT if len(words) > _ROWS_AT_ONCE else "content",
        column_config={
            "word": st.column_config.TextColumn(title),
            "here": st.column_config.NumberColumn(_("Reviews here"), width="small"),
            "there": st.column_config.NumberColumn(_("Other side"), width="small"),
        },
        alt=title,
        key=(picked := pick_key(key)),
        on_select=lambda: _picked_word(picked, words, filters),
        selection_mode="single-row",
    )


@guarded
def _picked_word(key: str, words: tuple[Contrast, ...], filters: Filters) -> None:
    if (row := picked_row(key)) is not None and row < len(words):
        word = words[row].word
        ask(word, replace(filters, query=f"{filters.query} {word}".strip()))


def picked_row(key: str) -> int | None:
    """The row that was chosen in a table."""
    state: Any = st.session_state.get(key) or {}
    rows = state.get("selection", {}).get("rows", [])
    return int(rows[0]) if rows else None


def compare_view(filters: Filters, found: dict[str, list[SegmentFigures]]) -> None:
    """Net sentiment of products, sources, languages or countries, and the words that set two of
    them apart."""
    _, language = services.gettext(), services.language()
    usable = [column for column, rows in found.items() if len(rows) > 1]
    if not usable:
        st.info(
            _(
                "There is nothing to compare: these reviews are of one product, source, language "
                "and country."
            )
        )
        return
    column = st.segmented_control(
        _("Compare by"),
        usable,
        format_func=lambda name: _(_COLUMNS[name]),
        default=usable[0],
        required=True,
        key="reviews-compare",
    )
    rows = found[column or usable[0]]
    frame = pd.DataFrame(
        {
            "value": [_value(row.value) for row in rows],
            "reviews": [number(row.reviews, language) for row in rows],
            "net": [round(row.net_sentiment) for row in rows],
            "interval": [f"{_signed(row.net_low)} … {_signed(row.net_high)}" for row in rows],
        }
    )
    st.dataframe(
        frame,
        hide_index=True,
        column_config={
            "value": st.column_config.TextColumn(_(_COLUMNS[column or usable[0]])),
            "reviews": st.column_config.TextColumn(_("Reviews")),
            "net": st.column_config.NumberColumn(_("Net sentiment"), format="%+d"),
            "interval": st.column_config.TextColumn(_("95 % interval")),
        },
        alt=_("Net sentiment side by side"),
        key=(key := pick_key(f"reviews-segments-{column}")),
        on_select=lambda: _picked_segment(key, column or usable[0], rows, filters),
        selection_mode="single-row",
    )
    st.caption(_("Choose a row to read the reviews behind it."))
    values = [row.value for row in rows]
    first, second = st.columns(2)
    one = first.selectbox(
        _("This one"), values, format_func=_value, key=f"reviews-compare-one-{column}"
    )
    others = [value for value in values if value != one]
    other = second.selectbox(
        _("against"), others, format_func=_value, key=f"reviews-compare-other-{column}"
    )
    if one and other:
        by = column or usable[0]
        left, right = replace(filters, **{by: one}), replace(filters, **{by: other})
        _sides(words_between(left, right), (_value(one), _value(other)), (left, right), "compare")


def _signed(value: float) -> str:
    whole = round(value)
    return f"{whole:+d}".replace("-", "−") if whole else "0"


def _value(value: str) -> str:
    """A value to show: a language by its name, else as it stands."""
    return services.gettext()(LANGUAGES[value]) if value in LANGUAGES else value


@guarded
def _picked_segment(key: str, column: str, rows: list[SegmentFigures], filters: Filters) -> None:
    if (row := picked_row(key)) is not None and row < len(rows):
        ask(_value(rows[row].value), replace(filters, **{column: rows[row].value}))
