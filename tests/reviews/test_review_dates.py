"""Days in the formats that exports use."""

from __future__ import annotations

from datetime import date

import pytest

from core.reviews.dates import day_first, parse_day


@pytest.mark.parametrize(
    "text",
    [
        "2026-08-01", "2026-08-01T12:30:00Z", "2026-08-01 23:59:59.123+08:00", "2026/8/1",
        "2026.8.1", "2026年8月1日", "2026 年 8 月 1 日 12:30", "2026年8月", "20260801",
        "20260801T101500", "1785542400", "1785542400.5", "1785542400000", "46235",
        "1 Aug 2026", "1st August 2026", "01-Aug-2026", "Aug 1, 2026", "August 1st, 2026 10:30 PM",
        "Sat Aug 01 12:00:00 +0800 2026", "8/1/26", "8/1/2026 10:30",
    ],
)  # fmt: skip
def test_formats(text: str) -> None:
    assert parse_day(text) == "2026-08-01"


def test_the_day_may_come_first() -> None:
    assert parse_day("01.08.2026", day_first=True) == "2026-08-01"
    assert parse_day("31/12/2025", day_first=True) == "2025-12-31"
    assert parse_day("12/31/2025", day_first=True) == "2025-12-31"


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "2026-13-01", "2026-02-30", "5", "1850-01-01", "12", "3天前", "99/99/2026",
     f"{date.today().year + 2}-01-01", "12345678901234567"],
)  # fmt: skip
def test_what_is_no_day(text: str) -> None:
    assert parse_day(text) == ""


@pytest.mark.parametrize(
    ("values", "first"),
    [
        (["01/08/2026", "31/08/2026"], True),
        (["01/08/2026", "08/31/2026"], False),
        (["01/08/2026"], False),
        (["01.08.2026"], True),
        (["2026-08-01", "nonsense"], False),
    ],
)
def test_a_column_tells_its_order(values: list[str], first: bool) -> None:
    assert day_first(values) is first
