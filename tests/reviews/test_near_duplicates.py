"""Near duplicates: found among many, never among short or merely similar texts."""

from __future__ import annotations

import random

from core.reviews.analysis.duplicates import near_duplicates

WORDS = ("kettle", "lid", "handle", "parcel", "courier", "price", "water", "boil", "quick", "slow")


def test_planted_copies_are_found_and_nothing_else() -> None:
    random.seed(3)
    texts = [" ".join(random.choices(WORDS, k=30)) + f" {i}" for i in range(300)]
    copies = {300 + place: 10 * place for place in range(30)}
    texts += [texts[i].replace("kettle", "Kettle,") + "!" for i in copies.values()]
    found = {place: first for place, first, _ in near_duplicates(texts)}
    assert found == copies


def test_likeness_and_leaders() -> None:
    text = "这款水壶的盖子漏水，客服一直不回复，非常失望，不会再买了"
    found = near_duplicates([text, text, text + "！", "完全不同的一条评论，质量很好很喜欢"])
    assert found == [(1, 0, 1.0), (2, 0, 1.0)]


def test_short_and_empty_texts_are_left_alone() -> None:
    assert near_duplicates([]) == []
    assert near_duplicates(["", "Good!", "Good", "很好", "很好"]) == []
