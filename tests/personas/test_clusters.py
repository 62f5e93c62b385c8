from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from core.personas.clusters import cluster
from tests.personas.conftest import planted


@pytest.mark.parametrize(
    ("groups", "numbers", "categories"), [(2, 4, 3), (3, 2, 4), (4, 4, 3), (4, 6, 0), (3, 0, 6)]
)
def test_planted_groups_are_found_again(groups, numbers, categories):
    frame, truth = planted(1, groups=groups, numbers=numbers, categories=categories)
    found = cluster(frame)
    assert found.verdict == "clear"
    assert found.k == groups
    assert adjusted_rand_score(truth, found.labels) >= 0.9
    assert found.stability >= 0.9


def test_more_customers_than_the_sample_are_all_labelled():
    frame, truth = planted(2, rows=6000, groups=3)
    found = cluster(frame)
    assert len(found.labels) == 6000
    assert adjusted_rand_score(truth, found.labels) >= 0.9


def nothing_in_common(seed: int, rows: int = 500) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "normal": rng.normal(size=rows),
            "skewed": rng.lognormal(size=rows),
            "flat": rng.uniform(size=rows),
            "counts": rng.poisson(2, rows).astype(float),
            "kind": rng.choice(list("xyz"), rows, p=[0.6, 0.3, 0.1]).astype(object),
            "coin": rng.choice(["y", "n"], rows).astype(object),
        }
    )


def test_columns_that_share_nothing_give_no_groups_in_95_of_100_tables():
    verdicts = [cluster(nothing_in_common(seed)).verdict for seed in range(100)]
    assert verdicts.count("none") >= 95


def test_one_slanted_cloud_is_no_set_of_groups():
    wrong = 0
    for seed in range(6):
        rng = np.random.default_rng(seed)
        slope = rng.normal(size=800)
        frame = pd.DataFrame({f"x{i}": slope + rng.normal(size=800) for i in range(4)})
        frame["side"] = np.where(slope + rng.normal(size=800) > 0, "p", "q").astype(object)
        wrong += cluster(frame).verdict == "clear"
    assert wrong == 0


def test_the_same_table_gives_the_same_labels():
    frame, _ = planted(3)
    assert (cluster(frame).labels == cluster(frame).labels).all()


def test_the_largest_group_comes_first():
    frame, _ = planted(4, groups=3)
    assert (np.diff(np.bincount(cluster(frame).labels)) <= 0).all()


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame({"a": [1.0] * 50, "b": ["x"] * 50}),
        pd.DataFrame({"a": np.arange(50.0)}),
        pd.DataFrame({"a": [1.0, 2.0], "b": [2.0, 1.0]}),
        pd.DataFrame({"a": [np.nan] * 50, "b": [None] * 50}),
    ],
    ids=["all the same", "one column", "two rows", "empty"],
)
def test_too_little_to_group_on(frame):
    found = cluster(frame)
    assert found.verdict == "none"
    assert found.k == 1
