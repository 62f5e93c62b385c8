"""Personal data is found by its own rules, and nothing else is taken for it."""

from __future__ import annotations

import time

import pytest

from core.privacy import mask, pseudonym


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
        ("订单号：1457306335；缺页", "订单号：[order]；缺页"),
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
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert mask(text).text == text


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
        assert time.perf_counter() - begun < 5


def test_pseudonyms_join_and_tell_nothing() -> None:
    assert pseudonym("key", " Jane@Example.com ") == pseudonym("key", "jane@example.com")
    assert pseudonym("key", "jane") != pseudonym("other key", "jane")
    assert len(pseudonym("key", "jane")) == 16
    assert pseudonym("key", "  ") == ""
