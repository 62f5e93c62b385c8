"""The desk: drafts being written for one channel or several, then their cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing

import streamlit as st

from core.copywriting import Brief, Channel, Filters, LibraryRow
from core.i18n import N_
from pages._ui import draft_compare, draft_shelf, services
from pages._ui.draft_report import REPORTS, Told
from pages._ui.drafts import Names, channel_name, draft_card
from pages._ui.queue import in_turn
from pages._ui.talking_points import heard
from pages._ui.texts import plain

_SHOW_AS = {"text": N_("Text"), "seen": N_("As it appears")}


def write(
    brief: Brief,
    channels: Mapping[str, Channel],
    count: int,
    persona_id: int | None,
    brand_id: int | None,
    *,
    framework: str = "",
    talking_points: Sequence[str] = (),
) -> None:
    """Write for each channel in turn; every draft is on the desk as soon as it is known."""
    _ = services.gettext()
    draft_shelf.show(())
    ids: list[int] = []
    told: list[Told] = []
    st.session_state[REPORTS] = told
    st.button(
        _("Stop"),
        key="copy_studio-stop",
        icon=":material/stop_circle:",
        help=_("What has been written is kept."),
    )
    for id, channel in channels.items():
        label = _("Writing for {channel}…").format(channel=plain(_(channel.name)))
        with st.status(label, expanded=True) as status, in_turn(status, label):
            run = services.studio().copy.write(
                brief,
                id,
                count=count,
                persona_id=persona_id,
                brand_id=brand_id,
                framework=framework,
                talking_points=talking_points,
                heard=heard(talking_points),
            )
            # Whoever stops or leaves ends this loop; the engine is free at once.
            with closing(iter(run)) as drafts:
                for draft in drafts:
                    if draft.usable:
                        ids.append(draft.id)
                        st.session_state[draft_shelf.SHOWN] = list(ids)
                        st.markdown(plain(draft.text))
        told.append(Told(channel, run.report, tuple(run.drafts)))
    st.rerun()


def cards(called: Names) -> None:
    """What lies on the desk, by channel, pinned drafts first."""
    ids = draft_shelf.shown()
    found = rows(ids)
    as_seen = _toolbar(bool(found)) == "seen"
    compared = {row.draft.id: row for row in rows(draft_compare.chosen())}
    draft_compare.side_by_side([compared[id] for id in draft_compare.chosen() if id in compared])
    texts = {row.draft.id: row.draft.text for row in found}
    groups: dict[str, list[LibraryRow]] = {}
    for row in sorted(found, key=lambda row: (not row.pinned, ids.index(row.draft.id))):
        groups.setdefault(row.draft.channel, []).append(row)
    for group in groups.values():
        if len(groups) > 1:
            st.subheader(plain(channel_name(group[0].draft)))
        for row in group:
            parent = texts.get(row.draft.parent_id or 0, "") if row.draft.change else ""
            draft_card(row, called, parent=parent, as_seen=as_seen, on_desk=True)


def rows(ids: list[int]) -> list[LibraryRow]:
    """The library's rows of these drafts; those deleted meanwhile are left out."""
    if not ids:
        return []
    wanted = Filters(ids=tuple(ids), usable_only=False, voter=services.voter())
    return list(services.studio().library.find(wanted, limit=len(ids)).rows)


def _toolbar(filled: bool) -> str:
    if not filled and not draft_shelf.can_undo():
        return "text"
    _ = services.gettext()
    with st.container(horizontal=True, vertical_alignment="center"):
        chosen = st.segmented_control(
            _("Show as"),
            list(_SHOW_AS),
            format_func=lambda key: _(_SHOW_AS[key]),
            default="text",
            required=True,
            key="copy_studio-show",
            label_visibility="collapsed",
        )
        st.button(
            _("Undo"),
            key="copy_studio-undo",
            icon=":material/undo:",
            type="tertiary",
            disabled=not draft_shelf.can_undo(),
            help=_("Brings the desk back as it was a step ago. Nothing is ever deleted here."),
            on_click=draft_shelf.undo,
        )
    return chosen
