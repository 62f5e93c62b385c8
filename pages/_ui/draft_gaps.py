"""Striking out lines of a draft: only those are written anew."""

from __future__ import annotations

import streamlit as st

from core.copywriting import Channel, Draft, lines_of
from pages._ui import draft_shelf, services
from pages._ui.draft_problems import told_on_card
from pages._ui.texts import plain

_OPEN = "drafts-striking"


def is_open(draft: Draft) -> bool:
    """Whether lines of this draft are being struck out."""
    return st.session_state.get(_OPEN) == draft.id


def toggle(draft_id: int) -> None:
    """Begin or end striking out lines of a draft."""
    st.session_state[_OPEN] = None if st.session_state.get(_OPEN) == draft_id else draft_id


def strike_out(draft: Draft, channel: Channel) -> None:
    """A box for each line; the ticked ones are rewritten, the others stay as they are."""
    _ = services.gettext()
    st.caption(_("Tick what you do not like. The rest stays as it stands."))
    lines = lines_of(draft.text, channel)
    places = [
        place
        for place, line in enumerate(lines)
        if st.checkbox(plain(line.strip()), key=f"strike-{draft.id}-{place}")
    ]
    with st.container(horizontal=True):
        st.button(
            _("Rewrite the ticked lines"),
            key=f"fill-{draft.id}",
            icon=":material/format_ink_highlighter:",
            type="primary",
            disabled=not places,
            on_click=_fill,
            args=(draft.id, tuple(places)),
        )
        st.button(_("Close"), key=f"keep-{draft.id}", on_click=toggle, args=(draft.id,))


@told_on_card
def _fill(draft_id: int, places: tuple[int, ...]) -> None:
    new = services.studio().redesigns.fill(draft_id, places, voter=services.voter())
    draft_shelf.put_before(draft_id, [new.id])
    st.session_state[_OPEN] = None
