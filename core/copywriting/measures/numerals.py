"""Numbers written in words, in English and in Chinese."""

from __future__ import annotations

import re

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ENGLISH = {word: value for value, word in enumerate(_ONES)} | {
    word: 10 * (value + 2) for value, word in enumerate(_TENS)
}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}

_small = "|".join(sorted(_ENGLISH, key=len, reverse=True))
_word = rf"(?:{_small}|dozen|{'|'.join(_SCALES)})"
ENGLISH_NUMBER = (
    rf"(?:(?:a|half a|several) (?:dozen|{'|'.join(_SCALES)})"
    rf"|half(?: (?:an?|the))?(?=[ -](?:second|minute|hour|day|week|month|year|litre|liter|mile"
    rf"|kilo|metre|meter|pint|inch|price|off)\b)"
    rf"|{_word}(?:(?:[ -]|,? and ){_word})*(?: and a half)?)"
)
"""A pattern for a run of English number words."""

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "俩": 2,
    "仨": 3,
}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
CHINESE_NUMBER = "(?:[零〇一二两三四五六七八九十百千万亿]+(?:点[零〇一二三四五六七八九]+)?半?|半)"
"""A pattern for a run of Chinese numerals."""


def english_value(words: str) -> float | None:
    """The value of English number words, None where they are none: "two and a half" is 2.5."""
    words = words.lower().replace("-", " ").replace(",", "")
    words = re.sub(r"\bseveral ", "", words)
    half = 0.0
    if words.endswith(" and a half"):
        words, half = words.removesuffix(" and a half"), 0.5
    if words.startswith("half"):
        rest = re.sub(r"^half( an| a| the)?\s*", "", words)
        return 0.5 * (_whole(rest.split()) or 1)
    value = _whole([word for word in words.split() if word not in ("and", "a")])
    return None if value is None else value + half


def _whole(words: list[str]) -> float | None:
    if not words:
        return None
    total = current = 0
    for word in words:
        if word in _ENGLISH:
            current += _ENGLISH[word]
        elif word == "dozen":
            current = max(1, current) * 12
        elif word == "hundred":
            current = max(1, current) * 100
        elif word in _SCALES:
            total += max(1, current) * _SCALES[word]
            current = 0
        else:
            return None
    return float(total + current)


def chinese_value(numeral: str) -> float | None:
    """The value of a Chinese numeral, None where it is none: "一千二百" 1200, "两百五" 250."""
    if numeral == "半":
        return 0.5
    half = 0.0
    if numeral.endswith("半"):
        numeral, half = numeral[:-1], 0.5
    whole, _, fraction = numeral.partition("点")
    value = _chinese_whole(whole)
    if value is None:
        return None
    if fraction:
        value += float("0." + "".join(str(_DIGITS[char]) for char in fraction))
    return value + half


def _chinese_whole(numeral: str) -> float | None:
    if not numeral:
        return None
    if len(numeral) > 1 and all(char in _DIGITS for char in numeral):
        return float("".join(str(_DIGITS[char]) for char in numeral))
    total = section = digit = 0
    place = 1
    for char in numeral:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _PLACES:
            place = _PLACES[char]
            section += max(1, digit) * place if digit or char == "十" else place
            digit = 0
        else:
            section += digit
            if char == "亿":
                total = (total + section or 1) * _MYRIADS[char]
            else:
                total += (section or 1) * _MYRIADS[char]
            place = _MYRIADS[char]
            section = digit = 0
    # "两百五" is 250: a last digit counts in the tenth of the place before it.
    if digit and place > 10 and numeral[-2:-1] not in ("零", "〇"):
        digit *= place // 10
    return float(total + section + digit)
