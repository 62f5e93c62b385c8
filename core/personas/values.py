"""Dates, hours and amounts of money as people and tills write them."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd

_CURRENCIES = {
    "USD": r"US\$|USD|\$",
    "EUR": r"€|EUR",
    "GBP": r"£|GBP",
    "CNY": r"¥|￥|CNY|RMB|元",
    "JPY": r"JPY|円",
    "INR": r"₹|INR",
}
_CURRENCY = re.compile("|".join(f"(?P<{name}>{signs})" for name, signs in _CURRENCIES.items()))
_NUMBER = re.compile(r"[-+]?\d[\d,.'\s]*|[-+]?\.\d+")
_YEAR_FIRST = r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}"
_YEAR_LAST = r"\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2,4}"
_WORDED = (
    r"(?=.*[A-Za-z]{3})(?=.*\d)"
    r"(\d{1,2}[- ]?[A-Za-z]{3,9}[-, ]+\d{2,4}|[A-Za-z]{3,9}[ ]?\d{1,2},? \d{4})"
)
_PACKED = r"(19|20)\d{2}(0\d|1[0-2])([0-2]\d|3[01])"
_DATE = re.compile(rf"({_YEAR_FIRST}|{_YEAR_LAST}|{_WORDED}|{_PACKED})(日)?([T ].*)?")


CURRENCIES = tuple(_CURRENCIES)
_NAMED = {
    "USD": r"\busd\b|\$",
    "EUR": r"\beur\b|\beuros?\b|€",
    "GBP": r"\bgbp\b|£",
    "CNY": r"\bcny\b|\brmb\b|人民币|元",
    "JPY": r"\bjpy\b|日元|円",
    "INR": r"\binr\b|₹",
}


# "8折" is eight tenths of the price, "85折" eighty-five hundredths.
_LEFT = r"^打?(\d{1,2}(?:\.\d+)?) ?折$"
_FULL_PRICE = frozenset(
    (
        "no",
        "none",
        "false",
        "n",
        "full price",
        "无",
        "没有",
        "否",
        "原价",
        "无优惠",
        "无折扣",
        "不打折",
    )
)
_REDUCED = frozenset(("yes", "true", "y", "是", "有"))


@dataclass(frozen=True)
class Dates:
    """`values` as timestamps without a zone (NaT where unread); `unread` filled cells that are
    no dates; `ambiguous` whether day and month could not be told apart (month first taken)."""

    values: pd.Series
    unread: int
    ambiguous: bool


@dataclass(frozen=True)
class Amounts:
    """`values` as floats (NaN where unread or in another currency); `unread` filled cells that
    are no numbers; `currencies` cells by sign, most first; `foreign` cells in other ones."""

    values: pd.Series
    unread: int
    currencies: dict[str, int]
    foreign: int


def date_share(cells: pd.Series) -> float:
    """The share of filled text cells that look like calendar days."""
    return float(cells.str.fullmatch(_DATE).mean()) if len(cells) else 0.0


def number_share(cells: pd.Series) -> float:
    """The share of filled text cells that are numbers, a currency sign or % aside."""
    if not len(cells):
        return 0.0
    plain = pd.to_numeric(cells, errors="coerce").notna()
    if not plain.all():
        stripped = cells.where(~plain, "0").str.replace(_CURRENCY, "", regex=True)
        stripped = stripped.str.strip(" %()")
        plain = plain | stripped.str.fullmatch(_NUMBER)
    return float(plain.mean())


def currency_of(name: str, cells: pd.Series) -> str:
    """The currency that a column's name or most of its signs tell, "" where neither does."""
    words = re.sub(r"[_\W]+", " ", name.lower()) + " " + name
    for currency, pattern in _NAMED.items():
        if re.search(pattern, words):
            return currency
    signs = cells.astype(str).str.extract(_CURRENCY).notna().sum()
    return str(signs.idxmax()) if len(cells) and signs.max() > len(cells) / 2 else ""


