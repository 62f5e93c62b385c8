"""A draft's words: with its findings marked, with what is new, or as a platform shows them."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from core.copywriting import Channel, Draft, marked, new_words, preview
from core.i18n import in_a_row
from pages._ui import services
from pages._ui.texts import plain

_COLOURS = {"error": "red", "warning": "orange", "note": "gray"}


def words(draft: Draft, parent: str = "") -> None:
    """The text; what rules found is marked, else what a redesign put in place of `parent`."""
    found = [check for check in draft.checks if check.level != "note" and check.span]
    if found:
        pieces = (
            (piece.text, _COLOURS[piece.check.level] if piece.check else "")
            for piece in marked(draft.text, found)
        )
    elif parent:
        pieces = ((text, "green" if new else "") for text, new in new_words(parent, draft.text))
    else:
        pieces = ((draft.text, ""),)
    st.markdown(painted(pieces))


def painted(pieces: Iterable[tuple[str, str]]) -> str:
    """Markdown in which stretches with a colour have it behind them, whatever they hold."""
    parts = []
    for text, colour in pieces:
        lines = text.split("\n")
        shown = [
            f":{colour}-background[{plain(line)}]" if colour and line.strip() else plain(line)
            for line in lines
        ]
        parts.append("  \n".join(shown))
    return "".join(parts)


def as_seen(draft: Draft, channel: Channel) -> None:
    """The text in the frame of its platform, folded where that folds it."""
    _ = services.gettext()
    seen = preview(draft.text, channel)
    folded = _("more")
    more = f" :gray[… {folded}]" if seen.rest else ""
    title, body = plain(seen.title), plain(seen.body)
    with st.container(border=True):
        match seen.frame:
            case "search" | "ads":
                st.caption(_("Sponsored · www.example.com"))
                if title:
                    st.markdown(f":blue[**{title}**]{'' if body else more}")
                if body:
                    st.markdown(f":small[{body}]{more}")
            case "mail":
                st.caption(_("Your brand · 09:41"))
                st.markdown(f"**{title}**{more}" if title else f":gray[{body}]{more}")
            case "phone":
                st.caption(":material/smartphone: " + _("Your brand · now"))
                st.markdown(body + more)
            case "note" | "hero":
                st.markdown(f"**{title}**{more}")
                st.markdown(body)
                if seen.tags:
                    st.markdown(f":blue[{plain(seen.tags)}]")
            case "feed":
                st.caption(":material/account_circle: " + _("Your brand"))
                st.markdown(body + more)
            case _:
                st.markdown(f"**{title}**{more}" if title else body + more)
        if seen.rest:
            st.caption(in_a_row(_("Behind the fold:"), plain(seen.rest)))
    if seen.source:
        st.caption(plain(_(seen.source)))
