"""One persona in full: the evidence, its voice, what to say, and keeping or dropping it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.i18n import N_, compact, number, percent
from core.personas import Persona, Trait
from pages._ui import services
from pages._ui.charts import ACCENT, styled
from pages._ui.frame import guarded
from pages._ui.personas_cards import badge, size_line, write_for
from pages._ui.texts import plain

_ANSWERS = {
    "who": N_("Who they are"),
    "wants": N_("What they want"),
    "worries": N_("What worries them"),
    "words": N_("Words they use"),
}


def detail(persona: Persona) -> None:
    """Everything about a persona, with the way back above it."""
    _ = services.gettext()
    language = services.language()
    st.button(
        _("All personas"),
        key="personas-back",
        type="tertiary",
        icon=":material/arrow_back:",
        on_click=_close,
    )
    badge(persona, _)
    st.caption(size_line(persona, language, _))
    _figures(persona, language, _)
    if persona.assumed:
        for key, question in _ANSWERS.items():
            if persona.description.get(key):
                st.markdown(f"**{_(question)}**  \n{plain(persona.description[key])}")
    else:
        _advice(persona, _)
        st.markdown(_("**What sets them apart**"))
        _evidence(persona.traits, language, _)
        _voices(persona, language, _)
        _when(persona, language, _)
    _keeping(persona, _)


def _figures(persona: Persona, language: str, _: Callable[[str], str]) -> None:
    typical = persona.typical
    middle = _("The middle customer of the group.")
    cells = [
        (
            _("Share of money"),
            percent(persona.value_share, language),
            _("Of the money that all customers spent."),
        )
        if persona.value_share is not None
        else None,
        (_("Typical spend"), compact(typical["spend"], language), middle)
        if "spend" in typical
        else None,
        (_("Typical orders"), number(typical["orders"], language, 1), middle)
        if "orders" in typical
        else None,
        (_("Days since last order"), number(typical["recency"], language), middle)
        if "recency" in typical
        else None,
    ]
    shown = [cell for cell in cells if cell]
    if not shown:
        return
    with st.container(horizontal=True):
        for label, value, explanation in shown:
            st.metric(label, value, border=True, help=explanation)


def _advice(persona: Persona, _: Callable[[str], str]) -> None:
    say, avoid = st.columns(2)
    for place, heading, lines in (
        (say, _("**Say**"), persona.say),
        (avoid, _("**Avoid**"), persona.avoid),
    ):
        with place.container(border=True, height="stretch"):
            st.markdown(heading)
            if lines:
                st.markdown("\n".join(f"- {plain(line.text(_))}" for line in lines))
            else:
                st.caption(_("The data give no reason for advice here."))
    if st.button(
        _("Write for them"), key="personas-write", type="primary", icon=":material/edit_note:"
    ):
        write_for(persona.id)


def _evidence(traits: Sequence[Trait], language: str, _: Callable[[str], str]) -> None:
    if not traits:
        st.caption(_("Nothing sets them apart beyond how they were grouped."))
        return
    table = pd.DataFrame(
        {
            _("Trait"): [trait.text(_) for trait in traits],
            _("Share (95% interval)"): [_share(trait, language) for trait in traits],
            _("All"): [percent(trait.all_share, language) for trait in traits],
            _("Times all (95% interval)"): [_lift(trait, language) for trait in traits],
            _("Customers"): [trait.n for trait in traits],
            _("Note"): [_note(trait, _) for trait in traits],
        }
    )
    faint = [not trait.reliable for trait in traits]
    styler = table.style.apply(
        lambda column: ["color: #94A3B8" if grey else "" for grey in faint], axis=0
    )
    widths = dict(zip(table.columns, (300, 170, 55, 180, 85, 190), strict=True))
    st.dataframe(
        styler,
        hide_index=True,
        key="personas-evidence",
        height="content",
        column_config={name: st.column_config.Column(width=w) for name, w in widths.items()},
    )
    st.caption(
        _(
            "Only differences that survive a test against chance are listed. Grey: fewer than 30 "
            "customers. “Formed the group” describes how it was cut and proves nothing."
        )
    )


def _share(trait: Trait, language: str) -> str:
    low, high = percent(trait.low, language), percent(trait.high, language)
    return f"{percent(trait.share, language)} ({low} – {high})"


def _lift(trait: Trait, language: str) -> str:
    low, high = number(trait.lift_low, language, 2), number(trait.lift_high, language, 2)
    return f"{number(trait.lift, language, 2)} ({low} – {high})"


def _note(trait: Trait, _: Callable[[str], str]) -> str:
    notes = [
        _("protected, not for copy") if trait.protected else "",
        _("what happened, not what they are") if trait.outcome else "",
        _("formed the group") if trait.defining else "",
        _("fewer than 30") if not trait.reliable else "",
    ]
    return ", ".join(note for note in notes if note)


def _voices(persona: Persona, language: str, _: Callable[[str], str]) -> None:
    voices = persona.voices
    if not voices.reviews:
        return
    st.markdown(_("**What they say**"))
    said = _(
        "{count} reviews are from them: {good} positive, {bad} negative, {unread} not read yet"
    )
    st.caption(
        said.format(
            count=number(voices.reviews, language),
            good=number(voices.positive, language),
            bad=number(voices.negative, language),
            unread=number(voices.reviews - voices.read, language),
        )
    )
    if voices.words:
        st.markdown(" ".join(f":gray-badge[{plain(word.word)}]" for word in voices.words))
    places = st.columns(2)
    for place, heading, themes in (
        (places[0], _("**Praise**"), voices.praise),
        (places[1], _("**Pains**"), voices.pains),
    ):
        if not themes:
            continue
        with place:
            st.markdown(heading)
            for theme in themes:
                st.markdown(
                    plain(f"{theme.aspect} · ")
                    + _("{n} reviews").format(n=number(theme.n, language))
                )
                for quote in theme.quotes:
                    _quote(quote.text, quote.review_id, _)
    if voices.needs:
        st.markdown(_("**Wishes**"))
        for quote in voices.needs:
            _quote(quote.text, quote.review_id, _)


def _quote(text: str, review: int, _: Callable[[str], str]) -> None:
    source = _("review {id}").format(id=review)
    st.markdown(f"> {plain(text)} :gray[· {source}]")


def _when(persona: Persona, language: str, _: Callable[[str], str]) -> None:
    if persona.products or persona.channels:
        st.markdown(_("**What and where they buy**"))
        for label, tops in ((_("Products"), persona.products), (_("Channels"), persona.channels)):
            if tops:
                listed = " · ".join(
                    f"{plain(top.name)} {percent(top.share, language)}" for top in tops
                )
                st.markdown(f":gray[{label}] {listed}")
    names = [_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")]
    left, right = st.columns(2)
    if persona.weekdays:
        left.markdown(_("**On which days**"))
        left.plotly_chart(
            _bars(names, persona.weekdays),
            key="personas-weekdays",
            alt=_("Share of orders by weekday"),
            config={"displayModeBar": False},
        )
    if persona.hours:
        right.markdown(_("**At what hour**"))
        right.plotly_chart(
            _bars([str(hour) for hour in range(24)], persona.hours),
            key="personas-hours",
            alt=_("Share of orders by hour"),
            config={"displayModeBar": False},
        )


def _bars(labels: Sequence[str], shares: Sequence[float]) -> go.Figure:
    figure = go.Figure(go.Bar(x=list(labels), y=list(shares), marker={"color": ACCENT}))
    styled(figure, 180)
    figure.update_yaxes(tickformat=".0%", nticks=4)
    figure.update_layout(margin={"t": 8})
    return figure.update_xaxes(type="category")


def _keeping(persona: Persona, _: Callable[[str], str]) -> None:
    st.divider()
    name, save, remove = st.columns([3, 1, 1], vertical_alignment="bottom")
    name.text_input(_("Name"), persona.title(_), key=f"personas-name-{persona.id}", max_chars=80)
    save.button(
        _("Rename"),
        key="personas-rename",
        icon=":material/edit:",
        width="stretch",
        on_click=_rename,
        args=(persona.id,),
    )
    with remove.popover(_("Delete"), icon=":material/delete:", width="stretch"):
        st.write(_("The persona goes; what was written for it stays in the Library."))
        st.button(
            _("Delete this persona"),
            key="personas-delete",
            type="primary",
            on_click=_delete,
            args=(persona.id,),
        )


@guarded
def _rename(id: int) -> None:
    services.studio().personas.update(id, name=st.session_state[f"personas-name-{id}"])


@guarded
def _delete(id: int) -> None:
    services.studio().personas.delete(id)
    _close()


def _close() -> None:
    st.query_params.pop("persona", None)
