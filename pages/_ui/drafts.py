"""A draft as a card: its words, what was checked, thumbs, and what can be done with it."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from core.copywriting import Channel, Draft, LibraryRow
from core.errors import NotFound
from core.i18n import N_, number
from pages._ui import (
    draft_edit,
    draft_gaps,
    draft_plan,
    draft_redesign,
    draft_text,
    services,
    transcreate,
    votes,
)
from pages._ui.brand_guide import likeness_line
from pages._ui.draft_checks import findings
from pages._ui.draft_menu import menu
from pages._ui.draft_problems import problem
from pages._ui.draft_score import score_card
from pages._ui.personas_origin import titles
from pages._ui.texts import plain

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
        {
            info.id: _(info.name)
            for info in studio.engines.available("writer", workspace=services.workspace())
        },
        titles(studio.personas.list()),
    )


def draft_card(
    row: LibraryRow,
    called: Names,
    where: bool = False,
    *,
    parent: str = "",
    as_seen: bool = False,
    on_desk: bool = False,
) -> None:
    """One card; with `where` it also says which product and channel it was written for.

    What differs from the text `parent` is marked. `as_seen` shows the draft as its platform
    does; `on_desk` cards can be put away.
    """
    draft = row.draft
    channel = channel_of(draft)
    with st.container(border=True, key=f"draft-{draft.id}"):
        if where:
            st.caption(plain(f"{row.product} · {channel_name(draft)}"))
        if as_seen and channel:
            draft_text.as_seen(draft, channel)
        elif draft.plan:
            draft_plan.words(draft)
        else:
            draft_text.words(draft, parent)
        st.caption(_facts_line(row, called, channel))
        likeness_line(draft)
        problem(draft)
        draft_redesign.told(draft)
        draft_plan.outline(draft, called.engines)
        findings(draft)
        if draft_edit.is_open(draft):
            draft_edit.editor(draft, channel, length_line(channel))
        elif draft_gaps.is_open(draft) and channel:
            draft_gaps.strike_out(draft, channel)
        elif transcreate.is_open(draft):
            transcreate.panel(draft)
        _tools(row, channel, on_desk)
        if row.vote < 0:
            votes.reasons(draft)


def _tools(row: LibraryRow, channel: Channel | None, on_desk: bool) -> None:
    _ = services.gettext()
    draft = row.draft
    with st.container(horizontal=True, vertical_alignment="center"):
        votes.thumbs(draft.id, row.vote)
        st.button(
            _("Edit"),
            key=f"open-{draft.id}",
            icon=":material/edit:",
            disabled=services.read_only(),
            on_click=draft_edit.toggle,
            args=(draft.id,),
        )
        with st.popover(_("Copy"), icon=":material/content_copy:"):
            st.code(draft.text, language=None, wrap_lines=True)
        if channel and draft.brief_id is not None:
            score_card(draft, channel)
        menu(row, on_desk)


def channel_of(draft: Draft) -> Channel | None:
    """The channel with the limits the draft was written under; None where it is gone."""
    if draft.held:
        return draft.held
    try:
        return services.studio().channels.get(draft.channel, draft.language)
    except NotFound:
        return None


def channel_name(draft: Draft) -> str:
    """The channel's name in the visitor's language, its id where it is gone."""
    _ = services.gettext()
    kind = channel_of(draft)
    return _(kind.name) if kind else draft.channel


def length_line(channel: Channel | None) -> str:
    """The catalogue entry that tells how long a text of the channel is."""
    if channel is None:
        return WITHOUT_LIMIT["characters"]
    return (UNITS if channel.limit else WITHOUT_LIMIT)[channel.unit]


def _facts_line(row: LibraryRow, called: Names, channel: Channel | None) -> str:
    _ = services.gettext()
    language = services.language()
    draft = row.draft
    parts = []
    if channel:
        parts.append(
            _(length_line(channel)).format(
                count=number(channel.count(draft.text), language), limit=channel.limit
            )
        )
    if draft.origin == "edit":
        parts.append(_("edited by hand"))
    elif not draft.engine:
        parts.append(_("made from your version"))
    else:
        parts.append(_("by {engine}").format(engine=called.engines.get(draft.engine, draft.engine)))
    if draft.persona_id in called.personas:
        parts.append(_("for {persona}").format(persona=called.personas[draft.persona_id]))
    if not draft.usable:
        parts.insert(0, _("not usable"))
    line = plain(" · ".join(parts))
    return f":material/keep: {line}" if row.pinned else line
