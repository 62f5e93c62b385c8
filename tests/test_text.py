from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import text


@pytest.mark.parametrize(
    ("sample", "language"),
    [
        ("The lid leaks and nobody answers.", "en"),
        ("物流太慢，质量不错", "zh"),
        ("这款Kindle很好", "zh"),
        ("Great kettle 很好用 would buy it 再来一次", "mixed"),
        ("12345 !!! 😀", "und"),
        ("", "und"),
        ("Trés bon café", "en"),
    ],
)
def test_detect_language(sample: str, language: str) -> None:
    assert text.detect_language(sample) == language


@pytest.mark.parametrize(
    ("sample", "expected"),
    [
        ("I love it. It's great! Really?", ["I love it.", "It's great!", "Really?"]),
        ("质量不错！三天才到。", ["质量不错！", "三天才到。"]),
        ("It holds 0.8 litres. Fine.", ["It holds 0.8 litres.", "Fine."]),
        ("one\n\ntwo", ["one", "two"]),
        ("  ", []),
    ],
)
def test_sentences(sample: str, expected: list[str]) -> None:
    assert text.sentences(sample) == expected


@given(st.text(max_size=300))
def test_sentences_lose_nothing_but_space(sample: str) -> None:
    joined = "".join(text.sentences(sample))
    assert "".join(joined.split()) == "".join(sample.split())


@given(st.text(max_size=300))
def test_clean_is_stable_and_leaves_no_control_marks(sample: str) -> None:
    once = text.clean(sample)
    assert text.clean(once) == once
    assert not [c for c in once if ord(c) < 32 and c not in "\n\t"]


def test_widths_and_words() -> None:
    assert text.display_width("ab你好") == 6
    assert text.word_count("ab cd 你好") == 4


def index() -> sqlite3.Connection:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE t USING fts5 (terms, tokenize = unicode61)")
    return db


def found(document: str, query: str) -> bool:
    db = index()
    db.execute("INSERT INTO t VALUES (?)", [text.search_terms(document)])
    return bool(
        db.execute("SELECT 1 FROM t WHERE t MATCH ?", [text.search_query(query)]).fetchone()
    )


@pytest.mark.parametrize(
    ("query", "hit"),
    [
        ("物流", True),
        ("质量", True),
        ("质量不错", True),
        ("不错质量", False),
        ("流", True),
        ("慢", True),
        ("kettle", True),
        ("kett", True),
        ("KETTLE 物流", True),
        ("teapot", False),
        ("量物", False),
    ],
)
def test_full_text_search_in_both_languages(query: str, hit: bool) -> None:
    assert found("物流太慢，质量不错。The Kettle is fine.", query) is hit


@given(st.text(max_size=60))
def test_no_query_breaks_the_index(query: str) -> None:
    expression = text.search_query(query)
    if expression:
        index().execute("SELECT 1 FROM t WHERE t MATCH ?", [expression]).fetchall()


@pytest.mark.parametrize(
    ("sample", "columns", "expected"),
    [
        ("Two cups,\nto the degree.", 40, "Two cups, to the degree."),
        ("Two cups, to the degree.", 14, "Two cups, to…"),
        ("Two cups, to the degree.", 10, "Two cups…"),
        ("三分钟烧开一壶水，安安静静", 13, "三分钟烧开一…"),
        ("三分钟烧开，一壶水", 11, "三分钟烧…"),
        ("半盏Kettle水壶很好", 9, "半盏…"),
        ("Donaudampfschifffahrt", 8, "Donauda…"),
        ("👩\u200d👩\u200d👧👩\u200d👩\u200d👧", 9, "👩\u200d👩\u200d👧…"),
    ],
)
def test_first_words_are_cut_between_words(sample: str, columns: int, expected: str) -> None:
    assert text.first_words(sample, columns) == expected


@given(st.text(max_size=60), st.integers(2, 30))
def test_first_words_fit(sample: str, columns: int) -> None:
    assert text.display_width(text.first_words(sample, columns)) <= columns
