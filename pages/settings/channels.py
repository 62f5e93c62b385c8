"""Channels: where copy appears, how long it may be there, and who says so."""

import streamlit as st

from core.i18n import LANGUAGES
from pages._ui import services
from pages._ui.channels import PREFIX, channel_form, channel_table, chosen_channel

_ = services.gettext()

st.write(
    _(
        "Every draft is held to the limits below. Change one, and the studio and its checks use "
        "it at once; drafts you already have keep the limits they were written under."
    )
)

st.session_state.setdefault(PREFIX + "lang", services.language())
language = st.segmented_control(
    _("Language"),
    list(LANGUAGES),
    format_func=LANGUAGES.__getitem__,
    key=PREFIX + "lang",
    required=True,
    persist_state="session",
)
channel_table(language)
channel_form(chosen_channel(language), language)
