"""Who is visiting, and which workspace: asked anew at every action, before anything is done."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import streamlit as st

from core.access import LOCAL, Person, Policy, SignIns, Workspaces
from core.errors import AccessDenied, SignedOut, StoreFailed
from core.i18n import N_
from core.settings import Settings
from core.studio import Installation
from pages._ui.secret_file import section

WORKSPACE = "workspace"
_SEEN = "visit-seen"
_HOLDS = 2.0
_MOST_DIGITS = 9


@st.cache_resource(max_entries=4, show_spinner=False, hash_funcs={Settings: hash})
def installation(settings: Settings) -> Installation:
    """What all visitors share."""
    return Installation(settings)


def signs_in() -> bool:
    """Whether people have to sign in here at all."""
    return section("auth") is not None


def person() -> Person:
    """Whoever is visiting: signed in and let in, or the only user of a machine of their own.

    Raises SignedOut where nobody is signed in or the sign-in is over, AccessDenied for somebody
    who is on no list. Looks again every two seconds.
    """
    seen: tuple[float, Person] | None = st.session_state.get(_SEEN)
    if seen and time.monotonic() - seen[0] < _HOLDS:
        return seen[1]
    st.session_state.pop(_SEEN, None)
    found = _let_in(claims()) if signs_in() else LOCAL
    st.session_state[_SEEN] = (time.monotonic(), found)
    return found


def claims() -> Mapping[str, Any] | None:
    """What the identity provider says of whoever is signed in; None where nobody is."""
    said = st.user.to_dict()
    return said if said.get("is_logged_in") is True else None


def workspaces() -> dict[int, str]:
    """The workspaces the visitor is a member of, by id."""
    return _workspaces().names()


def workspace() -> int:
    """The one of this visit: that of the address at its start, else the visitor's first.

    Raises AccessDenied for another's, and for somebody who is a member of none.
    """
    if WORKSPACE not in st.session_state:
        asked = st.query_params.get(WORKSPACE, "")
        if asked:
            known = asked.isascii() and asked.isdecimal() and len(asked) <= _MOST_DIGITS
            try:
                st.session_state[WORKSPACE] = _workspaces().enter(int(asked) if known else 0)
            except StoreFailed:
                return 1  # its page says what is wrong with the file
        else:
            st.session_state[WORKSPACE] = 1 if person() == LOCAL else _first()
    found: int = st.session_state[WORKSPACE]
    return found


def _first() -> int:
    mine = workspaces()
    if not mine:
        raise AccessDenied(
            N_("You are not a member of any workspace yet."),
            N_("Ask whoever runs this installation to add you."),
        )
    return next(iter(mine))


def still_in(said: Mapping[str, Any]) -> None:
    """Raises SignedOut or AccessDenied where whoever was signed in with these claims is so no
    more."""
    _let_in(said)


def sign_out() -> None:
    """End the visitor's sign-in, here and in every other tab, and forget this visit."""
    said = claims()
    try:
        if said is not None:
            _sign_ins().end(said)
    finally:
        forget()
        st.logout()


def forget() -> None:
    """Empty what this visit remembers, its language aside."""
    for key in [key for key in st.session_state if key != "lang"]:
        del st.session_state[key]


def _let_in(said: Mapping[str, Any] | None) -> Person:
    if said is None:
        raise SignedOut(N_("You are not signed in."), N_("Sign in to go on."))
    sign_ins = _sign_ins()
    try:
        found = _policy().admit(said)
    except AccessDenied as error:
        sign_ins.refused(said)
        raise error
    sign_ins.act(said)
    return found


def _policy() -> Policy:
    return Policy.from_mapping(section("access") or {})


def _sign_ins() -> SignIns:
    return installation(Settings.from_environment()).sign_ins(_policy())


def _workspaces() -> Workspaces:
    return installation(Settings.from_environment()).workspaces(person())
