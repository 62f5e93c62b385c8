"""The brief: what is sold, its facts, to whom and how it should sound."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from core.copywriting import TONES, Channel
from core.i18n import LANGUAGES, N_
from pages._ui import services
from pages._ui.draft_filling import paste_panel
from pages._ui.personas_origin import titles
from pages._ui.talking_points import MOST_POINTS, POINTS, heard_lines
from pages._ui.texts import plain

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
    "": N_("Let the studio choose"),
}
_EVERYBODY = 0
ALL_PERSONAS = -1
_KEPT: dict[str, Any] = {"persist_state": "session"}


def brief_form() -> dict[str, Any]:
    """Draw the form; what it holds, as the fields of BRIEF.json."""
    _ = services.gettext()
    st.session_state.setdefault(PREFIX + "lang", services.language())
    _starting_points()
    _as_left()
    paste_panel(take)
    lang = choose_language()
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
        list(TONE_NAMES),
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


def choose_language() -> str:
    """The language to write in."""
    _ = services.gettext()
    st.session_state.setdefault(PREFIX + "lang", services.language())
    return st.segmented_control(
        _("Write in"),
        list(LANGUAGES),
        format_func=LANGUAGES.__getitem__,
        key=PREFIX + "lang",
        required=True,
        **_KEPT,
    )


def choose_mode() -> str:
    """Whether one brief is written for ("one"), or a table of them ("table")."""
    _ = services.gettext()
    modes = {"one": _("One brief"), "table": _("A table of briefs")}
    key = PREFIX + "mode"
    st.session_state.setdefault(key, "one")
    return st.segmented_control(
        _("What do you have?"),
        list(modes),
        format_func=modes.__getitem__,
        key=key,
        required=True,
        label_visibility="collapsed",
        **_KEPT,
    )


def choose_persona(all_too: bool = False) -> int | None:
    """The persona to write for, None for everybody; ALL_PERSONAS, where `all_too` offers it, for
    a set for each of several."""
    _ = services.gettext()
    personas = titles(services.studio().personas.list())
    key = PREFIX + "persona"
    named = {_EVERYBODY: _("Everybody"), **personas}
    if all_too and len(personas) > 1:
        named[ALL_PERSONAS] = _("All personas, a set for each")
    if st.session_state.get(key) not in named:
        st.session_state[key] = _EVERYBODY
    if not personas:
        return None
    chosen = st.selectbox(
        _("Persona"), list(named), format_func=named.__getitem__, key=key, **_KEPT
    )
    return chosen or None


def choose_talking_points(persona_id: int | None) -> list[str]:
    """Customers' own phrases to take up: the persona's words to pick from, or one's own."""
    _ = services.gettext()
    offered: list[str] = []
    if persona_id:
        persona = services.studio().personas.get(persona_id)
        offered = [word.word for word in persona.words[:12]]
    chosen = st.session_state.get(POINTS) or []
    points = st.multiselect(
        _("Customers' own phrases"),
        list(dict.fromkeys([*offered, *chosen])),
        key=POINTS,
        accept_new_options=True,
        max_selections=MOST_POINTS,
        placeholder=_("Pick or type what customers say"),
        help=_("Copy takes them up where they fit and the facts support them."),
        **_KEPT,
    )
    heard_lines(points)
    return points


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
    if brief is not None:
        take(brief.to_dict())


def take(fields: Mapping[str, Any]) -> None:
    """Put the fields of a brief, whole or unfinished, into the form."""
    for name in ("product", "category", "audience", "offer", "cta", "industry"):
        st.session_state[PREFIX + name] = str(fields.get(name) or "")
    lang = fields.get("lang")
    st.session_state[PREFIX + "lang"] = lang if lang in LANGUAGES else services.language()
    tone = fields.get("tone")
    if tone not in TONE_NAMES:
        tone = st.session_state.get(PREFIX + "tone", TONES[0])
    st.session_state[PREFIX + "tone"] = tone
    st.session_state[PREFIX + "facts"] = "\n".join(fields.get("facts") or ())
    st.session_state[PREFIX + "keywords"] = ", ".join(fields.get("keywords") or ())


def _as_left() -> None:
    """Offer the brief of an earlier visit while the form is still empty."""
    if st.session_state.get(PREFIX + "product") or st.session_state.get(PREFIX + "facts"):
        return
    left = services.studio().sketches.last(services.voter())
    if not left or not (left.get("product") or left.get("facts")):
        return
    _ = services.gettext()
    name = str(left.get("product") or (left.get("facts") or [""])[0])[:40]
    st.button(
        _("Go on with “{product}”").format(product=plain(name)),
        key=PREFIX + "go-on",
        icon=":material/history:",
        help=_("The brief as you last left it."),
        on_click=take,
        args=(left,),
    )


def keep_as_left(fields: Mapping[str, Any]) -> None:
    """Store the form as it stands, when it holds something and has changed."""
    if not (fields["product"].strip() or fields["facts"]):
        return
    if st.session_state.get(PREFIX + "kept") != fields:
        services.studio().sketches.keep(services.voter(), fields)
        st.session_state[PREFIX + "kept"] = dict(fields)


def choose_channels(language: str) -> dict[str, Channel]:
    """The channels to write for, one or several: a campaign set."""
    _ = services.gettext()
    offered = {kind.id: kind for kind in services.studio().channels.list(language)}
    key = PREFIX + "channels"
    kept = [id for id in st.session_state.get(key) or () if id in offered]
    st.session_state[key] = kept or ([] if key in st.session_state else [next(iter(offered))])
    if not kept and st.session_state.get(PREFIX + "channels-lang") != language:
        st.session_state[key] = [next(iter(offered))]
    st.session_state[PREFIX + "channels-lang"] = language
    chosen = st.pills(
        _("Channels"),
        list(offered),
        selection_mode="multi",
        format_func=lambda id: plain(_(offered[id].name)),
        key=key,
        wrap=True,
        help=_("Choose several for a campaign set: the same brief, written for each."),
        **_KEPT,
    )
    return {id: offered[id] for id in chosen}
