"""On the card of a hub model whose files are not here: fetching them, how far it is, stopping."""

from __future__ import annotations

import streamlit as st

from core.engines.download import KIND
from core.engines.types import EngineInfo
from core.i18n import number
from core.jobs import Job
from pages._ui import services
from pages._ui.frame import guarded
from pages._ui.progress import failure, job_progress, time_left

_MEGABYTE = 1024 * 1024


def fetching(info: EngineInfo) -> None:
    """The button that begins it; while a model is fetched, its bar or a word that one is."""
    _ = services.gettext()
    name = info.id.partition(":")[2]
    job = services.studio().downloads.under_way()
    if job and _name(job) == name:
        kept = _("What came is kept; you can go on later.")
        job_progress(KIND, _describe, f"engines-fetch-stop-{info.kind}", kept)
        return
    last = services.studio().downloads.last()
    if last and _name(last) == name:
        failure(last)
    st.caption(
        _("Another model is being fetched; this one waits.")
        if job
        else _("Its files are not on this machine yet. They are fetched in the background.")
    )
    st.button(
        _("Fetch the files"),
        key=f"engines-fetch-{info.kind}-{info.id}",
        icon=":material/download:",
        disabled=job is not None,
        on_click=_start,
        args=(info.id,),
    )


def _describe(job: Job) -> str:
    _, language = services.gettext(), services.language()
    if not job.total or not job.done:
        return _("Asking the hub…")
    words = _("{done} of {total} MB").format(
        done=number(job.done / _MEGABYTE, language), total=number(job.total / _MEGABYTE, language)
    )
    return words + time_left(job)


def _name(job: Job) -> str:
    return str(job.arguments.get("name", ""))


@guarded
def _start(id: str) -> None:
    services.studio().downloads.start(id)
