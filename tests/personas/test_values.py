from __future__ import annotations

import math

import pandas as pd
import pytest

from core.personas.values import read_amounts, read_dates, read_hours


def days(*cells: str) -> list[str]:
    values = read_dates(pd.Series(cells, dtype="str")).values
    return [f"{value:%Y-%m-%d}" if value is not pd.NaT else "" for value in values]


def test_dates_as_people_write_them():
    assert days("2025-03-04", "2025/3/4", "2025年3月4日", "4 Mar 2025", "20250304", "") == [
        "2025-03-04"
    ] * 5 + [""]


def test_the_day_comes_first_when_a_number_says_so():
    found = read_dates(pd.Series(["03/04/2025", "25/04/2025"], dtype="str"))
    assert [f"{value:%m-%d}" for value in found.values] == ["04-03", "04-25"]
    assert not found.ambiguous


def test_a_doubt_between_day_and_month_is_said():
    found = read_dates(pd.Series(["03/04/2025", "05/06/2025"], dtype="str"))
    assert found.ambiguous
    assert [f"{value:%m-%d}" for value in found.values] == ["03-04", "05-06"]


def test_what_is_no_date_is_counted():
    assert read_dates(pd.Series(["soon", "2025-01-01", ""], dtype="str")).unread == 1


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("12.5", 12.5),
        ("$1,234.50", 1234.5),
        ("1.234,50 €", 1234.5),
        ("(12.00)", -12.0),
        ("-7", -7.0),
        ("¥3,000", 3000.0),
        ("1,234", 1234.0),
    ],
)
def test_amounts_as_tills_write_them(cell, value):
    assert read_amounts(pd.Series([cell], dtype="str")).values[0] == value


def test_currencies_are_not_added_up():
    found = read_amounts(pd.Series(["$5", "$6", "€7", "8", "x"], dtype="str"))
    assert found.currencies == {"USD": 2, "EUR": 1}
    assert found.foreign == 1
    assert found.unread == 1
    assert [v for v in found.values if not math.isnan(v)] == [5.0, 6.0, 8.0]


def test_infinite_amounts_are_unread():
    assert read_amounts(pd.Series(["inf", "1"], dtype="str")).unread == 1


def test_hours():
    found = read_hours(pd.Series(["7", "07:30", "23", "24", ""], dtype="str"))
    assert found.tolist()[:3] == [7, 7, 23]
    assert found.isna().tolist()[3:] == [True, True]
