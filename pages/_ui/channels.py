"""The channels of a workspace as a table, and a form for one of them."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from core.copywriting import Channel
from core.copywriting.channels.channels import bundled
from core.copywriting.channels.fields import STRUCTURES, UNITS
from core.i18n import N_, day
from pages._ui import services
from pages._ui.frame import guarded
from pages._ui.texts import plain

PREFIX = "channels-"
FIXED = {"ad_set": N_("Set of lines"), "article": N_("Title and sections")}
LIMITS = {
    "characters": N_("{limit} characters"),
    "words": N_("{limit} words"),
    "width": N_("{limit} columns"),
}
_NEW = ""


def channel_table(language: str) -> None:
    """Every channel with its limit, how it is counted, who says so and since when."""
    _ = services.gettext()
    shown_in = services.language()
    kinds = services.studio().channels.list(language)
    frame = pd.DataFrame(
        {
            _("Channel"): [_(kind.name) for kind in kinds],
            _("Limit"): [_limit(kind) for kind in kinds],
            _("Source of the limit"): [_(kind.source) if kind.source else "" for kind in kinds],
            _("As of"): [day(kind.checked_on, shown_in) for kind in kinds],
            _("Changed"): [_changed(kind) for kind in kinds],
            _("Structure"): [_((STRUCTURES | FIXED)[kind.structure]) for kind in kinds],
            _("Hashtags"): [_span(kind.hashtags) for kind in kinds],
            _("Emoji"): [kind.emoji for kind in kinds],
            _("Style from"): [_style(kind) for kind in kinds],
        }
    )
    wide = {_("Source of the limit"): st.column_config.TextColumn(width=330)}
    st.dataframe(frame, hide_index=True, width="stretch", column_config=wide, key=PREFIX + "table")


def chosen_channel(language: str) -> Channel | None:
    """The channel to edit, None for a new one."""
    _ = services.gettext()
    kinds = {kind.id: kind for kind in services.studio().channels.list(language)}
    key = PREFIX + "chosen"
    added = st.session_state.pop(PREFIX + "added", None)
    if added in kinds:
        st.session_state[key] = added
    if st.session_state.get(key) not in (*kinds, _NEW):
        st.session_state[key] = next(iter(kinds))
    id = st.selectbox(
        _("Channel to change"),
        [*kinds, _NEW],
        format_func=lambda id: _(kinds[id].name) if id else _("New channel…"),
        key=key,
    )
    return kinds.get(id)


@services.for_writers
def channel_form(kind: Channel | None, language: str) -> None:
    """The form of one channel; saving stores at once."""
    _ = services.gettext()
    with st.form(f"{PREFIX}form-{language}-{kind.id if kind else _NEW}", border=True):
        fields: dict[str, Any] = {}
        if kind is None or kind.own:
            left, right = st.columns(2)
            fields["name"] = left.text_input(_("Name"), kind.name if kind else "", max_chars=60)
            with right:
                fields["like"] = _style_choice(kind, language)
        left, middle, right = st.columns(3)
        if kind is None or kind.structure not in FIXED:
            with left:
                fields["structure"] = _structure_choice(kind)
        with middle:
            fields["unit"] = _unit_choice(kind)
        if kind is None or kind.structure != "ad_set":
            low, high = right.columns(2)
            fields["limit"] = high.number_input(
                _("At most"), min_value=1, value=(kind.limit if kind else None) or 100, step=1
            )
            fields["minimum"] = low.number_input(
                _("At least"), min_value=0, value=(kind.minimum if kind else None) or 0, step=1
            )
        if kind and kind.parts:
            fields["parts"] = _part_limits(kind)
        _manners(kind, fields)
        fields["source"] = st.text_input(
            _("Source of the limit"),
            _(kind.source) if kind and kind.source else "",
            max_chars=200,
            help=_("Where the limit is written down, so that others can look it up."),
        )
        if st.form_submit_button(_("Save channel"), type="primary", icon=":material/save:"):
            _save(kind, language, fields)
    if kind and (kind.own or kind.edited):
        _undo(kind, language)


def _style_choice(kind: Channel | None, language: str) -> str | None:
    _ = services.gettext()
    trained = {entry.id: entry for entry in bundled(language) if entry.trained}
    options: list[str | None] = [None, *trained]
    return st.selectbox(
        _("Written like"),
        options,
        index=options.index(kind.like) if kind else 0,
        format_func=lambda id: _(trained[id].name) if id else _("The nearest one"),
        help=_("A channel that writers have learnt. Yours takes its style, not its limits."),
    )


def _structure_choice(kind: Channel | None) -> str:
    _ = services.gettext()
    options = list(STRUCTURES)
    now = kind.structure if kind else "text"
    return st.selectbox(
        _("Structure"),
        options,
        index=options.index(now),
        format_func=lambda id: _(STRUCTURES[id]),
    )


def _unit_choice(kind: Channel | None) -> str:
    _ = services.gettext()
    options = list(UNITS)
    now = kind.unit if kind else "characters"
    return st.selectbox(
        _("Counted in"), options, index=options.index(now), format_func=lambda id: _(UNITS[id])
    )


def _part_limits(kind: Channel) -> dict[str, int]:
    _ = services.gettext()
    columns = st.columns(max(3, len(kind.parts)))
    return {
        part.name: column.number_input(
            _("At most in the {field}").format(field=_(part.name)),
            min_value=1,
            value=part.limit,
            step=1,
        )
        for part, column in zip(kind.parts, columns, strict=False)
    }


def _manners(kind: Channel | None, fields: dict[str, Any]) -> None:
    _ = services.gettext()
    columns = st.columns(3)
    low, high = kind.hashtags if kind else (0, 0)
    fields["hashtags"] = [
        columns[0].number_input(_("Hashtags, at least"), 0, 30, low, step=1),
        columns[1].number_input(_("Hashtags, at most"), 0, 30, high, step=1),
    ]
    fields["emoji"] = columns[2].number_input(
        _("Emoji, at most"), 0, 50, kind.emoji if kind else 0, step=1
    )
    left, right = st.columns(2)
    named = left.toggle(_("Must name the product"), kind.product == "required" if kind else False)
    fields["product"] = "required" if named else "optional"
    fields["cta"] = right.toggle(_("Ends in a call to action"), kind.cta if kind else False)


def _undo(kind: Channel, language: str) -> None:
    _ = services.gettext()
    said = _("Remove this channel") if kind.own else _("Back to the original")
    with st.popover(said, icon=":material/undo:"):
        st.write(_("Drafts written for {name} stay.").format(name=plain(_(kind.name))))
        st.button(said, key=PREFIX + "undo", on_click=_reset, args=(kind.id, language))


@guarded
def _save(kind: Channel | None, language: str, fields: dict[str, Any]) -> None:
    _ = services.gettext()
    kinds = services.studio().channels
    if kind is None:
        name = fields.pop("name")
        saved = kinds.add("zh" if language == "zh" else "en", name, fields)
        # The choice is a widget that was drawn already: it is made before the next run.
        st.session_state[PREFIX + "added"] = saved.id
    else:
        if kind.source and fields["source"] == _(kind.source):
            fields["source"] = kind.source
        kinds.edit(kind.id, language, {key: value for key, value in fields.items() if value != ""})
    st.toast(_("Saved."), icon=":material/check:")
    st.rerun()


@guarded
def _reset(id: str, language: str) -> None:
    services.studio().channels.reset(id, language)


def _limit(kind: Channel) -> str:
    _ = services.gettext()
    if kind.limit is None:
        return " · ".join(f"{part.count} × {part.limit}" for part in kind.parts)
    said = _(LIMITS[kind.unit]).format(limit=kind.limit)
    return f"{kind.minimum}–{said}" if kind.minimum else said


def _span(least_most: tuple[int, int]) -> str:
    low, high = least_most
    return str(high) if low == high else f"{low}–{high}"


def _style(kind: Channel) -> str:
    _ = services.gettext()
    if kind.trained:
        return ""
    near = next((entry for entry in bundled(kind.language) if entry.id == kind.like), None)
    return _(near.name) if near else kind.like


def _changed(kind: Channel) -> str:
    _ = services.gettext()
    return _("Your own") if kind.own else _("By you") if kind.edited else ""
