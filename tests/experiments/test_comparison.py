"""Chance to win, expected loss, the ratio alarm and the size of a test."""

from __future__ import annotations

import numpy as np
import pytest

from core.errors import InputRejected
from core.experiments import Arm, compare, sample_size
from core.intervals import difference, wilson


def test_chance_and_loss_agree_with_drawing_from_the_beliefs() -> None:
    arms = [Arm(1, 1000, 50), Arm(2, 1000, 65), Arm(3, 500, 20)]
    said = compare(arms)
    rng = np.random.default_rng(1)
    drawn = np.array([rng.beta(1 + a.hits, 1 + a.n - a.hits, 150_000) for a in arms])
    best = drawn.max(axis=0)
    for i, arm in enumerate(said.arms):
        assert arm.chance == pytest.approx((drawn[i] == best).mean(), abs=0.006)
        assert arm.loss == pytest.approx((best - drawn[i]).mean(), abs=3e-4)
    assert sum(arm.chance for arm in said.arms) == pytest.approx(1)
    assert said.leader.draft_id == 2


def test_equal_arms_have_equal_chances_and_no_winner() -> None:
    said = compare([Arm(1, 1000, 50), Arm(2, 1000, 50)])
    assert [arm.chance for arm in said.arms] == pytest.approx([0.5, 0.5], abs=0.002)
    assert said.winner is None


def test_a_clear_winner_is_called_with_its_lift() -> None:
    said = compare([Arm(1, 5000, 150), Arm(2, 5000, 250)])
    assert said.winner == 2
    assert said.lift[1] > 0
    assert said.lift[0] == pytest.approx(0.02)
    assert said.sentence[1]["id"] == 2


def test_a_skewed_split_raises_the_alarm_and_silences_the_winner() -> None:
    said = compare([Arm(1, 4800, 100), Arm(2, 5200, 300)])
    assert said.ratio_p < 0.001
    assert (said.skewed, said.winner) == (True, None)
    assert not compare([Arm(1, 4950, 100), Arm(2, 5050, 300)]).skewed
    assert not compare([Arm(1, 1000, 20, 1.0), Arm(2, 9000, 90, 9.0)]).skewed


def test_nothing_is_called_on_a_handful_of_clicks() -> None:
    said = compare([Arm(1, 20, 0), Arm(2, 20, 7)])
    assert said.leader.chance > 0.95
    assert said.winner is None
    assert compare([Arm(1, 0, 0), Arm(2, 0, 0)]).winner is None


@pytest.mark.parametrize("arms", [[Arm(1, 5, 1)], [Arm(1, 5, 6), Arm(2, 5, 1)]])
def test_what_cannot_be_is_refused(arms: list[Arm]) -> None:
    with pytest.raises(InputRejected):
        compare(arms)


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    rng = np.random.default_rng(2)
    runs, n = 2500, 600
    rates = rng.uniform(0.02, 0.2, (runs, 2))
    hits = rng.binomial(n, rates)
    inside = apart = 0
    for (a, b), (p, q) in zip(hits, rates, strict=True):
        one, other = (a / n, *wilson(int(a), n)), (b / n, *wilson(int(b), n))
        inside += one[1] <= p <= one[2]
        low, high = difference(other, one)[1:]
        apart += low <= q - p <= high
    assert 0.93 <= inside / runs <= 0.97
    assert 0.93 <= apart / runs <= 0.97


def test_chance_to_win_is_calibrated() -> None:
    rng = np.random.default_rng(3)
    said, true = [], []
    for _ in range(120):
        rates = rng.beta(1, 1, 2)
        hits = rng.binomial(60, rates)
        arm = compare([Arm(1, 60, int(hits[0])), Arm(2, 60, int(hits[1]))]).arms[0]
        said.append(arm.chance)
        true.append(rates[0] > rates[1])
    assert np.mean(said) == pytest.approx(np.mean(true), abs=0.05)
    assert np.mean((np.array(said) - true) ** 2) < 0.1


def test_the_size_of_a_test_is_the_text_books() -> None:
    assert sample_size(0.1, 0.1) == 14_751
    assert sample_size(0.05, 0.2, arms=3) > sample_size(0.05, 0.2)
    for bad in ((0, 0.1), (0.5, 1.5), (0.1, 0), (0.1, 0.1, 1)):
        with pytest.raises(InputRejected):
            sample_size(*bad)
