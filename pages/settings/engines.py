"""Engines: which model writes, which reads, what each takes and sends, before it is loaded."""

import streamlit as st

from pages._ui import services
from pages._ui.engines import WORK, add_form, engine_card

_ = services.gettext()
engines = services.studio().engines

st.write(
    _(
        "One engine writes your copy, one reads your reviews. Those that come with Brandloop run "
        "on this machine without a network."
    )
)

for kind, column in zip(WORK, st.columns(len(WORK), gap="medium"), strict=True):
    with column:
        st.subheader(_(WORK[kind]))
        chosen = engines.chosen(kind, workspace=services.workspace())
        for info in engines.available(kind, workspace=services.workspace()):
            engine_card(info, info.id == chosen)

st.caption(_("If the engine in use fails, the bundled one takes over and the page says so."))
add_form()
