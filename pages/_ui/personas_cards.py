"""Persona cards in a grid: who, how many, what sets them apart, what to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from core.i18n import NN_, number, percent
from core.personas import Persona, Trait
from core.personas.badges import badges
from core.personas.card_extras import price_short, price_verdict
from pages._ui import nav, services
from pages._ui.personas_money import spent
from pages._ui.texts import plain

_COLUMNS = 3


def card_grid(personas: Sequence[Persona]) -> None:
    """All personas, three in a row on a wide screen."""
    _ = services.gettext()
    named = badges({persona.id: persona.title(_) for persona in personas})
    for start in range(0, len(personas), _COLUMNS):
        places = st.columns(_COLUMNS)
        for persona, place in zip(personas[start : start + _COLUMNS], places, strict=False):
            with place.container(border=True, height="stretch"):
                _card(persona, named[persona.id], _)


def _card(persona: Persona, initials: str, _: Callable[[str], str]) -> None:
    language = services.language()
    badge(persona, initials, _)
    st.caption(size_line(persona, language, _))
    if persona.files:
        st.caption(origin_line(persona, _))
    if persona.assumed:
        for text in persona.description.values():
            if text:
                st.markdown(plain(text))
    elif persona.strongest:
        st.markdown("\n".join(f"- {trait_line(t, language, _)}" for t in persona.strongest))
    else:
        st.markdown(_("Nothing sets them apart beyond how they were grouped."))
    if not persona.assumed:
        st.markdown(price_teaser(persona, language, _))
    if persona.words:
        words = " · ".join(plain(word.word) for word in persona.words[:6])
        st.caption(_("Their words: {things}").format(things=words))
    with st.container(horizontal=True, vertical_alignment="bottom", height="stretch"):
        if st.button(
            _("Write for them"),
            key=f"personas-write-{persona.id}",
            type="primary",
            icon=":material/edit_note:",
            disabled=services.read_only(),
        ):
            write_for(persona.id)
        st.button(
            _("Evidence") if not persona.assumed else _("Open"),
            key=f"personas-open-{persona.id}",
            icon=":material/fact_check:",
            on_click=open_persona,
            args=(persona.id,),
        )


def badge(persona: Persona, initials: str, _: Callable[[str], str]) -> None:
    """The initials as a picture-less portrait, with the name beside them."""
    shown = plain(initials)
    st.markdown(f"#### :primary-background[&nbsp;{shown}&nbsp;] {plain(persona.title(_))}")
    if persona.assumed:
        st.badge(_("Assumption"), icon=":material/lightbulb:", color="orange")
    if persona.locked:
        st.badge(_("Kept as it is"), icon=":material/lock:", color="gray")


def origin_line(persona: Persona, _: Callable[[str], str]) -> str:
    """Which imported files the customers of a card come from."""
    return plain(_("From {files}").format(files=", ".join(persona.files)))


def price_teaser(persona: Persona, language: str, _: Callable[[str], str]) -> str:
    """What the price means to them with the figure that says so, grey where it is not sure."""
    prices = persona.prices
    words, sign = plain(price_verdict(prices, _)), prices.leading
    if sign is None or prices.verdict == "unknown":
        few = f" · {_('fewer than 30')}" if sign else ""
        return f":small[:gray[:material/sell: {words}{few}]]"
    return f":small[:material/sell: {words} :gray[· {plain(price_short(sign, language, _))}]]"


def size_line(persona: Persona, language: str, _: Callable[[str], str]) -> str:
    """How many they are and what they are worth."""
    if persona.assumed:
        return _("Written by hand, not found in data")
    parts = [
        _(NN_("{count} customer · {share}", "{count} customers · {share}", persona.size)).format(
            count=number(persona.size, language), share=percent(persona.share, language)
        )
    ]
    if persona.value is not None:
        parts.append(
            _("{money} in all, {each} each").format(
                money=plain(spent(persona.value, persona)),
                each=plain(spent(persona.value / max(persona.size, 1), persona)),
            )
        )
    return " · ".join(parts)


def trait_line(trait: Trait, language: str, _: Callable[[str], str]) -> str:
    """A trait with its share, lift and n, greyed when under 30 customers stand behind it."""
    # Where the group is everybody, nothing is more or less frequent than among all.
    said = _("{share} of {n}") if trait.lift == 1 else _("{share} of {n}, {lift}× all")
    numbers = said.format(
        share=percent(trait.share, language),
        n=number(trait.n, language),
        lift=number(trait.lift, language, 1),
    )
    line = f"{plain(trait.text(_))} :gray[· {plain(numbers)}]"
    return line if trait.reliable else f":gray[{plain(trait.text(_))} · {plain(numbers)}]"


def open_persona(id: int) -> None:
    """Show one persona: its address holds it, so that it can be linked to."""
    st.query_params["persona"] = str(id)


def write_for(id: int) -> None:
    """Go to the Copy studio with this persona chosen."""
    st.session_state["copy_studio-persona"] = id
    st.query_params.pop("persona", None)
    st.switch_page(nav.file_of("copy_studio"))
