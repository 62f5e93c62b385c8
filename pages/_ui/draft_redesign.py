"""What becomes of a thumb down: a redesign of just what was wrong, and what was learnt."""

from __future__ import annotations

import streamlit as st

from core.copywriting import FOR_REASON, Draft, used_facts
from core.i18n import N_
from pages._ui import draft_shelf, services
from pages._ui.draft_problems import told_on_card
from pages._ui.texts import plain

ASKS = {
    "too_long": N_("Make it shorter"),
    "dull": N_("Open another way, more concrete"),
    "untrue": N_("Take the untrue part out"),
    "off_brand": N_("Use the brand's terms"),
    "wrong_audience": N_("Use the audience's words"),
    "not_compliant": N_("Take out what is not allowed"),
    "wrong_language": N_("Take the foreign words out"),
}
"""What the redesign for each reason is called."""

WISHES = {
    "shorter": N_("Shorter"),
    "warmer": N_("Warmer"),
    "concrete": N_("More concrete"),
    "alike": N_("More like this"),
}
"""Changes that need no thumb down."""

_LEARNT = "drafts-learnt"


def offer(draft: Draft, reason: str, comment: str) -> None:
    """The redesign that answers a reason, with the facts to choose from where it is untrue."""
    if reason not in FOR_REASON or draft.brief_id is None:
        return
    _ = services.gettext()
    facts: list[str] = []
    if reason == "untrue":
        told = used_facts(draft.text, services.studio().copy.brief(draft.brief_id))
        if told:
            facts = st.pills(
                _("Which of these is untrue?"),
                list(told),
                selection_mode="multi",
                key=f"untrue-{draft.id}",
            )
    st.button(
        _(ASKS[reason]),
        key=f"redesign-{draft.id}",
        icon=":material/autorenew:",
        type="primary",
        help=_("Only that is changed. The old and the new version are kept as a pair."),
        on_click=redesign,
        args=(draft.id, reason, comment, tuple(facts)),
    )


@told_on_card
def redesign(draft_id: int, reason: str, comment: str, facts: tuple[str, ...]) -> None:
    """Answer a thumb down; the new draft lies in front of the old one."""
    _ = services.gettext()
    new = services.studio().redesigns.redesign(
        draft_id,
        reason=reason,
        comment=comment,
        facts=facts,
        persona_id=st.session_state.get("copy_studio-persona") or None,
        voter=services.voter(),
    )
    draft_shelf.put_before(draft_id, [new.id])
    st.toast(_("Redesigned: the new version is in front."), icon=":material/autorenew:")


@told_on_card
def change(draft_id: int, wish: str) -> None:
    """Make a version that is shorter, warmer, more concrete, or alike."""
    new = services.studio().redesigns.redesign(
        draft_id, wish, voter=services.voter(), again=wish == "alike"
    )
    draft_shelf.put_before(draft_id, [new.id])
    _ = services.gettext()
    st.toast(_("The new version is in front."), icon=":material/autorenew:")


def told(draft: Draft) -> None:
    """What a redesign changed, and what the studio learnt from a vote just given."""
    _ = services.gettext()
    note = draft.change.get("note")
    if note:
        message, params = note
        st.markdown(f":small[:material/autorenew: {plain(_(message).format(**params))}]")
    for message, params in st.session_state.get(_LEARNT, {}).get(draft.id, ()):
        words = _("Learnt: {lesson}").format(lesson=_(message).format(**params))
        st.markdown(f":small[:material/school: {plain(words)}]")


def learnt(draft_id: int, notes: list[tuple[str, dict]]) -> None:
    """Remember for this visit what a vote has taught, to be told on the card."""
    st.session_state.setdefault(_LEARNT, {})[draft_id] = notes
