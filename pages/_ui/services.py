"""What every page starts from: the studio, the visitor's language and name."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core import i18n
from core.settings import Settings
from core.studio import Studio, open_studio


def studio() -> Studio:
    """The studio of this installation, one object for all visitors."""
    return _studio(Settings.from_environment())


@st.cache_resource(max_entries=4, show_spinner=False, hash_funcs={Settings: hash})
def _studio(settings: Settings) -> Studio:
    return open_studio(settings)


def language() -> str:
    """The interface language of this visit: the switch's, else the browser's."""
    return st.session_state.get("lang") or i18n.guess_language(st.context.locale)


def gettext() -> Callable[[str], str]:
    """What turns a catalogue entry into the visitor's language."""
    return i18n.translation(language()).gettext


def ngettext() -> Callable[[str, str, int], str]:
    """The same for entries with a singular and a plural."""
    return i18n.translation(language()).ngettext


def voter() -> str:
    """Whose thumbs these are: the signed-in address, or "me" on a machine of one's own."""
    if getattr(st.user, "is_logged_in", False):
        return str(st.user.get("email") or st.user.get("sub"))
    return "me"
