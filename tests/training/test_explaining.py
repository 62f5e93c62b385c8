"""The deletion test: on a reader that follows a word, on one that follows nothing, on ours."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence

import pytest

from core.engines.bundled import BundledReader
from core.engines.types import EngineInfo, Reading
from core.settings import ASSETS
from core.training.review_reader.explaining import TAKEN, deletion_test

TEXTS = [f"the kettle number {n} on the old shelf was awful and slow" for n in range(20)]


class FollowsWords:
    info = EngineInfo("words", "reader", "Words", "")
    version = "words-1"

    def read(self, texts: Sequence[str], language: str = "auto") -> list[Reading]:
        return [_reading(-0.5 * ("awful" in t) - 0.3 * ("slow" in t)) for t in texts]


class FollowsChance:
    info = EngineInfo("chance", "reader", "Chance", "")
    version = "chance-1"

    def __init__(self) -> None:
        self.chance = random.Random(1)

    def read(self, texts: Sequence[str], language: str = "auto") -> list[Reading]:
        return [_reading(self.chance.uniform(-1, 1)) for _ in texts]


def _reading(polarity: float) -> Reading:
    return Reading("en", "negative", polarity, 0.9, False)


def test_a_reader_that_follows_words_is_explained_by_them() -> None:
    found = deletion_test(FollowsWords(), [*TEXTS, "awful"])
    assert found["n"] == 20
    assert found["taken"]["1"]["top"] == 0.5
    assert found["taken"]["2"]["top"] == found["taken"]["3"]["top"] == 0.8
    assert found["taken"]["1"]["random"] < 0.2
    assert found["taken"]["3"]["top_wins"] == 1
    assert found["words"] == {"p50": 12, "most": 12}
    assert 0 < found["seconds"]["p50"] <= found["seconds"]["p95"]
    assert found["seconds"]["of_50_words"] is None


def test_one_seed_gives_one_result_and_chance_is_not_explained() -> None:
    once, again = (deletion_test(FollowsWords(), TEXTS, seed=3)["taken"] for _ in range(2))
    assert once == again
    found = deletion_test(FollowsChance(), TEXTS * 5)
    assert 0.7 < found["taken"]["1"]["ratio"] < 1.4


def test_nothing_to_test() -> None:
    assert deletion_test(FollowsWords(), []) == {"n": 0}
    assert deletion_test(FollowsWords(), ["awful"]) == {"n": 0}


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_shipped_reader_is_explained_by_its_words(language: str) -> None:
    path = ASSETS / "samples" / f"reviews-{language}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    reader = BundledReader(ASSETS / "models" / "review_reader")
    found = deletion_test(reader, random.Random(5).sample(texts, 25), seed=5)
    assert found["n"] > 15
    for k in map(str, TAKEN):
        assert found["taken"][k]["top"] > 1.5 * found["taken"][k]["random"]
        assert found["taken"][k]["top_wins"] > 0.75
