"""Letting the house writer learn from ratings: the button, what came of it, the way back."""

from __future__ import annotations

import streamlit as st

from core.engines.types import HOUSE_WRITER
from core.i18n import N_, day, number, percent
from core.tuning import JOB, LEAST, Tuned
from pages._ui import services
from pages._ui.frame import guarded
from pages._ui.learning import learning_now, learnt_so_far, version_in_use
from pages._ui.texts import plain

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
        learning_now(JOB, _("The writer is learning from your ratings…"))
        return
    _offer()
    learnt_so_far(JOB, lambda job: _outcome(Tuned(**job.result)))
    if studio.tuning.versions():
        _versions()
    if studio.engines.chosen("writer", workspace=services.workspace()) != HOUSE_WRITER:
        st.caption(
            _(
                "Another writer is chosen on the Engines page; what is learnt acts on the house "
                "writer only."
            )
        )


def _offer() -> None:
    _, language = services.gettext(), services.language()
    liked, disliked = services.studio().tuning.ratings()
    st.button(
        _("Learn from {liked} liked and {disliked} disliked drafts").format(
            liked=number(liked, language), disliked=number(disliked, language)
        ),
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
    show = st.success if tuned.adopted else st.info
    icon = ":material/check_circle:" if tuned.adopted else ":material/block:"
    show(plain(tuned.reason(_)), icon=icon)
    if tuned.before and tuned.after:
        for name, words in _MARKS.items():
            before, after = (percent(m[name], language) for m in (tuned.before, tuned.after))
            st.caption(_(words).format(before=before, after=after))


def _versions() -> None:
    _, language = services.gettext(), services.language()
    tuning = services.studio().tuning
    fitting = [version for version in tuning.versions() if version.fits]
    words = _("What it learnt on {date} from {count} drafts ({share} right)")
    version_in_use(
        _("The house writer writes with"),
        {
            version.id: words.format(
                date=day(version.created_at, language),
                count=number(version.ratings, language),
                share=percent(version.right, language),
            )
            for version in fitting
        },
        next((version.id for version in fitting if version.active), 0),
        "loop-tuned",
        tuning.use,
    )


@guarded
def _learn() -> None:
    services.studio().jobs.submit(JOB)
