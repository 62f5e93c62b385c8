"""What to say to a segment and what to leave: lines that each follow from one trait or theme."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from core.i18n import N_, NN_
from core.personas.column_names import value_phrase
from core.personas.evidence import Trait
from core.personas.phrases import Phrase, Translate
from core.personas.prices import PriceSensitivity
from core.personas.voices import Voices

_MOST_LINES = 5
_MOST_SHARE = 0.4
_FEW = 0.25
_CLEARLY_MORE = 1.2


@dataclass(frozen=True)
class Line:
    """A piece of advice and the key of the trait, or "praise:…", "pain:…" or "price:…", that it
    rests on."""

    message: Phrase
    because: str

    def text(self, translate: Translate = str) -> str:
        return self.message.text(translate)

    def to_dict(self) -> dict[str, Any]:
        return {"message": self.message.to_json(), "because": self.because}

    @classmethod
    def from_dict(cls, stored: dict[str, Any]) -> Line:
        return cls(Phrase.from_json(stored["message"]), stored["because"])


def advise(
    traits: tuple[Trait, ...], voices: Voices, prices: PriceSensitivity | None = None
) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """(say, avoid): the strongest trait of each kind first, then the next ones.

    A line needs a trait that is reliable, surely different from everybody's, and held by
    enough (or, to warn, by few enough) of the group. Protected traits and outcomes make none.
    """
    bargains = _bargains(prices)
    keen = prices is not None and prices.verdict == "more"
    found: dict[bool, list[tuple[int, Line]]] = {True: [], False: []}
    said: Counter[str] = Counter()
    channels = {trait.value for trait in traits if trait.kind == "channel"}
    for trait in traits:
        if not trait.reliable or trait.protected or trait.outcome or not trait.strength:
            continue
        line = _line(trait)
        told = trait.kind == "attribute" and trait.value in channels
        if line is None or told or (trait.kind == "money" and said["money"]):
            continue
        if keen and trait.name + trait.value[:2] in _WARNINGS:
            # Big spenders who look at the price all the same.
            continue
        found[line[0]].append((said[trait.kind], Line(line[1], trait.key)))
        said[trait.kind] += 1
    say, avoid = (
        [line for _, line in sorted(found[way], key=lambda ranked: ranked[0])]
        for way in (True, False)
    )
    say = [*bargains, *say]
    praised = [
        Line(
            Phrase(_praise(theme.n), {"aspect": theme.aspect, "n": theme.n}),
            f"praise:{theme.aspect}",
        )
        for theme in voices.praise[:2]
    ]
    pained = [
        Line(Phrase(_pain(theme.n), {"aspect": theme.aspect, "n": theme.n}), f"pain:{theme.aspect}")
        for theme in voices.pains[:2]
    ]
    return (
        (*say[: _MOST_LINES - len(praised)], *praised),
        (*avoid[: _MOST_LINES - len(pained)], *pained),
    )


def _praise(n: int) -> str:
    return NN_(
        "Speak of {aspect}: {n} of their reviews praises it.",
        "Speak of {aspect}: {n} of their reviews praise it.",
        n,
    )


def _pain(n: int) -> str:
    return NN_(
        "Promise nothing about {aspect} that is not sure: {n} of their reviews complains.",
        "Promise nothing about {aspect} that is not sure: {n} of their reviews complain.",
        n,
    )


def _bargains(prices: PriceSensitivity | None) -> list[Line]:
    """A line for people who surely buy at reduced prices more often than all."""
    return [
        Line(
            Phrase(
                N_("Lead with the price or an offer: {share}% of their purchases were reduced, "
                   "{all}% of all."),
                {"share": f"{sign.value * 100:.0f}", "all": f"{sign.all * 100:.0f}"},
            ),
            f"price:{sign.kind}",
        )
        for sign in (prices.signs if prices and prices.verdict == "more" else ())
        if sign.unit == "share" and sign.kind != "reviews" and sign.reliable and sign.direction == 1
    ]  # fmt: skip


def _line(trait: Trait) -> tuple[bool, Phrase] | None:
    """Whether the line says (or warns), and the line; None for traits that no copy can use."""
    values = {
        "value": value_phrase(trait.value) if trait.kind == "channel" else trait.value,
        "trait": trait.label,
        "share": f"{trait.share * 100:.0f}",
        "all": f"{trait.all_share * 100:.0f}",
    }
    if trait.kind in ("habit", "money"):
        lines, topic = (_MORE if trait.more else {}), trait.name + trait.value[:2]
    else:
        topic = trait.name if trait.kind == "time" else trait.kind
        lines = _MORE if trait.more else _FEWER
    if topic not in lines:
        return None
    held = trait.share >= (0 if topic == "product" else _MOST_SHARE)
    if held and trait.lift >= _CLEARLY_MORE if trait.more else trait.share <= _FEW:
        return topic not in _WARNINGS and trait.more, Phrase(lines[topic], values)
    return None


_MORE = {
    "product": N_("Lead with {value}: {share}% buy it, {all}% of all do."),
    "attribute": N_("Write for this: “{trait}” holds for {share}%, for {all}% of all."),
    "channel": N_("Meet them in {value}: {share}% mostly buy there, {all}% of all do."),
    "spend>=": N_("Do not lead with discounts: {share}% are big spenders anyway."),
    "basket>=": N_("Do not lead with discounts: {share}% fill big baskets anyway."),
    "worth>=": N_("Do not lead with discounts: {share}% are worth more than most anyway."),
    "spend<=": N_("Offer small sizes and first steps: {share}% spend little."),
    "basket<=": N_("Offer small sizes and sets: {share}% spend little per order."),
    "worth<=": N_("Offer small sizes and first steps: {share}% are worth little so far."),
    "recency>=": N_("Give a reason to come back: {share}% have not bought for long."),
    "recency<=": N_("Show what is new: {share}% bought lately."),
    "orders>=": N_("Thank them for coming back: {share}% order often."),
    "orders<=": N_("Explain from the start: {share}% have ordered seldom."),
    "weekend": N_("Write to them before the weekend: {share}% mostly buy then."),
    "late_year": N_("Speak of gifts and the holidays: {share}% mostly buy late in the year."),
    "morning": N_("Write to them early: {share}% mostly buy between 5 and 10 am."),
    "day": N_("Write to them in the daytime: {share}% mostly buy between 10 am and 5 pm."),
    "evening": N_("Write to them in the evening: {share}% mostly buy between 5 and 10 pm."),
    "night": N_("Write to them late: {share}% mostly buy between 10 pm and 5 am."),
}
_FEWER = {
    "product": N_("Do not open with {value}: {share}% buy it, {all}% of all do."),
    "attribute": N_("Do not count on this: “{trait}” holds for {share}%, for {all}% of all."),
}
_WARNINGS = frozenset({"spend>=", "basket>=", "worth>="})
