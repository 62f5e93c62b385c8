"""Columns are known by their names and contents."""

from __future__ import annotations

import pandas as pd
import pytest

from core.errors import InputRejected
from core.reviews import Mapping, guess_mapping
from core.reviews.cleaning import parse_rating


def test_an_english_shop_export() -> None:
    frame = pd.DataFrame(
        {
            "reviewerID": ["A1", "A2"],
            "asin": ["B007", "B007"],
            "reviewText": ["No issues at all.", "Works as advertised, would buy again."],
            "overall": ["4.0", "5.0"],
            "summary": ["Four Stars", "MOAR SPACE"],
            "unixReviewTime": ["1406073600", "1382659200"],
            "reviewTime": ["2014-07-23", "2013-10-25"],
            "marketplace": ["US", "US"],
        }
    )
    assert guess_mapping(frame) == Mapping(
        text="reviewText",
        date="reviewTime",
        rating="overall",
        product="asin",
        origin="marketplace",
        customer="reviewerID",
    )


def test_a_chinese_shop_export() -> None:
    frame = pd.DataFrame(
        {
            "用户昵称": ["小*鱼", "木**子"],
            "商品名称": ["水壶", "台灯"],
            "评论内容": ["物流很快，质量不错", "灯光太暗了"],
            "评分": ["5", "2"],
            "评论时间": ["2026年8月1日 12:30", "2026年8月2日 08:01"],
            "来源": ["APP", "小程序"],
            "地区": ["上海", "成都"],
        }
    )
    assert guess_mapping(frame) == Mapping(
        text="评论内容",
        date="评论时间",
        rating="评分",
        product="商品名称",
        origin="来源",
        customer="用户昵称",
        country="地区",
    )


def test_the_longer_of_two_texts_wins_and_titles_do_not() -> None:
    frame = pd.DataFrame(
        {"Title": ["Nice"], "Review Text": ["I wear it every day and it still looks new."]}
    )
    assert guess_mapping(frame).text == "Review Text"


def test_an_unnamed_column_of_sentences_is_a_text() -> None:
    frame = pd.DataFrame({"Column 1": ["the colour faded after one wash"], "Column 2": ["17"]})
    assert guess_mapping(frame) == Mapping(text="Column 1")


def test_names_do_not_count_against_contents() -> None:
    frame = pd.DataFrame(
        {"review": ["1001", "1002"], "date": ["soon", "later"], "rating": ["red", "blue"]}
    )
    assert guess_mapping(frame) == Mapping()


def test_an_unknown_role_is_refused() -> None:
    with pytest.raises(InputRejected, match="colour"):
        Mapping.of({"text": "a", "colour": "b"})


@pytest.mark.parametrize(
    ("cell", "value"),
    [("4", 4), ("4,5", 4.5), ("★★★★☆", 4), ("4 stars", 4), ("8/10", 4), ("3 out of 5", 3),
     ("五星", 5), ("three", 3), ("4.0 out of 5 stars", 4), ("", None), ("nan", None),
     ("good", None), ("inf", None)],
)  # fmt: skip
def test_ratings(cell: str, value: float | None) -> None:
    assert parse_rating(cell) == value
