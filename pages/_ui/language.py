"""The language switch of the side bar."""

from __future__ import annotations

import streamlit as st

from core import i18n
from pages._ui import address


def language_switch() -> None:
    """Offer the languages; the choice lives in the address as ?lang=…

    A visit without one starts in the browser's language.
    """
    address.seed("lang", i18n.LANGUAGES, i18n.guess_language(st.context.locale))
    st.segmented_control(
        "Language · 语言",
        list(i18n.LANGUAGES),
        format_func=i18n.LANGUAGES.__getitem__,
        key="lang",
        required=True,
        label_visibility="collapsed",
        width="stretch",
    )
    address.publish("lang", default=None)
