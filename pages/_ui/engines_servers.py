"""On a server engine's card: how each of its servers is, and where more are entered."""

from __future__ import annotations

import streamlit as st

from core.engines.pool.servers import Server
from core.engines.types import EngineInfo
from core.errors import StudioError, filled
from core.i18n import number
from pages._ui import services
from pages._ui.texts import plain


def servers(info: EngineInfo) -> list[str]:
    """A line of markdown for each server, where there are several or one was asked how it is."""
    found = services.studio().servers.of(info.id)
    told = len(found) > 1 or any(server.health.state != "unknown" for server in found)
    return [_line(server) for server in found] if told else []


def servers_menu(info: EngineInfo) -> None:
    """Where an engine's servers are asked how they are, and further ones entered."""
    _ = services.gettext()
    key = f"{info.kind}-{info.id}"
    found = services.studio().servers.of(info.id)
    if st.button(_("Is it up?"), key=f"engines-check-{key}", icon=":material/network_check:"):
        with st.spinner(_("Asking…")):
            services.studio().servers.check(info.id)
        st.rerun()
    with st.popover(_("More servers"), icon=":material/dns:"):
        st.caption(
            _(
                "Further servers with the same model, one address a line. A request goes to the "
                "one that is up and has the fewest to do; where it fails before the first text, "
                "the next is asked. One that failed rests for a while."
            )
        )
        st.text_area(
            _("Addresses"),
            value="\n".join(server.url for server in found[1:]),
            key=f"engines-servers-{key}",
            placeholder="http://gpu-2.example:8000/v1",
            max_chars=20_000,
        )
        problem = st.session_state.pop(f"engines-servers-problem-{key}", None)
        if problem:
            st.error(plain(problem.text(_)), icon=":material/error:")
        st.button(_("Save"), key=f"engines-servers-save-{key}", on_click=_save, args=(info,))


def _line(server: Server) -> str:
    """A server's address and how it is, as a line of markdown."""
    _, ngettext, language = services.gettext(), services.ngettext(), services.language()
    health = server.health
    if health.state == "resting" and health.problem:
        again = _("It is asked again with the next request.")
        if health.seconds >= 1:
            again = _("It is asked again after {seconds} s.").format(
                seconds=number(health.seconds, language)
            )
        problem = filled(_(health.problem.message), health.problem.params)
        return f":red[:material/error:] {plain(problem)} {again}"
    if health.state == "unknown":
        return f":gray[:material/help:] {plain(server.url)} · {_('not asked yet')}"
    parts = [plain(server.url), _("is up")]
    if health.under_way:
        parts.append(
            ngettext(
                "{count} request under way", "{count} requests under way", health.under_way
            ).format(count=number(health.under_way, language))
        )
    return f":green[:material/check_circle:] {' · '.join(parts)}"


def _save(info: EngineInfo) -> None:
    key = f"{info.kind}-{info.id}"
    try:
        services.studio().servers.set_others(info.id, st.session_state[f"engines-servers-{key}"])
    except StudioError as error:
        st.session_state[f"engines-servers-problem-{key}"] = error
    else:
        st.session_state.pop(f"engines-servers-{key}", None)
