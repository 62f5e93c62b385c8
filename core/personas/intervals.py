"""How far a ratio of shares measured on so many customers can be trusted."""

from __future__ import annotations

import math

from core.intervals import Z_95


def lift_interval(hits: int, n: int, all_hits: int, all_n: int) -> tuple[float, float, float]:
    """The lift of a segment's share over everybody's, with its 95 % limits: (lift, low, high).

    The segment is part of everybody, so the two shares are not independent. With segment
    share p1 of n customers, the others' share p2 and everybody's p = w·p1 + (1-w)·p2, the
    delta method on log(p1/p) gives
        var = (1/p1 - w/p)² p1(1-p1)/n + ((1-w)/p)² p2(1-p2)/(N-n).
    Half a customer is added to every cell, so that empty ones stay finite; limits are then
    stretched to hold the plain lift. The lift of nobody over nobody is 1 with limits (0, inf).
    """
    if n == 0 or all_hits == 0:
        return 1.0, 0.0, math.inf
    if n == all_n:
        return 1.0, 1.0, 1.0
    lift = (hits / n) / (all_hits / all_n)
    centre, deviation = _log_lift(hits, n, all_hits, all_n)
    low, high = math.exp(centre - Z_95 * deviation), math.exp(centre + Z_95 * deviation)
    return lift, min(low, lift), max(high, lift)


def lift_chance(hits: int, n: int, all_hits: int, all_n: int) -> float:
    """The two-sided chance of a lift at least this far from 1, by the same approximation.

    1 where the lift says nothing: of nobody, of a trait nobody has, and of everybody.
    """
    if n == 0 or all_hits == 0 or n == all_n:
        return 1.0
    centre, deviation = _log_lift(hits, n, all_hits, all_n)
    return two_sided(centre / deviation)


def _log_lift(hits: int, n: int, all_hits: int, all_n: int) -> tuple[float, float]:
    """The log of the lift and its standard deviation, half a customer added to every cell."""
    rest_n = all_n - n
    p1 = (hits + 0.5) / (n + 1)
    p2 = (all_hits - hits + 0.5) / (rest_n + 1)
    weight = n / all_n
    p = weight * p1 + (1 - weight) * p2
    variance = (1 / p1 - weight / p) ** 2 * p1 * (1 - p1) / n
    variance += ((1 - weight) / p) ** 2 * p2 * (1 - p2) / rest_n
    return math.log(p1 / p), math.sqrt(variance)


def two_sided(z: float) -> float:
    """The chance of a standard normal at least `z` away from 0."""
    return math.erfc(abs(z) / math.sqrt(2))
