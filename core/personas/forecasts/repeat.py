"""How often customers come back and what they spend: BG/NBD and Gamma-Gamma.

BG/NBD: Fader, Hardie and Lee (2005), "Counting your customers" the easy way, Marketing Science
24, 275-284. Gamma-Gamma: Fader and Hardie (2013), The Gamma-Gamma model of monetary value.
Times are in days.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

_MOST = 20_000


@dataclass(frozen=True)
class Rhythm:
    """Per customer: `again` purchases after the first, the day of the `last` one and the `age`
    at the end, both counted from the first; `spent` is the mean of the `paid` orders whose amount
    is known (NaN without one; `paid` of None stands for all orders)."""

    again: Numbers
    last: Numbers
    age: Numbers
    spent: Numbers
    paid: Numbers | None = None

    def __len__(self) -> int:
        return len(self.again)

    def some(self, rows: NDArray[np.int64]) -> Rhythm:
        paid = None if self.paid is None else self.paid[rows]
        return Rhythm(self.again[rows], self.last[rows], self.age[rows], self.spent[rows], paid)

    @property
    def valued(self) -> Numbers:
        """How many orders of each have a known amount."""
        return self.again + 1 if self.paid is None else self.paid


@dataclass(frozen=True)
class Buying:
    """The four parameters of BG/NBD: purchases come at a rate that varies like a gamma of `r`
    and `alpha` (days); after each one a customer may go for good, with a chance that varies
    like a beta of `a` and `b`."""

    r: float
    alpha: float
    a: float
    b: float

    def alive(self, rhythm: Rhythm) -> Numbers:
        """The chance that each is still a customer; 1 for those who bought once, as the model
        lets nobody go before a second purchase."""
        x = rhythm.again
        grown = (self.r + x) * (np.log(self.alpha + rhythm.age) - np.log(self.alpha + rhythm.last))
        gone = self.a / (self.b + np.maximum(x, 1) - 1) * np.exp(np.minimum(grown, 500))
        return np.where(x > 0, 1 / (1 + gone), 1.0)

    def silent(self, rhythm: Rhythm, days: float) -> Numbers:
        """The chance that each buys nothing in so many days: gone already, or alive with no
        purchase under the gamma of the rate, updated by what they did."""
        waits = (self.alpha + rhythm.age) / (self.alpha + rhythm.age + days)
        return np.asarray(1 - self.alive(rhythm) * (1 - waits ** (self.r + rhythm.again)))

    def expected(self, rhythm: Rhythm, days: float) -> Numbers:
        """The purchases to expect of each in so many days (equation 10)."""
        from scipy.special import hyp2f1

        x, known = rhythm.again, self.alpha + rhythm.age
        # At a = 1 the formula is 0/0.
        a = self.a if abs(self.a - 1) > 1e-4 else 1.0001
        top = a + self.b + x - 1
        series = hyp2f1(self.r + x, self.b + x, top, days / (known + days))
        shrunk = (known / (known + days)) ** (self.r + x)
        grown = np.maximum(top / (a - 1) * (1 - shrunk * series), 0)
        return np.asarray(grown * self.alive(rhythm))


def fit_buying(rhythm: Rhythm) -> Buying:
    """Maximum likelihood (equation 6), on 20,000 customers at most."""
    from scipy.special import gammaln

    rhythm = _sampled(rhythm)
    # Weeks keep the parameters near 1.
    x, last, age = rhythm.again, rhythm.last / 7, rhythm.age / 7

    def loss(logs: Numbers) -> float:
        r, alpha, a, b = np.exp(logs)
        counts = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
        stays = gammaln(a + b) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x)
        alive = -(r + x) * np.log(alpha + age)
        gone = np.log(a) - np.log(b + np.maximum(x, 1) - 1) - (r + x) * np.log(alpha + last)
        either = np.where(x > 0, np.logaddexp(alive, gone), alive)
        return -float((counts + stays + either).mean())

    rate = max(float(x.sum() / max(age.sum(), 1)), 1e-4)
    starts = [np.log([1.0, 1.0 / rate, 0.5, 2.0]), np.log([0.3, 0.3 / rate, 0.1, 5.0])]
    r, alpha, a, b = np.exp(_least(loss, starts, 12.0))
    return Buying(float(r), float(7 * alpha), float(a), float(b))


@dataclass(frozen=True)
class Spending:
    """The three parameters of Gamma-Gamma: an order's value varies within a customer like a
    gamma of `p`, and between customers so that the mean is p·v/(q-1)."""

    p: float
    q: float
    v: float

    def per_order(self, rhythm: Rhythm) -> Numbers:
        """The value to expect of each customer's next order: their own mean drawn towards
        everybody's, the less the more they bought (equation 5); everybody's where no amount of
        theirs is known."""
        n = rhythm.valued
        paid = np.where(n > 0, n * rhythm.spent, 0.0)
        return np.asarray(self.p * (self.v + paid) / (self.p * n + self.q - 1))


def fit_spending(rhythm: Rhythm) -> Spending:
    """Maximum likelihood over the customers whose orders had a value, 20,000 at most."""
    from scipy.special import gammaln

    rhythm = _sampled(rhythm.some(np.flatnonzero(rhythm.spent > 0)))
    n, mean = rhythm.valued, rhythm.spent
    unit = float(np.median(mean))
    m = mean / unit

    def loss(logs: Numbers) -> float:
        p, v = np.exp(logs[0]), np.exp(logs[2])
        q = 1 + np.exp(logs[1])
        each = gammaln(p * n + q) - gammaln(p * n) - gammaln(q) + q * np.log(v)
        each += (p * n - 1) * np.log(m) + p * n * np.log(n) - (p * n + q) * np.log(v + m * n)
        return -float(each.mean())

    p, q, v = _least(loss, [np.log([2.0, 2.0, 1.0]), np.log([6.0, 1.0, 3.0])], 8.0)
    return Spending(float(np.exp(p)), float(1 + np.exp(q)), float(np.exp(v) * unit))


def _sampled(rhythm: Rhythm) -> Rhythm:
    if len(rhythm) <= _MOST:
        return rhythm
    return rhythm.some(np.random.default_rng(0).choice(len(rhythm), _MOST, replace=False))


def _least(loss: Callable[[Numbers], float], starts: list[Numbers], bound: float) -> Numbers:
    from scipy.optimize import minimize

    bounds = [(-bound, bound)] * len(starts[0])
    found = [minimize(loss, start, method="L-BFGS-B", bounds=bounds) for start in starts]
    return np.asarray(min(found, key=lambda one: float(one.fun)).x)
