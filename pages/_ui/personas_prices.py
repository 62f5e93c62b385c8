"""How much the price matters to a persona: each sign against all customers."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from core.i18n import NN_, number, percent
from core.personas import Persona
from core.personas.card_extras import price_verdict
from core.personas.prices import PriceSign
from pages._ui.texts import plain

_FAINT = "color: #94A3B8"


def price_panel(persona: Persona, language: str, _: Callable[[str], str]) -> None:
    """The verdict, its signs with their intervals, and what the data do not tell."""
    prices = persona.prices
    st.markdown(_("**Price sensitivity**"))
    st.markdown(plain(price_verdict(prices, _)))
    if prices.signs:
        table = pd.DataFrame(
            {
                _("Sign"): [sign.label.text(_) for sign in prices.signs],
                _("This group (95% interval)"): [_value(s, language) for s in prices.signs],
                _("All"): [_figure(sign.all, sign, language) for sign in prices.signs],
                _("Known of"): [_known(sign, language, _) for sign in prices.signs],
                _("What it says"): [_says(sign, language, _) for sign in prices.signs],
            }
        )
        faint = [not sign.reliable for sign in prices.signs]
        styler = table.style.apply(
            lambda column: [_FAINT if grey else "" for grey in faint], axis=0
        )
        st.dataframe(styler, hide_index=True, key="personas-prices", height="content")
    if prices.missing:
        st.caption(plain(prices.why_not(_)))


def _figure(part: float, sign: PriceSign, language: str) -> str:
    return percent(part, language) if sign.unit == "share" else number(part, language, 2)


def _value(sign: PriceSign, language: str) -> str:
    value, low, high = (_figure(part, sign, language) for part in (sign.value, sign.low, sign.high))
    return f"{value} ({low} – {high})"


def _known(sign: PriceSign, language: str, _: Callable[[str], str]) -> str:
    counted = (
        NN_("{n} review", "{n} reviews", sign.n)
        if sign.kind == "reviews"
        else NN_("{n} customer", "{n} customers", sign.n)
    )
    return _(counted).format(n=number(sign.n, language))


def _says(sign: PriceSign, language: str, _: Callable[[str], str]) -> str:
    words = {
        1: _("more sensitive than all"),
        -1: _("less sensitive than all"),
        0: _("no sure difference"),
    }[sign.direction]
    if not sign.reliable:
        return _("fewer than 30")
    if sign.good or sign.bad:
        felt = _("{good} praise it, {bad} blame it").format(
            good=number(sign.good, language), bad=number(sign.bad, language)
        )
        return f"{words} · {felt}"
    return words
