"""A long piece on its card: headings that stand out, and the outline it was written from."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from core.copywriting import Draft
from pages._ui import services
from pages._ui.texts import plain


def words(draft: Draft) -> None:
    """The piece with its title and headings in bold."""
    headings = {section.heading for section in draft.plan.sections} if draft.plan else set()
    article = bool(draft.held and draft.held.structure == "article")
    for number, block in enumerate(draft.text.split("\n\n")):
        first, line, rest = block.partition("\n")
        if article and number == 0:
            st.markdown(f"#### {plain(block)}")
        elif first in headings:
            st.markdown(f"**{plain(first)}**  \n{plain(rest)}")
        else:
            st.markdown(plain(first + line + rest))


def outline(draft: Draft, engines: Mapping[str, str]) -> None:
    """What each section is for, the facts it tells and who wrote it; nothing without a plan."""
    if draft.plan is None:
        return
    _ = services.gettext()
    with st.expander(_("Outline"), icon=":material/format_list_numbered:"):
        for number, section in enumerate(draft.plan.sections, 1):
            by = engines.get(section.engine, section.engine)
            said = _("by {engine}").format(engine=plain(by))
            st.markdown(f"{number}. **{plain(section.heading)}** :gray[{said}]")
            if section.facts:
                st.caption(plain(" · ".join(section.facts)))
            else:
                st.caption(_("No facts here: it speaks of the reader."))
