"""A pasted page or row becomes a brief, and nothing in it that was not pasted."""

from __future__ import annotations

import pytest

from core.copywriting import Brief, fill
from core.copywriting.briefs.rows import row_fields
from core.errors import InputRejected

PAGE = """Home > Kitchen > Kettles
Brindle Kettle | Hearthside
$39.00
Add to cart
Reviews (213)
The Brindle Kettle is an electric kettle that fits small kitchens. It holds 0.8 litres.
• Keeps warm for 30 minutes
• Stainless steel inside
• The best kettle in the world
Made for people who live alone. A joy every morning.
Free shipping until Sunday.
© 2026 Hearthside"""
CHINESE = """半盏水壶｜小厨旗舰店
价格：129元
加入购物车
半盏水壶是一款电热水壶，适合独自租房的上班族。容量0.6升，三分钟烧开。
内胆采用316不锈钢。
早晨从一杯热水开始。
限时8折，包邮"""


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            PAGE,
            {
                "lang": "en",
                "product": "Brindle Kettle",
                "category": "electric kettle",
                "audience": "people who live alone",
                "offer": "Free shipping until Sunday",
                "facts": [
                    "holds 0.8 litres",
                    "Keeps warm for 30 minutes",
                    "Stainless steel inside",
                    "$39.00",
                ],
            },
        ),
        (
            CHINESE,
            {
                "lang": "zh",
                "product": "半盏水壶",
                "category": "电热水壶",
                "audience": "独自租房的上班族",
                "offer": "限时8折，包邮",
                "facts": ["容量0.6升", "三分钟烧开", "内胆采用316不锈钢", "129元"],
            },
        ),
    ],
)
def test_a_page_gives_name_kind_and_checkable_sentences(text: str, wanted: dict) -> None:
    found = fill(text)
    assert dict(found.fields) == wanted
    assert Brief.from_dict(found.fields).product == wanted["product"]
    words = [wanted["product"], wanted["audience"], wanted["offer"], *found.fields["facts"]]
    assert all(word in text for word in words)


def test_what_may_not_be_advertised_is_left_out_and_said() -> None:
    left_out = dict(fill(PAGE).left_out)
    _message, params = left_out["The best kettle in the world"]
    assert params == {"word": "best"}


def test_two_prices_are_a_question_not_a_fact() -> None:
    found = fill("Brindle Kettle\n$59\n$39\nholds 0.8 litres")
    assert found.fields["facts"] == ["holds 0.8 litres"]
    assert [text for text, _reason in found.left_out] == ["$59", "$39"]


@pytest.mark.parametrize(
    ("text", "product", "facts"),
    [
        (
            "name,category,price,description,material,sku\n"
            'Aurora Lamp,lamp,$25,"Bends; dims",beech,A1',
            "Aurora Lamp",
            ["Bends", "dims", "material: beech", "$25"],
        ),
        (
            "商品名称：云朵枕\n卖点：记忆棉\n可水洗枕套\n售价：199元\n材质：棉",
            "云朵枕",
            ["记忆棉", "可水洗枕套", "材质：棉", "199元"],
        ),
        ('{"name": "Aurora", "features": ["0.6 l", "steel"]}', "Aurora", ["0.6 l", "steel"]),
    ],
)
def test_a_record_is_read_by_its_names(text: str, product: str, facts: list[str]) -> None:
    fields = fill(text).fields
    assert (fields["product"], fields["facts"]) == (product, facts)


def test_a_rows_language_column_decides() -> None:
    assert row_fields({"product": "Aurora", "language": "中文"})["lang"] == "zh"
    assert row_fields({"product": "极光壶", "facts": "三分钟烧开"})["lang"] == "zh"
    assert row_fields({"Product Name": "Aurora"}, "zh")["lang"] == "zh"


@pytest.mark.parametrize("text", ["", "   ", "Menu\nAdd to cart", "x" * 50_001])
def test_what_holds_no_product_is_refused(text: str) -> None:
    with pytest.raises(InputRejected):
        fill(text)


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ('{"name": ', '{"name":'),
        ("<b>Kettle</b>\nholds 2 l", "<b>Kettle</b>"),
        ("a,b\n1", "a,b"),
    ],
)
def test_text_that_is_no_record_is_taken_for_a_page(text: str, product: str) -> None:
    assert fill(text).fields["product"] == product
