"""The versions of a draft as a tree: what was edited or redesigned into what."""

from __future__ import annotations

import streamlit as st

from core.copywriting import Draft
from core.i18n import N_
from pages._ui import services
from pages._ui.texts import plain

_MADE = {
    "engine": N_("written"),
    "edit": N_("edited by hand"),
    "redesign": N_("redesigned"),
}
_SHORT = 90


def tree(draft: Draft) -> None:
    """Every version of the draft, each under the one it was made from; this one in bold."""
    _ = services.gettext()
    family = services.studio().library.versions(draft.id)
    if len(family) < 2:
        st.caption(_("There is one version. Edits and redesigns appear here."))
        return
    ids = {one.id for one in family}
    children: dict[int | None, list[Draft]] = {}
    for one in family:
        children.setdefault(one.parent_id if one.parent_id in ids else None, []).append(one)
    lines: list[str] = []
    _grow(None, children, 0, draft.id, lines)
    st.markdown("\n".join(lines))


def _grow(
    parent: int | None,
    children: dict[int | None, list[Draft]],
    depth: int,
    here: int,
    lines: list[str],
) -> None:
    _ = services.gettext()
    for one in children.get(parent, ()):
        text = " ".join(one.text.split())
        text = plain(text if len(text) <= _SHORT else text[:_SHORT] + "…")
        said = _(_MADE[one.origin])
        note = one.change.get("note")
        if note:
            said += " · " + _(note[0]).format(**note[1])
        shown = f"**{text}**" if one.id == here else text
        lines.append(f"{'    ' * depth}- {shown} :small[:gray[{plain(said)} · {one.id}]]")
        _grow(one.id, children, depth + 1, here, lines)
