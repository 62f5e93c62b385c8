"""A job under way: how far it is and a way to stop it; and why the last one came to nothing."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core.i18n import number
from core.jobs import Job
from pages._ui import services
from pages._ui.frame import guarded
from pages._ui.texts import plain

_SECONDS_SAID_TO = 90


@st.fragment(run_every=1.0)
@guarded
def job_progress(
    kind: str, words: Callable[[Job], str], stop: str = "", help: str | None = None
) -> None:
    """A bar with the job's words while one of the kind runs; the page is drawn anew at its end.

    With a key for it in `stop` there is a button that cancels the job, whose `help` says what
    becomes of what it has done.
    """
    active = services.studio().jobs.active(kind)
    if not active:
        st.rerun()
    job = active[0]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.progress(job.share, words(job))
        if stop:
            _ = services.gettext()
            st.button(
                _("Stop"),
                key=stop,
                icon=":material/stop_circle:",
                help=help,
                disabled=services.read_only(),
                on_click=_stop,
                args=(job.id,),
            )


def counted(words: str, before: str = "") -> Callable[[Job], str]:
    """Words with {done} and {total} filled from a job; `before` as long as it has no total."""

    def told(job: Job) -> str:
        if before and not job.total:
            return before
        language = services.language()
        return words.format(done=number(job.done, language), total=number(job.total or 0, language))

    return told


def time_left(job: Job) -> str:
    """What goes behind a job's words, " · about 3 min left"; "" while that is unknown."""
    left = job.seconds_left
    if left is None:
        return ""
    _, language = services.gettext(), services.language()
    if left < _SECONDS_SAID_TO:
        return " · " + _("about {count} s left").format(count=number(left, language))
    return " · " + _("about {count} min left").format(count=number(left / 60, language))


def time_taken(job: Job, usual: float | None = None) -> str:
    """What goes behind the words of a job of minutes, " · 2 min so far · about 3 min left". Until
    it has come far enough to tell, `usual` seconds are said to be what it takes in all."""
    _, language = services.gettext(), services.language()
    words = ""
    if (taken := job.seconds_taken) is not None:
        short = taken < _SECONDS_SAID_TO
        words = " · " + (_("{count} s so far") if short else _("{count} min so far")).format(
            count=number(int(taken if short else taken / 60), language)
        )
    if usual and not job.done:
        whole = number(max(1, usual / 60), language)
        return words + " · " + _("it takes about {count} min").format(count=whole)
    return words + time_left(job)


def failure(job: Job | None) -> bool:
    """Why a job failed and what to do, where it did; whether it is so."""
    if job is None or (error := job.error) is None:
        return False
    st.error(plain(error.text(services.gettext())), icon=":material/error:")
    return True


@guarded
def _stop(job: int) -> None:
    services.studio().jobs.cancel(job)
