"""Personas: who the customers are, how sure that is, and what to say to them."""

import streamlit as st

from core.i18n import N_, percent
from pages._ui import nav, services
from pages._ui.personas_cards import card_grid
from pages._ui.personas_detail import detail
from pages._ui.personas_fairness import divides_people, fairness_panel
from pages._ui.personas_forecasts import forecasts_panel
from pages._ui.personas_history import history_panel
from pages._ui.personas_import import import_panel, import_report
from pages._ui.personas_map import segment_map
from pages._ui.personas_origin import of_one_import
from pages._ui.personas_sources import find_segments, sources_panel
from pages._ui.personas_wizard import wizard
from pages._ui.texts import plain

VIEWS = {
    "who": N_("Who they are"),
    "future": N_("What they will do"),
    "fair": N_("Fairness"),
}

_ = services.gettext()
language = services.language()
service = services.studio().personas


@st.dialog(_("Add customers"), width="large", on_dismiss="rerun")
def add_customers() -> None:
    import_panel()


personas = service.list()
files = service.files()
opened = st.query_params.get("persona", "")
chosen = next((persona for persona in personas if str(persona.id) == opened), None)
if chosen:
    detail(chosen)
    st.stop()

import_report()

if not personas and not files:
    st.subheader(_("Who are your customers?"))
    st.write(
        _(
            "Bring a list of customers, of purchases, or both. You will see which groups are among "
            "them, what sets each apart and how sure that is. For example: “Morning buyers, 175 "
            "customers: they buy before 10 o’clock 4.5 times as often as all.” Names, e-mail "
            "addresses and phone numbers are left at the door; ids become pseudonyms."
        )
    )
    import_panel()
    st.caption(_("Nothing at hand? The demo brings a sample shop with 800 customers."))
    st.page_link(nav.file_of("home"), label=_("Load the demo"), icon=":material/play_circle:")
    wizard()
    st.stop()

if files or personas:
    view = st.segmented_control(
        _("What do you want to see?"),
        [name for name in VIEWS if files or name != "future"],
        format_func=lambda name: _(VIEWS[name]),
        default="who",
        required=True,
        key="personas-view",
        persist_state="session",
        label_visibility="collapsed",
    )
    if view == "future":
        forecasts_panel(personas)
        st.stop()
    if view == "fair":
        fairness_panel(of_one_import(personas, files))
        st.stop()

heading, adding = st.columns([4, 1], vertical_alignment="bottom")
if not services.read_only() and adding.button(
    _("Add customers"), key="personas-add", icon=":material/upload:", width="stretch"
):
    add_customers()

personas = of_one_import(personas, files)
measured = [persona for persona in personas if not persona.assumed]
if not measured:
    heading.subheader(
        _("Your customers are in. Which groups are among them?")
        if files
        else _("Who you think your customers are")
    )
    if files:
        find_segments(files, first=True)
else:
    first = max(measured, key=lambda p: (p.value_share or 0) - p.share if p.value_share else p.size)
    if len(measured) == 1:
        answer = _("No separate groups: all customers in one picture")
    elif first.value_share:
        answer = _(
            "{count} groups. “{name}” bring {money} of the money and are {share} of customers."
        ).format(
            count=len(measured),
            name=plain(first.title(_)),
            money=percent(first.value_share, language),
            share=percent(first.share, language),
        )
    else:
        answer = _("{count} groups. The largest: “{name}”, {share} of customers.").format(
            count=len(measured),
            name=plain(first.title(_)),
            share=percent(first.share, language),
        )
    heading.subheader(answer)
    st.plotly_chart(
        segment_map(measured, language, _),
        key="personas-map",
        alt=_("The groups, each as large as its number of customers"),
        config={"displaylogo": False, "displayModeBar": False},
    )
    with st.expander(_("How these groups were found"), icon=":material/info:"):
        for note in measured[0].grouping.notes:
            st.markdown(plain(note.text(_)))
        divides_people(measured)

if personas:
    card_grid(personas)
if files:
    history_panel()
if measured and files:
    sources_panel(files)
wizard()
