"""On an engine's card: what it took so far, and the price that turns tokens into money."""

from __future__ import annotations

import streamlit as st

from core.engines.spending import Price, Spent
from core.i18n import compact, number
from pages._ui import services
from pages._ui.frame import guarded
from pages._ui.texts import plain


def spending(engine: str) -> None:
    """Requests, waits, tokens and cost in one line; a place to type the price of a server's."""
    spent = services.studio().spending.spent().get(engine)
    if spent:
        st.caption(f":material/receipt_long: {plain(_told(spent))}")
    if engine.startswith("endpoint:"):
        _price(engine)


def _told(spent: Spent) -> str:
    _, ngettext = services.gettext(), services.ngettext()
    language = services.language()
    parts = [
        ngettext("{count} request", "{count} requests", spent.requests).format(
            count=compact(spent.requests, language)
        )
    ]
    if spent.first is not None:
        parts.append(
            _("on average first text after {first} s, {seconds} s in all").format(
                first=number(spent.first, language, 1), seconds=number(spent.seconds, language, 1)
            )
        )
    if spent.failures:
        parts.append(
            ngettext("failed {count} time", "failed {count} times", spent.failures).format(
                count=compact(spent.failures, language)
            )
        )
    if spent.input_tokens is not None and spent.output_tokens is not None:
        words = _("{count} tokens, partly estimated") if spent.estimated else _("{count} tokens")
        parts.append(
            words.format(count=compact(spent.input_tokens + spent.output_tokens, language))
        )
    if spent.cost is not None:
        parts.append(_("cost {cost} so far").format(cost=number(spent.cost, language, 4)))
    return " · ".join(parts)


def _price(engine: str) -> None:
    _ = services.gettext()
    price = services.studio().spending.prices().get(engine)
    with st.popover(_("Price"), icon=":material/payments:"):
        st.caption(
            _(
                "What your provider asks for a million tokens, in your currency. The cost is "
                "reckoned from it for all requests so far; tokens that the server did not count "
                "are estimated."
            )
        )
        for name, label, value in (
            ("in", _("A million tokens sent"), price.input if price else None),
            ("out", _("A million tokens written"), price.output if price else None),
        ):
            st.number_input(
                label,
                min_value=0.0,
                value=value,
                format="%.4g",
                key=f"engines-price-{name}-{engine}",
            )
        st.button(_("Save"), key=f"engines-price-save-{engine}", on_click=_save, args=(engine,))


@guarded
def _save(engine: str) -> None:
    state = st.session_state
    typed = [state[f"engines-price-{name}-{engine}"] for name in ("in", "out")]
    price = None if typed == [None, None] else Price(typed[0] or 0.0, typed[1] or 0.0)
    services.studio().spending.set_price(engine, price)
