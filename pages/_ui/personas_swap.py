"""The persona-swap audit: ask for it, wait for it, read what it found."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core.persona_swap import JOB, TEXTS
from core.personas import Persona
from core.personas.fairness import PAIRS
from pages._ui import nav, services
from pages._ui.frame import guarded
from pages._ui.persona_writer import chosen_writer
from pages._ui.personas_origin import titles
from pages._ui.personas_swap_answer import swap_answer
from pages._ui.progress import counted, failure, job_progress
from pages._ui.texts import plain

Translate = Callable[[str], str]

_CHANNELS = ("instagram", "xiaohongshu", "product_description", "email_body")
_BRIEFS = 4
_EVERYBODY = 0


def swap_panel(personas: list[Persona]) -> None:
    """The last audit, or how to get one."""
    _ = services.gettext()
    studio = services.studio()
    if studio.jobs.active(JOB):
        words = counted(
            _("Writing for both readers: {done} of {total}. You may leave this page."),
            _("Getting the writer ready…"),
        )
        job_progress(JOB, words, "personas-swap-stop")
        return
    failure(studio.jobs.latest(JOB))
    found = studio.persona_swap.latest()
    if found is None:
        st.subheader(_("Does your writer treat people alike?"))
        st.write(
            _(
                "The same briefs are written twice, with the same seeds: once for one reader, once "
                "for another who differs in a single thing, such as women and men. Then every "
                "theme and word is counted on both sides. For example: “Texts for women speak of "
                "looks 2.1 times as often.” Nothing of it goes into your Library."
            )
        )
        _ask(personas, _)
        return
    swap_answer(found)
    with st.expander(_("Audit again"), icon=":material/refresh:"):
        _ask(personas, _)


@services.for_writers
def _ask(personas: list[Persona], _: Translate) -> None:
    studio, language = services.studio(), services.language()
    writer = chosen_writer()
    if "persona" not in writer.obeys:
        st.info(
            _(
                "Your writer, {engine}, does not read personas: it writes the same for everybody, "
                "whichever you choose. The audit tells it the reader as the brief’s audience "
                "instead, and may find that all texts are alike. That shows that this writer "
                "ignores readers, not that it is fair to them. To audit a writer that reads "
                "personas, choose a model on the Engines page."
            ).format(engine=plain(_(writer.name))),
            icon=":material/info:",
        )
    kept = studio.copy.briefs(language) or studio.copy.briefs()
    kept = [brief for brief in kept if brief.brief.lang == kept[0].brief.lang]
    if not kept:
        st.info(
            _("An audit needs a brief. Write something in the Copy studio first."),
            icon=":material/edit_note:",
        )
        st.page_link(
            nav.file_of("copy_studio"), label=_("Write a brief"), icon=":material/arrow_forward:"
        )
        return
    named = {brief.id: brief.brief.product for brief in kept}
    left, right = st.columns(2)
    pair = left.selectbox(
        _("Readers who differ in"),
        list(PAIRS),
        format_func=lambda key: _("{attribute}: {one} and {other}").format(
            attribute=_(PAIRS[key].label),
            one=_(PAIRS[key].sides[0]),
            other=_(PAIRS[key].sides[1]),
        ),
        key="personas-swap-pair",
    )
    called = titles(personas)
    right.selectbox(
        _("Who are alike in all else"),
        [_EVERYBODY, *called],
        format_func=lambda id: called.get(id, _("Nothing else is said of them")),
        key="personas-swap-base",
        help=_("The notes of this persona are told to the writer for both readers."),
    )
    left.multiselect(
        _("Briefs"),
        list(named),
        default=list(named)[:_BRIEFS],
        format_func=named.__getitem__,
        key="personas-swap-briefs",
    )
    lang = kept[0].brief.lang
    channels = {one.id: one.name for one in studio.channels.list(lang) if not one.own}
    usual = [id for id in _CHANNELS if id in channels]
    right.selectbox(
        _("Channel"),
        list(channels),
        index=list(channels).index(usual[0]) if usual else 0,
        format_func=lambda id: _(channels[id]),
        key="personas-swap-channel",
    )
    st.select_slider(
        _("Texts for each reader"),
        TEXTS,
        100,
        key="personas-swap-texts",
        help=_("More texts show smaller differences; they take longer."),
    )
    st.button(
        _("Audit the writer"),
        key="personas-swap-start",
        type="primary",
        icon=":material/balance:",
        on_click=_start,
        args=(pair,),
    )


@guarded
def _start(pair: str) -> None:
    state = st.session_state
    services.studio().persona_swap.start(
        pair,
        state["personas-swap-briefs"],
        state["personas-swap-channel"],
        state["personas-swap-texts"],
        persona_id=state["personas-swap-base"] or None,
    )
