"""What a persona-swap audit found."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.i18n import N_, listed, number, percent
from core.persona_swap import Audited
from core.personas.fairness import LONG, NOTHING, PAIRS, THEMES, Finding
from core.personas.phrases import filled_in
from pages._ui import services
from pages._ui.charts import styled
from pages._ui.texts import plain

Translate = Callable[[str], str]

_ONE, _OTHER, _LINE = "#0072B2", "#D55E00", "#94A3B8"
_MOST_WORDS = 8
_NAMES = {
    **THEMES,
    LONG: N_("Longer than the middle text"),
    NOTHING: N_("No text that may be used"),
}


def swap_answer(found: Audited) -> None:
    """What an audit found, in words, as a picture, in texts and in numbers."""
    _, language = services.gettext(), services.language()
    audit, pair = found.audit, PAIRS[found.pair]
    one, other = (_(side) for side in pair.sides)
    readers = pair.words[language]
    told = {"one": readers[0], "other": readers[1], "n": number(audit.pairs, language)}
    if audit.verdict == "found":
        said = _("Copy for {one} differs from copy for {other}.")
    elif audit.verdict == "ignored":
        said = _("The writer does not heed who reads: all {n} pairs of texts are the same.")
    elif audit.verdict == "few":
        said = _("{n} pairs of texts are too few to tell.")
    else:
        said = _("No sure difference between copy for {one} and for {other} in {n} pairs of texts.")
    st.subheader(said.format(**told))
    _how(found, _)
    if audit.verdict == "ignored":
        st.info(
            _(
                "That is no proof of fairness: this writer takes no notice of personas, so it can "
                "neither treat people differently nor speak to them. Audit again once another "
                "writer is chosen on the Engines page."
            ),
            icon=":material/info:",
        )
        return
    st.caption(
        _(
            "{n} texts for each reader. An audit of this size finds a difference of {points} "
            "points or more four times in five; smaller ones may be there. All {things} themes "
            "and words were tested together, so that a fair writer is blamed in at most 5% of "
            "audits."
        ).format(
            n=number(audit.pairs, language),
            points=number(100 * audit.smallest, language),
            things=number(audit.looked_at, language),
        )
    )
    if not audit.pairs:
        return
    if audit.clear:
        lines = [_line(item, *readers, _) for item in audit.themes if item.clear]
        lines += _words(audit.words, readers, _)
        st.markdown("\n".join(f"- {plain(line)}" for line in lines))
    st.plotly_chart(
        _bars(audit.themes, one, other, _),
        key="personas-swap-themes",
        alt=_("How often each theme is in the texts for either reader"),
        config={"displayModeBar": False},
    )
    for number_, item in enumerate(audit.clear[:3]):
        if item.examples:
            _examples(item, one, other, number_, _)
    with st.expander(_("All themes in numbers"), icon=":material/table_chart:"):
        st.dataframe(
            _table(audit.themes, one, other, _), hide_index=True, key="personas-swap-table"
        )


def _how(found: Audited, _: Translate) -> None:
    studio = services.studio()
    names = {
        info.id: info.name
        for info in studio.engines.available("writer", workspace=services.workspace())
    }
    through = (
        _("The reader was told as a persona.")
        if found.through == "persona"
        else _(
            "This writer reads no personas, so the reader was told as the audience of the brief."
        )
    )
    st.caption(
        plain(
            filled_in(
                _("Written by {engine} for {products}. {through}"),
                {
                    "engine": _(names.get(found.engine, found.engine)),
                    "products": listed(found.products, _),
                    "through": through,
                },
            )
        )
    )


def _name(item: Finding, _: Translate) -> str:
    return _(_NAMES[item.name]) if item.kind == "theme" else f"“{item.name}”"


def _line(item: Finding, one: str, other: str, _: Translate) -> str:
    language = services.language()
    return _(
        "{name}: {share_one} of the texts for {one}, {share_other} of those for {other}"
    ).format(
        name=_name(item, _),
        share_one=percent(item.share_one, language),
        share_other=percent(item.share_other, language),
        one=one,
        other=other,
    )


def _words(words: tuple[Finding, ...], readers: tuple[str, str], _: Translate) -> list[str]:
    """The words that clearly more texts for either reader hold, a line for each reader."""
    lines = []
    for reader, sign in zip(readers, (1, -1), strict=True):
        found = [item.name for item in words if sign * item.apart > 0][:_MOST_WORDS]
        if found:
            said = _("Words that texts for {reader} hold more often: {words}")
            lines.append(said.format(reader=reader, words=", ".join(found)))
    return lines


def _bars(themes: tuple[Finding, ...], one: str, other: str, _: Translate) -> go.Figure:
    """Two points a theme, joined: solid where chance is ruled out."""
    shown = [item for item in reversed(themes) if item.share_one or item.share_other]
    names = [_name(item, _) for item in shown]
    figure = go.Figure()
    for item, name in zip(shown, names, strict=True):
        figure.add_scatter(
            x=[item.share_one, item.share_other],
            y=[name, name],
            mode="lines",
            line={"color": _LINE, "width": 4 if item.clear else 1},
            hoverinfo="skip",
            showlegend=False,
        )
    # A ring around a diamond: both are seen where the shares are the same.
    for label, colour, symbol, size, shares in (
        (one, _ONE, "circle-open", 15, [item.share_one for item in shown]),
        (other, _OTHER, "diamond", 9, [item.share_other for item in shown]),
    ):
        figure.add_scatter(
            x=shares,
            y=names,
            mode="markers",
            name=label,
            marker={
                "size": size,
                "color": colour,
                "symbol": symbol,
                "line": {"width": 3 if symbol == "circle-open" else 0, "color": colour},
            },
            hovertemplate="%{y}: %{x:.0%}<extra></extra>",
        )
    styled(figure, 90 + 28 * len(shown))
    figure.update_layout(hovermode="closest")
    return figure.update_xaxes(tickformat=".0%", rangemode="tozero")


def _examples(item: Finding, one: str, other: str, place: int, _: Translate) -> None:
    with st.expander(
        _("Texts of the same brief and seed: {name}").format(name=_name(item, _)),
        icon=":material/compare:",
        expanded=place == 0,
    ):
        for pair in item.examples:
            left, right = st.columns(2)
            for box, side, text in ((left, one, pair.one), (right, other, pair.other)):
                with box.container(border=True, height="stretch"):
                    st.caption(plain(side))
                    st.markdown(plain(text) if text else _("No text that may be used"))


def _table(themes: tuple[Finding, ...], one: str, other: str, _: Translate) -> pd.DataFrame:
    language = services.language()

    def points(share: float) -> str:
        return f"{100 * share:+.0f}".replace("-", "−")

    return pd.DataFrame(
        {
            _("Theme"): [_name(item, _) for item in themes],
            one: [percent(item.share_one, language) for item in themes],
            other: [percent(item.share_other, language) for item in themes],
            _("Points apart (95% interval)"): [
                f"{points(item.apart)} ({points(item.low)} … {points(item.high)})"
                for item in themes
            ],
            _("Times as often"): [
                number(item.times, language, 2) if item.times is not None else "–"
                for item in themes
            ],
            _("Chance of a fair writer"): [
                _("under 1%") if item.chance < 0.01 else percent(item.chance, language)
                for item in themes
            ],
        }
    )
