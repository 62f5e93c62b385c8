"""How Chinese copy counts a product, heads an e-mail and says what a fact means."""

from __future__ import annotations

import re

import pytest

from core.engines.copybook import Copybook
from core.engines.copybook.engine import FOLDER
from core.engines.copybook.scenes import read_kinds, scenes_of
from core.engines.types import CopyRequest


@pytest.fixture(scope="module")
def book() -> Copybook:
    return Copybook()


def written(book: Copybook, category: str, channel: str) -> list[str]:
    request = CopyRequest(
        language="zh",
        channel=channel,
        product="棉棉日",
        facts=("独立包装", "可机洗", "两种长度", "一箱60片", "按箱下单"),
        category=category,
        audience="上班的人",
        tone="friendly",
        cta="看看",
    )
    return list(book.propose(request, 60))


@pytest.mark.parametrize(
    ("category", "counted"),
    [
        ("纯棉卫生巾", "一款纯棉卫生巾"),
        ("纯棉浴巾", "一条纯棉浴巾"),
        ("隔夜燕麦杯", "一款隔夜燕麦杯"),
        ("陶瓷马克杯", "一只陶瓷马克杯"),
    ],
)
def test_a_product_takes_the_counter_of_its_kind(
    book: Copybook, category: str, counted: str
) -> None:
    texts = "\n".join(written(book, category, "product_description"))
    assert set(re.findall(rf"一.{category}", texts)) == {counted}


@pytest.mark.parametrize("channel", ["email_subject", "wechat_title"])
def test_titles_may_begin_with_a_line_of_their_kind(book: Copybook, channel: str) -> None:
    lines = [one.line for one in scenes_of("洗鞋店", read_kinds(FOLDER / "scenes-zh.txt"))]
    titles = written(book, "洗鞋店", channel)
    assert lines
    assert any(title.startswith(f"{line}｜") for title in titles for line in lines)


def test_only_what_comes_off_is_taken_off_to_be_washed(book: Copybook) -> None:
    texts = "\n".join(written(book, "免烫西裤", "product_description"))
    assert "脏了丢进洗衣机就行" in texts
    assert "拆下来洗" not in texts


def test_what_a_fact_means_does_not_follow_a_price(book: Copybook) -> None:
    request = CopyRequest(
        language="zh",
        channel="product_description",
        product="棉棉日",
        facts=("可机洗", "299元"),
        category="免烫西裤",
        audience="上班的人",
        tone="friendly",
        cta="看看",
    )
    texts = "\n".join(book.propose(request, 40))
    assert "299元" in texts
    assert not re.search("299元，脏了", texts)
