"""The quantities a text states: value, unit and where they stand."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache

from core.copywriting.measures.numerals import (
    CHINESE_NUMBER,
    ENGLISH_NUMBER,
    chinese_value,
    english_value,
)
from core.settings import ASSETS


@dataclass(frozen=True)
class Quantity:
    """One number in a text.

    `dimension` is "time", "length", "money" … or "" for a plain number or counted thing;
    `value` is in the dimension's base unit, `written` as it stands. `noun` is the word that
    follows a plain number, lower-case. `digits` tells figures from words.
    """

    value: float
    written: float
    dimension: str
    noun: str
    digits: bool
    span: tuple[int, int]


_FIGURE = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_LATIN_EDGE = r"(?![A-Za-z])"
_NUMERALS = "零〇一二两三四五六七八九十百千万亿"
_JOIN = r"\s?(?:to|-|–|—|~|至|到|and)\s?"


@dataclass(frozen=True)
class _Unit:
    dimension: str
    factor: float


@lru_cache(maxsize=1)
def _units() -> dict[str, _Unit]:
    with (ASSETS / "rules" / "units.toml").open("rb") as file:
        table = tomllib.load(file)
    return {
        name: _Unit(dimension, float(factor))
        for dimension, names in table.items()
        for name, factor in names.items()
    }


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    names = sorted(_units(), key=len, reverse=True)
    latin = "|".join(re.escape(name) for name in names if name.isascii() and name[0].isalpha())
    other = "|".join(
        re.escape(name) for name in names if not name.isascii() or not name[0].isalpha()
    )
    noun = rf"[A-Za-z]+|(?:(?![{_NUMERALS}])[\u4e00-\u9fff]){{1,3}}"
    unit = rf"(?:[\s-]?(?P<latin>{latin}){_LATIN_EDGE}|\s?(?P<other>{other}))"
    number = rf"{_FIGURE}|(?<![A-Za-z]){ENGLISH_NUMBER}(?![A-Za-z])|{CHINESE_NUMBER}"
    return re.compile(
        rf"(?P<currency>[$£€¥￥])?\s?(?P<number>{number})(?P<scale>万|亿|[kKmM]\b)?"
        rf"(?:(?P<join>{_JOIN})[$£€¥￥]?(?={_FIGURE}|{ENGLISH_NUMBER}|{CHINESE_NUMBER})"
        rf"|{unit}|(?P<zhe>折)|[\s-]?(?P<noun>{noun}))?",
        re.IGNORECASE,
    )


_PERCENT_WORD = re.compile(rf"百分之(?P<n>{CHINESE_NUMBER}|{_FIGURE})")
_PLACES_ALONE = frozenset("十百千万亿")
_SCALE = {"k": 1e3, "m": 1e6, "万": 1e4, "亿": 1e8}
_HALF_PRICE = re.compile(r"\bhalf[- ](?:price|off)\b|半价", re.IGNORECASE)


@lru_cache(maxsize=1024)
def quantities(text: str) -> tuple[Quantity, ...]:
    """Every quantity in order. A range yields both ends, with the unit of the last.

    A Chinese discount ("85折") and "half price" are percents off: 15 and 50.
    """
    found: list[Quantity] = []
    taken = [_percent_word(match) for match in _PERCENT_WORD.finditer(text)]
    taken += [
        Quantity(50.0, 50.0, "percent", "", False, match.span())
        for match in _HALF_PRICE.finditer(text)
    ]
    open_range: list[int] = []
    for match in _pattern().finditer(text):
        start = match.start("number")
        if any(q.span[0] <= start < q.span[1] for q in taken):
            continue
        quantity = _quantity(match)
        if quantity is None:
            open_range = []
            continue
        if open_range and quantity.dimension:
            for index in open_range:
                found[index] = _inherit(found[index], quantity)
        found.append(quantity)
        if match["join"]:
            open_range.append(len(found) - 1)
        else:
            open_range = []
    return tuple(sorted(found + taken, key=lambda quantity: quantity.span))


def _percent_word(match: re.Match[str]) -> Quantity:
    number = match["n"]
    value = float(number) if number[0].isdigit() else chinese_value(number) or 0.0
    return Quantity(value, value, "percent", "", number[0].isdigit(), match.span())


def _quantity(match: re.Match[str]) -> Quantity | None:
    number = match["number"]
    digits = number[0].isdigit()
    if digits:
        written: float | None = float(number.replace(",", ""))
    elif number[0].isascii():
        written = english_value(number)
    else:
        alone = number in _PLACES_ALONE and not (number == "十" and match["other"])
        written = None if alone else chinese_value(number)
    if written is None:
        return None
    scale = (match["scale"] or "").lower()
    # "£5k" is five thousand; "4K" and "2700K" are not.
    if scale and (scale in "万亿" or match["currency"]):
        written *= _SCALE[scale]
    name = match["latin"] or match["other"] or ""
    if name == "块" and not digits:
        name = ""  # "两块" are two pieces; "两块钱" is money
    noun = (match["noun"] or "").lower()
    end = match.end() if (name or match["zhe"]) else match.end("number")
    if match["scale"]:
        end = max(end, match.end("scale"))
    start = match.start("currency") if match["currency"] else match.start("number")
    if match["currency"]:
        return Quantity(written, written, "money", "", digits, (start, end))
    if match["zhe"]:
        tenths = written * 10 if written < 10 else written
        return Quantity(100 - tenths, written, "percent", "", digits, (start, end))
    unit = _units().get(name) or _units().get(name.lower())
    if unit is None:
        return Quantity(written, written, "", noun, digits, (start, end))
    value = round(written * unit.factor, 9)
    return Quantity(value, written, unit.dimension, "", digits, (start, end))


def _inherit(first: Quantity, last: Quantity) -> Quantity:
    if first.dimension or not last.written:
        return first
    factor = last.value / last.written
    return Quantity(
        first.written * factor, first.written, last.dimension, "", first.digits, first.span
    )
