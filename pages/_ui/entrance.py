"""The door: who may come in, the page that asks to sign in, and the way out."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.access import LOCAL, Role
from core.binding import ALLOW, may_bind
from core.errors import AccessDenied, SignedOut, StoreFailed, StudioError
from core.i18n import N_
from pages._ui import services, visit
from pages._ui.secret_file import section
from pages._ui.texts import plain

ROLES = {
    Role.VIEWER: N_("Viewer"),
    Role.WRITER: N_("Writer"),
    Role.ADMIN: N_("Administrator"),
}


def refusal() -> StudioError | None:
    """Why this visit may not go on, None where it may."""
    try:
        may_bind(st.get_option("server.address"), section("auth"), os.environ.get(ALLOW) == "1")
        visit.person()
    except StudioError as error:
        return error
    try:
        if visit.workspace() not in visit.workspaces():
            raise AccessDenied(N_("This workspace is gone."), N_("Open another one."))
    except AccessDenied as error:
        return error
    except StoreFailed:
        return None  # its page says so, and offers a way back
    return None


def corner() -> DeltaGenerator:
    """Where the language switch stands on a page without a side bar."""
    return st.container(horizontal_alignment="right").container(width=220)


def door(error: StudioError) -> None:
    """The page of somebody who is not in: why, and how to come in."""
    _ = services.gettext()
    with (
        st.container(horizontal_alignment="center"),
        st.container(width=480, gap="medium", border=True),
    ):
        st.image("assets/brand/logo.svg", width=180)
        outside = isinstance(error, SignedOut)
        st.title(_("Sign in") if outside else _("You cannot come in"), anchor=False)
        if outside:
            st.write(
                _(
                    "This studio holds what customers said and what is being written for them, so "
                    "only people on its list may come in."
                )
            )
        if error.message != _NOBODY:
            st.warning(plain(error.text(_)), icon=":material/lock:")
        if isinstance(error, AccessDenied):
            _ways_in(outside)


def visitor_card() -> None:
    """In the side bar: the workspace, where there are several, and who is signed in."""
    with suppress(StoreFailed):
        _workspace_switch()
    if visit.person() != LOCAL:
        _who()


_NOBODY = N_("You are not signed in.")


def _ways_in(outside: bool) -> None:
    _ = services.gettext()
    auth = section("auth") or {}
    named = [name for name, value in auth.items() if _is_provider(name, value)]
    if "client_id" in auth:
        label = _("Sign in") if outside else _("Sign in with another account")
        _way_in(label, None)
    for name in named:
        _way_in(_("Continue with {provider}").format(provider=plain(name.title())), name)
    if visit.WORKSPACE in st.query_params and not outside:
        st.link_button(_("Go to a workspace of mine"), "/", icon=":material/home:", width="stretch")
    st.caption(_("Your organisation says who you are. No password is kept here."))


def _is_provider(name: str, value: object) -> bool:
    return isinstance(value, Mapping) and name != "client_kwargs"


def _way_in(label: str, provider: str | None) -> None:
    st.button(
        label,
        key=f"sign-in-{provider or 'default'}",
        type="primary",
        icon=":material/login:",
        width="stretch",
        on_click=st.login,
        args=(provider,),
    )


def _workspace_switch() -> None:
    _, mine = services.gettext(), visit.workspaces()
    if len(mine) < 2:
        return
    st.selectbox(
        _("Workspace"),
        list(mine),
        format_func=lambda id: _told_apart(id, mine),
        key=visit.WORKSPACE,
        on_change=_moved,
    )
    here = visit.workspace()
    if here == next(iter(mine)):
        st.query_params.pop(visit.WORKSPACE, None)
    else:
        st.query_params[visit.WORKSPACE] = str(here)


def _told_apart(id: int, mine: dict[int, str]) -> str:
    """The name of a workspace, with its number where another has the same: the browser hands
    back names."""
    name = mine.get(id, "")
    return f"{name} · {id}" if list(mine.values()).count(name) > 1 else name


def _moved() -> None:
    """What was chosen and typed belongs to the workspace that was left."""
    there = st.session_state[visit.WORKSPACE]
    visit.forget()
    st.session_state[visit.WORKSPACE] = there


def _who() -> None:
    _, person = services.gettext(), visit.person()
    role = person.role(visit.workspace())
    label = plain(person.name or person.address)
    with st.popover(label, icon=":material/account_circle:", width="stretch"):
        st.markdown(f"**{label}**  \n{plain(person.address)}")
        if role:
            st.caption(_(ROLES[role]))
        st.button(
            _("Sign out"),
            key="sign-out",
            icon=":material/logout:",
            width="stretch",
            on_click=visit.sign_out,
        )
