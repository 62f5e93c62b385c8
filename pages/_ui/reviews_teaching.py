"""Letting the reader learn from corrections: the button, what came of it, the way back."""

from __future__ import annotations

import streamlit as st

from core.errors import StudioError
from core.i18n import day, number
from core.teaching import JOB, LEAST, Learnt, exam_name
from pages._ui import services
from pages._ui.frame import guarded
from pages._ui.texts import plain


def teaching_state() -> None:
    """A card once something was corrected or learnt; nothing where another reader reads."""
    studio = services.studio()
    if studio.engines.chosen("reader") != "bundled-reader":
        return
    corrections = studio.teaching.corrections()
    versions = studio.teaching.versions()
    if not corrections and not versions:
        return
    _ = services.gettext()
    with st.container(border=True):
        st.markdown(_("**What your corrections teach the reader**"))
        if studio.jobs.active(JOB):
            _progress()
            return
        _offer(corrections)
        last = studio.jobs.latest(JOB)
        if last is not None and last.state == "failed":
            params = last.result.get("params", {})
            error = StudioError(last.message, last.result.get("hint", ""), **params)
            st.error(plain(error.text(_)), icon=":material/error:")
        elif last is not None and last.state == "done":
            _outcome(Learnt(**last.result))
        if versions:
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
    show = st.success if learnt.adopted else st.info
    icon = ":material/check_circle:" if learnt.adopted else ":material/block:"
    show(learnt.reason(_), icon=icon)
    for exam, result in learnt.results.items():
        st.caption(
            _("{exam}: {before} of {total} right before, {after} after").format(
                exam=_(exam_name(exam)),
                **{name: number(value, language) for name, value in result.items()},
            )
        )


def _versions() -> None:
    _, language = services.gettext(), services.language()
    offered = {v.id: v for v in services.studio().teaching.versions() if v.fits}
    active = next((id for id, version in offered.items() if version.active), 0)
    st.selectbox(
        _("The reader reads with"),
        [0, *offered],
        index=[0, *offered].index(active),
        format_func=lambda id: (
            _("What it learnt on {date} from {count} corrections").format(
                date=day(offered[id].created_at, language),
                count=number(offered[id].corrections, language),
            )
            if id
            else _("What it knew when it came")
        ),
        # A version adopted since must show as the one in use.
        key=f"reviews-taught-{active}-{len(offered)}",
        on_change=_use,
        args=(f"reviews-taught-{active}-{len(offered)}",),
    )


@st.fragment(run_every=1.0)
@guarded
def _progress() -> None:
    _ = services.gettext()
    active = services.studio().jobs.active(JOB)
    if not active:
        st.rerun()
    st.progress(active[0].share, text=_("Learning from your corrections…"))


@guarded
def _learn() -> None:
    services.studio().jobs.submit(JOB)


@guarded
def _use(key: str) -> None:
    services.studio().teaching.use(st.session_state[key] or None)
