"""The button that stops a job."""

from __future__ import annotations

import streamlit as st

from pages._ui import services
from pages._ui.frame import guarded


def stop_button(job: int, key: str, help: str | None = None) -> None:
    """A button that cancels the job; `help` says what becomes of what it has done."""
    _ = services.gettext()
    st.button(
        _("Stop"),
        key=key,
        icon=":material/stop_circle:",
        help=help,
        on_click=_stop,
        args=(job,),
    )


@guarded
def _stop(job: int) -> None:
    services.studio().jobs.cancel(job)
