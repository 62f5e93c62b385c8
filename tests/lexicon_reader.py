"""A shipped reader of a dozen words, with a gate and samples it reads well, for quick lessons."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from zlib import crc32

import numpy as np
import pytest

from core.engines.heads import TextScores
from core.engines.registry import EngineRegistry
from core.teaching import Teaching

GOOD = ("lovely", "great", "fine", "super", "好", "棒")
BAD = ("awful", "broken", "poor", "rude", "差", "慢")
THINGS = ("kettle", "lamp", "bag", "mug", "board", "jacket", "水壶", "台灯", "背包", "杯子")
_WIDTH = 96


def scores(texts: Sequence[str]) -> TextScores:
    """Words counted in hashed places; praise and complaint by the words above, else neutral."""
    pooled = np.zeros((len(texts), _WIDTH), np.float32)
    logits = np.zeros((len(texts), 3), np.float32)
    for row, text in enumerate(texts):
        words = text.lower().replace("!", " !").split()
        for word in words:
            pooled[row, crc32(word.encode()) % _WIDTH] += 1
        balance = sum(word in GOOD for word in words) - sum(word in BAD for word in words)
        logits[row] = (-2 * balance, 1.0, 2 * balance)
    return TextScores(pooled, logits)


def samples(self: Teaching, name: str) -> list[tuple[str, str]]:
    """The gate of a language, or reviews of the same words in other frames."""
    frame = "the {} was {} {}" if name.startswith("gate") else "our {} and {} it {}"
    extra = ("today", "again") if name.startswith("gate") else ("anyway", "truly", "surely")
    neutral = ("ordinary", "grey", "here", "普通", "square")
    rows = []
    for thing, words, end in product(
        THINGS, zip(GOOD, BAD, [*neutral, "usual"], strict=True), extra
    ):
        labels = ("positive", "negative", "neutral")
        rows += [(frame.format(thing, w, end), s) for w, s in zip(words, labels, strict=True)]
    return rows


@pytest.fixture
def lexicon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped reader is the one of this file."""
    monkeypatch.setattr(EngineRegistry, "shipped_version", lambda self: "base-1")
    monkeypatch.setattr(EngineRegistry, "shipped_scores", lambda self, texts: scores(texts))
    monkeypatch.setattr(Teaching, "_samples", samples)


def correct(studio, labelled: Sequence[tuple[str, str]]) -> None:
    """Import texts as reviews and correct each to its label, in this order."""
    studio.reviews.import_paste("\n".join(text for text, _ in labelled))
    ids = {row.text: row.id for row in studio.reviews.rows(limit=500).rows}
    for text, sentiment in labelled:
        studio.reviews.correct(ids[text], sentiment)


def slang(count: int = 24) -> list[tuple[str, str]]:
    """Reviews of a shop where "sick" is praise, which the reader takes for nothing."""
    frames = ("that {} is sick", "sick {} once more", "a sick {} !", "my {} looks sick")
    pairs = list(product(THINGS, frames))[:count]
    return [(frame.format(thing), "positive") for thing, frame in pairs]
