"""Thumbs on a draft: one vote per person, changeable, with a reason when it is down."""

from __future__ import annotations

import streamlit as st

from core.copywriting import Draft
from core.i18n import N_
from core.text import first_words
from pages._ui import draft_redesign, services
from pages._ui.frame import guarded
from pages._ui.texts import plain

REASONS = {
    "untrue": N_("Untrue"),
    "off_brand": N_("Off brand"),
    "too_long": N_("Too long"),
    "dull": N_("Dull"),
    "wrong_audience": N_("Wrong audience"),
    "not_compliant": N_("Not compliant"),
    "wrong_language": N_("Wrong language"),
}
_SHOWN = 40
_UP, _DOWN = 1, 0  # what st.feedback("thumbs") returns


@services.for_writers
def thumbs(draft_id: int, vote: int) -> None:
    """Draw the thumbs as they stand (`vote` is 1, 0 or -1) and store a click at once."""
    key = f"vote-{draft_id}"
    standing = {1: _UP, -1: _DOWN}.get(vote)
    if key not in st.session_state or st.session_state[key] != standing:
        # What is stored stands, also when the vote was changed in another tab.
        st.session_state[key] = standing
    st.feedback("thumbs", key=key, on_change=_rate, args=(draft_id, key))


@services.for_writers
def reasons(draft: Draft) -> None:
    """Ask what was wrong, store every change at once, and offer the redesign that answers it.
    Once it is answered the question folds away under the answer.

    Only drawn after a thumb down.
    """
    _ = services.gettext()
    standing = services.studio().ratings.vote(draft.id, services.voter())
    reason = standing.reason if standing else ""
    comment = standing.comment if standing else ""
    said = ([_(REASONS[reason])] if reason in REASONS else []) + ([comment] if comment else [])
    with st.expander(_told(said), type="compact") if said else st.container():
        st.pills(
            _("What was wrong?"),
            list(REASONS),
            format_func=lambda reason: _(REASONS[reason]),
            default=reason if reason in REASONS else None,
            key=f"reason-{draft.id}",
            on_change=_explain,
            args=(draft.id,),
        )
        st.text_input(
            _("Comment"),
            comment,
            key=f"comment-{draft.id}",
            placeholder=_("For example: no exclamation marks"),
            on_change=_explain,
            args=(draft.id,),
            max_chars=500,
        )
    draft_redesign.offer(draft, reason, comment)


def _told(said: list[str]) -> str:
    _ = services.gettext()
    words = " · ".join(first_words(one, _SHOWN) for one in said)
    return _("What was wrong: {words}").format(words=plain(words))


@guarded
def _rate(draft_id: int, key: str) -> None:
    clicked = st.session_state[key]
    value = 0 if clicked is None else 1 if clicked == _UP else -1
    _say(draft_id, value)


@guarded
def _explain(draft_id: int) -> None:
    standing = services.studio().ratings.vote(draft_id, services.voter())
    if standing is None or standing.value >= 0:
        # The thumb was changed in another tab: what is typed here belongs to no thumb down.
        return
    _say(
        draft_id,
        -1,
        reason=st.session_state.get(f"reason-{draft_id}") or "",
        comment=st.session_state.get(f"comment-{draft_id}") or "",
    )


def _say(draft_id: int, value: int, reason: str = "", comment: str = "") -> None:
    """Store a vote and note what the studio has learnt from it that it did not know."""
    studio = services.studio()
    draft = studio.library.get(draft_id)
    held = draft.held
    measured = (held.learnt_length, held.minimum) if held else (None, None)
    lesson = (draft.brand_id, draft.channel, draft.language, *measured)
    known = studio.ratings.lessons(*lesson).notes
    studio.ratings.rate(draft_id, value, voter=services.voter(), reason=reason, comment=comment)
    notes = [note for note in studio.ratings.lessons(*lesson).notes if note not in known]
    if value < 0 and not notes:
        notes = [(N_("this text does not come again."), {})]
    draft_redesign.learnt(draft_id, notes if value else [])
