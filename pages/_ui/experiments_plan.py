"""Planning a test: which drafts, what counts, and how many impressions it takes."""

from __future__ import annotations

import streamlit as st

from core.copywriting import Filters
from core.errors import StudioError
from core.experiments import MEASURES, USUAL_RATE, USUAL_RISE, sample_size
from core.i18n import N_, number
from core.text import first_words
from pages._ui import services
from pages._ui.problems import problem_at, told_at
from pages._ui.texts import plain

PREFIX = "experiments-"
COUNTED = {"clicks": N_("Clicks"), "conversions": N_("Conversions")}
_PLAN = PREFIX + "plan"
_OFFERED = 200
_SHOWN = 70


@services.for_writers
def plan_form() -> None:
    """Choose drafts, a name and what counts; the button stores the test."""
    _ = services.gettext()
    rows = services.studio().library.find(Filters(voter=services.voter()), limit=_OFFERED).rows
    texts = {row.draft.id: row.draft.text for row in rows}
    if len(texts) < 2:
        st.write(_("A test needs two drafts: write some in the Copy studio first."))
        return
    st.multiselect(
        _("Drafts"),
        list(texts),
        format_func=lambda id: f"{first_words(texts[id], _SHOWN)} · {id}",
        key=PREFIX + "drafts",
        placeholder=_("Two or more of your latest drafts"),
    )
    left, right = st.columns(2)
    left.text_input(
        _("Name of the test"), key=PREFIX + "name", placeholder=_("For example: spring openings")
    )
    right.segmented_control(
        _("What counts"),
        list(MEASURES),
        format_func=lambda measure: _(COUNTED[measure]),
        default=MEASURES[0],
        required=True,
        key=PREFIX + "measure",
    )
    if PREFIX + "planned" not in st.session_state:
        st.session_state[PREFIX + "planned"] = sample_size(USUAL_RATE, USUAL_RISE)
    st.number_input(
        _("Impressions planned for each draft"),
        min_value=1,
        step=1000,
        key=PREFIX + "planned",
        help=_("No winner is called before each draft has them. Work them out below."),
    )
    st.button(
        _("Start the test"),
        key=PREFIX + "start",
        type="primary",
        icon=":material/science:",
        on_click=told_at(lambda: _PLAN, _start),
    )
    problem_at(_PLAN)
    st.caption(
        _("Show every draft equally often, to people picked by chance, at the same time of day.")
    )


def size_calculator() -> None:
    """How long a test must run before it starts."""
    _ = services.gettext()
    language = services.language()
    left, middle, right = st.columns(3)
    rate = left.number_input(
        _("Rate today, %"),
        0.01,
        99.0,
        100 * USUAL_RATE,
        step=0.5,
        key=PREFIX + "rate",
        format="%.2f",
    )
    lift = middle.number_input(
        _("Rise worth finding, %"), 1.0, 500.0, 100 * USUAL_RISE, step=5.0, key=PREFIX + "lift"
    )
    count = right.number_input(_("Drafts in the test"), 2, 8, 2, key=PREFIX + "count")
    try:
        each = sample_size(rate / 100, lift / 100, int(count))
    except StudioError as error:
        st.warning(plain(error.text(_)), icon=":material/warning:")
        return
    st.markdown(
        _("**{each} impressions for each draft**, {total} in all.").format(
            each=number(each, language), total=number(each * int(count), language)
        )
    )
    st.caption(
        _(
            "Then four of five real rises from {rate} to {raised} are found, and one test in "
            "twenty calls a difference where there is none."
        ).format(
            rate=number(rate, language, 2) + " %",
            raised=number(rate * (1 + lift / 100), language, 2) + " %",
        )
    )
    st.button(_("Plan a test of this size"), key=PREFIX + "take", on_click=_take_size, args=(each,))


def _take_size(each: int) -> None:
    st.session_state[PREFIX + "planned"] = each


def _start() -> None:
    _ = services.gettext()
    state = st.session_state
    id = services.studio().experiments.start(
        state.get(PREFIX + "drafts", []),
        state.get(PREFIX + "name", ""),
        state[PREFIX + "measure"],
        planned=int(state[PREFIX + "planned"]),
    )
    state[PREFIX + "open"] = id
    state[PREFIX + "drafts"] = []
    state[PREFIX + "name"] = ""
    st.toast(_("The test is planned. Enter or import what each draft brings."))
