"""What every page starts from: the studio, the visitor's language and name, and what they may."""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextvars import ContextVar
from typing import ParamSpec, TypeVar

import streamlit as st

from core import i18n
from core.access import LOCAL, Permission, Person
from core.settings import Settings
from core.studio import Studio
from pages._ui import visit

P = ParamSpec("P")
T = TypeVar("T")

_AWAY: ContextVar[tuple[Studio, str] | None] = ContextVar("studio_and_language", default=None)


def studio() -> Studio:
    """The workspace of this visit, as whoever is visiting may use it.

    Raises SignedOut where nobody is signed in who has to be, AccessDenied for a workspace of
    which the visitor is no member.
    """
    if away := _AWAY.get():
        return away[0]
    return _studio(Settings.from_environment(), visit.person(), visit.workspace())


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs={Settings: hash, Person: hash})
def _studio(settings: Settings, person: Person, id: int) -> Studio:
    return visit.installation(settings).studio(person, id)


def may(permission: Permission) -> bool:
    """Whether the visitor's role allows such things here; what it does not, the core refuses."""
    return studio().may(permission)


def read_only() -> bool:
    """Whether the visitor may look and change nothing."""
    return not may(Permission.WRITE)


def for_writers(draw: Callable[P, None]) -> Callable[P, None]:
    """A part of a page that is there to change something: a viewer does not find it."""

    @functools.wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> None:
        if not read_only():
            draw(*args, **kwargs)

    return drawn


def workspace() -> int:
    """The id of this visit's workspace, for engines, which all workspaces share."""
    return studio().workspace.id


def place() -> str:
    """What tells this workspace's rows from every other's, for what is cached of them."""
    return f"{studio().settings.database}#{workspace()}"


def for_later(make: Callable[[], T]) -> Callable[[], T]:
    """What a download makes at its click, as part of this visit.

    Streamlit calls it in a thread that knows no visitor. It works in the workspace and language of
    now; raises SignedOut where the sign-in is over by then.
    """
    visitor = visit.claims() if visit.signs_in() else None
    taken = studio(), language()

    def made() -> T:
        if visitor is not None:
            visit.still_in(visitor)
        token = _AWAY.set(taken)
        try:
            return make()
        finally:
            _AWAY.reset(token)

    return made


def is_away() -> bool:
    """Whether this runs for a download, outside of any visit's script."""
    return _AWAY.get() is not None


def language() -> str:
    """The interface language of this visit: the switch's, else the browser's."""
    if away := _AWAY.get():
        return away[1]
    return st.session_state.get("lang") or i18n.guess_language(st.context.locale)


def gettext() -> Callable[[str], str]:
    """What turns a catalogue entry into the visitor's language."""
    return i18n.translation(language()).gettext


def ngettext() -> Callable[[str, str, int], str]:
    """The same for entries with a singular and a plural."""
    return i18n.translation(language()).ngettext


def voter() -> str:
    """Whose thumbs these are: the signed-in address, or "me" on a machine of one's own."""
    found = visit.person()
    return "me" if found == LOCAL else found.address
