"""The engines without weights: deterministic, and steerable from a test."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.engines.echo import EchoReader, EchoWriter
from core.engines.types import EMOTIONS, CopyRequest, ReviewReader, TextGenerator


def test_they_are_what_the_protocols_ask_for() -> None:
    assert isinstance(EchoWriter(), TextGenerator)
    assert isinstance(EchoReader(), ReviewReader)


def test_a_thumb_in_the_text_decides() -> None:
    good, bad, even = EchoReader().read(
        ["tea \U0001f44d", "tea \U0001f44e", "\U0001f44d\U0001f44e"]
    )
    assert (good.sentiment, good.polarity > 0, good.unsure) == ("positive", True, False)
    assert (bad.sentiment, bad.polarity < 0, bad.unsure) == ("negative", True, False)
    assert even.sentiment in {"negative", "neutral", "positive"}


@given(st.lists(st.text(max_size=40), max_size=8))
def test_every_text_gets_one_sound_reading(texts: list[str]) -> None:
    readings = EchoReader().read(texts)
    assert readings == EchoReader().read(texts)
    assert len(readings) == len(texts)
    for text, reading in zip(texts, readings, strict=True):
        assert -1 <= reading.polarity <= 1
        assert 0 <= reading.confidence <= 1
        assert reading.emotion in {"", *EMOTIONS}
        for aspect in reading.aspects:
            assert text[aspect.start : aspect.end].lower() == aspect.aspect


def test_digests_reach_all_three_sentiments() -> None:
    readings = EchoReader().read([f"text {n}" for n in range(30)])
    assert {reading.sentiment for reading in readings} == {"negative", "neutral", "positive"}


def test_the_writer_says_the_brief_back_and_the_seed_turns_it() -> None:
    request = CopyRequest("zh", "slogan", "半盏", ("三分钟烧开", "0.6升"))
    texts = list(EchoWriter().propose(request, 8))
    assert len(set(texts)) == 8
    assert all("半盏" in text for text in texts)
    later = CopyRequest("zh", "slogan", "半盏", ("三分钟烧开", "0.6升"), seed=1)
    assert next(EchoWriter().propose(later, 1)) == texts[1]


def test_the_writer_without_facts_says_nothing() -> None:
    assert list(EchoWriter().propose(CopyRequest("en", "slogan", "Aurora", ()), 3)) == []
