"""What a classifier's labels are taken for."""

from __future__ import annotations

import pytest

from core.engines.labels import sentiment_weights
from core.errors import InputRejected


@pytest.mark.parametrize(
    ("labels", "weights"),
    [
        (["NEGATIVE", "POSITIVE"], (-1, 1)),
        (["positive", "neutral", "negative"], (1, 0, -1)),
        (["LABEL_0", "LABEL_1"], (-1, 1)),
        (["LABEL_0", "LABEL_1", "LABEL_2"], (-1, 0, 1)),
        (["1 star", "2 stars", "3 stars", "4 stars", "5 stars"], (-1, -0.5, 0, 0.5, 1)),
        (["5", "4", "3", "2", "1"], (1, 0.5, 0, -0.5, -1)),
        (["1星", "2星", "3星", "4星", "5星"], (-1, -0.5, 0, 0.5, 1)),
        (
            ["Very Negative", "Negative", "Neutral", "Positive", "Very Positive"],
            (-1, -0.5, 0, 0.5, 1),
        ),
        (["负面", "正面"], (-1, 1)),
        (["差评", "中评", "好评"], (-1, 0, 1)),
        (["neg", "pos"], (-1, 1)),
    ],
)
def test_known_sets(labels: list[str], weights: tuple[float, ...]) -> None:
    assert sentiment_weights(labels) == weights


@pytest.mark.parametrize(
    "labels",
    [
        ["joy", "anger"],
        ["positive"],
        ["positive", "good"],
        ["positive", "neutral"],
        ["LABEL_0", "LABEL_1", "LABEL_2", "LABEL_3"],
        ["LABEL_1", "LABEL_2"],
        ["1 star", "2 stars", "3 stars"],
        ["1", "1", "2", "3", "4"],
        [],
    ],
)
def test_others_are_refused(labels: list[str]) -> None:
    with pytest.raises(InputRejected, match="no sentiments"):
        sentiment_weights(labels)
