"""Prompts that people can read, and answers taken apart as they stream."""

from __future__ import annotations

import pytest

from core.engines.prompts import messages, plain, split_drafts
from core.engines.types import CopyRequest

FULL = CopyRequest(
    language="en",
    channel="google_headline",
    product="Aurora {product} Kettle",
    facts=("boils in three minutes", "$39"),
    category="electric kettle",
    audience="tea drinkers",
    tone="witty",
    offer="10% off",
    cta="Shop now",
    keywords=("tea", "quick"),
    industry="kitchen",
    persona="careful savers",
    talking_points=("boils before I find a cup",),
    exemplars=("Tea, sooner.",),
    avoid=("!", "amazing"),
    instructions="Never use the word hot.",
    min_units=5,
    max_units=30,
)


def test_everything_the_engine_is_said_to_heed_is_in_the_prompt() -> None:
    system, user = (message["content"] for message in messages(FULL, 8))
    assert "Use only the facts" in system
    for words in (
        "different texts: 8", "google headline", "===", "at most 30 characters",
        "at least 5 characters", "Aurora {product} Kettle", "electric kettle", "kitchen",
        "- boils in three minutes\n- $39", "tea drinkers", "careful savers", "witty", "10% off",
        "Shop now", "tea, quick", "- boils before I find a cup", "- Tea, sooner.", "!, amazing",
        "Never use the word hot.",
    ):  # fmt: skip
        assert words in user


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_short_brief_leaves_no_empty_lines_behind(language) -> None:
    request = CopyRequest(language, "slogan", "Aurora", ("boils fast",))
    text = plain(request, 1)
    assert "{" not in text
    assert "===" not in text
    lines = text.splitlines()
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        assert not line.endswith((":", "：")) or following.startswith("- ")
    assert "None" not in text


def test_words_and_characters_are_asked_for_in_their_own_unit() -> None:
    request = CopyRequest("en", "email_body", "Aurora", ("boils",), max_units=120, unit="words")
    assert "at most 120 words" in plain(request, 1)
    assert "characters" not in plain(request, 1)


@pytest.mark.parametrize(
    ("pieces", "count", "texts"),
    [
        (["One\n===\nTwo"], 8, ["One", "Two"]),
        (["One\n=", "==", "\nTwo\n===\n"], 8, ["One", "Two"]),
        (["One\n===\nTwo\n===\nThree"], 2, ["One", "Two"]),
        (["One\n===\n One \n===\nTwo"], 8, ["One", "Two"]),
        (["Two\nlines\n =====  \nOne"], 8, ["Two\nlines", "One"]),
        (["1. One\n2) Two\n(3) Three"], 8, ["One", "Two", "Three"]),
        (["一、不是编号"], 1, ["一、不是编号"]),
        (["1、甲\n2、乙"], 2, ["甲", "乙"]),
        (["10.5 litres\n3.5 kg"], 8, ["10.5 litres\n3.5 kg"]),
        (['"Tea, sooner."\n===\n“茶，快些。”'], 8, ["Tea, sooner.", "茶，快些。"]),
        (['"Tea" or "cup"'], 1, ['"Tea" or "cup"']),
        (["**Draft 1:** Tea\n===\nOption 2: Cup\n===\n文案3：茶"], 8, ["Tea", "Cup", "茶"]),
        (["<think>One\n===\nTwo", "\n</think>\nTea\n===\nCup"], 8, ["Tea", "Cup"]),
        (["<think>never ends"], 8, []),
        (["", " \n", "===\n===\n"], 8, []),
    ],
)
def test_an_answer_is_cut_into_its_texts(pieces, count, texts) -> None:
    assert list(split_drafts(pieces, count)) == texts
    letters = [letter for piece in pieces for letter in piece]
    assert list(split_drafts(letters, count)) == texts


def test_a_text_comes_before_the_answer_has_ended() -> None:
    def pieces():
        yield "One\n===\nTw"
        raise AssertionError("read too far")

    assert next(split_drafts(pieces(), 8)) == "One"
