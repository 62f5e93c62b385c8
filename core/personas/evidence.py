"""What sets a group of customers apart, each trait with its numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.i18n import N_
from core.intervals import false_discoveries_below, wilson
from core.personas.facts import Fact
from core.personas.intervals import lift_chance, lift_interval
from core.personas.phrases import Phrase, Translate

LEAST_CUSTOMERS = 30
_SHOWN_OF_SMALL = 5


@dataclass(frozen=True)
class Trait:
    """One thing that holds for a share of a group, set against everybody.

    `n` customers of the group are known in this respect, `hits` of them have the trait; `share`
    is hits / n with the 95 % Wilson interval `low`..`high`. `lift` is share over `all_share`
    with the 95 % interval `lift_low`..`lift_high`. `reliable` needs n >= 30. `defining` traits
    were used to form the groups, so they describe and prove nothing. `protected` ones (age,
    gender, family, origin) are shown and never written to.
    """

    name: str
    value: str
    kind: str
    label: Phrase
    n: int
    hits: int
    share: float
    low: float
    high: float
    all_share: float
    lift: float
    lift_low: float
    lift_high: float
    reliable: bool
    protected: bool
    outcome: bool
    defining: bool
    short: Phrase | None = None

    @property
    def key(self) -> str:
        """What names the trait across personas and versions."""
        return f"{self.name}={self.value}"

    @property
    def strength(self) -> float:
        """How much the trait surely tells: 0 where the lift may be 1.

        The difference of the shares times the log of their ratio (the term of Jeffreys'
        divergence), both at the nearer limit of the lift. A trait that is rarer than usual
        tells a writer less: it counts half, and no ratio counts beyond 4.
        """
        if self.lift_low > 1:
            return self.all_share * (self.lift_low - 1) * min(math.log(self.lift_low), math.log(4))
        if self.lift_high < 1:
            ratio = max(self.lift_high, 0.25)
            return 0.5 * self.all_share * (1 - self.lift_high) * -math.log(ratio)
        return 0.0

    @property
    def more(self) -> bool:
        """Whether the group has the trait more often than everybody."""
        return self.lift > 1

    def text(self, translate: Translate = str) -> str:
        """The trait in words, saying so when it is rarer than usual."""
        label = self.label.text(translate)
        if self.lift >= 1:
            return label
        return translate(N_("Less often: {trait}")).format(trait=label)

    def to_dict(self) -> dict[str, Any]:
        stored = {
            "name": self.name, "value": self.value, "kind": self.kind,
            "label": self.label.to_json(), "short": self.short.to_json() if self.short else None,
            "n": self.n, "hits": self.hits, "all_share": self.all_share,
            "share": self.share, "low": self.low, "high": self.high,
            "lift": self.lift, "lift_low": self.lift_low, "lift_high": self.lift_high,
            "reliable": self.reliable, "protected": self.protected,
            "outcome": self.outcome, "defining": self.defining,
        }  # fmt: skip
        return stored

    @classmethod
    def from_dict(cls, stored: dict[str, Any]) -> Trait:
        values = dict(stored)
        values["label"] = Phrase.from_json(values["label"])
        values["short"] = Phrase.from_json(values["short"]) if values["short"] else None
        return cls(**values)


def traits(
    found: list[Fact], members: NDArray[np.bool_], defining: frozenset[str], limit: int = 16
) -> list[Trait]:
    """What sets the members apart, the surest and largest differences first.

    Only differences that survive a 5 % false discovery rate over all facts are kept. Of a
    group under 30 the largest five are kept as well, marked as not reliable. Where one of two
    answers is kept, its mirror image is not.
    """
    found = [fact for fact in found if (fact.known & members).any()]
    measured = [_measured(fact, members, defining) for fact in found]
    stands = false_discoveries_below([lift_chance(*_counts(fact, members)) for fact in found])
    kept = [trait for trait, keep in zip(measured, stands, strict=True) if keep]
    small = [t for t in measured if not t.reliable and t.strength and t not in kept]
    small.sort(key=lambda trait: -trait.strength)
    kept += small[:_SHOWN_OF_SMALL]
    kept.sort(key=lambda trait: (not trait.reliable, -trait.strength, trait.key))
    return _without_mirrors(kept)[:limit]


def _counts(fact: Fact, members: NDArray[np.bool_]) -> tuple[int, int, int, int]:
    """Who has it and of whom it is known: among the members, then among all."""
    here = fact.known & members
    has = fact.has & fact.known
    return int((has & here).sum()), int(here.sum()), int(has.sum()), int(fact.known.sum())


def _measured(fact: Fact, members: NDArray[np.bool_], defining: frozenset[str]) -> Trait:
    hits, n, all_hits, all_n = _counts(fact, members)
    low, high = wilson(hits, n)
    lift, lift_low, lift_high = lift_interval(hits, n, all_hits, all_n)
    return Trait(
        fact.name,
        fact.value,
        fact.kind,
        fact.label,
        n,
        hits,
        round(hits / n, 4) if n else 0.0,
        round(low, 4),
        round(high, 4),
        round(all_hits / all_n, 4),
        round(lift, 4),
        round(lift_low, 4),
        round(min(lift_high, 1e6), 4),
        n >= LEAST_CUSTOMERS,
        fact.protected,
        fact.outcome,
        fact.name in defining or f"{fact.name}: {fact.value}" in defining,
        fact.short,
    )


def everybody(found: list[Fact], limit: int = 10) -> list[Trait]:
    """What holds for most customers of all, the most frequent first; every lift is 1."""
    members = np.ones(len(found[0].has), dtype=bool) if found else np.zeros(0, dtype=bool)
    measured = [_measured(fact, members, frozenset()) for fact in found]
    common = [trait for trait in measured if trait.share >= 0.3]
    return sorted(common, key=lambda trait: (-trait.share, trait.key))[:limit]


def _without_mirrors(kept: list[Trait]) -> list[Trait]:
    """Of answers in one column that exclude each other: what is more frequent than usual,
    else the one strongest answer that is rarer."""
    upward = {trait.name for trait in kept if trait.more}
    result: list[Trait] = []
    seen: set[str] = set()
    for trait in kept:
        if trait.kind in ("attribute", "since", "habit", "money"):
            bound = trait.value.startswith(("<=", ">=", "="))
            if trait.name in (upward if not trait.more else ()):
                continue
            if trait.name in seen and (bound or not trait.more):
                continue
            seen.add(trait.name)
        result.append(trait)
    return result
