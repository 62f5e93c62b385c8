"""One brief written for several personas: a set for each, and how the sets differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

import streamlit as st

from core.copywriting import Brief, Channel
from core.i18n import listed, number
from core.persona_copy import MOST_PERSONAS, SETS_JOB, PersonaSet
from pages._ui import services
from pages._ui.brief_form import PREFIX, TONE_NAMES
from pages._ui.draft_desk import rows
from pages._ui.drafts import Names, channel_name, draft_card, length_line
from pages._ui.persona_writer import chosen_writer
from pages._ui.personas_origin import of_newest_import, titles
from pages._ui.progress import counted, failure, job_progress
from pages._ui.texts import plain

_BESIDE = 2


def choose_personas() -> list[int]:
    """Which personas get a set: those of the import that is looked at, unless others are picked."""
    _ = services.gettext()
    everybody = services.studio().personas.list()
    named = titles(everybody)
    usual = [persona.id for persona in of_newest_import(everybody)][:MOST_PERSONAS]
    return st.multiselect(
        _("A set for each of"),
        list(named),
        default=usual,
        format_func=named.__getitem__,
        max_selections=MOST_PERSONAS,
        key=PREFIX + "personas",
    )


def start(
    brief: Brief,
    channels: Mapping[str, Channel],
    count: int,
    personas: Sequence[int],
    brand_id: int | None,
    *,
    framework: str = "",
) -> None:
    """Begin writing in the background."""
    services.studio().persona_copy.write_all(
        brief, list(channels), count, personas, brand_id=brand_id, framework=framework
    )


def panel(called: Names) -> None:
    """How far the writing is, or what came of it, side by side."""
    _ = services.gettext()
    jobs = services.studio().jobs
    if jobs.active(SETS_JOB):
        words = counted(
            _("Writing for each persona: {done} of {total} sets. You may leave this page."),
            _("Getting the writer ready…"),
        )
        job_progress(SETS_JOB, words, PREFIX + "sets-stop", _("What has been written is kept."))
        return
    failure(jobs.latest(SETS_JOB))
    found = services.studio().persona_copy.sets()
    if not found:
        st.subheader(_("A set for each persona, side by side"))
        st.write(
            _(
                "The same brief is written once for each persona. What speaks to them comes first "
                "among its facts, and the sets are laid side by side: what they begin with, their "
                "tone, the words that only one has, their length."
            )
        )
        if "persona" not in chosen_writer().obeys:
            st.info(_ignores(), icon=":material/info:")
        return
    st.subheader(_("How the sets differ"))
    if not all(one.read for one in found):
        st.info(_ignores(), icon=":material/info:")
    titles_of = {one.id: one.title(_) for one in services.studio().personas.list()}
    for _channel, sets in groupby(found, key=lambda one: one.channel):
        _compared(list(sets), called, titles_of)


def _ignores() -> str:
    _ = services.gettext()
    return _(
        "The writer does not read personas. Sets differ in the facts that come first; what else "
        "differs between them is chance. A model on the Engines page is told who reads."
    )


def _compared(sets: list[PersonaSet], called: Names, named: Mapping[int, str]) -> None:
    st.markdown(f"**{plain(channel_name(sets[0].drafts[0]))}**")
    for first in range(0, len(sets), _BESIDE):
        some = sets[first : first + _BESIDE]
        for one, place in zip(some, st.columns(_BESIDE if len(sets) > 1 else 1), strict=False):
            with place.container(border=True, height="stretch"):
                _differs(one, named)
    _drafts(sets, called, named)


def _differs(one: PersonaSet, named: Mapping[int, str]) -> None:
    """A set's best text and what sets it apart, as far as known."""
    _, language = services.gettext(), services.language()
    gone = _("a persona that is gone")
    st.markdown(f"**{plain(named.get(one.persona_id, gone))}**")
    st.markdown(plain(one.drafts[0].text))
    of = number(len(one.drafts), language)
    told, leads = (
        listed(
            (
                _("{fact} (in {n} of {all})").format(fact=fact, n=number(n, language), all=of)
                for fact, n in facts
            ),
            _,
        )
        for facts in (one.told, one.leads)
    )
    tones = listed((_(TONE_NAMES.get(tone, tone)) for tone in one.tones), _)
    held = one.drafts[0].held
    length = _(length_line(held)).format(
        count=number(one.length, language), limit=held.limit if held else ""
    )
    lines = {
        _("Because"): one.label.text(_) if one.label else "",
        _("Put first"): told or _("nothing: no fact of the brief speaks to them"),
        _("Begins with"): leads or _("no fact of the brief"),
        _("Tone"): tones or _("the writer’s own"),
        _("Only here"): " · ".join(one.words),
        _("On average"): length,
    }
    st.markdown(
        "  \n".join(
            f":small[:gray[{plain(name)}] {plain(text)}]" for name, text in lines.items() if text
        )
    )


def _drafts(sets: list[PersonaSet], called: Names, named: Mapping[int, str]) -> None:
    """All drafts of one persona, to rate and go on with."""
    _ = services.gettext()
    channel = sets[0].channel
    chosen = st.selectbox(
        _("All drafts for"),
        [one.persona_id for one in sets],
        index=None,
        placeholder=_("Choose a persona"),
        format_func=lambda id: named.get(id, ""),
        key=f"{PREFIX}sets-of-{channel}",
    )
    for one in sets:
        if one.persona_id == chosen:
            for row in rows([draft.id for draft in one.drafts]):
                draft_card(row, called)