def read_dates(cells: pd.Series) -> Dates:
    """Timestamps of text cells: year first, day or month first, worded, or yyyymmdd.

    A column with a number over 12 in the first place is read day first. Zones are dropped
    after conversion to UTC.
    """
    text = cells.astype(str).str.strip()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        values = pd.to_datetime(text, errors="coerce", format="ISO8601", utc=True)
        unread = values.isna() & (text != "")
        rest = text[unread].str.replace(r"[年月]", "-", regex=True)
        rest = rest.str.replace("日", "", regex=False)
        parts = rest.str.extract(r"^(\d{1,2})[-/. ](\d{1,2})[-/. ]\d{2,4}")
        first, second = (pd.to_numeric(parts[i], errors="coerce") for i in (0, 1))
        day_first = bool((first > 12).any())
        ambiguous = bool(first.notna().any() and not day_first and not (second > 12).any())
        if len(rest):
            parsed = pd.to_datetime(rest, errors="coerce", format="ISO8601", utc=True)
            other = parsed.isna()
            parsed[other] = pd.to_datetime(
                rest[other], errors="coerce", format="mixed", dayfirst=day_first, utc=True
            )
            values = values.where(~unread, parsed.reindex(values.index))
    values = values.dt.tz_localize(None).astype("datetime64[s]")
    # Typing slips such as 0202-05-01 end up centuries away; those are no dates of purchases.
    values = values.where(values.dt.year >= 1900)
    return Dates(values, int((values.isna() & (text != "")).sum()), ambiguous)


def read_hours(cells: pd.Series) -> pd.Series:
    """Hours 0..23 of cells such as "7", "07:30" or "19.05"; NaN where there is none."""
    found = cells.astype(str).str.strip().str.extract(r"^([01]?\d|2[0-3])(?:[:.]\d\d){0,2}$")[0]
    return pd.to_numeric(found, errors="coerce")


def read_amounts(cells: pd.Series) -> Amounts:
    """Amounts of text cells with signs, grouping, decimal commas and "(12.00)" for minus.

    Where signs of several currencies occur only the most frequent one's cells are read:
    nothing is converted.
    """
    text = cells.astype(str).str.strip()
    values = pd.to_numeric(text, errors="coerce")
    values = values.where(np.isfinite(values))
    odd = values.isna() & (text != "")
    if not odd.any():
        return Amounts(values, 0, {}, 0)
    worded = text[odd]
    signs = worded.str.extract(_CURRENCY)
    currency = signs.notna().idxmax(axis=1).where(signs.notna().any(axis=1), "")
    counts = {str(k): int(v) for k, v in currency[currency != ""].value_counts().items()}
    values = values.copy()
    values[odd] = _plain_numbers(worded)
    values = values.where(np.isfinite(values))
    foreign = 0
    if len(counts) > 1:
        main = next(iter(counts))
        other = currency.index[(currency != "") & (currency != main)]
        foreign = len(other)
        values[other] = float("nan")
    unread = int((values.isna() & (text != "")).sum()) - foreign
    return Amounts(values, unread, counts, foreign)


def read_discounts(cells: pd.Series) -> pd.Series:
    """Discounts of text cells, above 0 where a purchase was reduced: amounts and rates as
    `read_amounts` reads them, "8折" as the 0.2 that it takes off, yes as 1, and words for the full
    price as 0; NaN where unread."""
    text = cells.astype(str).str.strip().str.lower()
    left = pd.to_numeric(text.str.extract(_LEFT)[0], errors="coerce")
    left = left.where(left <= 10, left / 10)
    values = read_amounts(text.where(left.isna(), "")).values
    values = values.mask(left.notna(), 1 - left / 10)
    values = values.mask(text.isin(_FULL_PRICE), 0.0)
    return values.mask(text.isin(_REDUCED), 1.0)


def _plain_numbers(text: pd.Series) -> pd.Series:
    negative = text.str.fullmatch(r"\(.*\)") | text.str.contains(r"^\W*[-−]", regex=True)
    bare = text.str.replace(_CURRENCY, "", regex=True).str.replace(r"[()\s'+−%-]", "", regex=True)
    # The last of "." and "," with one or two digits behind it is the decimal point.
    comma = bare.str.contains(r",\d{1,2}$", regex=True)
    grouped = bare.str.replace(",", "", regex=False)
    swapped = bare.str.replace(".", "", regex=False).str.replace(",", ".", regex=False)
    numbers = pd.to_numeric(grouped.where(~comma, swapped), errors="coerce")
    return numbers.where(~negative, -numbers)
