"""The reviews page's answer in a sentence and its figures in a row."""

from __future__ import annotations

import streamlit as st

from core.i18n import compact, number, percent
from core.reviews import AspectFigures, Figures
from pages._ui import services
from pages._ui.texts import plain

# An interval of net sentiment this wide, in points, says nothing.
_TOO_WIDE = 70
_A_FEW = 2


def _signed(value: float) -> str:
    return f"{value:+.0f}".replace("-", "−")


def headline(now: Figures, aspects: list[AspectFigures]) -> str:
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
    worst = max(aspects, key=lambda found: found.negative, default=None)
    if worst is None or worst.negative < _A_FEW:
        return mood
    return mood + " " + _("Most complaints are about {aspect}.").format(aspect=plain(worst.aspect))


def figures_row(now: Figures) -> None:
    """Net sentiment with its change, share negative, stars, volume and unsure share."""
    _ = services.gettext()
    language = services.language()
    before = now.previous
    move = now.net_change
    with st.container(horizontal=True):
        st.metric(
            _("Net sentiment"),
            "–" if now.net_sentiment is None else _signed(now.net_sentiment),
            f"{move.points:+.0f} ± {(move.high - move.low) / 2:.0f}" if move else None,
            delta_color="normal" if move and move.clear else "off",
            help=_net_help(now),
            border=True,
            width="stretch",
            height="stretch",
        )
        st.metric(
            _("Negative"),
            "–" if now.negative_share is None else percent(now.negative_share, language),
            help=_("Share of the read reviews that are negative."),
            border=True,
            width="stretch",
            height="stretch",
        )
        if now.mean_rating is not None:
            st.metric(
                _("Stars"),
                number(now.mean_rating, language, 1),
                help=_("Mean of {count} ratings, on five stars.").format(
                    count=number(now.rated, language)
                ),
                border=True,
                width="stretch",
                height="stretch",
            )
        st.metric(
            _("Reviews"),
            compact(now.volume, language),
            f"{now.volume - before.volume:+,}" if before and before.volume else None,
            delta_color="off",
            help=_("{count} of them have been read.").format(count=number(now.read, language)),
            border=True,
            width="stretch",
            height="stretch",
        )
        st.metric(
            _("Unsure"),
            "–" if now.unsure_share is None else percent(now.unsure_share, language),
            help=_("Share of readings the reader itself does not trust; worth a look."),
            border=True,
            width="stretch",
            height="stretch",
        )


def _net_help(now: Figures) -> str:
    _ = services.gettext()
    if now.net_sentiment is None:
        return _("Share of positive minus share of negative reviews, −100 to 100.")
    return _(
        "Share of positive minus share of negative reviews, −100 to 100. With 95 % "
        "certainty it lies between {low} and {high}. The change is against the period "
        "of the same length before; grey when it may be chance."
    ).format(low=_signed(now.net_low), high=_signed(now.net_high))
