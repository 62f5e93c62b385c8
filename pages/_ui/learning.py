"""What two cards share: a model that learns in a job, and the versions that came of it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core.jobs import Job
from core.learning import Learner, V
from pages._ui import services
from pages._ui.frame import guarded
from pages._ui.progress import failure


def learnt_so_far(job: str, outcome: Callable[[Job], None]) -> None:
    """What came of the last run of a job: its fault in words, or what `outcome` shows."""
    last = services.studio().jobs.latest(job)
    if not failure(last) and last is not None and last.state == "done":
        outcome(last)


def verdict(adopted: bool, reason: str) -> None:
    """Whether what was learnt is in force, and why."""
    show = st.success if adopted else st.info
    show(reason, icon=":material/check_circle:" if adopted else ":material/block:")


def version_in_use(
    label: str, learner: Learner[V], described: Callable[[V], str], key: str
) -> None:
    """A choice between the versions that fit, each as `described`, and the shipped one; nothing
    where none was made."""
    versions = learner.versions()
    if not versions:
        return
    _ = services.gettext()
    offered = {one.id: described(one) for one in versions if one.fits}
    active = next((one.id for one in versions if one.active), 0)
    # A version adopted since must show as the one in use.
    key = f"{key}-{active}-{len(offered)}"
    st.selectbox(
        label,
        [0, *offered],
        index=[0, *offered].index(active),
        format_func=lambda id: offered.get(id) or _("What it knew when it came"),
        key=key,
        on_change=_use,
        args=(key, learner.use),
    )


@guarded
def _use(key: str, use: Callable[[int | None], None]) -> None:
    services.studio()  # whoever was signed out meanwhile is told so
    use(st.session_state[key] or None)
