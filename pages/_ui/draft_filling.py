"""Filling a brief from pasted text: what was found, to look over before it is taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from core.copywriting import Filled, fill
from core.errors import StudioError
from pages._ui import services
from pages._ui.texts import plain

_TEXT = "copy_studio-paste"
_TAKEN = ("product", "category", "audience", "offer")


def paste_panel(take: Callable[[Mapping[str, Any]], None]) -> None:
    """A field for a page's text or a table row; `take` gets the fields a person agreed to."""
    _ = services.gettext()
    panel = st.expander(
        _("Fill it in from a page or a table row"),
        icon=":material/content_paste:",
        key="copy_studio-filling",
        on_change="rerun",
    )
    if not panel.open:
        return
    with panel:
        text = st.text_area(
            _("Product page text, or a row with its column names"),
            key=_TEXT,
            height=140,
            help=_("Read by rules on this machine: what is not in the text is never filled in."),
        )
        if not text.strip():
            return
        try:
            found = fill(text)
        except StudioError as error:
            st.warning(plain(error.text(_)), icon=":material/info:")
            return
        _review(found, take)


def _review(found: Filled, take: Callable[[Mapping[str, Any]], None]) -> None:
    _ = services.gettext()
    labels = {
        "product": _("Product"),
        "category": _("Kind of product"),
        "audience": _("For whom"),
        "offer": _("Offer"),
    }
    st.markdown(_("**Found in the text.** Untick what is wrong; you can edit it all afterwards."))
    for name in _TAKEN:
        if found.fields.get(name):
            st.markdown(f":small[{labels[name]}: **{plain(found.fields[name])}**]")
    facts = [
        fact
        for place, fact in enumerate(found.fields["facts"])
        if st.checkbox(plain(fact), value=True, key=f"copy_studio-found-{place}-{hash(fact)}")
    ]
    for text, (message, params) in found.left_out:
        st.caption(f"{plain(text)}: {plain(_(message).format(**params))}")
    st.button(
        _("Take these into the brief"),
        key="copy_studio-take",
        icon=":material/check:",
        on_click=take,
        args=({**found.fields, "facts": facts},),
    )
