"""Telling on a draft's own card why something could not be done with it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec

import streamlit as st

from core.copywriting import Draft
from core.errors import StudioError
from pages._ui import services
from pages._ui.frame import guarded
from pages._ui.texts import plain

P = ParamSpec("P")
_KEY = "drafts-problem"


def told_on_card(function: Callable[Concatenate[int, P], None]) -> Callable[..., None]:
    """Shelter for what a card's button does with the draft of that id: a StudioError is shown
    on the card, where the eye is, and not at the top of the page."""

    @functools.wraps(function)
    def sheltered(draft_id: int, *args: P.args, **kwargs: P.kwargs) -> None:
        try:
            function(draft_id, *args, **kwargs)
        except StudioError as error:
            st.session_state[_KEY] = (draft_id, error.text(services.gettext()))

    return guarded(sheltered)


def problem(draft: Draft) -> None:
    """Show what could not be done with this draft, once."""
    id, words = st.session_state.get(_KEY, (None, ""))
    if id == draft.id:
        st.warning(plain(words), icon=":material/info:")
        st.session_state.pop(_KEY)
