"""The drafts on the desk of this visit: which are shown, in what order, and the way back."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

SHOWN = "copy_studio-drafts"
_BEFORE = "copy_studio-before"
_MOST_STEPS = 20


def shown() -> list[int]:
    """The ids of the drafts on the desk, in their order."""
    return list(st.session_state.get(SHOWN) or [])


def show(ids: Iterable[int]) -> None:
    """Put these drafts on the desk; what lay there can be brought back."""
    remember()
    st.session_state[SHOWN] = list(ids)


def put_before(id: int, new: Iterable[int]) -> None:
    """Lay new drafts in front of one on the desk; elsewhere than on the desk nothing happens."""
    ids = shown()
    if id not in ids:
        return
    place = ids.index(id)
    fresh = [one for one in new if one not in ids]
    show([*ids[:place], *fresh, *ids[place:]])


def take_away(id: int) -> None:
    """Take a draft off the desk; the library keeps it."""
    show([one for one in shown() if one != id])


def remember() -> None:
    """Note how the desk looks, for `undo`."""
    steps = st.session_state.setdefault(_BEFORE, [])
    steps.append(shown())
    del steps[:-_MOST_STEPS]


def undo() -> None:
    """Bring back the desk as it was a step ago."""
    steps = st.session_state.get(_BEFORE)
    if steps:
        st.session_state[SHOWN] = steps.pop()


def can_undo() -> bool:
    """Whether there is a step to go back."""
    return bool(st.session_state.get(_BEFORE))
