"""How far a share that was counted on so many cases can be trusted."""

from __future__ import annotations

from math import sqrt

Z_95 = 1.959963984540054
"""How many standard deviations hold 95 % of a normal distribution."""


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
