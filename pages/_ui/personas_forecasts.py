"""What customers will do: one question at a time, asked for, awaited, answered."""

from __future__ import annotations

import streamlit as st

from core.i18n import N_
from core.personas import Persona
from core.personas.forecasts import PURCHASES, PURCHASES_JOB, RESPONSE, RESPONSE_JOB
from pages._ui import services
from pages._ui.frame import guarded
from pages._ui.personas_forecasts_answer import purchases_answer, response_answer
from pages._ui.personas_forecasts_ask import ask_purchases, ask_response
from pages._ui.personas_forecasts_list import action_panel
from pages._ui.personas_forecasts_trust import trust_panel
from pages._ui.progress import counted, failure, job_progress

_QUESTIONS = {
    PURCHASES: N_("Who buys again, and what"),
    RESPONSE: N_("Who leaves or answers"),
}
_JOBS = {PURCHASES: PURCHASES_JOB, RESPONSE: RESPONSE_JOB}


def forecasts_panel(personas: list[Persona]) -> None:
    """The chosen question with its answer, or with how to get one."""
    _ = services.gettext()
    kind = st.segmented_control(
        _("What do you want to know about the future?"),
        list(_QUESTIONS),
        format_func=lambda kind: _(_QUESTIONS[kind]),
        default=PURCHASES,
        required=True,
        key="personas-question",
        persist_state="session",
        label_visibility="collapsed",
    )
    studio = services.studio()
    job = _JOBS[kind]
    if studio.jobs.active(job):
        words = counted(_("Learning and testing: step {done} of {total}. You may leave this page."))
        job_progress(job, words, f"personas-forecast-stop-{kind}")
        return
    failure(studio.jobs.latest(job))
    forecast = studio.forecasts.latest(kind)
    # Its customers may have been removed since.
    if forecast is None or not studio.forecasts.by_segment(kind):
        _teach(kind)
        ask_purchases() if kind == PURCHASES else ask_response()
        return
    called = {p.segment: p.title(_) for p in personas if not p.assumed}
    (purchases_answer if kind == PURCHASES else response_answer)(forecast, called)
    action_panel(forecast, called)
    trust_panel(forecast)
    with st.expander(_("Ask again"), icon=":material/refresh:", key=f"personas-again-{kind}"):
        ask_purchases() if kind == PURCHASES else ask_response()
        st.button(
            _("Delete this forecast"),
            key=f"personas-forecast-delete-{kind}",
            icon=":material/delete:",
            type="tertiary",
            on_click=_delete,
            args=(forecast.id,),
        )


def _teach(kind: str) -> None:
    _ = services.gettext()
    if kind == PURCHASES:
        st.subheader(_("Who will buy again, for how much, and what next?"))
        st.write(
            _(
                "From the days of past purchases you learn how likely each customer is to fall "
                "silent, what they will spend and which product to offer. For example: “42 loyal "
                "customers, worth 8,100 in the next three months, are slipping away.” Every "
                "forecast is tested on the latest months first, beside a simple guess."
            )
        )
    else:
        st.subheader(_("Who will leave, or say yes?"))
        st.write(
            _(
                "Where a file says what became of customers (a column such as “churned” or "
                "“answered” with yes and no), the others can be ranked: who is most likely to "
                "follow, and why. For example: “Five support calls where two are usual: 18 "
                "points more.” Age, gender, family and origin stay out unless you let them in."
            )
        )


@guarded
def _delete(id: int) -> None:
    services.studio().forecasts.delete(id)
