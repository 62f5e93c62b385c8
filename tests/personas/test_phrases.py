from __future__ import annotations

import pytest

from core.personas.column_names import column_name
from core.personas.forecasts.results import habits
from core.personas.phrases import Phrase, filled_in


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
