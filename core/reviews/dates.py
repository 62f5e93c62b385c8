"""Days out of whatever an export calls a date."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

_EARLIEST_YEAR = 1990
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2}))?(?!\d)")
_YEAR_LAST = re.compile(r"(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?$")
_NUMBER = re.compile(r"\d+(?:\.\d+)?$")
_MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS = {name: place for place, name in enumerate(_MONTH_NAMES.split(), 1)}
_MONTH = rf"({_MONTH_NAMES.replace(' ', '|')})[a-z]*\.?"
_DAY_MONTH = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?[\s.-]+{_MONTH}[\s,.-]+(\d{{4}})", re.I)
_MONTH_DAY = re.compile(rf"{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s.*?\b((?:19|20)\d\d)\b", re.I)
_EXCEL_EPOCH = date(1899, 12, 30)


def day_first(values: Iterable[str]) -> bool:
    """Whether numeric dates such as 01/08/2026 begin with the day.

    Decided by the values that leave no choice; where none does, dots mean day first and
    slashes month first.
    """
    day, month, dots = 0, 0, 0
    for value in values:
        match = _YEAR_LAST.match(value.strip())
        if match:
            day += int(match[1]) > 12
            month += int(match[3]) > 12
            dots += match[2] == "."
    return day > month if day != month else dots > 0


@lru_cache(maxsize=100_000)
def parse_day(text: str, day_first: bool = False) -> str:
    """The calendar day a text names, as "2026-08-01", or "" when it names none.

    Knows ISO dates and times, 2026/8/1, 2026年8月1日, 01.08.2026, 8/1/26, 20260801,
    1 Aug 2026, August 1st, 2026, months alone (their first day), Unix seconds and
    milliseconds, and Excel's day numbers. The day is taken as written, in no time zone;
    years before 1990 and after the next one count as no date.
    """
    text = text.strip()
    if not text:
        return ""
    if _NUMBER.match(text):
        return _from_number(text)
    if match := _YEAR_FIRST.match(text):
        return _iso(match[1], match[2], match[3] or "1")
    if match := _YEAR_LAST.match(text):
        year = match[4] if len(match[4]) == 4 else "20" + match[4]
        month, day = (match[3], match[1]) if day_first else (match[1], match[3])
        return _iso(year, month, day) or _iso(year, day, month)
    if match := _COMPACT.match(text):
        return _iso(match[1], match[2], match[3])
    if match := _DAY_MONTH.search(text):
        return _iso(match[3], _MONTHS[match[2].lower()], match[1])
    if match := _MONTH_DAY.search(text):
        return _iso(match[3], _MONTHS[match[1].lower()], match[2])
    return ""


def _from_number(text: str) -> str:
    whole = text.partition(".")[0]
    if len(whole) == 8 and (day := _iso(whole[:4], whole[4:6], whole[6:])):
        return day
    value = float(text)
    if len(whole) in (12, 13):
        value /= 1000
    if 6e8 <= value < 1e10:
        moment = datetime.fromtimestamp(value, UTC)
        return _iso(moment.year, moment.month, moment.day)
    if 32_874 <= value < 60_000:
        counted = _EXCEL_EPOCH + timedelta(days=int(value))
        return _iso(counted.year, counted.month, counted.day)
    return ""


def _iso(year: str | int, month: str | int, day: str | int) -> str:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return ""
    return found.isoformat() if _EARLIEST_YEAR <= found.year <= date.today().year + 1 else ""
