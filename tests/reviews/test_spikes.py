"""Spikes: seldom where nothing happened, nearly always where much did."""

from __future__ import annotations

import numpy as np
import pytest

from core.reviews.analysis.spikes import NEGATIVES, VOLUME, find_spikes


def series(rng, periods: int, volume: float, share: float, dispersion: float = 1.0):
    means = np.full(periods, volume)
    if dispersion > 1:
        size = volume / (dispersion - 1)
        means = rng.gamma(size, means / size)
    volumes = rng.poisson(means)
    return volumes, rng.binomial(volumes, share)


@pytest.mark.parametrize("dispersion", [1.0, 4.0])
def test_stationary_series_are_left_alone(dispersion: float) -> None:
    rng = np.random.default_rng(11)
    alarms = sum(
        bool(find_spikes(*(s.tolist() for s in series(rng, 40, 150, 0.2, dispersion))))
        for _ in range(100)
    )
    assert alarms <= 9  # what 5 % exceeds in one of a hundred runs of a hundred


def test_a_rise_by_half_is_found_within_three_periods() -> None:
    rng = np.random.default_rng(12)
    found = 0
    for _ in range(60):
        volumes, negatives = series(rng, 40, 200, 0.2)
        negatives[-3:] = rng.binomial(volumes[-3:], 0.3)
        spikes = find_spikes(volumes.tolist(), negatives.tolist())
        found += any(spike.kind == NEGATIVES and spike.last >= 37 for spike in spikes)
    assert found >= 51


def test_what_a_spike_says() -> None:
    volumes = [100] * 20 + [200, 100, 100]
    negatives = [20] * 20 + [40, 20, 20]
    found = {spike.kind: spike for spike in find_spikes(volumes, negatives)}
    assert set(found) == {NEGATIVES, VOLUME}
    volume = found[VOLUME]
    assert volume.first <= 20 <= volume.last
    assert volume.share == pytest.approx(volume.usual_share) == pytest.approx(0.2)
    shifted = find_spikes([100] * 20, [20] * 19 + [60])[0]
    assert (shifted.first, shifted.last, shifted.observed) == (19, 19, 60)
    assert shifted.expected == pytest.approx(20)
    assert shifted.p_value < 1e-6


@pytest.mark.parametrize("length", [0, 1, 6])
def test_too_short_or_empty_series_have_none(length: int) -> None:
    assert find_spikes([10] * length, [9] * length) == ()
    assert find_spikes([0] * 30, [0] * 30) == ()
    assert find_spikes([10] * 30, [0] * 30) == ()
    assert find_spikes([10] * 30, [10] * 30) == ()
