"""The parts of benchmarks.loop that need no drafts: tries, outcomes and published headlines."""

from __future__ import annotations

import csv
import gzip
import random
from pathlib import Path

import numpy as np

from core.experiments import Arm, compare
from core.feedback.exploration import pick
from core.feedback.material import Material
from core.feedback.ranker import features
from core.intervals import difference, wilson

RATES = (
    (0.62, 0.5, 0.5, 0.45, 0.4, 0.4, 0.35, 0.3, 0.3),
    (0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1),
    (0.2, 0.15, 0.1, 0.08, 0.05),
    (0.9, 0.8, 0.75, 0.7, 0.6),
    (0.7, 0.5, 0.3),
    (0.6, 0.4),
)
"""How often each level is liked, in six settings."""

ROUNDS = 500


def regret(how: str, seed: int, rounds: int = ROUNDS) -> tuple[float, int]:
    """(likes given up over the rounds, fewest tries of any level) for "thompson", "greedy" or
    "uniform"; greedy takes the best share so far, 1 of 2 before the first thumb."""
    rng = random.Random(seed)
    rates = rng.sample(RATES[seed % len(RATES)], len(RATES[seed % len(RATES)]))
    names = [str(i) for i in range(len(rates))]
    votes = dict.fromkeys(names, (0, 0))
    lost = 0.0
    for _ in range(rounds):
        if how == "uniform":
            chosen = rng.choice(names)
        elif how == "greedy":
            chosen = max(names, key=lambda n: (votes[n][0] + 1) / (sum(votes[n]) + 2))
        else:
            chosen = pick(names, votes, rng)
        up, down = votes[chosen]
        liked = rng.random() < rates[int(chosen)]
        votes[chosen] = (up + liked, down + (not liked))
        lost += max(rates) - rates[int(chosen)]
    return lost, min(sum(pair) for pair in votes.values())


def bandit(runs: int = 120) -> None:
    """Mean regret over 500 rounds of each way to choose, over all settings."""
    for how in ("thompson", "greedy", "uniform"):
        found = [regret(how, seed) for seed in range(runs)]
        print(
            f"{how:9s} regret {np.mean([lost for lost, _ in found]):5.1f} likes in {ROUNDS} "
            f"rounds, fewest tries of a level {min(fewest for _, fewest in found)} ({runs} runs)"
        )


def outcomes(runs: int = 20_000) -> None:
    """Coverage of the intervals, and how often the ratio check cries."""
    rng = np.random.default_rng(1)
    rates, n = rng.uniform(0.01, 0.2, (runs, 2)), rng.integers(200, 5000, runs)
    hits = rng.binomial(n[:, None], rates)
    inside = apart = 0
    for (a, b), (p, q), size in zip(hits.tolist(), rates.tolist(), n.tolist(), strict=True):
        one, other = (a / size, *wilson(a, size)), (b / size, *wilson(b, size))
        inside += one[1] <= p <= one[2]
        low, high = difference(other, one)[1:]
        apart += low <= q - p <= high
    print(
        f"95 % intervals hold the rate in {inside / runs:.1%}, the difference in {apart / runs:.1%}"
    )
    skewed = compare([Arm(1, 4800, 100), Arm(2, 5200, 110)])
    print(f"48/52 of 10,000: p {skewed.ratio_p:.1e}, alarm {skewed.skewed}")
    shown = rng.binomial(10_000, 0.5, 2000)
    cries = sum(
        compare([Arm(1, int(a), 0), Arm(2, 10_000 - int(a), 0)]).skewed for a in shown[:300]
    )
    print(f"fair splits that raise the alarm: {cries} of 300")


def headlines(data: Path) -> None:
    """A ranker of English headlines that has seen no vote of yours, on tests it has not seen.

    Logistic regression on differences of style and wording, learnt from three of five published
    tests, judged on one of five (decided pairs: p < 0.05). The interval resamples whole tests.
    """
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    with gzip.open(data / "en_upworthy_headlines" / "headline_pairs.csv.gz", "rt") as file:
        rows = [row for row in csv.DictReader(file) if row["randomisation_doubt"] != "True"]
    part = {test: int(test[-4:], 16) % 5 for test in {row["test_id"] for row in rows}}
    decided = [row for row in rows if float(row["p"]) < 0.05]
    train = [row for row in decided if part[row["test_id"]] < 3]
    test = [row for row in decided if part[row["test_id"]] == 4]

    def pair(row: dict[str, str]) -> tuple[dict[str, float], dict[str, float]]:
        a, b = (dict(features(row[f"headline_{side}"], Material(), "en")) for side in "ab")
        return a, b

    vector = DictVectorizer()
    vector.fit(side for row in train for side in pair(row))

    def matrix(some: list[dict[str, str]]) -> csr_matrix:
        sides = [pair(row) for row in some]
        return vector.transform([a for a, _ in sides]) - vector.transform([b for _, b in sides])

    def won(some: list[dict[str, str]]) -> np.ndarray:
        return np.array([float(row["ctr_a"]) > float(row["ctr_b"]) for row in some])

    model = LogisticRegression(C=0.02, fit_intercept=False, max_iter=500)
    model.fit(matrix(train), won(train))
    right = model.predict(matrix(test)) == won(test)
    tests = np.array([row["test_id"] for row in test])
    by_test = [right[tests == one] for one in np.unique(tests)]
    rng = np.random.default_rng(0)
    drawn = [
        np.concatenate([by_test[i] for i in rng.integers(0, len(by_test), len(by_test))]).mean()
        for _ in range(500)
    ]
    low, high = np.quantile(drawn, [0.025, 0.975])
    print(
        f"headlines without any vote: {right.mean():.1%} of {len(test)} decided pairs of "
        f"{len(by_test)} unseen tests right ({low:.1%} to {high:.1%}), from {len(train)} pairs"
    )
