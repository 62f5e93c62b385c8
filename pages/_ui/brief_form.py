"""The brief: what is sold, its facts, to whom and how it should sound."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.copywriting import TONES
from core.i18n import LANGUAGES, N_
from pages._ui import services

PREFIX = "copy_studio-"
TONE_NAMES = {
    "friendly": N_("Friendly"),
    "playful": N_("Playful"),
    "professional": N_("Professional"),
    "luxurious": N_("Luxurious"),
    "urgent": N_("Urgent"),
    "inspiring": N_("Inspiring"),
    "witty": N_("Witty"),
    "minimal": N_("Minimal"),
    "trustworthy": N_("Trustworthy"),
}
_EVERYBODY = 0
_KEPT: dict[str, Any] = {"persist_state": "session"}


def brief_form() -> dict[str, Any]:
    """Draw the form; what it holds, as the fields of BRIEF.json."""
    _ = services.gettext()
    st.session_state.setdefault(PREFIX + "lang", services.language())
    _starting_points()
    lang = st.segmented_control(
        _("Write in"),
        list(LANGUAGES),
        format_func=LANGUAGES.__getitem__,
        key=PREFIX + "lang",
        required=True,
        **_KEPT,
    )
    product = st.text_input(
        _("Product"), key=PREFIX + "product", placeholder=_("Its exact name"), **_KEPT
    )
    facts = st.text_area(
        _("Facts, one a line"),
        key=PREFIX + "facts",
        height=150,
        placeholder=_("holds 0.8 litres\nkeeps warm for 30 minutes\n$39"),
        help=_("Copy may only say what stands here: no number, material or promise is invented."),
        **_KEPT,
    )
    audience = st.text_input(_("For whom"), key=PREFIX + "audience", **_KEPT)
    left, right = st.columns(2)
    tone = left.selectbox(
        _("Tone"),
        TONES,
        format_func=lambda tone: _(TONE_NAMES[tone]),
        key=PREFIX + "tone",
        **_KEPT,
    )
    category = right.text_input(_("Kind of product"), key=PREFIX + "category", **_KEPT)
    with st.expander(_("More: offer, call to action, keywords")):
        offer = st.text_input(_("Offer"), key=PREFIX + "offer", **_KEPT)
        cta = st.text_input(_("Call to action"), key=PREFIX + "cta", **_KEPT)
        keywords = st.text_input(
            _("Keywords, separated by commas"), key=PREFIX + "keywords", **_KEPT
        )
        industry = st.text_input(_("Industry"), key=PREFIX + "industry", **_KEPT)
    return {
        "lang": lang,
        "product": product,
        "facts": [line for line in facts.splitlines() if line.strip()],
        "category": category,
        "audience": audience,
        "tone": tone,
        "offer": offer,
        "cta": cta,
        "keywords": [
            word.strip() for word in keywords.replace("，", ",").split(",") if word.strip()
        ],
        "industry": industry,
    }


def choose_persona() -> int | None:
    """The persona to write for, None for everybody."""
    _ = services.gettext()
    personas = {persona.id: persona for persona in services.studio().personas.list()}
    key = PREFIX + "persona"
    if st.session_state.get(key) not in personas:
        st.session_state[key] = _EVERYBODY
    if not personas:
        return None
    chosen = st.selectbox(
        _("Persona"),
        [_EVERYBODY, *personas],
        format_func=lambda id: personas[id].title(_) if id else _("Everybody"),
        key=key,
        **_KEPT,
    )
    return chosen or None


def choose_brand() -> int | None:
    """The brand whose rules hold, None where there is no brand yet."""
    _ = services.gettext()
    brands = {brand.id: brand for brand in services.studio().brands.list()}
    if not brands:
        return None
    key = PREFIX + "brand"
    if st.session_state.get(key) not in brands:
        default = next((id for id, brand in brands.items() if brand.is_default), None)
        st.session_state[key] = default or next(iter(brands))
    return st.selectbox(
        _("Brand"), list(brands), format_func=lambda id: brands[id].name, key=key, **_KEPT
    )


def _starting_points() -> None:
    _ = services.gettext()
    before, example = _("used before"), _("example")
    points = {}
    examples = services.studio().demo.briefs()
    for kept in services.studio().copy.briefs(limit=20):
        if kept.brief not in examples:
            points[f"{kept.brief.product} · {before}"] = kept.brief
    for brief in examples:
        points[f"{brief.product} · {example}"] = brief
    st.selectbox(
        _("Start from"),
        list(points),
        index=None,
        placeholder=_("An earlier brief or an example"),
        key=PREFIX + "start",
        on_change=_fill,
        args=(points,),
    )


def _fill(points: dict[str, Any]) -> None:
    brief = points.get(st.session_state[PREFIX + "start"])
    if brief is None:
        return
    fields = brief.to_dict()
    for name in ("lang", "product", "category", "audience", "offer", "cta", "industry"):
        st.session_state[PREFIX + name] = fields[name]
    st.session_state[PREFIX + "tone"] = fields["tone"] if fields["tone"] in TONES else TONES[0]
    st.session_state[PREFIX + "facts"] = "\n".join(fields["facts"])
    st.session_state[PREFIX + "keywords"] = ", ".join(fields["keywords"])
