"""A draft as a card: its words, what was checked, thumbs, copy and edit."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from core.copywriting import Draft, LibraryRow, channel
from core.errors import NotFound
from core.i18n import N_, number
from pages._ui import services, votes
from pages._ui.frame import guarded
from pages._ui.texts import plain

LEVELS = {
    "error": ":material/block:",
    "warning": ":material/warning:",
    "note": ":material/info:",
}
UNITS = {
    "characters": N_("{count}/{limit} characters"),
    "words": N_("{count}/{limit} words"),
    "width": N_("{count}/{limit} columns"),
    "segments": N_("{count}/{limit} SMS segments"),
}
WITHOUT_LIMIT = {
    "characters": N_("{count} characters"),
    "words": N_("{count} words"),
    "width": N_("{count} columns"),
    "segments": N_("{count} SMS segments"),
}


@dataclass(frozen=True)
class Names:
    """What cards call engines and personas, by id."""

    engines: dict[str, str]
    personas: dict[int, str]


def names() -> Names:
    """The names in the visitor's language; read once for all cards of a page."""
    _ = services.gettext()
    studio = services.studio()
    return Names(
        {info.id: _(info.name) for info in studio.engines.available("writer")},
        {persona.id: persona.title(_) for persona in studio.personas.list()},
    )


def draft_card(row: LibraryRow, called: Names, where: bool = False) -> None:
    """One card; with `where` it also says which product and channel it was written for."""
    _ = services.gettext()
    draft = row.draft
    with st.container(border=True, key=f"draft-{draft.id}"):
        if where:
            st.caption(plain(f"{row.product} · {_channel_name(draft)}"))
        st.markdown(plain(draft.text))
        st.caption(_facts_line(row, called))
        for check in draft.checks:
            if check.level != "note":
                st.markdown(
                    f":small[{LEVELS[check.level]} {plain(check.reason(_))}]",
                    help=check.source or None,
                )
        with st.container(horizontal=True, vertical_alignment="center"):
            votes.thumbs(draft.id, row.vote)
            with st.popover(_("Copy"), icon=":material/content_copy:"):
                st.code(draft.text, language=None, wrap_lines=True)
            with st.popover(_("Edit"), icon=":material/edit:"):
                _editor(draft)
        if row.vote < 0:
            votes.reasons(draft.id)


def _channel_name(draft: Draft) -> str:
    try:
        return services.gettext()(channel(draft.channel, draft.language).name)
    except NotFound:
        return draft.channel


def _facts_line(row: LibraryRow, called: Names) -> str:
    _ = services.gettext()
    language = services.language()
    draft = row.draft
    parts = []
    try:
        kind = channel(draft.channel, draft.language)
    except NotFound:
        pass
    else:
        words = UNITS if kind.limit else WITHOUT_LIMIT
        parts.append(
            _(words[kind.unit]).format(
                count=number(kind.count(draft.text), language), limit=kind.limit
            )
        )
    if draft.origin == "edit":
        parts.append(_("edited by hand"))
    else:
        parts.append(_("by {engine}").format(engine=called.engines.get(draft.engine, draft.engine)))
    if draft.persona_id in called.personas:
        parts.append(_("for {persona}").format(persona=called.personas[draft.persona_id]))
    if not draft.usable:
        parts.insert(0, _("not usable"))
    return plain(" · ".join(parts))


def _editor(draft: Draft) -> None:
    _ = services.gettext()
    key = f"edit-{draft.id}"
    text = st.text_area(_("Your version"), draft.text, key=key, height=160)
    st.button(
        _("Save as a new version"),
        key=f"save-{draft.id}",
        on_click=_save_edit,
        args=(draft.id, key),
        disabled=text.strip() == draft.text.strip(),
    )


@guarded
def _save_edit(draft_id: int, key: str) -> None:
    _ = services.gettext()
    edited = services.studio().copy.edit(draft_id, st.session_state[key], voter=services.voter())
    shown: list[int] = st.session_state.get("copy_studio-drafts", [])
    if draft_id in shown:
        shown.insert(shown.index(draft_id), edited.id)
    st.toast(
        _("Saved. Edits teach the next draft too.")
        if edited.usable
        else _("Saved, but a check forbids it: see the card."),
        icon=":material/check:",
    )
