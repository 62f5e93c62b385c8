"""A persona written by hand, in five short answers, marked as an assumption."""

from __future__ import annotations

import streamlit as st

from pages._ui import services
from pages._ui.frame import guarded

_FIELDS = ("name", "who", "wants", "worries", "words")


@services.for_writers
def wizard() -> None:
    """The form; what is saved shows among the cards with the badge “Assumption”."""
    _ = services.gettext()
    if st.session_state.pop("personas-new-kept", False):
        for field in _FIELDS:
            st.session_state[f"personas-new-{field}"] = ""
        st.toast(_("The persona is saved."), icon=":material/check:")
    with (
        st.expander(_("No data? Describe a persona yourself"), icon=":material/person_add:"),
        st.form("personas-wizard", border=False),
    ):
        st.caption(_("It is marked as an assumption wherever it appears."))
        st.text_input(_("Name"), key="personas-new-name", max_chars=80)
        left, right = st.columns(2)
        for place, field, label, example in (
            (left, "who", _("Who they are"), _("Parents with little time, in a city")),
            (right, "wants", _("What they want"), _("Dinner on the table in twenty minutes")),
            (left, "worries", _("What worries them"), _("Additives, and wasting food")),
            (right, "words", _("Words they use"), _("quick, fresh, no fuss")),
        ):
            place.text_area(
                label, key=f"personas-new-{field}", max_chars=500, height=80, placeholder=example
            )
        if st.form_submit_button(
            _("Save as assumption"), key="personas-new-save", icon=":material/lightbulb:"
        ):
            _save()


@guarded
def _save() -> None:
    answers = {field: st.session_state.get(f"personas-new-{field}", "") for field in _FIELDS}
    services.studio().personas.assume(**answers)
    # Only what is stored is cleared: answers that were refused stay in the form.
    st.session_state["personas-new-kept"] = True
    st.rerun()
