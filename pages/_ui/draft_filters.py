"""What narrows the library: in the address what a link should carry, the rest behind a button."""

from __future__ import annotations

import streamlit as st

from core.copywriting import REPLY, Filters
from core.i18n import LANGUAGES, N_
from pages._ui import address, services
from pages._ui.drafts import Names

VOTES = {
    "any": N_("All"),
    "unrated": N_("Not rated"),
    "up": N_("Liked"),
    "down": N_("Disliked"),
}
_ORIGINS = {
    "engine": N_("As written"),
    "edit": N_("Edited by hand"),
    "redesign": N_("Redesigned"),
}
_DAYS = {1: N_("Today"), 7: N_("Last 7 days"), 30: N_("Last 30 days")}


def chosen(called: Names) -> Filters:
    """Draw the filters; what they ask for."""
    _ = services.gettext()
    query = st.text_input(
        _("Search drafts"),
        key="q",
        bind="query-params",
        placeholder=_("Words in the draft, in any language"),
        icon=":material/search:",
        label_visibility="collapsed",
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        address.seed("vote", VOTES, "any")
        vote = st.segmented_control(
            _("Thumbs"),
            list(VOTES),
            format_func=lambda key: _(VOTES[key]),
            required=True,
            key="vote",
        )
        written_in = _written_in()
        channel = _channel()
        with st.popover(_("More filters"), icon=":material/tune:"):
            rest = _rest(called)
    for key, default in (("vote", "any"), ("written", None), ("channel", None)):
        address.publish(key, default)
    return Filters(
        query=query,
        channel=channel,
        language=written_in,
        vote=vote,
        voter=services.voter(),
        **rest,
    )


def _written_in() -> str | None:
    _ = services.gettext()
    address.seed("written", LANGUAGES, None)
    return st.selectbox(
        _("Language"),
        list(LANGUAGES),
        index=None,
        format_func=LANGUAGES.__getitem__,
        placeholder=_("All"),
        key="written",
        width=160,
    )


def _channel() -> str | None:
    _ = services.gettext()
    channels = services.studio().channels
    kinds = {kind.id: _(kind.name) for code in LANGUAGES for kind in reversed(channels.list(code))}
    kinds[REPLY] = _(channels.get(REPLY, services.language()).name)
    address.seed("channel", kinds, None)
    return st.selectbox(
        _("Channel"),
        sorted(kinds, key=lambda id: kinds[id]),
        index=None,
        format_func=kinds.__getitem__,
        placeholder=_("All"),
        key="channel",
        width=220,
    )


def _rest(called: Names) -> dict:
    _ = services.gettext()
    brands = {brand.id: brand.name for brand in services.studio().brands.list()}
    choices = {
        "persona_id": (_("Persona"), called.personas),
        "brand_id": (_("Brand"), brands),
        "engine": (_("Engine"), called.engines),
        "origin": (_("How it was made"), {key: _(name) for key, name in _ORIGINS.items()}),
        "days": (_("Written"), {key: _(name) for key, name in _DAYS.items()}),
    }
    found = {
        name: st.selectbox(
            label,
            list(options),
            index=None,
            format_func=options.__getitem__,
            placeholder=_("All"),
            key=f"library-{name}",
        )
        for name, (label, options) in choices.items()
        if options
    }
    found["pinned"] = st.toggle(_("Pinned only"), key="library-pinned")
    found["usable_only"] = not st.toggle(_("Also what a check forbids"), key="library-unusable")
    return found
