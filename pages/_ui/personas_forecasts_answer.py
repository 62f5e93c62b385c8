"""The answer of a forecast in its first line, its figures and a bar for each group."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import plotly.graph_objects as go
import streamlit as st

from core.i18n import NN_, number, percent
from core.personas.forecasts import (
    PURCHASES,
    RESPONSE,
    Forecast,
    SegmentForecast,
    cell_text,
    column_name,
)
from pages._ui import services
from pages._ui.charts import ACCENT, styled, worded
from pages._ui.personas_forecasts_ask import period
from pages._ui.personas_money import spent
from pages._ui.personas_origin import customers_from
from pages._ui.texts import plain

Translate = Callable[[str], str]
Cell = tuple[str, str, str]


def purchases_answer(forecast: Forecast, called: Mapping[str, str]) -> None:
    """How many fall silent and what the others bring."""
    _, language = services.gettext(), services.language()
    groups = services.studio().forecasts.by_segment(PURCHASES)
    buyers = sum(group.customers for group in groups)
    silent = sum(group.customers * group.chance for group in groups)
    money = [group.value for group in groups if group.value is not None]
    when = period(forecast.figures["days"], _)
    if money:
        said = _(
            NN_(
                "In {period} about {silent} of {buyers} buyer stays silent; the others bring "
                "{money}.",
                "In {period} about {silent} of {buyers} buyers stay silent; the others bring "
                "{money}.",
                buyers,
            )
        )
        value = plain(spent(sum(money)))
    else:
        value = ""
        said = _(
            NN_(
                "In {period} about {silent} of {buyers} buyer stays silent.",
                "In {period} about {silent} of {buyers} buyers stay silent.",
                buyers,
            )
        )
    st.subheader(
        said.format(
            period=when,
            silent=number(round(silent), language),
            buyers=number(buyers, language),
            money=value,
        )
    )
    customers_from(forecast.files)
    priced = forecast.figures.get("priced", 1.0)
    if money and priced < 1:
        st.caption(
            _("{share} of the orders have an amount; the money is forecast from these.").format(
                share=percent(priced, language)
            )
        )
    _doubt(forecast, _)
    _cells(_purchase_cells(forecast, language, _))
    _groups(groups, called, _("Chance to stay silent"), _)


def response_answer(forecast: Forecast, called: Mapping[str, str]) -> None:
    """How many are likely to follow."""
    _, language = services.gettext(), services.language()
    groups = services.studio().forecasts.by_segment(RESPONSE)
    customers = sum(group.customers for group in groups)
    follow = sum(group.customers * group.chance for group in groups)
    settings = forecast.settings
    st.subheader(
        _(
            NN_(
                "“{outcome}” has not happened to {customers} customer; about {count} of them look "
                "likely to follow.",
                "“{outcome}” has not happened to {customers} customers; about {count} of them look "
                "likely to follow.",
                customers,
            )
        ).format(
            outcome=plain(
                _("{column}: {value}").format(
                    column=column_name(settings["column"], _),
                    value=cell_text(settings["event"], _),
                )
            ),
            customers=number(customers, language),
            count=number(round(follow), language),
        )
    )
    customers_from(forecast.files)
    _doubt(forecast, _)
    _cells(_response_cells(forecast, language, _))
    _groups(groups, called, _("Chance of the event"), _)


def _doubt(forecast: Forecast, _: Translate) -> None:
    if not forecast.informative:
        st.warning(
            _(
                "Tested on what it had not seen, the order of this list is no better than chance: "
                "trust the totals, not the ranking."
            ),
            icon=":material/casino:",
        )


def _order(forecast: Forecast, against: str, language: str, _: Translate) -> Cell | None:
    """How often the right one of two customers stands higher."""
    figures = forecast.figures
    if "auc" not in figures:
        return None
    explanation = _(
        "Of two customers, one it happened to and one not, how often the first stands higher in "
        "the list (AUC; 50% is chance). 95% interval: {low} to {high}. {baseline} alone: {alone}."
    ).format(
        low=percent(figures["auc_low"], language),
        high=percent(figures["auc_high"], language),
        baseline=against,
        alone=percent(figures["baseline_auc"], language),
    )
    return _("Right order"), percent(figures["auc"], language), explanation


def _off(forecast: Forecast, language: str, _: Translate) -> Cell | None:
    """How far chances and what happened lie apart."""
    if "ece" not in forecast.figures:
        return None
    points = number(100 * forecast.figures["ece"], language, 1)
    return (
        _("Chances off by"),
        _("{points} points").format(points=points),
        _(
            "How far chances and what then happened lie apart, on average over ten parts of the "
            "list."
        ),
    )


def _purchase_cells(forecast: Forecast, language: str, _: Translate) -> list[Cell]:
    figures = forecast.figures
    cells = [
        _order(forecast, _("Days since the last purchase"), language, _),
        _off(forecast, language, _),
    ]
    if "value_error" in figures:
        own, simple = figures["value_error"]["mean"], figures["value_baseline"]["mean"]
        cells.append(
            (
                _("Money off by"),
                spent(own),
                _(
                    "How far the money forecast for one customer was off, on average, in the last "
                    "such period. “The same as the period before” was off by {simple}."
                ).format(simple=spent(simple)),
            )
        )
    products = figures.get("products")
    if products:
        cells.append(
            (
                _("Next product named right"),
                percent(products["hit"], language),
                _(
                    "How many of {n} customers then bought one of the three products named. Of the "
                    "three most popular products: {popular}."
                ).format(
                    n=number(products["tested"], language),
                    popular=percent(products["baseline_hit"], language),
                ),
            )
        )
    return [cell for cell in cells if cell]


def _response_cells(forecast: Forecast, language: str, _: Translate) -> list[Cell]:
    figures = forecast.figures
    cells = [
        _order(forecast, f"“{column_name(figures['baseline'], _)}”", language, _),
        _off(forecast, language, _),
        (
            _("Found in the top fifth"),
            percent(figures["caught"]["0.2"], language),
            _("Of all it happened to, how many stand in the first fifth of the list."),
        ),
        (
            _("Tested on"),
            number(figures["tested"], language),
            _("Customers that the tested model had not seen."),
        ),
    ]
    return [cell for cell in cells if cell]


def _cells(cells: list[Cell]) -> None:
    with st.container(horizontal=True):
        for label, value, explanation in cells:
            st.metric(label, value, border=True, help=plain(explanation))


def _groups(
    groups: list[SegmentForecast], called: Mapping[str, str], axis: str, _: Translate
) -> None:
    """Mean chance of each group, highest first."""
    known = [group for group in groups if group.segment in called]
    if len(known) < 2:
        return
    known.sort(key=lambda group: group.chance)
    language = services.language()
    figure = go.Figure(
        go.Bar(
            x=[group.chance for group in known],
            y=[worded(called[group.segment]) for group in known],
            orientation="h",
            marker={"color": ACCENT},
            text=[percent(group.chance, language) for group in known],
            textposition="auto",
            textangle=0,
            customdata=[[_group_line(group, language, _)] for group in known],
            hovertemplate="%{y}<br>%{customdata[0]}<extra></extra>",
        )
    )
    styled(figure, 70 + 32 * len(known))
    figure.update_layout(margin={"t": 8}, hovermode="closest")
    # Small chances are told apart too.
    reach = min(1, max(0.2, 1.15 * known[-1].chance))
    figure.update_xaxes(tickformat=".0%", range=[0, reach])
    st.markdown(f"**{axis}**")
    st.plotly_chart(
        figure,
        key="personas-forecast-groups",
        alt=_("The mean chance of each group"),
        config={"displayModeBar": False},
    )


def _group_line(group: SegmentForecast, language: str, _: Translate) -> str:
    line = _(NN_("{count} customer", "{count} customers", group.customers)).format(
        count=number(group.customers, language)
    )
    if group.value is not None:
        line += " · " + _("{money} to come").format(money=spent(group.value))
    return line
