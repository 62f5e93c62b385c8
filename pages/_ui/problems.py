"""Telling where something was pressed why it could not be done."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec

import streamlit as st

from core.errors import StoreDamaged, StudioError
from pages._ui import services
from pages._ui.frame import guarded
from pages._ui.texts import plain

P = ParamSpec("P")
_KEY = "problem-at"


def told_at(place: Callable[P, str], function: Callable[P, None]) -> Callable[P, None]:
    """Shelter for a callback: a StudioError is kept for `problem_at` the place that its arguments
    name, where the eye is, and is not drawn at the top of the page."""

    @functools.wraps(function)
    def sheltered(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            function(*args, **kwargs)
        except StoreDamaged:
            raise
        except StudioError as error:
            tell_at(place(*args, **kwargs), error)

    return guarded(sheltered)


def tell_at(place: str, error: StudioError) -> None:
    """Keep an error's words for the next `problem_at` this place."""
    told: dict[str, str] = st.session_state.setdefault(_KEY, {})
    told[place] = error.text(services.gettext())


def taken_from(place: str) -> str:
    """What went wrong here in words, once; "" where nothing did."""
    words: str = st.session_state.get(_KEY, {}).pop(place, "")
    return words


def problem_at(place: str) -> None:
    """Show what went wrong here, once."""
    words = taken_from(place)
    if words:
        st.error(plain(words), icon=":material/error:")
