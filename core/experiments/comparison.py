"""Two or more rates side by side: chance to win, expected loss, and whether the split is sound.

Chance to win and expected loss are those of independent Beta(1 + hits, 1 + misses) beliefs,
integrated on a grid, so the same counts always give the same figures. Expected loss: Stucchio
(2015), Bayesian A/B Testing at VWO. Sample-ratio check: Fabijan and others (2019), KDD, 2156-2164.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from typing import Any

import numpy as np

from core.errors import InputRejected
from core.i18n import N_
from core.intervals import difference, wilson

RATIO_ALARM = 0.001
"""A split this unlikely by chance is taken as a fault of the set-up."""

SURE = 0.95
"""The chance to win from which a winner is called, if its lead leaves no room for none."""

LEAST_HITS = 10
"""With fewer clicks or conversions in all, nothing is called."""

MOST_SHOWN = 0.99
"""Chances beyond this are said to be above it: the counts do not bear more."""

_GRID = 4001
_TAIL = 1e-9
_ALPHA = 0.05


@dataclass(frozen=True)
class Arm:
    """What was counted of one draft: `hits` (clicks or conversions) of `n` impressions, and the
    share of all impressions it was meant to get (shares are compared with their sum)."""

    draft_id: int
    n: int
    hits: int
    share: float = 1.0


@dataclass(frozen=True)
class ArmFigures:
    """One draft's rate with its 95 % interval (0..1), the chance that it is the best of all, and
    the expected loss of choosing it: how much rate is given up on average if it is not."""

    draft_id: int
    n: int
    hits: int
    rate: float
    low: float
    high: float
    chance: float
    loss: float


@dataclass(frozen=True)
class Comparison:
    """All drafts of a test in their order, and what may be said.

    `leader` has the highest chance to win. `lift` is its rate less the best other's with its
    95 % interval. `ratio_p` is the probability of a split at least as uneven as the one seen;
    `skewed` where that is below RATIO_ALARM. `winner` is the leader's draft where it may be
    called, else None. `sentence` says it in words.
    """

    arms: tuple[ArmFigures, ...]
    leader: ArmFigures
    lift: tuple[float, float, float]
    ratio_p: float
    skewed: bool
    winner: int | None
    sentence: tuple[str, dict[str, Any]]


def compare(arms: Sequence[Arm], planned: int = 0) -> Comparison:
    """Compare at least two arms; no winner is called before each has the `planned` impressions,
    as whoever looks again and again finds one where there is none.

    Raises InputRejected for fewer arms, or counts that cannot be.
    """
    if len(arms) < 2:
        raise InputRejected(N_("A test compares at least two drafts."))
    for arm in arms:
        if not 0 <= arm.hits <= arm.n or arm.share <= 0:
            raise InputRejected(
                N_("Draft {id} has counts that cannot be."),
                N_("Clicks and conversions lie between 0 and the impressions."),
                id=arm.draft_id,
            )
    chances, losses = _chances(arms)
    figures = tuple(
        ArmFigures(
            arm.draft_id,
            arm.n,
            arm.hits,
            arm.hits / arm.n if arm.n else 0.0,
            *wilson(arm.hits, arm.n),
            chance,
            loss,
        )
        for arm, chance, loss in zip(arms, chances, losses, strict=True)
    )
    leader = max(figures, key=lambda arm: arm.chance)
    other = max((arm for arm in figures if arm is not leader), key=lambda arm: arm.chance)
    lift = difference((leader.rate, leader.low, leader.high), (other.rate, other.low, other.high))
    ratio_p = _ratio(arms)
    skewed = ratio_p < RATIO_ALARM
    enough = sum(arm.hits for arm in arms) >= LEAST_HITS and all(arm.n for arm in arms)
    least = min(arm.n for arm in arms)
    sure = leader.chance >= SURE and lift[1] > 0
    won = enough and least >= planned and not skewed and sure
    return Comparison(
        figures,
        leader,
        lift,
        ratio_p,
        skewed,
        leader.draft_id if won else None,
        _unsaid(skewed, enough)
        or (_early(leader, least, planned) if least < planned else _said(leader, lift, won)),
    )


def sample_size(rate: float, lift: float, arms: int = 2, power: float = 0.8) -> int:
    """Impressions each draft needs so that a true rise from `rate` to `rate * (1 + lift)` is
    found with probability `power` at the 5 % level, shared out over the comparisons with the
    first draft. Raises InputRejected where that cannot be computed.

    Two proportions, two-sided: Fleiss, Levin and Paik (2003), Statistical Methods for Rates and
    Proportions, chapter 4, without the continuity correction.
    """
    from scipy.special import ndtri

    raised = rate * (1 + lift)
    if not (0 < rate < 1 and lift > 0 and raised < 1 and arms >= 2 and 0.5 <= power < 1):
        raise InputRejected(
            N_("With these figures no test can be planned."),
            N_("Give a rate between 0 and 100 %, and a rise that keeps it below 100 %."),
        )
    alpha = _ALPHA / (arms - 1)
    middle = (rate + raised) / 2
    spread = ndtri(1 - alpha / 2) * sqrt(2 * middle * (1 - middle))
    spread += ndtri(power) * sqrt(rate * (1 - rate) + raised * (1 - raised))
    return ceil(float(spread / (raised - rate)) ** 2)


def _chances(arms: Sequence[Arm]) -> tuple[list[float], list[float]]:
    from scipy.special import betainc, betaincinv

    beliefs = [(1 + arm.hits, 1 + arm.n - arm.hits) for arm in arms]
    low = min(float(betaincinv(a, b, _TAIL)) for a, b in beliefs)
    high = max(float(betaincinv(a, b, 1 - _TAIL)) for a, b in beliefs)
    # Rates are small and beliefs differ in width: nodes lie where any belief has its mass.
    nodes = np.unique(
        np.concatenate(
            [np.linspace(low, high, _GRID)]
            + [betaincinv(a, b, np.linspace(_TAIL, 1 - _TAIL, _GRID // 16)) for a, b in beliefs]
        )
    )
    below = np.array([betainc(a, b, nodes) for a, b in beliefs])
    chances = []
    for i in range(len(arms)):
        others = np.delete(below, i, axis=0).prod(axis=0)
        chances.append(float((np.diff(below[i]) * (others[1:] + others[:-1]) / 2).sum()))
    best = high - float(np.trapezoid(below.prod(axis=0), nodes))
    whole = sum(chances)
    losses = [max(0.0, best - a / (a + b)) for a, b in beliefs]
    return [chance / whole for chance in chances], losses


def _ratio(arms: Sequence[Arm]) -> float:
    from scipy.special import chdtrc

    total = sum(arm.n for arm in arms)
    if not total:
        return 1.0
    shares = np.array([arm.share for arm in arms])
    planned = total * shares / shares.sum()
    distance = (([arm.n for arm in arms] - planned) ** 2 / planned).sum()
    return float(chdtrc(len(arms) - 1, distance))


def _unsaid(skewed: bool, enough: bool) -> tuple[str, dict[str, Any]] | None:
    if skewed:
        return (
            N_(
                "The drafts were not shown in the shares you planned, more unevenly than chance "
                "allows. Find out why before you believe any of these figures."
            ),
            {},
        )
    if not enough:
        return N_("Too few clicks or conversions to say anything yet."), {}
    return None


def _early(leader: ArmFigures, least: int, planned: int) -> tuple[str, dict[str, Any]]:
    return (
        N_(
            "No winner yet: every draft is to have {planned} impressions, and the least shown has "
            "{least}. So far draft {id} leads with a {chance} chance to be the best."
        ),
        {
            "id": leader.draft_id,
            "chance": _chance(leader.chance),
            "planned": f"{planned:,}",
            "least": f"{least:,}",
        },
    )


def _said(
    leader: ArmFigures, lift: tuple[float, float, float], won: bool
) -> tuple[str, dict[str, Any]]:
    said = {
        "id": leader.draft_id,
        "chance": _chance(leader.chance),
        "rate": _percent(leader.rate, 2),
        "loss": _percent(leader.loss, 3),
        "low": _signed(lift[1]),
        "high": _signed(lift[2]),
    }
    if won:
        return (
            N_(
                "Draft {id} wins: {chance} chance to be the best, at a rate of {rate}. Against the "
                "next best the difference lies between {low} and {high} points."
            ),
            said,
        )
    return (
        N_(
            "No winner yet. Draft {id} leads with a {chance} chance to be the best; if you chose "
            "it now, you would give up {loss} on average."
        ),
        said,
    )


def _chance(value: float) -> str:
    return "> " + _percent(MOST_SHOWN, 0) if value > MOST_SHOWN else _percent(value, 0)


def _percent(value: float, digits: int) -> str:
    return f"{100 * value:.{digits}f} %"


def _signed(value: float) -> str:
    return f"{100 * value:+.2f}".replace("-", "−")
