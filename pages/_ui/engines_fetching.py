"""On the card of a hub model whose files are not here: fetching them, how far it is, stopping."""

from __future__ import annotations

import streamlit as st

from core.engines.types import EngineInfo
from core.errors import StudioError
from core.i18n import number
from core.jobs import Job
from pages._ui import services
from pages._ui.frame import guarded
from pages._ui.texts import plain

_MEGABYTE = 1024 * 1024


def fetching(info: EngineInfo) -> None:
    """The button that begins it; while a model is fetched, its bar or a word that one is."""
    _ = services.gettext()
    name = info.id.partition(":")[2]
    job = services.studio().downloads.under_way()
    if job and _name(job) == name:
        _progress(info.kind)
        return
    last = services.studio().downloads.last()
    if last and last.state == "failed" and last.result.get("params", {}).get("name") == name:
        error = StudioError(last.message, last.result["hint"], **last.result["params"])
        st.error(plain(error.text(_)), icon=":material/error:")
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


@st.fragment(run_every=1.0)
@guarded
def _progress(kind: str) -> None:
    _ = services.gettext()
    job = services.studio().downloads.under_way()
    if job is None:
        st.rerun()
    st.progress(job.share, text=plain(_describe(job)))
    st.button(
        _("Stop"),
        key=f"engines-fetch-stop-{kind}",
        icon=":material/stop_circle:",
        help=_("What came is kept; you can go on later."),
        on_click=_stop,
        args=(job.id,),
    )


def _describe(job: Job) -> str:
    _, language = services.gettext(), services.language()
    if not job.total or not job.done:
        return _("Asking the hub…")
    words = _("{done} of {total} MB").format(
        done=number(job.done / _MEGABYTE, language), total=number(job.total / _MEGABYTE, language)
    )
    left = job.seconds_left
    if left is None:
        return words
    if left < 90:
        return words + " · " + _("about {count} s left").format(count=number(left, language))
    return words + " · " + _("about {count} min left").format(count=number(left / 60, language))


def _name(job: Job) -> str:
    return str(job.arguments.get("name", ""))


@guarded
def _start(id: str) -> None:
    services.studio().downloads.start(id)


@guarded
def _stop(job_id: int) -> None:
    services.studio().jobs.cancel(job_id)
