from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.engines.mixing import Mix
from core.engines.ngrams import NO_NGRAMS, NgramTable, load_ngrams, ngram_keys


def table_of(*runs: list[int]) -> NgramTable:
    """A table that knows the longest n-gram of each run: polarity +1, -1, +1, …"""
    keys = [int(k) for run in runs for k in set(ngram_keys(np.array(run))) - _shorter(run)]
    order = np.argsort(keys)
    signs = np.array([127 * (-1) ** i for i in range(len(keys))], np.int8)
    weights = np.zeros((len(keys), 10), np.int8)
    weights[:, 0] = signs
    return NgramTable(
        np.array(keys, np.uint32)[order],
        np.ones(len(keys), np.float16),
        weights[order],
        np.full(10, 2 / 127, np.float32),
        np.zeros(10, np.float32),
        np.arange(100, dtype=np.uint32),
    )


def _shorter(run: list[int]) -> set[np.uint32]:
    return set(ngram_keys(np.array(run[:-1]))) | set(ngram_keys(np.array(run[1:])))


def test_keys_are_runs_of_up_to_three_tokens_in_order() -> None:
    assert len(ngram_keys(np.array([5, 6, 7, 8]))) == 4 + 3 + 2
    assert len(ngram_keys(np.array([5, 5, 5, 5]))) == 3
    assert len(ngram_keys(np.array([]))) == 0
    there, back = (set(ngram_keys(np.array(run)).tolist()) for run in ([5, 6], [6, 5]))
    assert len(there & back) == 2
    assert len(there | back) == 4


def test_known_runs_decide_and_unknown_ones_say_nothing() -> None:
    table = table_of([5, 6], [7, 8])
    assert table.scores([5, 6])[0] == pytest.approx(2.0, abs=0.01)
    assert table.scores([1, 7, 8])[0] == pytest.approx(-2.0, abs=0.01)
    assert table.scores([6, 5, 9])[0] == 0
    assert table.scores([5, 6, 7, 8])[0] == pytest.approx(0.0, abs=0.01)
    assert table.scores([])[0] == 0


def test_the_empty_table_has_a_score_for_every_text() -> None:
    assert NO_NGRAMS.scores([4, 5]).tolist() == [0.0] * 10


def test_a_table_comes_back_from_its_file(tmp_path: Path) -> None:
    table = table_of([5, 6], [7, 8])
    table.save(tmp_path / "t.safetensors")
    again = load_ngrams((tmp_path / "t.safetensors").read_bytes())
    for name, value in vars(table).items():
        assert np.array_equal(vars(again)[name], value)


def test_the_mix_moves_both_ends_apart_and_neutral_by_itself() -> None:
    network = np.array([0.0, 0.5, 1.0])
    ngrams = np.array([2.0, 3.0] + [1.0] * 8)
    mix = Mix(network=2.0, ngrams=0.5, neutral=1.0, neutral_bias=-1.0, emotion_ngrams=0.5)
    assert mix.sentiment(network, ngrams).tolist() == [-1.0, 3.0, 3.0]
    assert mix.emotion(np.zeros(8), ngrams).tolist() == [0.5] * 8
    assert Mix().sentiment(network, ngrams).tolist() == network.tolist()
