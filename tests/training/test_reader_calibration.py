from __future__ import annotations

from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch")

from core.engines.reader_scores import Parts, Scores
from core.engines.reader_settings import ReaderSettings
from core.engines.spans import TokenScores, softmax
from core.engines.windows import Encoded
from core.training.review_reader.calibration import SHARE_UNSURE, calibrate
from core.training.review_reader.ngrams import fit_ngrams
from core.training.review_reader.rows import Corpus, Row
from tests.training.tiny_reader import tiny_vocabulary


class Fixed:
    """Says of each text what it was told to say."""

    def __init__(self, parts: dict[str, Parts]) -> None:
        self.parts = parts
        self.settings = ReaderSettings("w", "s", 96, 16, 1024)

    def score(self, texts: list[str]) -> Any:
        tokens = TokenScores(np.zeros((0, 3)), np.zeros((0, 3)))
        for text in texts:
            p = self.parts[text]
            yield text, Encoded([], []), Scores(p.sentiment, p.emotion, np.zeros(3), tokens, p)


def told(network: float, ngrams: float) -> Parts:
    return Parts(np.array([-network, -9.0, network]), np.zeros(8), np.array([ngrams] + [0.0] * 9))


def test_the_half_that_is_right_counts_and_confidence_meets_the_truth() -> None:
    random = np.random.default_rng(3)
    parts, rows = {}, []
    for i in range(600):
        text = f"review number {i}"
        positive = bool(random.random() < 0.5)
        right = random.random() < 0.8
        noise = float(random.normal())
        parts[text] = told(4 * noise, 3.0 if positive == right else -3.0)
        rows.append(Row(text, two=2 * int(positive)))
    settings = calibrate(Fixed(parts), {"shopping": rows})  # type: ignore[arg-type]
    mix = settings.mixes["en"]
    assert mix.ngrams > 4 * mix.network
    odds = softmax(
        np.stack([mix.sentiment(parts[r.text].sentiment, parts[r.text].ngrams) for r in rows])
    )
    pair = odds[:, [0, 2]].max(1) / odds[:, [0, 2]].sum(1)
    assert pair.mean() == pytest.approx(0.8, abs=0.03)
    assert (odds.max(1) < settings.unsure_below).mean() == pytest.approx(SHARE_UNSURE, abs=0.02)
    assert settings.neutral_odds == 1.0


def test_ngrams_learn_wordings_of_both_languages_and_rare_ones_are_left_out() -> None:
    vocabulary = tiny_vocabulary()
    good, bad = "boils fast and stays cool", "the lid broke and was rude"
    rows = [Row(good, two=2), Row(bad, two=0), Row("质量很好", two=2), Row("质量太差了", two=0)] * 6
    rows += [Row("neither good nor bad", three=1), Row("it is a kettle", three=2)] * 6
    corpus = Corpus({"a": rows}, {}, {}, {}, frozenset())
    quiet = lambda line: None  # noqa: E731
    table = fit_ngrams(vocabulary.tokenizer, vocabulary.rows, corpus, 1, say=quiet)

    def score(text: str) -> np.ndarray:
        return table.scores(vocabulary.tokenizer.encode(text).ids)

    assert score("stays cool")[0] > 0.5 > -0.5 > score("lid was rude")[0]
    assert score("很好")[0] > 0 > score("太差")[0]
    assert score("neither nor")[1] > score("kettle")[1]
    small = fit_ngrams(vocabulary.tokenizer, vocabulary.rows, corpus, 1, say=quiet, kept=10)
    assert len(small.keys) == 10 < len(table.keys)
    assert np.all(small.keys[:-1] < small.keys[1:])
