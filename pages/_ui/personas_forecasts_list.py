"""The list to act on: who first, why, what if, and the list as a file."""

from __future__ import annotations

import io
from collections.abc import Mapping

import pandas as pd
import streamlit as st

from core.i18n import N_, percent
from core.personas.forecasts import (
    PURCHASES,
    CustomerForecast,
    Forecast,
    action_list,
    why,
)
from core.tables.writing import write_table
from pages._ui import services
from pages._ui.frame import guarded
from pages._ui.personas_forecasts_customer import customer_panel
from pages._ui.personas_money import spent
from pages._ui.personas_own_ids import own_id, own_ids, own_ids_panel
from pages._ui.texts import plain

_ORDERS = {
    "stake": N_("Most money at stake first"),
    "chance": N_("Highest chance first"),
    "value": N_("Most money to come first"),
}
_SHOWN = 25
_LENGTHS = (100, 500, 2000, 10_000)
_EVERYBODY = "\x00"


def action_panel(forecast: Forecast, called: Mapping[str, str]) -> None:
    """The first customers of the list, one of them in full, and downloads."""
    _ = services.gettext()
    st.markdown(_("**Whom to turn to first**"))
    forecasts = services.studio().forecasts
    segments = [g.segment for g in forecasts.by_segment(forecast.kind) if g.segment in called]
    left, right = st.columns(2)
    segment = left.selectbox(
        _("Of which group"),
        [_EVERYBODY, *segments],
        format_func=lambda key: called.get(key) or _("All groups"),
        key=f"personas-list-group-{forecast.kind}",
    )
    priced = forecast.kind == PURCHASES and "value_error" in forecast.figures
    orders = list(_ORDERS) if priced else ["chance"]
    order = right.selectbox(
        _("In which order"),
        orders,
        format_func=lambda order: _(_ORDERS[order]),
        key=f"personas-list-order-{forecast.kind}",
    )
    only = None if segment == _EVERYBODY else segment
    found = forecasts.listed(forecast.kind, order=order, segment=only, limit=_SHOWN)
    cases = forecasts.cases(forecast.kind, found)
    if not cases:
        st.caption(_("Nobody is open in this group."))
        return
    st.dataframe(
        _table(cases, called),
        hide_index=True,
        key=f"personas-list-{forecast.kind}",
        height=36 * min(len(cases) + 1, 11),
    )
    own_ids_panel()
    customer_panel(forecast, cases, called)
    _downloads(forecast, called, order, only)


def _table(cases: list[CustomerForecast], called: Mapping[str, str]) -> pd.DataFrame:
    _, language = services.gettext(), services.language()
    rows = []
    for case in cases:
        one = case.foretold
        row = {
            _("Customer"): own_id(one.key),
            _("Group"): called.get(one.segment, ""),
            _("Chance"): f"{percent(one.chance, language)} ({percent(one.low, language)} – "
            f"{percent(one.high, language)})",
        }
        if one.value is not None:
            row[_("Money to come")] = (
                f"{spent(one.value)} ({spent(one.value_low or 0)} – {spent(one.value_high or 0)})"
            )
        if one.next_products:
            row[_("Offer next")] = ", ".join(one.next_products[:2])
        rows.append({**row, _("Why"): why(case, _)})
    return pd.DataFrame(rows)


def _downloads(
    forecast: Forecast, called: Mapping[str, str], order: str, segment: str | None
) -> None:
    _ = services.gettext()
    with st.expander(_("Take the list away"), icon=":material/download:"):
        length = st.select_slider(
            _("How many customers"),
            _LENGTHS,
            key=f"personas-list-length-{forecast.kind}",
        )
        with st.container(horizontal=True):
            for format, name in (("csv", "CSV"), ("xlsx", "XLSX")):
                st.download_button(
                    name,
                    data=services.for_later(
                        lambda format=format: _file(
                            _listed(forecast, called, order, segment=segment, limit=length), format
                        )
                    ),
                    file_name=f"customers.{format}",
                    key=f"personas-list-{forecast.kind}-{format}",
                    on_click="ignore",
                    icon=":material/download:",
                )
        st.divider()
        _own_rows(forecast.kind)


def _listed(
    forecast: Forecast,
    called: Mapping[str, str],
    order: str,
    *,
    segment: str | None,
    limit: int,
) -> pd.DataFrame:
    forecasts = services.studio().forecasts
    found = forecasts.listed(forecast.kind, order=order, segment=segment, limit=limit)
    cases = forecasts.cases(forecast.kind, found)
    return action_list(cases, called, services.gettext(), own_ids())


def _file(table: pd.DataFrame, format: str) -> bytes:
    held = io.BytesIO()
    write_table(table, held, format, mark=True)
    return held.getvalue()


@guarded
def _own_rows(kind: str) -> None:
    """The forecast beside the rows of the user's own file, for pseudonyms lead nowhere back."""
    _ = services.gettext()
    uploaded = st.file_uploader(
        _("Or put the forecast beside your own rows"),
        type=["csv", "tsv", "xlsx", "parquet"],
        key=f"personas-own-{kind}",
        help=_(
            "Brandloop keeps pseudonyms only and cannot turn them back. Give it the file that the "
            "customers came from: you get its rows with the forecast beside each. The file is not "
            "stored."
        ),
    )
    if uploaded is None:
        return
    table = services.studio().forecasts.beside(kind, uploaded, uploaded.name, services.gettext())
    st.download_button(
        _("Download {name} with the forecast").format(name=plain(uploaded.name)),
        data=services.for_later(lambda: _file(table, "csv")),
        file_name="forecast.csv",
        key=f"personas-own-download-{kind}",
        on_click="ignore",
        type="primary",
        icon=":material/download:",
    )
