"""Which words moved a reading, by a reader whose words are known."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest

from core.engines.echo import EchoReader
from core.engines.explain import LONGEST, Explanation, explain
from core.engines.types import EngineInfo, Reading, ReviewReader
from core.engines.word_spans import Span, passages, without, word_spans

WORDS = {"great": 0.4, "awful": -0.4, "slow": -0.2, "很好": 0.4, "太差": -0.4, "😡": -0.4}


class Lexicon:
    """Adds up the words it knows; "not" before one turns it over. Keeps what it was asked."""

    info = EngineInfo("lexicon", "reader", "Lexicon", "")
    version = "lexicon-1"

    def __init__(self) -> None:
        self.calls: list[list[str]] = []

    def read(self, texts: Sequence[str], language: str = "auto") -> list[Reading]:
        self.calls.append(list(texts))
        return [self._read(text) for text in texts]

    def _read(self, text: str) -> Reading:
        total = sum(weight * text.count(word) for word, weight in WORDS.items())
        total -= sum(2 * weight * text.count(f"not {word}") for word, weight in WORDS.items())
        polarity = max(-1.0, min(1.0, total))
        label = "positive" if polarity > 0 else "negative" if polarity < 0 else "neutral"
        return Reading("en", label, polarity, 0.9, False)


@pytest.fixture
def reader() -> Lexicon:
    return Lexicon()


def said(text: str, explanation: Explanation) -> dict[str, float]:
    return {text[w.start : w.end]: w.weight for w in explanation.words if w.weight}


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in word_spans(text)]


def test_each_word_weighs_what_its_absence_changes(reader: Lexicon) -> None:
    assert isinstance(reader, ReviewReader)
    text = "A great kettle, but the delivery was slow."
    found = explain(reader, text)
    assert said(text, found) == {"great": 0.2, "slow": -0.1}
    assert (found.sentiment, found.polarity) == ("positive", pytest.approx(0.2))
    assert (found.version, found.whole) == ("lexicon-1", True)
    assert [text[w.start : w.end] for w in found.lifting()] == ["great"]
    assert [text[w.start : w.end] for w in found.pulling()] == ["slow"]
    assert len(reader.calls) == 1


def test_a_negation_pulls_and_so_does_what_it_denies(reader: Lexicon) -> None:
    text = "It was not great."
    assert said(text, explain(reader, text)) == {"not": -0.4, "great": -0.2}


def test_chinese_goes_by_words_and_emoji_count(reader: Lexicon) -> None:
    text = "水壶很好，客服太差了😡"
    found = said(text, explain(reader, text))
    assert found.pop("😡") == -0.2
    assert any("差" in word and weight == -0.2 for word, weight in found.items())
    assert any(word in "很好" and weight == 0.2 for word, weight in found.items())


def test_strongest_come_first_and_the_unnoticeable_stay_out(reader: Lexicon) -> None:
    text = "slow and awful, " + "awful " * 12
    pulling = explain(reader, text).pulling(3)
    assert len(pulling) <= 3
    text = "slow, then awful"
    assert [text[w.start : w.end] for w in explain(reader, text).pulling()] == ["awful", "slow"]
    assert explain(reader, "A plain kettle.").pulling() == ()


def test_equal_variants_are_read_once(reader: Lexicon) -> None:
    explain(reader, "great great great great")
    assert reader.calls == [["great great great great", "great great great"]]


@pytest.mark.parametrize(
    "text",
    ["", " \n", "!!!", "😀", "\x00\x00", "\ud83d", "مرحبا بالعالم", "https://example.com/a?b=c"],
)
def test_awkward_texts_are_explained(reader: Lexicon, text: str) -> None:
    found = explain(reader, text)
    assert found.polarity == 0
    assert not any(word.weight for word in found.words)


def test_a_long_review_is_explained_by_its_outspoken_passages(reader: Lexicon) -> None:
    plain = "The kettle stands on the shelf by the window. "
    text = plain * 40 + "The lid was awful. " + plain * 40
    found = explain(reader, text)
    assert not found.whole
    assert said(text, found) == {"awful": -0.2}
    (word,) = found.pulling()
    assert text[word.start : word.end] == "awful"
    assert found.polarity == pytest.approx(-0.4)


@pytest.mark.parametrize(
    "text",
    ["很" * 100_000, "x" * 100_000, "great kettle " * 8_000, "😡" * 50_000],
    ids=["Chinese", "one word", "words", "emoji"],
)
def test_the_work_is_bounded_for_any_length(reader: Lexicon, text: str) -> None:
    begun = time.process_time()
    found = explain(reader, text)
    assert time.process_time() - begun < 10
    assert all(word.end <= LONGEST for word in found.words)
    assert sum(map(len, reader.calls)) < 800
    assert sum(len(variant) for call in reader.calls for variant in call) < 8 * LONGEST


def test_the_echo_reader_can_be_explained() -> None:
    text = "👍 kettle"
    found = explain(EchoReader(), text)
    assert found.sentiment == "positive"
    assert found.words[0].end == 1
    assert found.words[0].weight > 0


def test_words_of_both_languages() -> None:
    assert " ".join(cut("I don't like the 3.5-inch lid...")) == "I don't like the 3.5-inch lid"
    assert cut("Love it :) <3 👍🏽❤️ 👩‍👧") == ["Love", "it", ":)", "<3", "👍🏽", "❤️", "👩‍👧"]
    assert cut("这款Kindle质量太差！")[-4:] == ["Kindle", "质量", "太", "差"]
    assert cut("👍🏽👎") == ["👍🏽", "👎"]
    assert cut("") == cut("。。。 !!!") == []


def test_taking_words_out_leaves_the_rest_as_it_stood() -> None:
    text = "The lid broke, sadly."
    the, lid, broke, sadly = word_spans(text)
    assert without(text, [lid]) == "The broke, sadly."
    assert without(text, [the]) == "lid broke, sadly."
    assert without(text, [broke, the]) == "lid , sadly."
    assert without(text, [sadly]) == "The lid broke, ."
    assert without("质量很好", [Span(0, 2)]) == "很好"
    assert without(text, []) == text


def test_passages_tile_the_text_and_break_at_sentences() -> None:
    text = "One two three. Four five, six seven eight nine ten eleven twelve. Thirteen!"
    words = word_spans(text)
    parts = passages(text, words, 5)
    assert "".join(text[p.start : p.end] for p in parts) == text
    assert [word for p in parts for word in p.words] == words
    assert all(len(p.words) <= 5 for p in parts)
    assert text[parts[0].start : parts[0].end] == "One two three. "
    assert passages("", [], 5) == [(0, 0, [])]
