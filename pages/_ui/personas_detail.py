"""One persona in full: the evidence, its voice, what to say, and keeping or dropping it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import plotly.graph_objects as go
import streamlit as st

from core.i18n import N_, NN_, in_a_row, number, percent
from core.personas import Persona, summary
from core.personas.badges import badges
from pages._ui import services
from pages._ui.charts import ACCENT, styled
from pages._ui.personas_cards import badge, origin_line, size_line, write_for
from pages._ui.personas_evidence import evidence
from pages._ui.personas_keeping import changes_panel, keeping
from pages._ui.personas_messages import messages_panel
from pages._ui.personas_money import spent
from pages._ui.personas_origin import beside
from pages._ui.personas_prices import price_panel
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
    shown = beside(persona, services.studio().personas.list())
    named = badges({one.id: one.title(_) for one in shown})
    badge(persona, named[persona.id], _)
    st.caption(size_line(persona, language, _))
    if persona.files:
        st.caption(origin_line(persona, _))
    _in_words(persona, language, _)
    _figures(persona, language, _)
    if persona.assumed:
        for key, question in _ANSWERS.items():
            if persona.description.get(key):
                st.markdown(f"**{_(question)}**  \n{plain(persona.description[key])}")
    else:
        _advice(persona, _)
    messages_panel(persona)
    if not persona.assumed:
        st.markdown(_("**What sets them apart**"))
        evidence(persona.traits, language, _)
        changes_panel(persona, language, _)
        price_panel(persona, language, _)
        _voices(persona, language, _)
        _when(persona, language, _)
    keeping(persona, language, _)


def _in_words(persona: Persona, language: str, _: Callable[[str], str]) -> None:
    """The summary, each sentence with what it rests on, and the card to take away."""
    told = summary(persona, language, _)
    if told:
        st.markdown(plain(in_a_row(*(sentence.text for sentence in told))))
        named = {trait.key: trait.text(_) for trait in persona.traits}
        with st.popover(_("What each sentence rests on"), icon=":material/fact_check:"):
            for sentence in told:
                kind, _sign, thing = sentence.because.partition(":")
                heard = _("their reviews: {thing}").format(thing=thing)
                rest = named.get(sentence.because) or (
                    _("how many they are") if kind == "size" else heard
                )
                st.markdown(f"{plain(sentence.text)}  \n:gray[{plain(rest)}]")
    with st.container(horizontal=True):
        for format, label in (("pdf", "PDF"), ("png", "PNG"), ("html", _("Page to print"))):
            st.download_button(
                label,
                data=services.for_later(
                    partial(services.studio().personas.card, persona.id, format, language, _)
                ),
                file_name=f"persona-{persona.id}.{format}",
                key=f"personas-card-{format}",
                on_click="ignore",
                icon=":material/download:",
                type="tertiary",
            )


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
        (_("Typical spend"), spent(typical["spend"], persona), middle)
        if "spend" in typical
        else None,
        (_("Typical orders"), number(typical["orders"], language, 1), middle)
        if "orders" in typical
        else None,
        (
            _("Days since last order"),
            number(typical["recency"], language),
            in_a_row(middle, _("Counted to the last purchase on file.")),
        )
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


def _voices(persona: Persona, language: str, _: Callable[[str], str]) -> None:
    voices = persona.voices
    if not voices.reviews:
        return
    st.markdown(_("**What they say**"))
    said = (
        NN_(
            "{count} review is from them: {good} positive, {bad} negative, {unread} not read yet",
            "{count} reviews are from them: {good} positive, {bad} negative, {unread} not read yet",
            voices.reviews,
        )
        if voices.reviews > voices.read
        else NN_(
            "{count} review is from them: {good} positive, {bad} negative",
            "{count} reviews are from them: {good} positive, {bad} negative",
            voices.reviews,
        )
    )
    st.caption(
        _(said).format(
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
                    + _(NN_("{n} review", "{n} reviews", theme.n)).format(
                        n=number(theme.n, language)
                    )
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
        for label, tops, called in (
            (_("Products"), persona.products, str),
            (_("Channels"), persona.channels, _),
        ):
            if tops:
                listed = " · ".join(
                    f"{plain(called(top.name))} {percent(top.share, language)}" for top in tops
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
            _bars([str(hour) for hour in range(24)], persona.hours, every=3),
            key="personas-hours",
            alt=_("Share of orders by hour"),
            config={"displayModeBar": False},
        )


def _bars(labels: Sequence[str], shares: Sequence[float], every: int = 1) -> go.Figure:
    """A bar for each label; every so many of them is written out."""
    figure = go.Figure(go.Bar(x=list(labels), y=list(shares), marker={"color": ACCENT}))
    styled(figure, 180)
    figure.update_yaxes(tickformat=".0%", nticks=4)
    figure.update_layout(margin={"t": 8})
    return figure.update_xaxes(type="category", tickvals=list(labels)[::every])


def _close() -> None:
    st.query_params.pop("persona", None)
