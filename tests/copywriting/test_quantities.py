from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.copywriting.measures.numerals import chinese_value, english_value
from core.copywriting.measures.quantities import quantities


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("twenty-five", 25),
        ("one hundred and fifty", 150),
        ("two and a half", 2.5),
        ("half an", 0.5),
        ("a dozen", 12),
        ("three thousand two hundred", 3200),
        ("half a million", 500_000),
    ],
)
def test_english_number_words(words: str, value: float) -> None:
    assert english_value(words) == value


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("三", 3),
        ("十二", 12),
        ("一千二百", 1200),
        ("两百五", 250),
        ("一百零五", 105),
        ("三万", 30_000),
        ("三点五", 3.5),
        ("半", 0.5),
        ("二〇二六", 2026),
        ("一亿两千万", 120_000_000),
    ],
)
def test_chinese_numerals(numeral: str, value: float) -> None:
    assert chinese_value(numeral) == value


@given(st.integers(min_value=1, max_value=9999))
def test_chinese_numerals_of_any_size_come_back(number: int) -> None:
    digits, places = "零一二三四五六七八九", ("", "十", "百", "千")
    figures = [int(figure) for figure in str(number)]
    numeral = ""
    for position, figure in enumerate(figures):
        place = places[len(figures) - 1 - position]
        numeral += digits[figure] + place if figure else "零"
    numeral = numeral.rstrip("零")
    while "零零" in numeral:
        numeral = numeral.replace("零零", "零")
    assert chinese_value(numeral) == number


def stated(text: str) -> list[tuple[float, str]]:
    return [(round(q.value, 4), q.dimension) for q in quantities(text)]


def test_units_are_brought_to_one_base() -> None:
    assert stated("0.5 litres") == stated("500 ml") == [(0.5, "volume")]
    assert stated("90 minutes")[0] == stated("one and a half hours")[0] or stated("1.5 hours")
    assert stated("1.2 kg") == stated("1,200 grams") == [(1.2, "mass")]
    assert stated("半小时") == stated("30分钟") == [(1800.0, "time")]
    assert stated("两公斤") == stated("4斤") == [(2.0, "mass")]


def test_ranges_share_their_unit() -> None:
    assert stated("from 60 to 100 degrees") == [(60, "temperature"), (100, "temperature")]
    assert stated("10-12公里") == [(10_000, "length"), (12_000, "length")]


def test_prices_discounts_and_percentages() -> None:
    assert stated("$39") == stated("39 dollars") == [(39, "money")]
    assert stated("129元") == stated("¥129") == [(129, "money")]
    assert stated("八五折") == stated("85折") == [(15, "percent")]
    assert stated("half price") == stated("五折") == [(50, "percent")]
    assert stated("百分之十五") == stated("15%") == [(15, "percent")]


def test_idiom_is_no_money_and_no_number() -> None:
    assert ("money" not in [d for _, d in stated("吃了两块橘子糖")]) is True
    assert stated("百般呵护") == []
