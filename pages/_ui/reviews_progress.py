"""How far the reading is: what, how many, how long, and a way out."""

from __future__ import annotations

import streamlit as st

from core.i18n import number
from core.jobs import Job
from pages._ui import services
from pages._ui.frame import guarded
from pages._ui.progress import failure, job_progress, time_left
from pages._ui.texts import plain

_KIND = "read_reviews"


def reading_state(unread: int, versions: tuple[str, ...]) -> None:
    """The progress of a running job, else an offer to read what is unread, or all of it again
    where `versions`, those of the readings in force, are not the chosen reader's."""
    _ = services.gettext()
    jobs = services.studio().jobs
    if jobs.active(_KIND):
        with st.container(border=True):
            kept = _("What has been read is kept; you can go on later.")
            job_progress(_KIND, _describe, "reviews-stop", kept)
        return
    last = jobs.latest(_KIND)
    if not failure(last) and last is not None:
        _read_by(last)
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


def _read_by(last: Job) -> None:
    _ = services.gettext()
    if last.result.get("replaced"):
        st.info(
            _("{engine} could not read, so the bundled reader did.").format(
                engine=plain(last.result["replaced"])
            ),
            icon=":material/swap_horiz:",
        )
    elif last.result.get("name"):
        st.caption(_("Read by: {engine}").format(engine=plain(_(last.result["name"]))))


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


def _describe(job: Job) -> str:
    _, ngettext, language = services.gettext(), services.ngettext(), services.language()
    if not job.total or not job.done:
        return _("Getting the reader ready…")
    words = ngettext(
        "{done} of {total} review read · {rate} a second",
        "{done} of {total} reviews read · {rate} a second",
        job.total,
    ).format(
        done=number(job.done, language),
        total=number(job.total, language),
        rate=number(job.rate, language),
    )
    return words + time_left(job)


@guarded
def _start(again: bool = False) -> None:
    services.studio().reviews.start_reading(again)
