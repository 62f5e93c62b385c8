from __future__ import annotations

import numpy as np
import pytest

from core.intervals import false_discoveries_below
from core.personas.intervals import lift_chance, lift_interval


@pytest.mark.parametrize(
    ("n", "rest", "here", "there"),
    [(30, 300, 0.2, 0.2), (100, 900, 0.3, 0.1), (400, 600, 0.05, 0.1)],
)
def test_the_lift_interval_holds_the_truth_19_times_in_20(n, rest, here, there):
    rng = np.random.default_rng(0)
    weight = n / (n + rest)
    truth = here / (weight * here + (1 - weight) * there)
    held = 0
    for _ in range(2000):
        a, b = rng.binomial(n, here), rng.binomial(rest, there)
        _, low, high = lift_interval(a, n, a + b, n + rest)
        held += low <= truth <= high
    assert 0.93 <= held / 2000 <= 0.975


def test_lifts_at_the_edges():
    assert lift_interval(0, 0, 5, 10)[0] == 1.0
    assert lift_interval(0, 10, 0, 20)[0] == 1.0
    assert lift_interval(10, 10, 10, 10) == (1.0, 1.0, 1.0)
    lift, low, high = lift_interval(0, 40, 50, 100)
    assert lift == low == 0.0
    assert high < 1


def test_false_discoveries():
    assert false_discoveries_below([0.001, 0.5, 0.02, 0.9]) == [True, False, True, False]
    assert false_discoveries_below([]) == []


def test_chances_of_lifts():
    assert lift_chance(0, 200, 400, 1200) < 0.001
    assert lift_chance(100, 200, 500, 1000) == pytest.approx(1, abs=0.01)
    assert lift_chance(0, 0, 5, 10) == lift_chance(0, 5, 0, 10) == lift_chance(5, 5, 5, 5) == 1
