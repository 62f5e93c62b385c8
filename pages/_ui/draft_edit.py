"""Editing a draft where it stands, checked and scored anew with every change."""

from __future__ import annotations

import streamlit as st

from core.copywriting import Channel, Draft
from core.i18n import number
from pages._ui import draft_shelf, services
from pages._ui.draft_checks import said
from pages._ui.frame import guarded
from pages._ui.texts import plain

_OPEN = "drafts-editing"


def is_open(draft: Draft) -> bool:
    """Whether this draft is being edited; one at a time is."""
    return st.session_state.get(_OPEN) == draft.id


def toggle(draft_id: int) -> None:
    """Open or close the editor of a draft."""
    st.session_state[_OPEN] = None if st.session_state.get(_OPEN) == draft_id else draft_id


@st.fragment
@guarded
@services.for_writers
def editor(draft: Draft, channel: Channel | None, line: str) -> None:
    """The text to change, with what the rules say of it now; saving keeps both versions.

    `line` is the catalogue entry that tells the length, as on the card.
    """
    _ = services.gettext()
    studio = services.studio()
    key = f"edit-{draft.id}"
    text = st.text_area(
        _("Your version"),
        draft.text,
        key=key,
        height=160,
        help=_("Checked as soon as you leave the field or press Ctrl+Enter."),
    )
    changed = text.strip() != draft.text.strip()
    if changed and draft.brief_id is not None and text.strip():
        now = studio.redesigns.look(draft.id, text)
        count = channel.count(now.text) if channel else len(now.text)
        points = number(100 * now.scores["total"], services.language())
        length = _(line).format(
            count=number(count, services.language()), limit=channel.limit if channel else None
        )
        st.caption(
            plain(length)
            + " · "
            + _("score {points}").format(points=points)
            + " · "
            + (_("every check passed") if now.usable else _("not usable yet"))
        )
        for check in now.checks:
            said(check)
    with st.container(horizontal=True):
        st.button(
            _("Save as a new version"),
            key=f"save-{draft.id}",
            type="primary",
            on_click=_save,
            args=(draft.id, key),
            disabled=not changed,
        )
        st.button(_("Close"), key=f"close-{draft.id}", on_click=toggle, args=(draft.id,))
    if not is_open(draft):
        st.rerun()


@guarded
def _save(draft_id: int, key: str) -> None:
    _ = services.gettext()
    edited = services.studio().copy.edit(draft_id, st.session_state[key], voter=services.voter())
    draft_shelf.put_before(draft_id, [edited.id])
    st.session_state[_OPEN] = None
    st.toast(
        _("Saved. Edits teach the next draft too.")
        if edited.usable
        else _("Saved, but a check forbids it: see the card."),
        icon=":material/check:",
    )
