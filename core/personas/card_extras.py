"""What the printed forms of a card share: what stands beside the persona, and price lines."""

from __future__ import annotations

from dataclasses import dataclass

from core.i18n import N_, NN_, money, number, percent
from core.personas.cards import Persona
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


def size_line(
    persona: Persona, language: str, translate: Translate, extras: CardExtras = NOTHING
) -> str:
    """How many customers they are, what they bring and the files that tell of them; for an
    assumed persona that nothing was found in data."""
    if persona.assumed:
        return translate(N_("Written by hand, not found in data"))
    said = translate(
        NN_("{count} customer · {share}", "{count} customers · {share}", persona.size)
    ).format(count=f"{persona.size:,}", share=percent(persona.share, language))
    if persona.value is not None:
        said += " · " + translate(N_("{money} in all, {each} each")).format(
            money=money(persona.value, extras.currency, language),
            each=money(persona.value / max(persona.size, 1), extras.currency, language),
        )
    if persona.files:
        said += " · " + translate(N_("From {files}")).format(files=", ".join(persona.files))
    return said


def price_verdict(prices: PriceSensitivity, translate: Translate) -> str:
    """What the signs say together."""
    return translate(VERDICTS[prices.verdict])


def price_short(sign: PriceSign, language: str, translate: Translate) -> str:
    """A sign beside everybody's figure, for a place without room for more."""
    value, all_ = (
        percent(part, language) if sign.unit == "share" else number(part, language, 2)
        for part in (sign.value, sign.all)
    )
    label = sign.label.text(translate)
    if sign.unit == "ratio":
        return translate(N_("{label}: {value}")).format(label=label, value=value)
    return translate(N_("{label}: {value}, all {all}")).format(label=label, value=value, all=all_)


def price_line(sign: PriceSign, language: str, translate: Translate) -> str:
    """A sign with its interval, everybody's figure and how many stand behind it."""
    value, low, high, all_ = (
        percent(part, language) if sign.unit == "share" else number(part, language, 2)
        for part in (sign.value, sign.low, sign.high, sign.all)
    )
    counted = (
        NN_(
            "{label}: {value} ({low} – {high}), all {all}, n = {n} review",
            "{label}: {value} ({low} – {high}), all {all}, n = {n} reviews",
            sign.n,
        )
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
