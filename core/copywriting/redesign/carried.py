"""What must come over when a text is put into another language: figures, currencies, names."""

from __future__ import annotations

import re

from core.copywriting.checks.check import Check
from core.copywriting.measures.quantities import Quantity, quantities
from core.i18n import N_

_TOLERANCE = 0.005
_FEW = 10
_CURRENCIES = {
    "dollar": re.compile(r"\$|美元|美金|\bdollars?\b|\bUSD\b", re.IGNORECASE),
    "pound": re.compile(r"£|英镑|\bpounds? sterling\b|\bGBP\b", re.IGNORECASE),
    "euro": re.compile(r"€|欧元|\beuros?\b|\bEUR\b", re.IGNORECASE),
    "yuan": re.compile(
        r"[¥￥]|[\d零一二三四五六七八九十百千万两半]\s?(?:元|块钱)|人民币|\byuan\b|\bRMB\b|\bCNY\b",
        re.IGNORECASE,
    ),
}
_ALWAYS = re.compile(r"24\s?/\s?7")
_LOST = N_("“{word}” of the original is missing.")
_ADDED = N_("The original has no “{word}”.")
_CURRENCY = N_("The original has another currency.")
_NAME = N_("The product name “{word}” is missing.")


def carried(source: str, text: str) -> list[Check]:
    """Errors for figures that a text in another language lost or added against its source, and
    for another currency. Units count: half an hour is 30 minutes, 三分钟 is three minutes.

    Number words up to ten that measure nothing ("one cup") may come and go.
    """
    source, text = _ALWAYS.sub("24 hours", source), _ALWAYS.sub("24 hours", text)
    here, there = quantities(text), quantities(source)
    found = [
        Check("transcreation.figure", "error", _LOST, {"word": _stands(source, quantity)})
        for quantity in there
        if _weighs(quantity) and not _among(quantity, here)
    ]
    found += [
        Check(
            "transcreation.figure",
            "error",
            _ADDED,
            {"word": _stands(text, quantity)},
            quantity.span,
        )
        for quantity in here
        if _weighs(quantity) and not _among(quantity, there)
    ]
    if _currencies(source) != _currencies(text):
        found.append(Check("transcreation.currency", "error", _CURRENCY))
    return found


def named(source: str, text: str, before: str, product: str) -> list[Check]:
    """An error where the source names the product and the text does not."""
    if before in source and product not in text:
        return [Check("transcreation.name", "error", _NAME, {"word": product})]
    return []


def _weighs(quantity: Quantity) -> bool:
    if quantity.dimension:
        return quantity.digits or quantity.written != 1
    return quantity.digits or quantity.written > _FEW


def _among(quantity: Quantity, others: tuple[Quantity, ...]) -> bool:
    """Whether another text states it: the same measure, or the same number where one of the two
    names no unit that is known."""
    for other in others:
        if quantity.dimension and quantity.dimension == other.dimension:
            if _equal(quantity.value, other.value):
                return True
        elif not (quantity.dimension and other.dimension) and _equal(
            quantity.written, other.written
        ):
            return True
    return False


def _equal(a: float, b: float) -> bool:
    return abs(a - b) <= _TOLERANCE * max(abs(a), abs(b))


def _stands(text: str, quantity: Quantity) -> str:
    start, end = quantity.span
    return text[start:end].strip()


def _currencies(text: str) -> set[str]:
    return {name for name, sign in _CURRENCIES.items() if sign.search(text)}
