"""Letting the house writer learn from ratings: the button, what came of it, the way back."""

from __future__ import annotations

import streamlit as st

from core.engines.types import HOUSE_WRITER
from core.i18n import N_, day, number, percent
from core.jobs import Job
from core.tuning import JOB, LEAST, Tuned
from pages._ui import services
from pages._ui.frame import guarded
from pages._ui.learning import learnt_so_far, verdict, version_in_use
from pages._ui.progress import counted, job_progress, time_taken

_MARKS = {
    "passed": N_("Raw texts that pass every check: {before} before, {after} after"),
    "distinct": N_("Raw texts that differ from one another: {before} before, {after} after"),
}


@services.for_writers
def writer_state() -> None:
    """What the ratings taught the writer; nothing where the house writer is not installed."""
    studio = services.studio()
    if not studio.tuning.possible:
        return
    _ = services.gettext()
    st.subheader(_("The writer itself"))
    st.caption(
        _(
            "The house writer can take your taste into its weights, on this machine, in some "
            "minutes. It keeps what it learns only if your taste is plain from your ratings, its "
            "texts fit it better than before, and they pass the checks, differ and read no worse."
        )
    )
    if studio.jobs.active(JOB):
        job_progress(
            JOB, _describe, "loop-tune-stop", _("The writer stays as it is; your ratings are kept.")
        )
        return
    _offer()
    learnt_so_far(JOB, lambda job: _outcome(Tuned(**job.result)))
    _versions()
    if studio.engines.chosen("writer", workspace=services.workspace()) != HOUSE_WRITER:
        st.caption(
            _(
                "Another writer is chosen on the Engines page; what is learnt acts on the house "
                "writer only."
            )
        )


def _describe(job: Job) -> str:
    _ = services.gettext()
    words = counted(_("The writer is learning from your ratings…"))
    usual = [version.seconds for version in services.studio().tuning.versions()[:1]]
    return words(job) + time_taken(job, *usual)


def _offer() -> None:
    _, ngettext, language = services.gettext(), services.ngettext(), services.language()
    liked, disliked = services.studio().tuning.ratings()
    st.button(
        ngettext(
            "Learn from {liked} liked and {disliked} disliked draft",
            "Learn from {liked} liked and {disliked} disliked drafts",
            disliked,
        ).format(liked=number(liked, language), disliked=number(disliked, language)),
        key="loop-tune",
        icon=":material/school:",
        disabled=liked + disliked < LEAST or not liked or not disliked,
        help=_("It takes {count} rated drafts at least, liked ones and disliked ones.").format(
            count=LEAST
        ),
        on_click=_learn,
    )


def _outcome(tuned: Tuned) -> None:
    _, language = services.gettext(), services.language()
    verdict(tuned.adopted, tuned.reason(_))
    if tuned.before and tuned.after:
        for name, words in _MARKS.items():
            before, after = (percent(m[name], language) for m in (tuned.before, tuned.after))
            st.caption(_(words).format(before=before, after=after))


def _versions() -> None:
    _, language = services.gettext(), services.language()
    words = _("What it learnt on {date} from {count} drafts ({share} right)")
    version_in_use(
        _("The house writer writes with"),
        services.studio().tuning,
        lambda version: words.format(
            date=day(version.created_at, language),
            count=number(version.ratings, language),
            share=percent(version.right, language),
        ),
        "loop-tuned",
    )


@guarded
def _learn() -> None:
    services.studio().jobs.submit(JOB)
