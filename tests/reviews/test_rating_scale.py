"""The scale of a file follows most of its ratings."""

from __future__ import annotations

import math

import pytest

from core.reviews.scale import rating_scale


@pytest.mark.parametrize(
    ("counts", "factor", "top", "told"),
    [
        ({}, 1, 5, []),
        ({5.0: 3, 1.0: 2}, 1, 5, []),
        ({5.0: 1, 10.0: 1}, 0.5, 10, [{"top": 10}]),
        ({4.0: 9, 45.0: 1}, 1, 5, [{"top": 5, "n": "1"}]),
        ({4.0: 990, 45.0: 10}, 1, 5, [{"top": 5, "n": "10"}]),
        ({4.0: 989, 7.0: 11}, 0.5, 10, [{"top": 10}]),
        ({8.0: 60, 3.0: 39, 99.0: 1}, 0.5, 10, [{"top": 10}, {"top": 10, "n": "1"}]),
        ({80.0: 5, 20.0: 5}, 0.05, 100, [{"top": 100}]),
        ({1000.0: 1}, 1, math.inf, [{"top": 1000.0}]),
    ],
)
def test_scales(counts, factor, top, told) -> None:
    scale = rating_scale(counts)
    assert (scale.factor, scale.top) == (factor, top)
    assert [params for _, params in scale.notes] == told
