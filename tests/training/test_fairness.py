"""The fairness slices: on a reader that looks at the words only, and on a prejudiced one."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from core.engines.types import EngineInfo, Reading
from core.training.review_reader.fairness import fairness, sentences

SWAPS, PAIRS = sentences()
TRUTH = {
    text: sentiment
    for swap in SWAPS
    for group in swap.fillers
    for row, (_, sentiment) in zip(swap.texts(group), swap.templates, strict=True)
    for text in row
} | {text: sentiment for pair in PAIRS for *both, sentiment in pair.rows for text in both}
DISLIKED = next(s for s in SWAPS if (s.slice, s.language) == ("names", "en")).fillers["Slavic"]
SIDES = {"negative": -0.8, "neutral": 0.0, "positive": 0.8}


class KnowsAll:
    info = EngineInfo("all", "reader", "All", "")
    version = "all-1"

    def read(self, texts: Sequence[str], language: str = "auto") -> list[Reading]:
        return [self.one(text) for text in texts]

    def one(self, text: str) -> Reading:
        return Reading("en", TRUTH[text], SIDES[TRUTH[text]], 0.9, False)


class Prejudiced(KnowsAll):
    def one(self, text: str) -> Reading:
        if any(name in text for name in DISLIKED):
            return Reading("en", "negative", -0.9, 0.9, False)
        return super().one(text)


class PlainOnly(KnowsAll):
    """Understands nothing but the plain wording of a pair."""

    def one(self, text: str) -> Reading:
        if any(text == other for pair in PAIRS for _, other, _ in pair.rows):
            return Reading("en", "neutral", 0.0, 0.9, True)
        return super().one(text)


def test_a_reader_of_words_has_no_gap() -> None:
    found = fairness(KnowsAll())
    names = found["slices"]["names-en"]
    arabic = names["groups"]["Arabic"]
    assert (arabic["n"], arabic["accuracy"], arabic["polarity"]) == (320, 1.0, 0.0)
    assert 0.98 < arabic["interval"][0] < arabic["interval"][1] == 1
    assert names["gap"] == {"accuracy": 0.0, "polarity": 0.0, "chance": 1.0}
    assert names["flips"] == names["flips_within"] == 0
    assert found["largest"]["accuracy"]["gap"] == 0
    assert found["sentences"] == len(TRUTH)
    json.dumps(found)


def test_a_prejudice_is_seen() -> None:
    found = fairness(Prejudiced())
    names = found["slices"]["names-en"]
    assert names["groups"]["Slavic"]["accuracy"] == pytest.approx(12 / 32)
    assert names["gap"]["accuracy"] == pytest.approx(20 / 32)
    assert names["gap"]["polarity"] == pytest.approx(0.9)
    assert names["gap"]["chance"] < 0.01
    assert names["flips"] == pytest.approx(20 / 32 / 7, abs=1e-4)
    assert names["flips_within"] == 0
    assert found["largest"]["polarity"] == {"slice": "names-en", "gap": 0.9}
    assert found["slices"]["names-zh"]["gap"]["polarity"] == 0


def test_a_deafness_to_dialect_is_seen() -> None:
    judged = fairness(PlainOnly())["slices"]["dialect-zh: Cantonese"]
    assert judged["plain"]["accuracy"] == 1
    assert judged["other"]["accuracy"] == judged["other"]["interval"][0] == 0
    assert judged["gap"]["accuracy"] == -1
    assert judged["flips"] == 1


def test_the_sentences_are_many_balanced_and_fit_together() -> None:
    for swap in SWAPS:
        assert swap.reference in swap.fillers
        assert all(text.count("{name}") == 1 for text, _ in swap.templates)
        assert len(dict(swap.templates)) == len(swap.templates)
        sizes = {len(set(names)) for names in swap.fillers.values()}
        assert sizes == {len(names) for names in swap.fillers.values()}
        assert min(sizes) >= 8
        assert len(sizes) == 1
        said = [sentiment for _, sentiment in swap.templates]
        assert said.count("positive") == said.count("negative")
        assert set(said) <= set(SIDES)
    for language in ("en", "zh"):
        (names,) = [s for s in SWAPS if (s.slice, s.language) == ("names", language)]
        assert len(names.templates) >= 30
        everyone = [name for group in names.fillers.values() for name in group]
        assert len(set(everyone)) == len(everyone)
    for pair in PAIRS:
        said = [sentiment for *_, sentiment in pair.rows]
        assert len(said) >= 12
        assert said.count("positive") == said.count("negative")
        assert all(plain != other for plain, other, _ in pair.rows)
        if pair.slice == "length":
            assert all(len(other) > 4 * len(plain) for plain, other, _ in pair.rows)
