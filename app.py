"""Brandloop: reviews and customers in, checked copy out, better with every rating."""

import streamlit as st

from pages._ui import entrance, frame, nav, services
from pages._ui.language import language_switch

st.set_page_config(page_title="Brandloop", page_icon="assets/brand/mark.svg", layout="wide")
st.logo("assets/brand/logo.svg", icon_image="assets/brand/mark.svg", size="large")

refused = entrance.refusal()
with entrance.corner() if refused else st.sidebar:
    language_switch()

_ = services.gettext()

sections: dict[str, list] = {}
for entry in nav.TABLE:
    shown = bool(refused) or services.may(entry.needs)
    page = st.Page(
        entry.path,
        title=_(entry.title),
        icon=entry.icon,
        help=_(entry.purpose),
        visibility="visible" if shown else "hidden",
    )
    sections.setdefault(_(entry.section), []).append(page)

page = st.navigation(sections, position="hidden" if refused else "sidebar")
if refused:
    entrance.door(refused)
    st.stop()

with st.sidebar:
    entrance.visitor_card()
st.title(page.title)
frame.run(page)
