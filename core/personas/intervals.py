"""How far a share or a ratio of shares measured on so many customers can be trusted."""

from __future__ import annotations

import math

Z_95 = 1.959963984540054


def wilson(hits: int, n: int) -> tuple[float, float]:
    """The 95 % score interval of a share `hits / n`; (0, 1) where nothing was counted.

    Wilson (1927), Journal of the American Statistical Association 22, 209-212.
    """
    if n == 0:
        return 0.0, 1.0
    share = hits / n
    z2 = Z_95 * Z_95
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z_95 * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return max(0.0, centre - half), min(1.0, centre + half)


def lift_interval(hits: int, n: int, all_hits: int, all_n: int) -> tuple[float, float, float]:
    """The lift of a segment's share over everybody's, with its 95 % limits: (lift, low, high).

    The segment is part of everybody, so the two shares are not independent. With segment
    share p1 of n customers, the others' share p2 and everybody's p = w·p1 + (1-w)·p2, the
    delta method on log(p1/p) gives
        var = (1/p1 - w/p)² p1(1-p1)/n + ((1-w)/p)² p2(1-p2)/(N-n).
    Half a customer is added to every cell, so that empty ones stay finite; limits are then
    stretched to hold the plain lift. The lift of nobody over nobody is 1 with limits (0, inf).
    """
    rest_n = all_n - n
    rest_hits = all_hits - hits
    if n == 0 or all_hits == 0:
        return 1.0, 0.0, math.inf
    lift = (hits / n) / (all_hits / all_n)
    if rest_n == 0:
        return 1.0, 1.0, 1.0
    p1 = (hits + 0.5) / (n + 1)
    p2 = (rest_hits + 0.5) / (rest_n + 1)
    weight = n / all_n
    p = weight * p1 + (1 - weight) * p2
    variance = (1 / p1 - weight / p) ** 2 * p1 * (1 - p1) / n
    variance += ((1 - weight) / p) ** 2 * p2 * (1 - p2) / rest_n
    half = Z_95 * math.sqrt(variance)
    centre = math.log(p1 / p)
    low, high = math.exp(centre - half), math.exp(centre + half)
    return lift, min(low, lift), max(high, lift)


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


def two_sided(z: float) -> float:
    """The chance of a standard normal at least `z` away from 0."""
    return math.erfc(abs(z) / math.sqrt(2))
