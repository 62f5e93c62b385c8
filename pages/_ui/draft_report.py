"""How the last request for drafts went: who wrote, what acted on it, and what was left out."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from core.copywriting import Channel, Draft, WriteReport
from core.feedback import is_lesson
from core.i18n import number
from pages._ui import services
from pages._ui.draft_writers import who_wrote
from pages._ui.drafts import Names
from pages._ui.texts import plain

REPORTS = "copy_studio-reports"


@dataclass(frozen=True)
class Told:
    """What was asked of one channel and how it ended."""

    channel: Channel
    report: WriteReport
    drafts: tuple[Draft, ...]


def told() -> list[Told]:
    """The reports of the last request, one for each channel; none before the first."""
    found: list[Told] = st.session_state.get(REPORTS) or []
    return found


def report(called: Names) -> None:
    """How the last request went, channel by channel, with the lessons that acted on it folded."""
    _ = services.gettext()
    notes: dict[str, None] = {}
    lessons: dict[str, None] = {}
    for one in told():
        _ended(one, called)
        for message, params in one.report.notes:
            if {"usable", "asked"} <= set(params):
                continue  # said in the line above
            words = plain(_(message).format(**params))
            (lessons if is_lesson(message) else notes)[words] = None
    for note in notes:
        st.info(note, icon=":material/info:")
    if any(one.report.usable < one.report.asked for one in told()):
        st.info(
            _("More facts, an audience and a kind of product give the engine more to say."),
            icon=":material/lightbulb:",
        )
    _folded(list(lessons))


def left_out() -> None:
    """Texts that did not pass, with the rule that stopped each."""
    _ = services.gettext()
    examples = [example for one in told() for example in one.report.examples]
    if not examples:
        return
    with st.expander(_("Left out, and why")):
        for fallen in examples:
            st.markdown(plain(fallen.text))
            for check in fallen.checks:
                if check.level == "error":
                    st.caption(plain(check.reason(_)))


def _folded(lessons: list[str]) -> None:
    if not lessons:
        return
    ngettext, language = services.ngettext(), services.language()
    label = ngettext("{count} lesson acts here", "{count} lessons act here", len(lessons))
    with st.expander(
        label.format(count=number(len(lessons), language)),
        icon=":material/school:",
        type="compact",
    ):
        st.markdown("\n".join(f"- {one}" for one in lessons))


def _ended(one: Told, called: Names) -> None:
    _, ngettext = services.gettext(), services.ngettext()
    language = services.language()
    ended = one.report
    words = ngettext(
        "{usable} of {asked} draft in {seconds} s, written by {engine}",
        "{usable} of {asked} drafts in {seconds} s, written by {engine}",
        ended.asked,
    ).format(
        usable=number(ended.usable, language),
        asked=number(ended.asked, language),
        seconds=number(ended.seconds, language, 1),
        engine=who_wrote(one.drafts, ended.engine, called),
    )
    why = [
        _(reason).format(**{name: number(n, language) for name, n in params.items()})
        for reason, params in ended.shortfall
    ]
    st.caption(plain(" · ".join([_(one.channel.name), words, *why])))
