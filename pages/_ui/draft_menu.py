"""What else can be done with a draft, behind one button."""

from __future__ import annotations

import streamlit as st

from core.copywriting import LibraryRow
from core.i18n import N_
from pages._ui import (
    draft_compare,
    draft_gaps,
    draft_redesign,
    draft_shelf,
    services,
    transcreate,
)
from pages._ui.frame import guarded

PROVENANCE = "drafts-provenance"
"""Under this key the menu asks for the dialog of a draft's versions and origin."""

_TOOLS = {
    "strike": N_("Strike out lines"),
    "compare": N_("Compare"),
    "transcreate": N_("In the other language"),
    "translator": N_("In the other language (needs another engine)"),
    "pin": N_("Pin"),
    "unpin": N_("Unpin"),
    "away": N_("Put away"),
    "origin": N_("Versions and origin"),
}


@services.for_writers
def menu(row: LibraryRow, on_desk: bool) -> None:
    """The menu of a card; what is chosen is done at once."""
    _ = services.gettext()
    tools = ["strike", "compare", "unpin" if row.pinned else "pin"]
    tools += ["away", "origin"] if on_desk else ["origin"]
    if row.draft.brief_id is None:
        tools.remove("strike")
    else:
        tools.append("transcreate" if transcreate.able() else "translator")
    wishes = list(draft_redesign.WISHES) if row.draft.brief_id is not None else []
    names = draft_redesign.WISHES | _TOOLS
    key = f"menu-{row.draft.id}"
    st.menu_button(
        _("More"),
        [*wishes, *tools],
        format_func=lambda name: _(names[name]),
        key=key,
        on_click=_do,
        args=(row.draft.id, key),
    )


@guarded
def _do(draft_id: int, key: str) -> None:
    match st.session_state.get(key):
        case "strike":
            draft_gaps.toggle(draft_id)
        case "compare":
            draft_compare.toggle(draft_id)
        case "transcreate" | "translator":
            transcreate.toggle(draft_id)
        case "pin" | "unpin" as what:
            services.studio().library.pin(draft_id, services.voter(), what == "pin")
        case "origin":
            st.session_state[PROVENANCE] = draft_id
        case "away":
            draft_shelf.take_away(draft_id)
        case str() as wish:
            draft_redesign.change(draft_id, wish)
