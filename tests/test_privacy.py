"""Personal data is found by its own rules, and nothing else is taken for it."""

from __future__ import annotations

import time

import pytest

from benchmarks._planted_pii import planted
from benchmarks.review_privacy import ours, score
from core.privacy import find, mask, pseudonym


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("write to jane.doe+shop@mail.example.co.uk please", "write to [email] please"),
        ("邮箱zhang_san@163.com可以联系", "邮箱[email]可以联系"),
        ("电话13812345678谢谢", "电话[phone]谢谢"),
        ("打 138 1234 5678 或 +86 139-1234-5678", "打 [phone] 或 [phone]"),
        ("店里 010-88210766", "店里 [phone]"),
        ("ring (555) 123-4567 today", "ring [phone] today"),
        ("ring 555-234-5678.", "ring [phone]."),
        ("my number is +44 20 7946 0958", "my number is [phone]"),
        ("call me at 5551234567", "call me at [phone]"),
        ("身份证11010519491231002X。", "身份证[id]。"),
        ("card 4111 1111 1111 1111 was charged", "card [card] was charged"),
        ("卡号6222021234567890128", "卡号[card]"),
        ("order #113-1234567-1234567 never came", "order #[order] never came"),
        ("Order number: AB123456", "Order number: [order]"),
        ("Order number: AB123456 $", "Order number: [order] $"),
        ("订单号：1457306335；缺页", "订单号：[order]；缺页"),
        ("my order, 12345-67890, is late", "my order, [order], is late"),
        ("电话１３８１２３４５６７８", "电话[phone]"),
        ("mail jane＠web.cn", "mail [email]"),
        ("charged 2223 0031 2200 3222 12/27", "charged [card] 12/27"),
        ("ring 0161 496 0123 10/10", "ring [phone] 10/10"),
    ],
)
def test_personal_data_is_masked(text: str, masked: str) -> None:
    assert mask(text).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "身份证110105194912310021",  # wrong check digit
        "card 4111 1111 1111 1112",  # wrong Luhn digit
        "bought on 2026-08-01 at 12:30 for 1,299.00",
        "ISBN 978-3-16-148410-0",
        "model B007WTAJTO, 64GB, 3000mAh, 1920x1080",
        "I ordered 12 pieces and the order took 3 weeks",
        "parcel 1457306335 never came",  # nothing announces it as an order
        "12580元，买了10000份",
        "score 10/10 @home",
        "1499999999 is a timestamp",
        "icon@2x.png is blurred",
        "the order 2026-08-12 came late",
        "下了订单，1299999元",
        "IMEI 354809104857628",  # a right Luhn digit, no issuer of cards
        "拨打4006065500客服",  # a service line is nobody's number
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert mask(text).text == text


@pytest.mark.parametrize("held_back", [False, True])
def test_planted_personal_data_is_found_and_nothing_else(held_back: bool) -> None:
    result = score(planted(150, seed=31, held_back=held_back), ours)
    for kind in ("email", "phone", "mobile", "id", "card", "order"):
        assert result.recall(kind) >= 0.99, (kind, result.missed)
    for kind in ("email", "phone", "id", "card", "order"):
        assert result.precision(kind) >= 0.98, (kind, result.wrong)


def test_finds_stand_in_order_and_are_what_is_masked() -> None:
    text = "卡号6222021234567890128，电话13812345678，a@b.io"
    found = find(text)
    assert [(item.kind, text[item.start : item.end]) for item in found] == [
        ("card", "6222021234567890128"),
        ("phone", "13812345678"),
        ("email", "a@b.io"),
    ]
    assert mask(text).text == "卡号[card]，电话[phone]，[email]"


def test_counts_say_what_was_masked() -> None:
    found = mask("a@b.io, c@d.io, 13812345678")
    assert found.counts == {"email": 2, "phone": 1}


def test_masking_twice_changes_nothing_more() -> None:
    once = mask("order 12345678, a@b.io, 13812345678, 4111111111111111").text
    assert mask(once).text == once
    assert mask(once).counts == {}


def test_a_megabyte_without_blanks_is_quick() -> None:
    for text in ("a" * 1_000_000, "1" * 1_000_000, "a." * 500_000 + "@1", "order " * 200_000 + "1"):
        begun = time.perf_counter()
        mask(text + " 1 2 3 @")
        assert time.perf_counter() - begun < 20


def test_pseudonyms_join_and_tell_nothing() -> None:
    assert pseudonym("key", " Jane@Example.com ") == pseudonym("key", "jane@example.com")
    assert pseudonym("key", "jane") != pseudonym("other key", "jane")
    assert len(pseudonym("key", "jane")) == 16
    assert pseudonym("key", "  ") == ""
