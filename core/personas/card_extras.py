"""What the printed forms of a card share: what stands beside the persona, and price lines."""

from __future__ import annotations

from dataclasses import dataclass

from core.i18n import N_, number, percent
from core.personas.leanings import Message
from core.personas.phrases import Translate
from core.personas.prices import VERDICTS, PriceSensitivity, PriceSign


@dataclass(frozen=True)
class CardExtras:
    """The code of the currency ("" unknown), the characters of the badge, and the suggested
    messages with their texts."""

    currency: str = ""
    badge: str = ""
    written: tuple[tuple[Message, str], ...] = ()


NOTHING = CardExtras()


def price_verdict(prices: PriceSensitivity, translate: Translate) -> str:
    """What the signs say together."""
    return translate(VERDICTS[prices.verdict])


def price_line(sign: PriceSign, language: str, translate: Translate) -> str:
    """A sign with its interval, everybody's figure and how many stand behind it."""
    value, low, high, all_ = (
        percent(part, language) if sign.unit == "share" else number(part, language, 2)
        for part in (sign.value, sign.low, sign.high, sign.all)
    )
    counted = (
        N_("{label}: {value} ({low} – {high}), all {all}, n = {n} reviews")
        if sign.kind == "reviews"
        else N_("{label}: {value} ({low} – {high}), all {all}, n = {n}")
    )
    line = translate(counted).format(
        label=sign.label.text(translate),
        value=value,
        low=low,
        high=high,
        all=all_,
        n=number(sign.n, language),
    )
    if sign.good or sign.bad:
        line += " · " + translate(N_("{good} praise it, {bad} blame it")).format(
            good=number(sign.good, language), bad=number(sign.bad, language)
        )
    return line


def price_lines(prices: PriceSensitivity, language: str, translate: Translate) -> list[str]:
    """The verdict and its signs, or why there are none."""
    if not prices.signs:
        return [f"{price_verdict(prices, translate)}. {prices.why_not(translate)}"]
    return [
        price_verdict(prices, translate),
        *(price_line(sign, language, translate) for sign in prices.signs),
    ]


def message_line(message: Message, translate: Translate) -> str:
    """What a message leans on."""
    return translate(N_("Leans on: {thing}")).format(thing=message.label.text(translate))
