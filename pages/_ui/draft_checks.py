"""What rules found in a draft, each with its cure at hand."""

from __future__ import annotations

import streamlit as st

from core.copywriting import Check, Draft, fixed
from pages._ui import draft_shelf, services
from pages._ui.frame import guarded
from pages._ui.texts import plain

LEVELS = {
    "error": ":material/block:",
    "warning": ":material/warning:",
    "note": ":material/info:",
}


def findings(draft: Draft, notes: bool = False) -> None:
    """One line for each finding; where code knows the cure, a button puts it in."""
    _ = services.gettext()
    for place, check in enumerate(draft.checks):
        if check.level == "note" and not notes:
            continue
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            said(check)
            if check.fix is not None and check.span and draft.brief_id:
                label = (
                    _("Change to “{words}”").format(words=plain(check.fix))
                    if check.fix.strip()
                    else _("Take it out")
                )
                st.button(
                    label,
                    key=f"fix-{draft.id}-{place}",
                    icon=":material/auto_fix_high:",
                    type="tertiary",
                    disabled=services.read_only(),
                    on_click=_fix,
                    args=(draft, check),
                )


def said(check: Check) -> None:
    """A finding in words, its source as help."""
    _ = services.gettext()
    st.markdown(
        f":small[{LEVELS[check.level]} {plain(check.reason(_))}]", help=check.source or None
    )


@guarded
def _fix(draft: Draft, check: Check) -> None:
    _ = services.gettext()
    studio = services.studio()
    mended = studio.copy.edit(draft.id, fixed(draft.text, check), voter=services.voter())
    draft_shelf.put_before(draft.id, [mended.id])
    st.toast(
        _("Put right. The draft as it was stays below.")
        if mended.usable
        else _("Saved, but a check forbids it: see the card."),
        icon=":material/check:",
    )
