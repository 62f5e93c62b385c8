"""Brandloop: reviews and customers in, checked copy out, better with every rating."""

import streamlit as st

from pages._ui import frame, nav, services
from pages._ui.language import language_switch

st.set_page_config(page_title="Brandloop", page_icon="assets/brand/mark.svg", layout="wide")
st.logo("assets/brand/logo.svg", icon_image="assets/brand/mark.svg", size="large")

with st.sidebar:
    language_switch()

_ = services.gettext()

sections: dict[str, list] = {}
for entry in nav.TABLE:
    page = st.Page(entry.path, title=_(entry.title), icon=entry.icon, help=_(entry.purpose))
    sections.setdefault(_(entry.section), []).append(page)

page = st.navigation(sections)
st.title(page.title)
frame.run(page)
