from __future__ import annotations

import pytest

from core.i18n import money
from core.personas.column_names import column_name, figure
from core.personas.forecasts.results import habits
from core.personas.phrases import Phrase, filled_in

CHINESE = {
    "Education": "教育程度",
    "Job": "职业",
    "Marital status": "婚姻状况",
    "Signup date": "注册日期",
    "Year of birth": "出生年份",
    "{column} code": "{column}编码",
    "{column} type": "{column}类型",
}


@pytest.mark.parametrize(
    ("message", "values", "said"),
    [
        ("购买{thing}", {"thing": "Fernhill Kettle"}, "购买 Fernhill Kettle"),
        ("别拿{thing}开头", {"thing": "Lamp"}, "别拿 Lamp 开头"),
        ("收入不低于{value}", {"value": "$62,997"}, "收入不低于 $62,997"),
        ("有 {n} 位", {"n": 3}, "有 3 位"),
        ("他们夸赞“{thing}”", {"thing": "bag"}, "他们夸赞“bag”"),
        ("购买{thing}", {"thing": "小米13手环"}, "购买小米13手环"),
        ("Buys {thing}", {"thing": "台灯"}, "Buys 台灯"),
        ("{n:,} of {{all}}", {"n": 1200}, "1,200 of {all}"),
    ],
)
def test_a_blank_parts_chinese_from_latin_only_where_a_value_begins(message, values, said):
    assert filled_in(message, values) == said
    assert Phrase(message, values).text() == said


def test_abbreviated_columns_are_written_out():
    assert column_name("AcceptedCmp5").label.text() == "Accepted campaign 5"
    assert column_name("Kidhome").label.text() == "Kids at home"
    assert column_name("Teenhome").having.text() == "With teens at home"


def test_money_bears_its_currency():
    told = {"again": 1, "last": 30.0, "age": 40.0, "spent": 140.0, "currency": "USD"}
    assert habits(told)[-1].text() == "Spends $140 an order"
    assert habits({**told, "currency": ""})[-1].text() == "Spends 140 an order"


@pytest.mark.parametrize(
    ("column", "english", "chinese"),
    [
        ("Education_Code", "Education code", "教育程度编码"),
        ("Marital_Status_Code", "Marital status code", "婚姻状况编码"),
        ("jobType", "Job type", "职业类型"),
        ("Dt_Customer", "Signup date", "注册日期"),
        ("Year_Birth", "Year of birth", "出生年份"),
        ("Vendor_Code", "Vendor code", "Vendor code"),
    ],
)
def test_names_made_of_known_words_read_in_both_languages(column, english, chinese):
    label = column_name(column).label
    assert label.text() == english
    assert label.text(lambda said: CHINESE.get(said, said)) == chinese


def test_one_sign_of_a_currency_in_both_languages():
    for currency, sign in (("USD", "$"), ("CNY", "¥"), ("GBP", "£")):
        for language in ("en", "zh"):
            assert money(415, currency, language) == f"{sign}415"
            assert money(-415, currency, language) == f"-{sign}415"
            assert money(415_000, currency, language).startswith(sign)
            assert figure(415, currency) == f"{sign}415"
