"""Three messages suggested for a persona: asked for with a brief, waited for, rated."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core.copywriting import LibraryRow
from core.persona_copy import SUGGEST_JOB
from core.personas import Persona
from core.personas.card_extras import message_line
from core.personas.leanings import Message
from pages._ui import draft_shelf, nav, services
from pages._ui.brief_form import PREFIX, take
from pages._ui.draft_desk import rows
from pages._ui.draft_provenance import dialog_if_asked
from pages._ui.drafts import draft_card, names
from pages._ui.frame import guarded
from pages._ui.persona_writer import chosen_writer
from pages._ui.progress import counted, failure, job_progress
from pages._ui.texts import plain

Translate = Callable[[str], str]

_CHANNELS = ("instagram", "xiaohongshu", "product_description", "email_body")
_BRIEFS = 20


def messages_panel(persona: Persona) -> None:
    """The messages there are, each with what it leans on, and how to get them."""
    _ = services.gettext()
    st.markdown(_("**Suggested messages**"))
    jobs = services.studio().jobs
    if jobs.active(SUGGEST_JOB):
        words = counted(
            _("Writing messages: {done} of {total}. You may leave this page."),
            _("Getting the writer ready…"),
        )
        job_progress(SUGGEST_JOB, words, "personas-messages-stop")
        return
    failure(jobs.latest(SUGGEST_JOB))
    found = {row.draft.id: row for row in rows([one.draft for one in persona.messages])}
    there = [(one, found[one.draft]) for one in persona.messages if one.draft in found]
    if there:
        _shown(persona, there, _)
        with st.expander(_("Write three others"), icon=":material/refresh:"):
            _ask(persona, _)
    else:
        st.caption(
            _(
                "Three drafts for these people, each leaning on one thing that the card shows. "
                "Facts come from a brief of yours and from nowhere else."
            )
        )
        _ask(persona, _)


def _shown(persona: Persona, there: list[tuple[Message, LibraryRow]], _: Translate) -> None:
    called = names()
    for message, row in there:
        st.markdown(f":material/target: {plain(message_line(message, _))}")
        if message.facts:
            told = _("It tells: {facts}").format(facts="; ".join(message.facts))
        else:
            told = _("No fact of the brief speaks to this: add one, or rely on the wording.")
        st.caption(plain(told))
        draft_card(row, called, where=True)
    if st.button(
        _("Open these in the Copy studio"),
        key="personas-messages-open",
        icon=":material/edit_note:",
    ):
        _carry(persona.id, [row.draft.id for _message, row in there])
        st.switch_page(nav.file_of("copy_studio"))
    dialog_if_asked(called.engines)


def _carry(persona_id: int, ids: list[int]) -> None:
    """Lay the drafts on the desk of the Copy studio, with their brief and persona in its form."""
    studio = services.studio()
    draft = studio.library.get(ids[0])
    draft_shelf.show(ids)
    st.session_state[PREFIX + "persona"] = persona_id
    if draft.brief_id is not None:
        take(studio.copy.brief(draft.brief_id).to_dict())
    st.query_params.pop("persona", None)


def _ask(persona: Persona, _: Translate) -> None:
    studio, language = services.studio(), services.language()
    kept = studio.copy.briefs(language, _BRIEFS) or studio.copy.briefs(limit=_BRIEFS)
    if not kept:
        st.info(
            _("Messages need the facts of a product. Write a brief in the Copy studio first."),
            icon=":material/edit_note:",
        )
        st.page_link(
            nav.file_of("copy_studio"), label=_("Write a brief"), icon=":material/arrow_forward:"
        )
        return
    briefs = {brief.id: brief.brief for brief in kept}
    bought = {top.name for top in persona.products}
    theirs = [place for place, one in enumerate(briefs.values()) if one.product in bought]
    left, right = st.columns(2)
    chosen = left.selectbox(
        _("Brief"),
        list(briefs),
        index=theirs[0] if theirs else 0,
        format_func=lambda id: briefs[id].product,
        key="personas-messages-brief",
        help=_("Its facts are all that a message may say."),
    )
    lang = briefs[chosen].lang
    channels = {one.id: one.name for one in studio.channels.list(lang)}
    usual = next((id for id in _CHANNELS if id in channels), next(iter(channels)))
    channel = right.selectbox(
        _("Channel"),
        list(channels),
        index=list(channels).index(usual),
        format_func=lambda id: _(channels[id]),
        key=f"personas-messages-channel-{lang}",
    )
    if "persona" not in chosen_writer().obeys:
        st.caption(
            _(
                "The chosen writer does not read personas. What speaks to these people is put "
                "first among the facts; a model on the Engines page is told of them as well."
            )
        )
    st.button(
        _("Write three messages"),
        key="personas-messages-start",
        icon=":material/edit_note:",
        on_click=_start,
        args=(persona.id, chosen, channel),
    )


@guarded
def _start(persona_id: int, brief_id: int, channel: str) -> None:
    services.studio().persona_copy.suggest(persona_id, brief_id, channel)
