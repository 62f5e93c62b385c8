"""Telling on a draft's own card why something could not be done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec

import streamlit as st

from core.copywriting import Draft
from pages._ui.problems import taken_from, told_at
from pages._ui.texts import plain

P = ParamSpec("P")


def told_on_card(function: Callable[Concatenate[int, P], None]) -> Callable[..., None]:
    """Shelter for what a card's button does with the draft of that id: a StudioError is shown
    on the card."""

    def place(draft_id: int, *_args: P.args, **_kwargs: P.kwargs) -> str:
        return _place(draft_id)

    return told_at(place, function)


def problem(draft: Draft) -> None:
    """Show what could not be done with this draft, once."""
    words = taken_from(_place(draft.id))
    if words:
        st.warning(plain(words), icon=":material/info:")


def _place(draft_id: int) -> str:
    return f"draft-{draft_id}"
