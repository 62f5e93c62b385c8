"""How far shares, counts and their differences can be trusted."""

from __future__ import annotations

from math import inf, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

Z_95 = 1.959963984540054
"""How many standard deviations hold 95 % of a normal distribution."""


def clear(low: float, high: float) -> bool:
    """Whether the interval of a difference leaves out zero."""
    return low > 0 or high < 0


def wilson(hits: int, n: int) -> tuple[float, float]:
    """The 95 % score interval of a share `hits / n`, in 0..1; (0, 1) where nothing was counted.

    Wilson (1927), Journal of the American Statistical Association 22, 209-212.
    """
    if n == 0:
        return 0.0, 1.0
    share = hits / n
    z2 = Z_95 * Z_95
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z_95 * sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return max(0.0, centre - half), min(1.0, centre + half)


def false_discoveries_below(p_values: list[float], rate: float = 0.05) -> list[bool]:
    """Which findings stand when at most `rate` of those that stand may be chance.

    Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57, 289-300.
    """
    order = sorted(range(len(p_values)), key=p_values.__getitem__)
    last = 0
    for rank, index in enumerate(order, 1):
        if p_values[index] <= rate * rank / len(order):
            last = rank
    kept = set(order[:last])
    return [index in kept for index in range(len(p_values))]


def right_order(liked: np.ndarray, disliked: np.ndarray) -> tuple[float, float, float, bool]:
    """How often a score puts a liked one (n,) above a disliked one (m,), n and m > 1: the share
    in 0..1, its 95 % limits, and whether the 99 % ones lie above a half.

    DeLong and others (1988), Biometrics 44, 837-845, with the smaller of n and m less one as
    the degrees of freedom.
    """
    from scipy.special import stdtrit

    above = (liked[:, None] > disliked) + 0.5 * (liked[:, None] == disliked)
    share = float(above.mean())
    one, other = above.mean(1), above.mean(0)
    spread = sqrt(float(one.var(ddof=1)) / len(one) + float(other.var(ddof=1)) / len(other))
    # Perfect order has no spread of its own; then the rule of three speaks.
    least = min(len(one), len(other))
    spread = max(spread, 1.5 / least / Z_95 if share in (0.0, 1.0) else 0.0)
    reach, far = (spread * float(stdtrit(least - 1, p)) for p in (0.975, 0.995))
    return share, max(0.0, share - reach), min(1.0, share + reach), share - far > 0.5


def difference(
    now: tuple[float, float, float], before: tuple[float, float, float]
) -> tuple[float, float, float]:
    """How far two independent estimates (value, low, high) lie apart: (difference, low, high).

    The limits of a difference from those of its two sides: Zou and Donner (2008), Statistics
    in Medicine 27, 1693-1702. For shares with `wilson` limits it is the interval of Newcombe
    (1998), Statistics in Medicine 17, 873-890, method 10.
    """
    apart = now[0] - before[0]
    return (
        apart,
        apart - sqrt((now[0] - now[1]) ** 2 + (before[2] - before[0]) ** 2),
        apart + sqrt((now[2] - now[0]) ** 2 + (before[0] - before[1]) ** 2),
    )


def ratio(now: int, before: int) -> tuple[float, float, float] | None:
    """How many times as many as before, with its 95 % limits; None where there were none.

    Of two Poisson counts the share of the first in both is binomial (Przyborowski and Wilenski
    (1940), Biometrika 31, 313-323); its `wilson` limits make those of the ratio.
    """
    if not before:
        return None
    low, high = wilson(now, now + before)
    return now / before, low / (1 - low), high / (1 - high) if high < 1 else inf
