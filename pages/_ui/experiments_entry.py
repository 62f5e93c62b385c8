"""Figures of a test typed by hand, and beside them why they cannot be."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from core.errors import InputRejected
from core.experiments import Experiment, must_be_possible
from core.i18n import N_
from pages._ui import experiments_names, services
from pages._ui.experiments_names import letters
from pages._ui.experiments_plan import PREFIX
from pages._ui.problems import problem_at, tell_at, told_at
from pages._ui.texts import plain

_SHOWN = 60


@services.for_writers
def entry_form(test: Experiment) -> None:
    """Figures to date of each draft, by hand."""
    _ = services.gettext()
    st.caption(
        _("This test has ended: new figures no longer change what it says.")
        if test.closed_at
        else _("Totals to date. What a draft had brought before the test started is left out.")
    )
    with st.form(f"{PREFIX}enter-{test.id}", border=False):
        for id, called in experiments_names.names(test, _SHOWN).items():
            st.markdown(plain(called))
            columns = st.columns(3)
            names = (_("Impressions"), _("Clicks"), _("Conversions"))
            for column, name, part, value in zip(
                columns, names, ("n", "c", "o"), test.figures[id], strict=True
            ):
                # With a least value the browser would keep the form back without a word.
                column.number_input(name, value=value, step=1, key=_key(test, id, part))
            problem_at(_place(test, id))
        st.form_submit_button(
            _("Save these figures"),
            key=f"{PREFIX}save-{test.id}",
            type="primary",
            on_click=told_at(_place, _save),
            args=(test,),
        )
        problem_at(_place(test))


def _key(test: Experiment, draft: int, part: str) -> str:
    # The known figures are part of the key, so that a field follows what is imported meanwhile.
    known = "-".join(map(str, test.figures[draft]))
    return f"{PREFIX}{part}-{test.id}-{draft}-{known}"


def _place(test: Experiment, draft: int = 0) -> str:
    return f"{PREFIX}enter-{test.id}-{draft}"


def _save(test: Experiment) -> None:
    _ = services.gettext()
    figures = {}
    for id in test.texts:
        shown, clicks, orders = (st.session_state[_key(test, id, part)] for part in "nco")
        figures[id] = (int(shown), int(clicks), int(orders))
    wrong = [letter for id, letter in letters(test).items() if not _possible(test, id, figures)]
    if wrong:
        raise InputRejected(
            N_("Nothing was saved: figures of draft {drafts} cannot be."), drafts=tuple(wrong)
        )
    changed = services.studio().experiments.enter(figures)
    st.toast(_("Saved.") if changed else _("Nothing was different."))


def _possible(test: Experiment, id: int, figures: Mapping[int, tuple[int, int, int]]) -> bool:
    """Whether a draft's figures can be; what is wrong with them is told beside them."""
    try:
        must_be_possible(*figures[id])
    except InputRejected as error:
        tell_at(_place(test, id), error)
        return False
    return True
