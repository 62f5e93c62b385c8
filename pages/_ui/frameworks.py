"""The order copy is told in, offered where the engine in use follows one."""

from __future__ import annotations

import streamlit as st

from core.engines.types import FRAMEWORKS
from core.i18n import N_
from pages._ui import services

KEY = "copy_studio-framework"
NAMES = {
    "aida": N_("AIDA: attention, interest, desire, action"),
    "pas": N_("PAS: problem, agitation, solution"),
    "bab": N_("BAB: before, after, bridge"),
    "fab": N_("FAB: features, advantages, benefits"),
    "4p": N_("4P: promise, picture, proof, push"),
}


def choose_framework() -> str:
    """The framework to write by, "" for none or where the engine follows none."""
    _ = services.gettext()
    engines = services.studio().engines
    chosen = engines.chosen("writer", workspace=services.workspace())
    info = next(
        (
            info
            for info in engines.available("writer", workspace=services.workspace())
            if info.id == chosen
        ),
        None,
    )
    if info is None or "framework" not in info.obeys:
        return ""
    return st.selectbox(
        _("Told in the order of"),
        ["", *FRAMEWORKS],
        format_func=lambda id: _(NAMES[id]) if id else _("None"),
        key=KEY,
        persist_state="session",
    )
