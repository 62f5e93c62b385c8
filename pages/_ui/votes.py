"""Thumbs on a draft: one vote per person, changeable, with a reason when it is down."""

from __future__ import annotations

import streamlit as st

from core.i18n import N_
from pages._ui import services
from pages._ui.frame import guarded

REASONS = {
    "untrue": N_("Untrue"),
    "off_brand": N_("Off brand"),
    "too_long": N_("Too long"),
    "dull": N_("Dull"),
    "wrong_audience": N_("Wrong audience"),
    "not_compliant": N_("Not compliant"),
    "wrong_language": N_("Wrong language"),
}
_UP, _DOWN = 1, 0  # what st.feedback("thumbs") returns


def thumbs(draft_id: int, vote: int) -> None:
    """Draw the thumbs as they stand (`vote` is 1, 0 or -1) and store a click at once."""
    key = f"vote-{draft_id}"
    standing = {1: _UP, -1: _DOWN}.get(vote)
    st.feedback("thumbs", key=key, default=standing, on_change=_rate, args=(draft_id, key))


def reasons(draft_id: int) -> None:
    """Ask what was wrong; every change is stored at once. Only drawn after a thumb down."""
    _ = services.gettext()
    standing = services.studio().ratings.vote(draft_id, services.voter())
    chosen = standing.reason if standing and standing.reason in REASONS else None
    st.pills(
        _("What was wrong?"),
        list(REASONS),
        format_func=lambda reason: _(REASONS[reason]),
        default=chosen,
        key=f"reason-{draft_id}",
        on_change=_explain,
        args=(draft_id,),
    )
    st.text_input(
        _("Comment"),
        standing.comment if standing else "",
        key=f"comment-{draft_id}",
        placeholder=_("For example: no exclamation marks"),
        on_change=_explain,
        args=(draft_id,),
        max_chars=500,
    )


@guarded
def _rate(draft_id: int, key: str) -> None:
    clicked = st.session_state[key]
    value = 0 if clicked is None else 1 if clicked == _UP else -1
    services.studio().ratings.rate(draft_id, value, voter=services.voter())


@guarded
def _explain(draft_id: int) -> None:
    services.studio().ratings.rate(
        draft_id,
        -1,
        voter=services.voter(),
        reason=st.session_state.get(f"reason-{draft_id}") or "",
        comment=st.session_state.get(f"comment-{draft_id}") or "",
    )
