"""What changed in a persona between two versions, beyond what chance explains."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.intervals import difference, false_discoveries_below, wilson
from core.personas.evidence import LEAST_CUSTOMERS
from core.personas.intervals import two_sided
from core.personas.phrases import Phrase

if TYPE_CHECKING:
    from core.personas.cards import Persona

_MOST = 8


@dataclass(frozen=True)
class Change:
    """A share that moved from `before` to `after`; the difference lies between `low` and `high`
    (95 %, in 0..1)."""

    label: Phrase
    before: float
    after: float
    low: float
    high: float

    def to_json(self) -> list[Any]:
        return [self.label.to_json(), self.before, self.after, self.low, self.high]

    @classmethod
    def from_json(cls, stored: list[Any]) -> Change:
        return cls(Phrase.from_json(stored[0]), *stored[1:])


def changes(
    before: Persona, after: Persona, labels: Mapping[str, Phrase] | None = None
) -> tuple[Change, ...]:
    """Traits of either version, and facts of which `labels` has the words, whose share moved;
    the largest moves first, eight at most.

    Only moves that survive a 5 % false discovery rate stand. Both versions share customers, so
    the interval of two independent shares is wider than it need be, never narrower. Groups under
    30 customers say nothing; nor does a trait that was cut elsewhere in the other version.
    """
    if min(before.size, after.size) < LEAST_CUSTOMERS:
        return ()
    known = dict(labels or {})
    known |= {trait.key: trait.label for trait in (*before.traits, *after.traits)}
    found, chances = [], []
    for key, label in known.items():
        then, now = _share(before, key), _share(after, key)
        if then is None or now is None:
            continue
        found.append(_measured(label, (then, before.size), (now, after.size)))
        chances.append(_chance((then, before.size), (now, after.size)))
    stands = false_discoveries_below(chances)
    kept = [change for change, stand in zip(found, stands, strict=True) if stand]
    kept.sort(key=lambda change: -abs(change.after - change.before))
    return tuple(kept[:_MOST])


def _share(persona: Persona, key: str) -> float | None:
    """The share of a fact in a version: from its traits, else from its signature, where a bound
    is not told from another bound."""
    for own in persona.traits:
        if own.key == key:
            return own.share
    return persona.signature.get(key)


def _measured(label: Phrase, before: tuple[float, int], after: tuple[float, int]) -> Change:
    limits = [wilson(round(share * n), n) for share, n in (after, before)]
    _, low, high = difference((after[0], *limits[0]), (before[0], *limits[1]))
    return Change(
        label,
        round(before[0], 4),
        round(after[0], 4),
        round(low, 4),
        round(high, 4),
    )


def _chance(before: tuple[float, int], after: tuple[float, int]) -> float:
    """The two-sided chance of such a difference between two shares that are the same."""
    (p1, n1), (p2, n2) = before, after
    pooled = (p1 * n1 + p2 * n2 + 1) / (n1 + n2 + 2)
    deviation = (pooled * (1 - pooled) * (1 / n1 + 1 / n2)) ** 0.5
    return two_sided((p2 - p1) / deviation)
