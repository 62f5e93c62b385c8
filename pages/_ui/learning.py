"""What two cards share: a model that learns in a job, and the versions that came of it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core.errors import StudioError
from core.jobs import Job
from pages._ui import services
from pages._ui.frame import guarded
from pages._ui.texts import plain


def learnt_so_far(job: str, outcome: Callable[[Job], None]) -> None:
    """What came of the last run of a job: its fault in words, or what `outcome` shows."""
    last = services.studio().jobs.latest(job)
    if last is not None and last.state == "failed":
        params = last.result.get("params", {})
        error = StudioError(last.message, last.result.get("hint", ""), **params)
        st.error(plain(error.text(services.gettext())), icon=":material/error:")
    elif last is not None and last.state == "done":
        outcome(last)


def version_in_use(
    label: str, offered: dict[int, str], active: int, key: str, use: Callable[[int | None], None]
) -> None:
    """A choice between the versions that fit, by id with their words, and the shipped one."""
    _ = services.gettext()
    # A version adopted since must show as the one in use.
    key = f"{key}-{active}-{len(offered)}"
    st.selectbox(
        label,
        [0, *offered],
        index=[0, *offered].index(active),
        format_func=lambda id: offered.get(id) or _("What it knew when it came"),
        key=key,
        on_change=_use,
        args=(key, use),
    )


@st.fragment(run_every=1.0)
@guarded
def learning_now(job: str, words: str) -> None:
    """A bar while a job runs; the page is drawn anew at its end."""
    active = services.studio().jobs.active(job)
    if not active:
        st.rerun()
    st.progress(active[0].share, text=words)


@guarded
@guarded
def _use(key: str, use: Callable[[int | None], None]) -> None:
    services.studio()  # whoever was signed out meanwhile is told so
    use(st.session_state[key] or None)
