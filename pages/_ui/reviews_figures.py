"""The reviews page's answer in a sentence and its figures in a row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import streamlit as st

from core.i18n import compact, in_a_row, number, percent
from core.reviews import AspectFigures, Figures, Filters
from pages._ui import services
from pages._ui.reviews_quotes import behind
from pages._ui.texts import plain

# An interval of net sentiment this wide, in points, says nothing.
_TOO_WIDE = 70


def _signed(value: float) -> str:
    return f"{value:+.0f}".replace("-", "−")


def headline(now: Figures, complained: AspectFigures | None) -> str:
    """The answer in one or two sentences, safe to show as markdown."""
    _ = services.gettext()
    if now.net_sentiment is None:
        return _("Your reviews are in, and none of these has been read yet.")
    if (now.net_high or 0) - (now.net_low or 0) > _TOO_WIDE:
        return _("These are too few reviews to say which way they lean.")
    if (now.net_low or 0) > 0:
        mood = (
            _("Customers are clearly satisfied.")
            if now.net_sentiment >= 50
            else _("There is more praise than complaint.")
        )
    elif (now.net_high or 0) < 0:
        mood = (
            _("Customers are clearly unhappy.")
            if now.net_sentiment <= -50
            else _("There is more complaint than praise.")
        )
    else:
        mood = _("Praise and complaint are about even.")
    if complained is None:
        return mood
    about = plain(_in_sentence(complained.label(services.language())))
    return in_a_row(mood, _("Most complaints are about {aspect}.").format(aspect=about))


def _in_sentence(name: str) -> str:
    """A name without the capital that begins a line, unless it is one of an abbreviation."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def figures_row(now: Figures, filters: Filters) -> None:
    """Net sentiment with its change, share negative, stars, volume and unsure share; under each
    the reviews it counts."""
    _, ngettext = services.gettext(), services.ngettext()
    language = services.language()
    before = now.previous
    move = now.net_change
    cards = [
        _Card(
            _("Net sentiment"),
            "–" if now.net_sentiment is None else _signed(now.net_sentiment),
            _net_help(now),
            now.read,
            filters,
            f"{move.points:+.0f} ± {(move.high - move.low) / 2:.0f}" if move else None,
            "normal" if move and move.clear else "off",
        ),
        _Card(
            _("Negative"),
            "–" if now.negative_share is None else percent(now.negative_share, language),
            _("Share of the read reviews that are negative."),
            now.negative if filters.sentiment in (None, "negative") else 0,
            replace(filters, sentiment="negative"),
        ),
        _Card(
            _("Reviews"),
            compact(now.volume, language),
            _("{count} of them have been read.").format(count=number(now.read, language)),
            now.volume,
            filters,
            f"{now.volume - before.volume:+,}" if before and before.volume else None,
        ),
        _Card(
            _("Unsure"),
            "–" if now.unsure_share is None else percent(now.unsure_share, language),
            _("Share of readings the reader itself does not trust; worth a look."),
            round((now.unsure_share or 0) * now.read),
            replace(filters, unsure=True),
        ),
    ]
    if now.mean_rating is not None:
        told = ngettext(
            "Mean of {count} rating, on five stars.",
            "Mean of {count} ratings, on five stars.",
            now.rated,
        ).format(count=number(now.rated, language))
        stars = number(now.mean_rating, language, 1)
        rated = replace(filters, min_rating=filters.min_rating or 0.0)
        cards.insert(2, _Card(_("Stars"), stars, told, now.rated, rated))
    with st.container(horizontal=True):
        for place, card in enumerate(cards):
            _draw(card, place)


@dataclass(frozen=True)
class _Card:
    """A figure, and the `count` reviews that `filters` pick, which it is made of."""

    name: str
    value: str
    help: str
    count: int
    filters: Filters
    delta: str | None = None
    delta_color: Literal["normal", "off"] = "off"


def _draw(card: _Card, place: int) -> None:
    ngettext = services.ngettext()
    with st.container(border=True, width="stretch", height="stretch", gap="small"):
        st.metric(card.name, card.value, card.delta, delta_color=card.delta_color, help=card.help)
        if card.count:
            label = ngettext("{count} review", "{count} reviews", card.count).format(
                count=compact(card.count, services.language())
            )
            behind(label, card.name, card.filters, f"reviews-figure-{place}")


def _net_help(now: Figures) -> str:
    _ = services.gettext()
    if now.net_sentiment is None:
        return _("Share of positive minus share of negative reviews, −100 to 100.")
    return _(
        "Share of positive minus share of negative reviews, −100 to 100. With 95 % "
        "certainty it lies between {low} and {high}. The change is against the period "
        "of the same length before; grey when it may be chance."
    ).format(low=_signed(now.net_low), high=_signed(now.net_high))
