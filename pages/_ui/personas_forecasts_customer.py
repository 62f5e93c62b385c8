"""One customer of a forecast: the chance, the reasons, and what would change it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from core.i18n import number, percent
from core.personas.forecasts import (
    CustomerForecast,
    Forecast,
    PurchasePlan,
    Reason,
    ResponseCase,
    cell_text,
    column_name,
)
from pages._ui import services
from pages._ui.charts import SENTIMENT_COLOURS, styled, worded
from pages._ui.personas_money import spent
from pages._ui.personas_own_ids import own_id
from pages._ui.texts import plain

Translate = Callable[[str], str]

_REASONS = 8
_LEAST_MOVE = 0.05


def customer_panel(
    forecast: Forecast, cases: Sequence[CustomerForecast], called: Mapping[str, str]
) -> None:
    """A customer chosen from the list."""
    _, language = services.gettext(), services.language()
    place = st.selectbox(
        _("Look at one customer"),
        range(len(cases)),
        format_func=lambda place: " · ".join(
            part
            for part in (
                own_id(cases[place].foretold.key),
                called.get(cases[place].foretold.segment, ""),
                percent(cases[place].foretold.chance, language),
            )
            if part
        ),
        key=f"personas-customer-{forecast.kind}",
    )
    case = cases[place or 0]
    with st.container(border=True):
        if isinstance(case, PurchasePlan):
            _plan(case, forecast, language, _)
        else:
            _case(case, forecast, language, _)


def _like(case: CustomerForecast, forecast: Forecast, language: str, _: Translate) -> str:
    one = case.foretold
    return _("Of {n} customers with a like chance it came true for {low} to {high}.").format(
        n=number(forecast.figures["like"], language),
        low=percent(one.low, language),
        high=percent(one.high, language),
    )


def _plan(case: PurchasePlan, forecast: Forecast, language: str, _: Translate) -> None:
    one = case.foretold
    left, right = st.columns(2)
    with left:
        st.metric(
            _("Chance to stay silent"),
            percent(one.chance, language),
            help=_like(case, forecast, language, _),
        )
        st.markdown("\n".join(f"- {plain(line.text(_))}" for line in case.reasons))
        if one.next_products:
            st.markdown(
                _("**Offer next:** {products}").format(products=plain(", ".join(one.next_products)))
            )
            if one.details.get("because"):
                st.caption(
                    plain(
                        _("Because they bought {product}, as others who buy it do.").format(
                            product=one.details["because"]
                        )
                    )
                )
    with right:
        if one.value is not None:
            st.metric(
                _("Money to come"),
                spent(one.value),
                help=_(
                    "Eight in ten or more of those with a like forecast brought {low} to {high}."
                ).format(
                    low=plain(spent(one.value_low or 0)),
                    high=plain(spent(one.value_high or 0)),
                ),
            )
        st.markdown(_("**What if?**"))
        days = st.slider(
            _("More days without a purchase"),
            0,
            max(60, forecast.figures["days"]),
            30,
            key="personas-if-days",
        )
        for label, (chance, expected) in (
            (_("If they buy today"), case.if_bought_today()),
            (_("If they stay silent that long"), case.if_silent(days)),
        ):
            st.markdown(
                _("{label}: {chance} chance to stay silent, {expected} purchases to come").format(
                    label=plain(label),
                    chance=percent(chance, language),
                    expected=number(expected, language, 1),
                )
            )


def _case(case: ResponseCase, forecast: Forecast, language: str, _: Translate) -> None:
    one = case.foretold
    left, right = st.columns([3, 2])
    with left:
        st.metric(
            _("Chance of the event"),
            percent(one.chance, language),
            help=_like(case, forecast, language, _),
        )
        if case.reasons:
            st.plotly_chart(
                _reason_bars(case.reasons[:_REASONS], language, _),
                key="personas-reasons",
                alt=_("By how many points each column moves the chance"),
                config={"displayModeBar": False},
            )
            st.caption(
                _(
                    "Points by which the chance is higher or lower than with the typical value, "
                    "all else the same. These are patterns, not proven causes."
                )
            )
        else:
            st.caption(_("Everything about this customer is typical."))
    with right:
        st.markdown(_("**What if?**"))
        _what_if(case, language, _)


def _reason_bars(reasons: Sequence[Reason], language: str, _: Translate) -> go.Figure:
    shown = list(reversed(reasons))
    labels = [
        _("{column}: {value} (typical: {typical})").format(
            column=column_name(reason.column, _),
            value=cell_text(reason.value, _),
            typical=cell_text(reason.typical, _),
        )
        for reason in shown
    ]
    points = [100 * reason.effect for reason in shown]
    figure = go.Figure(
        go.Bar(
            x=points,
            y=[worded(label) for label in labels],
            orientation="h",
            marker={
                "color": [
                    SENTIMENT_COLOURS["negative" if point > 0 else "positive"] for point in points
                ]
            },
            text=[f"{point:+.0f}".replace("-", "−") for point in points],
            textposition="auto",
            textangle=0,
            hovertemplate="%{y}: %{text}<extra></extra>",
        )
    )
    styled(figure, 60 + 40 * len(shown))
    figure.update_layout(margin={"t": 8}, hovermode="closest")
    return figure


def _what_if(case: ResponseCase, language: str, _: Translate) -> None:
    columns = {column.name: column for column in case.columns}
    ordered = [reason.column for reason in case.reasons if reason.column in columns]
    names = ordered + [name for name in columns if name not in ordered]
    name = st.selectbox(
        _("If this were different"),
        names,
        format_func=lambda name: column_name(name, _),
        key="personas-if-column",
    )
    column, key = columns[name or names[0]], f"personas-if-{case.foretold.key}-{name}"
    now = case.cells.get(column.name)
    value: Any
    if column.kind == "category":
        value = st.selectbox(_("it being"), column.values, key=key)
    elif column.kind == "day":
        value = st.text_input(_("it being"), str(now or column.typical), key=key)
    else:
        start = float(column.typical if now is None else now)
        value = st.number_input(
            _("it being"), value=start, step=1.0 if start.is_integer() else None, key=key,
            format="%.0f" if start.is_integer() else None,
        )  # fmt: skip
    chance = case.what_if({column.name: value})
    moved = 100 * (chance - case.foretold.chance)
    st.metric(
        _("then the chance would be"),
        percent(chance, language),
        delta=_("{points} points").format(points=f"{moved:+.1f}".replace("-", "−"))
        if abs(moved) >= _LEAST_MOVE
        else None,
        delta_color="off",
        help=_("What the forecast would say; it does not prove that changing it would help."),
    )
