"""Home: the loop at a glance, what to do next, what has been learnt."""

import streamlit as st

from core.i18n import compact, number, percent
from pages._ui import nav, services
from pages._ui.frame import guarded
from pages._ui.home_steps import next_steps

_ = services.gettext()
ngettext = services.ngettext()
language = services.language()
studio = services.studio()


@guarded
def load_demo() -> None:
    loaded = studio.demo.load()
    st.session_state["home-loaded"] = loaded.reviews


state = studio.overview()
approval = studio.ratings.approval()
rated = approval.up + approval.down

if state.empty:
    st.subheader(_("Hear your customers, know them, write to them, and learn from every rating."))
    st.write(
        _(
            "Everything stays on this machine. Load the demo to see the whole loop on a sample "
            "shop, or start with a file of your own."
        )
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(
            _("Load the demo"),
            key="home-demo",
            type="primary",
            icon=":material/play_circle:",
            disabled=services.read_only(),
        ):
            with st.spinner(_("Filling the workspace with a sample shop…")):
                load_demo()
            st.rerun()
        st.page_link(nav.file_of("reviews"), label=_("Import reviews"), icon=":material/upload:")
        st.page_link(
            nav.file_of("copy_studio"),
            label=_("Write a brief"),
            icon=":material/edit_note:",
            disabled=services.read_only(),
        )
else:
    st.subheader(_("The loop at a glance"))

if "home-loaded" in st.session_state:
    added = st.session_state.pop("home-loaded")
    st.toast(
        ngettext(
            "The demo is in: {count} review is being read now.",
            "The demo is in: {count} reviews are being read now.",
            added,
        ).format(count=number(added, language)),
        icon=":material/check:",
    )

mood = "" if state.net_sentiment is None else f"{state.net_sentiment:+.0f}".replace("-", "−")
cards = (
    (
        _("Heard"),
        compact(state.reviews, language),
        _("reviews · net sentiment {value}").format(value=mood) if mood else _("reviews"),
        "reviews",
        _("Net sentiment is the share of positive minus negative reviews, −100 to 100."),
    ),
    (
        _("Know"),
        compact(state.personas, language),
        ngettext(
            "personas from {count} customer", "personas from {count} customers", state.customers
        ).format(count=compact(state.customers, language)),
        "personas",
        _("Segments of your customers, each trait with its evidence."),
    ),
    (
        _("Written"),
        compact(state.drafts, language),
        ngettext(
            "drafts · {count} waits for a thumb",
            "drafts · {count} wait for a thumb",
            state.unrated,
        ).format(count=compact(state.unrated, language)),
        "library",
        _("Drafts that passed every check."),
    ),
    (
        _("Approved"),
        percent(approval.share, language) if rated else "–",
        ngettext("of {count} rated draft", "of {count} rated drafts", rated).format(
            count=number(rated, language)
        )
        if rated
        else _("no ratings yet"),
        "library",
        _("Thumbs up among all thumbs, with its 95 % interval: {low} to {high}.").format(
            low=percent(approval.low, language), high=percent(approval.high, language)
        )
        if rated
        else _("Every thumb teaches the next draft; this is the share of thumbs up."),
    ),
)
for column, (label, value, note, address, explanation) in zip(st.columns(4), cards, strict=True):
    with column.container(border=True, height="stretch"):
        if state.empty:
            st.markdown(f"**{label}**")
            st.caption(explanation)
        else:
            st.metric(label, value, help=explanation)
            st.caption(note)
        st.page_link(
            nav.file_of(address),
            label=_("Open {page}").format(page=_(nav.entry(address).title)),
            icon=nav.entry(address).icon,
        )

if not state.empty:
    st.subheader(_("Next best steps"))
    for step in next_steps(state):
        st.page_link(
            nav.file_of(step.address),
            label=step.text,
            icon=":material/arrow_forward:",
            disabled=not services.may(nav.entry(step.address).needs),
            query_params=step.query,
        )
