"""How far the reading is: what, how many, how long, and a way out."""

from __future__ import annotations

import streamlit as st

from core.errors import StudioError
from core.i18n import number
from core.jobs import Job
from pages._ui import services
from pages._ui.frame import guarded
from pages._ui.texts import plain

_KIND = "read_reviews"


def reading_state(unread: int, versions: tuple[str, ...]) -> None:
    """The progress of a running job, else an offer to read what is unread, or all of it again
    where `versions`, those of the readings in force, are not the chosen reader's."""
    _ = services.gettext()
    jobs = services.studio().jobs
    if jobs.active(_KIND):
        _progress()
        return
    last = jobs.latest(_KIND)
    if last is not None and last.state == "failed":
        _failure(last)
    elif last is not None and last.result.get("replaced"):
        st.info(
            _("{engine} could not read, so the bundled reader did.").format(
                engine=plain(last.result["replaced"])
            ),
            icon=":material/swap_horiz:",
        )
    elif last is not None and last.result.get("name"):
        st.caption(_("Read by: {engine}").format(engine=plain(_(last.result["name"]))))
    if unread:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            ngettext = services.ngettext()
            st.markdown(
                ngettext(
                    "{count} review has not been read yet.",
                    "{count} reviews have not been read yet.",
                    unread,
                ).format(count=number(unread, services.language()))
            )
            st.button(
                _("Read them"),
                key="reviews-read",
                type="primary",
                icon=":material/play_arrow:",
                disabled=services.read_only(),
                on_click=_start,
            )
    elif versions:
        _offer_another(last, versions)


def _offer_another(last: Job | None, versions: tuple[str, ...]) -> None:
    engines = services.studio().engines
    chosen = engines.chosen("reader", workspace=services.workspace())
    used = engines.version(workspace=services.workspace())
    if used is None and last and last.result.get("engine") == chosen:
        used = last.result.get("version")
    names = {
        info.id: info.name for info in engines.available("reader", workspace=services.workspace())
    }
    if versions == (used,) or chosen not in names:
        return
    _ = services.gettext()
    st.button(
        _("Read again with {engine}").format(engine=plain(_(names[chosen]))),
        key="reviews-read-again",
        icon=":material/refresh:",
        help=_("These reviews were read by another reader. Your corrections stay."),
        disabled=services.read_only(),
        on_click=_start,
        args=(True,),
    )


@st.fragment(run_every=1.0)
@guarded
def _progress() -> None:
    _ = services.gettext()
    language = services.language()
    active = services.studio().jobs.active(_KIND)
    if not active:
        st.rerun()
    job = active[0]
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.progress(job.share, text=_describe(job, language))
        st.button(
            _("Stop"),
            key="reviews-stop",
            icon=":material/stop_circle:",
            help=_("What has been read is kept; you can go on later."),
            disabled=services.read_only(),
            on_click=_stop,
            args=(job.id,),
        )


def _describe(job: Job, language: str) -> str:
    _ = services.gettext()
    if not job.total or not job.done:
        return _("Getting the reader ready…")
    words = _("{done} of {total} reviews read · {rate} a second").format(
        done=number(job.done, language),
        total=number(job.total, language),
        rate=number(job.rate, language),
    )
    left = job.seconds_left
    if left is None:
        return words
    if left < 90:
        return words + " · " + _("about {count} s left").format(count=number(left, language))
    return words + " · " + _("about {count} min left").format(count=number(left / 60, language))


def _failure(job: Job) -> None:
    _ = services.gettext()
    params = job.result.get("params", {})
    error = StudioError(job.message, job.result.get("hint", ""), **params)
    st.error(plain(error.text(_)), icon=":material/error:")


@guarded
def _start(again: bool = False) -> None:
    services.studio().reviews.start_reading(again)


@guarded
def _stop(job_id: int) -> None:
    services.studio().jobs.cancel(job_id)
