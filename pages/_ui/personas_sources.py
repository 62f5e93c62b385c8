"""Where the customers come from, and forming groups anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from core.i18n import N_, NN_, day, number
from core.personas import CustomerFile
from pages._ui import services
from pages._ui.frame import guarded
from pages._ui.personas_origin import just_made
from pages._ui.personas_rules import cuts_form, rules_form
from pages._ui.texts import plain

_METHODS = {
    "auto": N_("By recency and value, if purchases are known"),
    "clusters": N_("By likeness in everything known"),
    "rules": N_("By rules of my own"),
}


@guarded
@services.for_writers
def find_segments(files: Sequence[CustomerFile], first: bool = False) -> None:
    """Choose how to group and whom, and do it."""
    _ = services.gettext()
    newest = sorted(files, key=lambda file: file.id, reverse=True)
    usable = {file.id: file for file in newest if file.customers or file.purchases}
    if not usable:
        return
    chosen = next(iter(usable))
    if len(usable) > 1:
        chosen = st.selectbox(
            _("Which customers"),
            list(usable),
            format_func=lambda id: _line(usable[id]),
            key="personas-whom",
        )
    method = st.radio(
        _("How to group them"),
        list(_METHODS),
        format_func=lambda method: _(_METHODS[method]),
        key="personas-how",
        horizontal=True,
    )
    priced = bool(usable[chosen].purchases)
    wishes = rules_form(chosen) if method == "rules" else cuts_form() if priced else {}
    if method == "clusters":
        wishes = {}
    st.button(
        _("Find segments") if first else _("Find segments again"),
        key="personas-find",
        type="primary" if first else "secondary",
        icon=":material/hub:",
        on_click=_ask,
    )
    if st.session_state.pop("personas-finding", False):
        _group(chosen, method, wishes)


@guarded
@services.for_writers
def find_now(file: int) -> None:
    """A button that groups the customers of a file just imported, as it is usually done."""
    _ = services.gettext()
    st.button(
        _("Find groups among them"),
        key="personas-find-now",
        type="primary",
        icon=":material/hub:",
        on_click=_ask,
        args=("personas-finding-now",),
    )
    if st.session_state.pop("personas-finding-now", False):
        _group(file, "auto", {})


def _group(file: int, method: str, wishes: dict[str, Any]) -> None:
    _ = services.gettext()
    with st.spinner(_("Looking for groups and testing what sets them apart…"), show_time=True):
        made = services.studio().personas.make(file, method, wishes)
        just_made(made[0])
    st.session_state.pop("personas-report", None)
    st.rerun()


def _ask(wish: str = "personas-finding") -> None:
    st.session_state[wish] = True


def sources_panel(files: Sequence[CustomerFile]) -> None:
    """The imported files with a way to remove each, and regrouping."""
    _ = services.gettext()
    with st.expander(_("Group again, or change the files"), icon=":material/tune:"):
        st.caption(
            _("Grouping again updates these personas: names you gave stay, vanished groups go.")
        )
        find_segments(files)
        st.divider()
        for file in files:
            line, button = st.columns([4, 1], vertical_alignment="center")
            line.markdown(f"{plain(_line(file))}")
            button.button(
                _("Remove"),
                key=f"personas-remove-{file.id}",
                icon=":material/delete:",
                width="stretch",
                on_click=_remove,
                args=(file.id,),
            )


def _line(file: CustomerFile) -> str:
    _ = services.gettext()
    language = services.language()
    parts = [file.name]
    if file.purchases:
        bought = NN_("{count} purchase", "{count} purchases", file.purchases)
        parts.append(_(bought).format(count=number(file.purchases, language)))
    if file.customers:
        people = NN_("{count} customer", "{count} customers", file.customers)
        parts.append(_(people).format(count=number(file.customers, language)))
    return " · ".join([*parts, day(file.created_at[:10], language)])


@guarded
def _remove(id: int) -> None:
    services.studio().personas.remove_file(id)
    _ = services.gettext()
    st.toast(_("The file’s rows were removed."), icon=":material/delete:")
