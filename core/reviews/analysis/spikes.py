"""Periods in which complaints or reviews came in more than chance explains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.intervals import false_discoveries_below

NEGATIVES = "negatives"
VOLUME = "volume"
LEAST_BASELINE = 6
_MOST_BASELINE = 26
_WINDOWS = (1, 3)
_FALSE_DISCOVERIES = 0.05
# Squared differences of neighbours beyond this quantile are spikes, not dispersion.
_KEPT = 0.9
_KEPT_MEAN = 0.6230  # mean of a chi-squared variable of one degree below its 90 % quantile


@dataclass(frozen=True)
class Spike:
    """Neighbouring periods, from the one at index `first` to `last`, that stand out together.

    `kind` is "negatives" (more complaints) or "volume" (more reviews). `observed` is counted
    and `expected` what the periods from `since` on before it let expect; the share of negatives is
    `share` against `usual_share` (0..1). `p_value` is of the surest test among them.
    """

    kind: str
    first: int
    last: int
    since: int
    observed: int
    expected: float
    share: float
    usual_share: float
    p_value: float


@dataclass(frozen=True)
class _Test:
    kind: str
    start: int
    end: int
    p_value: float


def find_spikes(volumes: Sequence[int], negatives: Sequence[int]) -> tuple[Spike, ...]:
    """Spikes in a series of read reviews and the negative ones among them, oldest first.

    Each period, and each run of three that ends with it, is set against up to 26 periods before
    it (at least 6): the count of negatives, their share of the reviews, and the count of
    reviews. A count is quasi-Poisson: divided by the dispersion of the whole series it is
    compared with the predictive distribution of a Poisson count after the baseline's, a
    negative binomial (McCullagh and Nelder (1989), Generalized Linear Models, section 6.2;
    Gelman et al. (2013), Bayesian Data Analysis, section 2.6; Jeffreys' prior). A share is
    tested likewise given the volumes, its dispersion that of a binomial. Over all tests at most
    5 % of what is reported may be chance (Benjamini and Hochberg 1995), so that a series
    without a change is left alone in 95 % of cases. What touches is reported as one.
    """
    n, x = np.asarray(volumes, dtype=float), np.asarray(negatives, dtype=float)
    if len(n) <= LEAST_BASELINE or not n.sum():
        return ()
    tests = _tests(n, x)
    stands = false_discoveries_below([test.p_value for test in tests], _FALSE_DISCOVERIES)
    kept = [test for test, ok in zip(tests, stands, strict=True) if ok]
    found = [_joined(run, n, x) for kind in (NEGATIVES, VOLUME) for run in _runs(kept, kind)]
    return tuple(sorted(found, key=lambda spike: (spike.first, spike.kind)))


def _tests(n: NDArray[np.float64], x: NDArray[np.float64]) -> list[_Test]:
    usual = x.sum() / n.sum()
    # Sums over a run of periods are differences of running totals.
    sum_n, sum_x = np.concatenate([[0], n.cumsum()]), np.concatenate([[0], x.cumsum()])
    tests = []
    for width in _WINDOWS:
        ends = np.arange(LEAST_BASELINE + width, len(n) + 1)
        starts = ends - width
        since = np.maximum(0, starts - _MOST_BASELINE)
        seen_n, seen_x = sum_n[ends] - sum_n[starts], sum_x[ends] - sum_x[starts]
        base_n, base_x = sum_n[starts] - sum_n[since], sum_x[starts] - sum_x[since]
        periods, base = np.full(len(ends), float(width)), (starts - since).astype(float)
        for kind, p_values in (
            (NEGATIVES, _tail(seen_x, base_x, periods, base, _dispersion(x))),
            (NEGATIVES, _tail(seen_x, base_x, seen_n, base_n, _dispersion(x, n) * (1 - usual))),
            (VOLUME, _tail(seen_n, base_n, periods, base, _dispersion(n))),
        ):
            tests += [
                _Test(kind, int(start), int(end), float(p))
                for start, end, p in zip(starts, ends, p_values, strict=True)
            ]
    return tests


def _tail(
    seen: NDArray[np.float64],
    before: NDArray[np.float64],
    exposure: NDArray[np.float64],
    base: NDArray[np.float64],
    dispersion: float,
) -> NDArray[np.float64]:
    """The chance of at least `seen` after `before` came in `base`, when `exposure` passes.

    The upper tail of the negative binomial with r = (before + ½)/dispersion as a regularised
    beta function, which takes fractions too; 1 where one side saw nothing.
    """
    from scipy.special import betainc

    usable = (seen > 0) & (base > 0) & (exposure > 0)
    share = np.where(usable, exposure / np.maximum(base + exposure, 1e-9), 1.0)
    tail = betainc(np.maximum(seen, 1e-9) / dispersion, (before + 0.5) / dispersion, share)
    return np.where(usable, tail, 1.0)


def _dispersion(counts: NDArray[np.float64], of: NDArray[np.float64] | None = None) -> float:
    """How many times a Poisson's (or, with `of`, a binomial's) variance the counts have, >= 1.

    From differences of neighbours, which a slow drift or one step hardly touches (von Neumann
    (1941), Annals of Mathematical Statistics 12, 367-395), without the largest tenth.
    """
    if of is None:
        variance = np.full(len(counts) - 1, 2 * counts.mean())
        residuals = counts
    else:
        ratio = counts.sum() / of.sum()
        variance = (of[1:] + of[:-1]) * ratio * (1 - ratio)
        residuals = counts - of * ratio
    usable = variance > 0
    if usable.sum() < LEAST_BASELINE:
        return 1.0
    squares = np.sort(np.diff(residuals)[usable] ** 2 / variance[usable])
    kept = squares[: max(1, int(_KEPT * len(squares)))]
    found = float(kept.mean()) / _KEPT_MEAN
    # It is estimated itself: a standard error on top keeps false alarms at what is promised.
    return max(1.0, found * (1 + 1 / np.sqrt(len(kept)))) if of is None else max(1.0, found)


def _runs(tests: list[_Test], kind: str) -> list[list[_Test]]:
    """Tests of a kind in groups whose periods overlap or touch."""
    runs: list[list[_Test]] = []
    reach = -1
    for test in sorted((t for t in tests if t.kind == kind), key=lambda t: (t.start, t.end)):
        if test.start > reach:
            runs.append([])
        runs[-1].append(test)
        reach = max(reach, test.end)
    return runs


def _joined(run: list[_Test], n: NDArray[np.float64], x: NDArray[np.float64]) -> Spike:
    surest = min(run, key=lambda test: test.p_value)
    values = x if surest.kind == NEGATIVES else n
    begin = min(test.start for test in run)
    before = slice(max(0, begin - _MOST_BASELINE), begin)
    first, last = _trimmed(
        begin, max(test.end for test in run) - 1, values, float(values[before].mean())
    )
    seen = slice(first, last + 1)
    return Spike(
        kind=surest.kind,
        first=first,
        last=last,
        since=before.start,
        observed=int(values[seen].sum()),
        expected=float(values[before].mean() * (last + 1 - first)),
        share=float(x[seen].sum() / max(n[seen].sum(), 1)),
        usual_share=float(x[before].sum() / max(n[before].sum(), 1)),
        p_value=surest.p_value,
    )


def _trimmed(first: int, last: int, values: NDArray[np.float64], usual: float) -> tuple[int, int]:
    """A run of three may begin and end with quiet periods: those within a standard error of the
    usual are cut off, unless all are."""
    high = [place for place in range(first, last + 1) if values[place] > usual + np.sqrt(usual)]
    return (high[0], high[-1]) if high else (first, last)
