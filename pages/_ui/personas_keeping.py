"""What changed in a persona, and keeping it: name, note, lock, earlier versions, deletion."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core.i18n import NN_, day, number, percent
from core.personas import Persona
from pages._ui import services
from pages._ui.frame import guarded
from pages._ui.texts import plain

Translate = Callable[[str], str]


def changes_panel(persona: Persona, language: str, _: Translate) -> None:
    """What moved since the version before; nothing where there was none."""
    if persona.version < 2:
        return
    st.markdown(_("**What changed since the last time**"))
    before = next(iter(services.studio().personas.versions(persona.id)), None)
    if before and before.size != persona.size:
        st.caption(
            _("Customers: {before} → {after}").format(
                before=number(before.size, language), after=number(persona.size, language)
            )
        )
    if not persona.changes:
        st.caption(_("Nothing that chance does not explain."))
        return
    lines = [
        _("{trait}: {before} → {after}").format(
            trait=change.label.text(_),
            before=percent(change.before, language),
            after=percent(change.after, language),
        )
        for change in persona.changes
    ]
    st.markdown("\n".join(f"- {plain(line)}" for line in lines))


@services.for_writers
def keeping(persona: Persona, language: str, _: Translate) -> None:
    """Name, note and lock; earlier versions; deletion."""
    st.divider()
    name, save, remove = st.columns([3, 1, 1], vertical_alignment="bottom")
    name.text_input(_("Name"), persona.title(_), key=f"personas-name-{persona.id}", max_chars=80)
    save.button(
        _("Rename"),
        key="personas-rename",
        icon=":material/edit:",
        width="stretch",
        on_click=_rename,
        args=(persona.id,),
    )
    with remove.popover(_("Delete"), icon=":material/delete:", width="stretch"):
        st.write(_("The persona goes; what was written for it stays in the Library."))
        st.button(
            _("Delete this persona"),
            key="personas-delete",
            type="primary",
            on_click=_delete,
            args=(persona.id,),
        )
    st.text_area(
        _("Your own note"),
        persona.note,
        key=f"personas-note-{persona.id}",
        max_chars=500,
        height=80,
        placeholder=_("What the data cannot know: a promise made to them, a word to use"),
        help=_("It stays when groups are formed anew, and goes with the persona into a brief."),
        on_change=_note,
        args=(persona.id,),
    )
    if persona.assumed:
        return
    st.toggle(
        _("Keep this card as it is"),
        persona.locked,
        key=f"personas-lock-{persona.id}",
        help=_("Locked, it neither changes nor goes when groups are formed anew."),
        on_change=_lock,
        args=(persona.id,),
    )
    _versions(persona, language, _)


def _versions(persona: Persona, language: str, _: Translate) -> None:
    earlier = {one.version: one for one in services.studio().personas.versions(persona.id)}
    if not earlier:
        return
    with st.expander(
        _("Version {n}, and those before it").format(n=number(persona.version, language)),
        icon=":material/history:",
    ):
        chosen = st.selectbox(
            _("Earlier version"),
            list(earlier),
            format_func=lambda version: _(
                NN_(
                    "Version {n} · {day} · {count} customer",
                    "Version {n} · {day} · {count} customers",
                    earlier[version].size,
                )
            ).format(
                n=version,
                day=day(earlier[version].updated_at[:10], language),
                count=number(earlier[version].size, language),
            ),
            key=f"personas-version-{persona.id}",
        )
        one = earlier.get(chosen) or next(iter(earlier.values()))
        st.markdown(f"**{plain(one.title(_))}**")
        st.markdown("\n".join(f"- {plain(trait.text(_))}" for trait in one.traits[:5]))
        st.button(
            _("Bring this version back and lock it"),
            key=f"personas-bring-back-{persona.id}",
            icon=":material/restore:",
            on_click=_bring_back,
            args=(persona.id, one.version),
        )


@guarded
def _rename(id: int) -> None:
    services.studio().personas.update(id, name=st.session_state[f"personas-name-{id}"])


@guarded
def _note(id: int) -> None:
    services.studio().personas.update(id, note=st.session_state[f"personas-note-{id}"])


@guarded
def _lock(id: int) -> None:
    services.studio().personas.update(id, locked=st.session_state[f"personas-lock-{id}"])


@guarded
def _bring_back(id: int, version: int) -> None:
    services.studio().personas.bring_back(id, version)
    # The widgets hold what the newer version said.
    for widget in ("name", "note", "lock", "version"):
        st.session_state.pop(f"personas-{widget}-{id}", None)


@guarded
def _delete(id: int) -> None:
    services.studio().personas.delete(id)
    st.query_params.pop("persona", None)
