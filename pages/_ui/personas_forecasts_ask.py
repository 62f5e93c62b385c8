"""Asking for a forecast: of which outcome, how far ahead, and what it may go by."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core.i18n import N_, NN_, number
from core.personas.forecasts import Outcome, column_name
from pages._ui import services
from pages._ui.frame import guarded
from pages._ui.personas_origin import customers_from
from pages._ui.texts import plain

_PERIODS = {
    30: N_("the next month"),
    91: N_("the next three months"),
    182: N_("the next six months"),
    365: N_("the next year"),
}


def period(days: int, translate: Callable[[str], str]) -> str:
    """A period in words."""
    return translate(_PERIODS[days])


@services.for_writers
def ask_purchases() -> None:
    """The period and the button, or what is missing."""
    _ = services.gettext()
    horizons = services.studio().forecasts.horizons()
    if not horizons:
        st.info(
            _(
                "This needs purchases with their dates, over three months or more. Add them under "
                "“Who they are”."
            ),
            icon=":material/event:",
        )
        return
    customers_from(services.studio().forecasts.purchase_files())
    st.segmented_control(
        _("How far ahead"),
        horizons,
        format_func=lambda days: period(days, _),
        default=horizons[-1],
        required=True,
        key="personas-horizon",
        help=_("A period can be forecast where three such periods are on file."),
    )
    st.button(
        _("Forecast purchases"),
        key="personas-foretell-purchases",
        type="primary",
        icon=":material/online_prediction:",
        on_click=_start_purchases,
    )


@guarded
def _start_purchases() -> None:
    services.studio().forecasts.start_purchases(st.session_state["personas-horizon"])


@services.for_writers
def ask_response() -> None:
    """The outcome, its event, what may be gone by, and the button; or what is missing."""
    _, language = services.gettext(), services.language()
    found = services.studio().forecasts.outcomes()
    if not found:
        st.info(
            _(
                "This needs a column that says what happened, with 40 customers or more on either "
                "side. When you add customers, put it under “Happened to customers”."
            ),
            icon=":material/rule:",
        )
        return
    names = {file.id: file.name for file in services.studio().personas.files()}
    several = len({file for file, _outcome in found}) > 1

    def called(place: int) -> str:
        file, one = found[place]
        column = column_name(one.column, _)
        return f"{column} · {names[file]}" if several else column

    place = st.selectbox(
        _("What happened"), range(len(found)), format_func=called, key="personas-outcome"
    )
    if not several:
        customers_from([names[found[0][0]]])
    chosen: Outcome = found[place or 0][1]
    values = list(chosen.values)
    st.radio(
        _("The event"),
        values,
        index=values.index(chosen.event),
        format_func=lambda value: _(
            NN_("{value} ({count} customer)", "{value} ({count} customers)", chosen.values[value])
        ).format(value=plain(value), count=number(chosen.values[value], language)),
        key=f"personas-event-{place}",
        horizontal=True,
    )
    st.toggle(
        _("Let age, gender, family and origin in"),
        key="personas-protected",
        help=_(
            "Off, so that nobody is treated differently for who they are. On, forecasts are often "
            "better; whether you may use them depends on your purpose and your law."
        ),
    )
    st.button(
        _("Forecast the outcome"),
        key="personas-foretell-response",
        type="primary",
        icon=":material/online_prediction:",
        on_click=_start_response,
        args=(found[place or 0][0], chosen.column, place or 0),
    )


@guarded
def _start_response(file: int, column: str, place: int) -> None:
    services.studio().forecasts.start_response(
        file,
        column,
        st.session_state[f"personas-event-{place}"],
        allow_protected=bool(st.session_state.get("personas-protected")),
    )
