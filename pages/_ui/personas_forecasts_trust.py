"""How far a forecast can be trusted: promised against happened, what it went by, and fairness."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.errors import filled
from core.i18n import number, percent
from core.personas.forecasts import RESPONSE, Forecast, column_name
from pages._ui import services
from pages._ui.charts import ACCENT, styled, worded
from pages._ui.personas_money import spent
from pages._ui.texts import plain

Translate = Callable[[str], str]

_MOST_COLUMNS = 8


def trust_panel(forecast: Forecast) -> None:
    """The evidence behind a forecast, folded."""
    _, language = services.gettext(), services.language()
    with st.expander(_("How far can I trust this?"), icon=":material/verified:"):
        if forecast.kind == RESPONSE:
            _response(forecast, language, _)
        else:
            _purchases(forecast, language, _)


def _response(forecast: Forecast, language: str, _: Translate) -> None:
    figures = forecast.figures
    left, right = st.columns(2)
    with left:
        _promised(figures["steps"], _)
    with right:
        st.markdown(_("**What moves the chance most**"))
        moved = list(figures["importance"].items())[:_MOST_COLUMNS]
        st.plotly_chart(
            _importance_bars(moved, _),
            key="personas-importance",
            alt=_("By how many points each column moves the chance on average"),
            config={"displayModeBar": False},
        )
    if figures["suspect"]:
        names = ", ".join(column_name(name, _) for name in figures["suspect"])
        st.warning(
            plain(
                _(
                    "These tell the outcome almost by themselves. Make sure they were known "
                    "before it happened: {columns}."
                ).format(columns=names)
            ),
            icon=":material/policy_alert:",
        )
    for reason, columns in _by_reason(figures["left_out"]).items():
        listed = ", ".join(column_name(name, _) for name in columns)
        st.caption(
            plain(_("Not used: {columns} ({reason})").format(columns=listed, reason=_(reason)))
        )
    _fairness(figures["groups"], bool(forecast.settings.get("allow_protected")), language, _)


def _by_reason(left_out: dict[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, reason in left_out.items():
        found.setdefault(reason, []).append(name)
    return found


def _purchases(forecast: Forecast, language: str, _: Translate) -> None:
    figures = forecast.figures
    st.markdown(
        _(
            "Tested by forecasting the last {days} days on file from what lay before them, for "
            "{n} customers."
        ).format(days=number(figures["days"], language), n=number(figures["tested"], language))
    )
    counted = partial(number, language=language, digits=2)
    left, right = st.columns([2, 3])
    if "steps" in figures:
        with left:
            _promised(figures["steps"], _)
    with right:
        rows = [
            (_("Purchases, on average"), "purchases", "mean", counted),
            (_("Purchases, large misses weigh more"), "purchases", "squares", counted),
            (_("Money, on average"), "value", "mean", spent),
            (_("Money, large misses weigh more"), "value", "squares", spent),
        ]
        table = [
            {
                _("Off by, for one customer"): label,
                _("This forecast"): shown(figures[f"{kind}_error"][error]),
                _("Same as the period before"): shown(figures[f"{kind}_baseline"][error]),
            }
            for label, kind, error, shown in rows
            if f"{kind}_error" in figures
        ]
        st.dataframe(pd.DataFrame(table), hide_index=True, key="personas-errors")
    products = figures.get("products")
    if products:
        st.caption(_products_line(products, _), help=_products_help(products, language, _))
    elif figures.get("no_products"):
        message, params = figures["no_products"]
        st.caption(plain(filled(_(message), params)))
    st.caption(
        _(
            "How often and how lately customers bought tells how they go on, and what they paid "
            "tells what they will pay. A busy or quiet season counts as it did a year before, "
            "where two years are on file."
        ),
        help=_("The models behind this are known as BG/NBD (purchases) and Gamma-Gamma (money)."),
    )


def _products_line(products: dict[str, Any], _: Translate) -> str:
    if products["gain_low"] > 0:
        return _(
            "The next products named for each customer met what they then bought better than the "
            "most popular products do, surely more than by chance."
        )
    if products["share"]:
        return _(
            "The next products named for each customer met what they then bought about as well as "
            "the most popular products do; any difference may be chance."
        )
    return _(
        "What customers bought before tells nothing about what they buy next here, so the most "
        "popular products are named."
    )


def _products_help(products: dict[str, Any], language: str, _: Translate) -> str:
    return _(
        "How high what they then bought stood among the first ten products named, 1 being always "
        "first: {ours}; among the ten most popular: {theirs}. This measure is known as NDCG@10."
    ).format(
        ours=number(products["ndcg"], language, 3),
        theirs=number(products["baseline_ndcg"], language, 3),
    )


def _promised(steps: list[list[float]], _: Translate) -> None:
    """Chances against what happened, with intervals; the diagonal is perfect."""
    st.markdown(_("**Promised and happened**"))
    forecast = [step[0] for step in steps]
    share = [step[1] for step in steps]
    figure = go.Figure()
    figure.add_scatter(
        x=[0, 1], y=[0, 1], mode="lines", hoverinfo="skip", showlegend=False,
        line={"dash": "dot", "color": "#94A3B8"},
    )  # fmt: skip
    figure.add_scatter(
        x=forecast,
        y=share,
        mode="markers+lines",
        marker={"color": ACCENT, "size": 8},
        error_y={
            "type": "data",
            "symmetric": False,
            "array": [step[3] - step[1] for step in steps],
            "arrayminus": [step[1] - step[2] for step in steps],
            "thickness": 1,
        },
        hovertemplate="%{x:.0%} → %{y:.0%}<extra></extra>",
        showlegend=False,
    )
    styled(figure, 260)
    figure.update_layout(margin={"t": 8}, hovermode="closest")
    figure.update_xaxes(tickformat=".0%", title=_("Chance promised"))
    figure.update_yaxes(tickformat=".0%", title=_("Share it happened to"))
    st.plotly_chart(
        figure,
        key="personas-promised",
        alt=_("Chances promised against the share it then happened to"),
        config={"displayModeBar": False},
    )


def _importance_bars(moved: list[tuple[str, float]], _: Translate) -> go.Figure:
    shown = list(reversed(moved))
    figure = go.Figure(
        go.Bar(
            x=[100 * points for _name, points in shown],
            y=[worded(column_name(name, _)) for name, _points in shown],
            orientation="h",
            marker={"color": ACCENT},
            hovertemplate="%{y}: %{x:.1f}<extra></extra>",
        )
    )
    styled(figure, 260)
    return figure.update_layout(margin={"t": 8}, hovermode="closest")


def _fairness(groups: list[dict[str, Any]], allowed: bool, language: str, _: Translate) -> None:
    if not groups:
        return
    st.markdown(_("**Does it serve people alike?**"))
    table = pd.DataFrame(
        {
            _("Group"): [f"{column_name(row['column'], _)}: {row['group']}" for row in groups],
            _("Note"): [_("clearly unlike the rest") if row["apart"] else "" for row in groups],
            _("Customers"): [row["n"] for row in groups],
            _("Happened to"): [percent(row["share"], language) for row in groups],
            _("Chance promised"): [percent(row["forecast"], language) for row in groups],
            _("Right order"): [percent(row["auc"], language) for row in groups],
            _("In the top fifth"): [percent(row["chosen"], language) for row in groups],
            _("Cases found there (95% interval)"): [
                f"{percent(row['found'], language)} ({percent(row['found_low'], language)} – "
                f"{percent(row['found_high'], language)})"
                for row in groups
            ],
        }
    )
    st.dataframe(table, hide_index=True, key="personas-fairness")
    st.caption(
        _("The forecast went by these columns, because you let it.")
        if allowed
        else _("The forecast did not go by these columns; they are only used to check it here.")
    )
