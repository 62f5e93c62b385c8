"""Experiments: which of two or more drafts works better, and how sure that is."""

import streamlit as st

from core.i18n import day
from pages._ui import services
from pages._ui.experiments_entry import entry_form
from pages._ui.experiments_plan import COUNTED, PREFIX, plan_form, size_calculator
from pages._ui.experiments_results import closing, verdict
from pages._ui.frame import guarded
from pages._ui.texts import plain

_ = services.gettext()
language = services.language()
studio = services.studio()


@guarded
def take_in() -> None:
    file = st.session_state.get(PREFIX + "file")
    if file is None:
        return
    found = studio.experiments.import_results(file.getvalue(), file.name)
    st.session_state[PREFIX + "imported"] = _(
        "Rows: {rows}, drafts: {drafts}, with new figures: {changed}."
    ).format(rows=found.rows, drafts=found.drafts, changed=found.changed)


tests = {test.id: test for test in studio.experiments.all()}

if tests:
    if st.session_state.get(PREFIX + "open") not in tests:
        st.session_state[PREFIX + "open"] = next(iter(tests))

    def called(id: int) -> str:
        test = tests[id]
        state = _("ended") if test.closed_at else _("running")
        return f"{test.name} · {_(COUNTED[test.measure])} · {state}"

    chosen = tests[st.selectbox(_("Test"), list(tests), format_func=called, key=PREFIX + "open")]
    st.caption(
        _("Started on {day}. Counts {measure} per impression.").format(
            day=day(chosen.created_at[:10], language), measure=_(COUNTED[chosen.measure]).lower()
        )
    )
    verdict(chosen)
    closing(chosen)
    with st.expander(_("Enter figures by hand")):
        entry_form(chosen)
else:
    st.subheader(_("Which draft works better?"))
    st.write(
        _(
            "Show two drafts to people picked by chance, count what they do, and read here which "
            "one to keep. The winner becomes an example for the next drafts."
        )
    )

with st.expander(_("Import results"), expanded=bool(tests)):
    st.caption(
        _(
            "A CSV or Excel file with the columns draft, impressions, clicks and, if you have "
            "them, conversions: totals to date, by the draft ids of the Library."
        )
    )
    st.file_uploader(
        _("Results"),
        type=["csv", "tsv", "xlsx"],
        key=PREFIX + "file",
        label_visibility="collapsed",
    )
    if st.button(
        _("Take these results in"),
        key=PREFIX + "import",
        disabled=services.read_only() or st.session_state.get(PREFIX + "file") is None,
    ):
        take_in()
        if PREFIX + "imported" in st.session_state:
            st.rerun()
    if PREFIX + "imported" in st.session_state:
        st.success(plain(st.session_state.pop(PREFIX + "imported")), icon=":material/check:")

with st.expander(_("Plan a test"), expanded=not tests):
    plan_form()

with st.expander(_("How many impressions does it take?"), expanded=not tests):
    size_calculator()
