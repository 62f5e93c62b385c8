"""Letting the reader learn from corrections: the button, what came of it, the way back."""

from __future__ import annotations

import streamlit as st

from core.i18n import day, number
from core.teaching import JOB, LEAST, Learnt, exam_name
from pages._ui import services
from pages._ui.frame import guarded
from pages._ui.learning import learnt_so_far, verdict, version_in_use
from pages._ui.progress import counted, job_progress


@services.for_writers
def teaching_state() -> None:
    """A card once something was corrected or learnt; nothing where another reader reads."""
    studio = services.studio()
    if studio.engines.chosen("reader", workspace=services.workspace()) != "bundled-reader":
        return
    corrections = studio.teaching.corrections()
    if not corrections and not studio.teaching.versions():
        return
    _ = services.gettext()
    with st.container(border=True):
        st.markdown(_("**What your corrections teach the reader**"))
        if studio.jobs.active(JOB):
            job_progress(JOB, counted(_("Learning from your corrections…")))
            return
        _offer(corrections)
        learnt_so_far(JOB, lambda job: _outcome(Learnt(**job.result)))
        _versions()


def _offer(corrections: int) -> None:
    _, ngettext, language = services.gettext(), services.ngettext(), services.language()
    st.caption(
        _(
            "The reader keeps what it learns only if it reads the fixed reviews that come with "
            "Brandloop, and every fifth of your corrections, no worse than before."
        )
    )
    st.button(
        ngettext(
            "Learn from {count} correction", "Learn from {count} corrections", corrections
        ).format(count=number(corrections, language)),
        key="reviews-learn",
        icon=":material/school:",
        disabled=corrections < LEAST,
        help=_("It takes {count} corrections at least.").format(count=LEAST),
        on_click=_learn,
    )


def _outcome(learnt: Learnt) -> None:
    _, language = services.gettext(), services.language()
    verdict(learnt.adopted, learnt.reason(_))
    for exam, result in learnt.results.items():
        st.caption(
            _("{exam}: {before} of {total} right before, {after} after").format(
                exam=_(exam_name(exam)),
                **{name: number(value, language) for name, value in result.items()},
            )
        )


def _versions() -> None:
    _, language = services.gettext(), services.language()
    words = _("What it learnt on {date} from {count} corrections")
    version_in_use(
        _("The reader reads with"),
        services.studio().teaching,
        lambda version: words.format(
            date=day(version.created_at, language), count=number(version.corrections, language)
        ),
        "reviews-taught",
    )


@guarded
def _learn() -> None:
    services.studio().jobs.submit(JOB)
