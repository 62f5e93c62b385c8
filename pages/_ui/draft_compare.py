"""Two drafts side by side, what differs marked."""

from __future__ import annotations

import streamlit as st

from core.copywriting import LibraryRow, new_words
from core.i18n import number
from pages._ui import services
from pages._ui.draft_text import painted

_CHOSEN = "drafts-compared"


def chosen() -> list[int]:
    """The ids chosen for comparison, two at most."""
    return list(st.session_state.get(_CHOSEN, ()))


def toggle(draft_id: int) -> None:
    """Choose a draft for comparison, or no longer; a third one takes the place of the first."""
    ids = chosen()
    ids = [id for id in ids if id != draft_id] if draft_id in ids else [*ids[-1:], draft_id]
    st.session_state[_CHOSEN] = ids


def side_by_side(rows: list[LibraryRow]) -> None:
    """The two chosen drafts, where both are still there."""
    if len(rows) != 2:
        return
    _, ngettext = services.gettext(), services.ngettext()
    language = services.language()
    with st.container(border=True, key="drafts-compare"):
        with st.container(horizontal=True, vertical_alignment="center"):
            beside = _("Side by side")
            st.markdown(f"**{beside}**", width="stretch")
            st.button(
                _("Close"),
                key="drafts-compare-close",
                icon=":material/close:",
                type="tertiary",
                on_click=st.session_state.pop,
                args=(_CHOSEN, None),
            )
        one, other = (row.draft for row in rows)
        for column, mine, theirs in zip(
            st.columns(2), (one, other), (other.text, one.text), strict=True
        ):
            with column:
                words = new_words(theirs, mine.text)
                faults = sum(c.level != "note" for c in mine.checks)
                st.markdown(painted((text, "blue" if new else "") for text, new in words))
                st.caption(
                    " · ".join(
                        [
                            _("score {points}").format(
                                points=number(100 * mine.scores.get("total", 0), language)
                            ),
                            _("{count} characters").format(
                                count=number(len(mine.text.replace("\n", "")), language)
                            ),
                            ngettext("{count} finding", "{count} findings", faults).format(
                                count=faults
                            ),
                        ]
                    )
                )
