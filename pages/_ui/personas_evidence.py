"""The evidence of a persona: its traits with their intervals, as a picture and as a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.i18n import number, percent
from core.personas import Trait
from pages._ui.charts import ACCENT, styled, worded

_DRAWN = 10
_ALL = "#94A3B8"


def evidence(traits: Sequence[Trait], language: str, _: Callable[[str], str]) -> None:
    """The strongest traits drawn against everybody's share, then all of them in numbers."""
    if not traits:
        st.caption(_("Nothing sets them apart beyond how they were grouped."))
        return
    st.plotly_chart(
        _bars(traits[:_DRAWN], _),
        key="personas-traits",
        alt=_("The share of each trait in the group, with its interval, against all customers"),
        config={"displayModeBar": False},
    )
    table = pd.DataFrame(
        {
            _("Trait"): [trait.text(_) for trait in traits],
            _("Share (95% interval)"): [_share(trait, language) for trait in traits],
            _("All"): [percent(trait.all_share, language) for trait in traits],
            _("Times all (95% interval)"): [_lift(trait, language) for trait in traits],
            _("Customers"): [trait.n for trait in traits],
            _("Note"): [_note(trait, _) for trait in traits],
        }
    )
    faint = [not trait.reliable for trait in traits]
    styler = table.style.apply(
        lambda column: ["color: #94A3B8" if grey else "" for grey in faint], axis=0
    )
    widths = dict(zip(table.columns, (300, 170, 55, 180, 85, 190), strict=True))
    st.dataframe(
        styler,
        hide_index=True,
        key="personas-evidence",
        height="content",
        column_config={name: st.column_config.Column(width=w) for name, w in widths.items()},
    )
    if all(trait.lift == 1 for trait in traits):
        st.caption(_("What holds for most of them. Grey: fewer than 30 customers."))
        return
    st.caption(
        _(
            "Only differences that survive a test against chance are listed. Grey: fewer than 30 "
            "customers. “Formed the group” describes how it was cut and proves nothing."
        )
    )


def _share(trait: Trait, language: str) -> str:
    low, high = percent(trait.low, language), percent(trait.high, language)
    return f"{percent(trait.share, language)} ({low} – {high})"


def _lift(trait: Trait, language: str) -> str:
    low, high = number(trait.lift_low, language, 2), number(trait.lift_high, language, 2)
    return f"{number(trait.lift, language, 2)} ({low} – {high})"


def _note(trait: Trait, _: Callable[[str], str]) -> str:
    notes = [
        _("protected, not for copy") if trait.protected else "",
        _("what happened, not what they are") if trait.outcome else "",
        _("formed the group") if trait.defining else "",
        _("fewer than 30") if not trait.reliable else "",
    ]
    return ", ".join(note for note in notes if note)


def _bars(traits: Sequence[Trait], _: Callable[[str], str]) -> go.Figure:
    """A point with its 95 % interval for each trait, a tick for everybody."""
    shown = list(reversed(traits))
    names = [worded(trait.label.text(_), 30) for trait in shown]
    figure = go.Figure()
    figure.add_scatter(
        x=[trait.all_share for trait in shown],
        y=names,
        mode="markers",
        name=_("All"),
        marker={"symbol": "line-ns", "size": 14, "line": {"width": 3, "color": _ALL}},
        hovertemplate="%{y}<br>%{x:.0%}<extra></extra>",
    )
    figure.add_scatter(
        x=[trait.share for trait in shown],
        y=names,
        mode="markers",
        name=_("This group"),
        marker={
            "size": 10,
            "color": [ACCENT if trait.reliable else _ALL for trait in shown],
        },
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [trait.high - trait.share for trait in shown],
            "arrayminus": [trait.share - trait.low for trait in shown],
            "thickness": 1.5,
            "color": _ALL,
        },
        hovertemplate="%{y}<br>%{x:.0%}<extra></extra>",
    )
    styled(figure, 90 + 30 * len(shown))
    figure.update_layout(hovermode="closest")
    return figure.update_xaxes(tickformat=".0%", rangemode="tozero")
