"""Which import the personas come from: one at a time on the page, named where there are several."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.personas import CustomerFile, Persona
from pages._ui import services
from pages._ui.texts import plain

_CHOSEN = "personas-origin"
_MADE = "personas-made"


def titles(personas: Sequence[Persona]) -> dict[int, str]:
    """What to call personas in a list of all, by id: with their import where there are several."""
    _ = services.gettext()
    several = len(_origins(personas)) > 1
    return {
        persona.id: f"{persona.title(_)} · {origin_name(persona)}"
        if several and not persona.assumed
        else persona.title(_)
        for persona in personas
    }


def origin_name(persona: Persona) -> str:
    """The files that a persona's customers come from."""
    _ = services.gettext()
    return " + ".join(persona.files) or _("purchases")


def customers_from(files: Sequence[str]) -> None:
    """A line that says whose future it is: the customers of which files."""
    _ = services.gettext()
    if files:
        st.caption(plain(_("Customers from {files}").format(files=" + ".join(files))))


def just_made(persona: Persona) -> None:
    """Show the import of this persona on the next run."""
    st.session_state[_MADE] = _key(persona)


def of_one_import(personas: Sequence[Persona], files: Sequence[CustomerFile]) -> list[Persona]:
    """The personas of the import that is looked at, and those written by hand; where there are
    several imports, with a choice among them. The import made last, else the newest, comes first.
    """
    _ = services.gettext()
    found = _origins(personas)
    if len(found) < 2:
        return list(personas)
    if st.session_state.get(_MADE) in found:
        st.session_state[_CHOSEN] = st.session_state.pop(_MADE)
    if st.session_state.get(_CHOSEN) not in found:
        st.session_state[_CHOSEN] = _newest(found, files)
    chosen = st.selectbox(
        _("Groups among the customers of"),
        list(found),
        format_func=lambda key: origin_name(found[key]),
        key=_CHOSEN,
        persist_state="session",
        help=_("Groups from other imports are kept; they appear when you choose theirs."),
    )
    return [persona for persona in personas if persona.assumed or _key(persona) == chosen]


def of_newest_import(personas: Sequence[Persona]) -> list[Persona]:
    """The personas that the Personas page shows first, without a choice."""
    found = _origins(personas)
    if len(found) < 2:
        return list(personas)
    chosen = st.session_state.get(_CHOSEN)
    if chosen not in found:
        chosen = _newest(found, services.studio().personas.files())
    return [persona for persona in personas if persona.assumed or _key(persona) == chosen]


def beside(persona: Persona, personas: Sequence[Persona]) -> list[Persona]:
    """The personas that the page shows together with this one."""
    if persona.assumed:
        return of_newest_import(personas)
    return [one for one in personas if one.assumed or _key(one) == _key(persona)]


def _newest(found: dict[str, Persona], files: Sequence[CustomerFile]) -> str:
    for file in files:
        for key, persona in found.items():
            if file.name in persona.files:
                return key
    return list(found)[-1]


def _origins(personas: Sequence[Persona]) -> dict[str, Persona]:
    """A persona for each import that personas were made from, in the order of their ids."""
    found: dict[str, Persona] = {}
    for persona in sorted(personas, key=lambda one: one.id):
        if not persona.assumed:
            found.setdefault(_key(persona), persona)
    return found


def _key(persona: Persona) -> str:
    return f"{persona.base}/{persona.files[0] if persona.files else ''}"
