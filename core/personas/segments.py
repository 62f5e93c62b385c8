"""Dividing a population into segments, and saying honestly how good the division is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.i18n import N_
from core.personas import rfm
from core.personas.names import protected
from core.personas.phrases import Phrase
from core.personas.population import Population
from core.personas.rules import members_by_rule, read_rules

METHODS = ("auto", "rfm", "clusters", "rules")
EVERYBODY = "all"


@dataclass(frozen=True)
class Segment:
    """Part of a population: `members` flags its customers; `name` is None where the traits
    must name it."""

    key: str
    name: Phrase | None
    members: NDArray[np.bool_]

    @property
    def size(self) -> int:
        return int(self.members.sum())


@dataclass(frozen=True)
class Segmentation:
    """`method` is rfm, clusters, rules or all; `verdict` is cut (by rule), clear, gradual or none.

    `stability` is the mean adjusted Rand index between resamples (1 = always the same).
    `defining` names the facts the segments were formed on; `notes` explain in sentences.
    """

    method: str
    verdict: str
    segments: tuple[Segment, ...]
    stability: float
    defining: frozenset[str]
    notes: tuple[Phrase, ...]
    wishes: dict[str, Any] = field(default_factory=dict)


def divide(
    population: Population,
    method: str = "auto",
    seed: int = 0,
    wishes: Mapping[str, Any] | None = None,
) -> Segmentation:
    """Segments by recency, frequency and value where there are dated purchases, else clusters.

    `wishes` holds what a person wants: `cuts` as rfm.segment takes them, `rules` as
    rules.read_rules does, for the method rules.

    "No clear groups" is an answer: then there is one segment with everybody, and a note.
    """
    found = _divided(population, method, seed, wishes or {})
    return replace(found, wishes=dict(wishes or {}))


def _divided(
    population: Population, method: str, seed: int, wishes: Mapping[str, Any]
) -> Segmentation:
    facts = population.purchases
    if population.size == 1:
        return _everybody(population, N_("There is one customer only, so there are no groups."))
    if method == "rules":
        return _by_rules(population, wishes.get("rules", ()))
    if method == "auto":
        method = "rfm" if facts and facts.dated else "clusters"
    if method == "rfm" and facts and facts.dated:
        return _by_value(population, seed, wishes.get("cuts"))
    return _by_likeness(population, seed)


def _everybody(population: Population, message: str) -> Segmentation:
    members = np.ones(population.size, dtype=bool)
    segment = Segment(EVERYBODY, Phrase(N_("All customers")), members)
    return Segmentation("all", "none", (segment,), 1.0, frozenset(), (Phrase(message),))


def _by_rules(population: Population, wished: Sequence[Sequence[str]]) -> Segmentation:
    rules = read_rules(wished)
    segments = tuple(
        Segment(f"rule:{name}" if name else "rule:", Phrase(name or N_("Everybody else")), members)
        for name, members in members_by_rule(population, rules)
        if members.any()
    )
    asked = ", ".join(dict.fromkeys(rule.column for rule in rules))
    notes = [
        Phrase(
            N_("Your own rules formed these groups, by {columns}. A customer is in the first that "
               "fits."),
            {"columns": asked},
        ),
    ]  # fmt: skip
    kept_out = [rule.column for rule in rules if protected(rule.column)]
    if kept_out:
        notes.append(
            Phrase(
                N_("These rules divide people by {columns}. Make sure that you may."),
                {"columns": ", ".join(dict.fromkeys(kept_out))},
            )
        )
    defining = frozenset(rule.column for rule in rules)
    return Segmentation("rules", "cut", segments, 1.0, defining, tuple(notes))


def _by_value(
    population: Population, seed: int, wished: Mapping[str, float] | None
) -> Segmentation:
    assert population.purchases is not None
    made = rfm.segment(population.purchases, seed, wished)
    present = [name for name in rfm.NAMES if (made.keys == name).any()]
    if len(present) == 1:
        return _everybody(
            population,
            N_("All customers bought alike, so there are no groups by recency and value."),
        )
    segments = tuple(
        Segment(f"rfm:{name}", Phrase(rfm.NAMES[name]), made.keys == name) for name in present
    )
    notes = [
        *made.explained(),
        Phrase(
            N_("Resampled customers give nearly the same segments: agreement {agreement} of 1.")
            if made.stability >= 0.8
            else N_("Resampled customers shift the segments: agreement {agreement} of 1."),
            {"agreement": f"{made.stability:.2f}"},
        ),
    ]
    defining = frozenset({"recency", "orders", "spend", "late_year"})
    return Segmentation("rfm", "cut", segments, made.stability, defining, tuple(notes))


def _by_likeness(population: Population, seed: int) -> Segmentation:
    features = population.features()
    varied = [c for c in features.columns if features[c].nunique(dropna=True) > 1]
    if not varied:
        return _everybody(
            population, N_("All customers look the same in this file, so there are no groups.")
        )
    if len(varied) == 1:
        return _everybody(
            population,
            N_(
                "Groups need two columns or more beside age, gender, family and origin; "
                "this file has one."
            ),
        )
    from core.personas.clusters import cluster

    found = cluster(features, seed)
    if found.verdict == "none":
        return _everybody(
            population,
            N_("No clear groups: nothing in this file goes together more than by chance."),
        )
    segments = tuple(
        Segment(f"cluster:{population.base}:{i}", None, found.labels == i) for i in range(found.k)
    )
    note = Phrase(
        N_(
            "{k} separate groups; resampled customers fall into the same ones: agreement "
            "{agreement} of 1."
        )
        if found.verdict == "clear"
        else N_(
            "No clear groups: customers differ by degrees. They are cut into {k} parts to work "
            "with; agreement of resamples {agreement} of 1."
        ),
        {"k": found.k, "agreement": f"{found.stability:.2f}"},
    )
    used = Phrase(
        N_("Not used to form groups: age, gender, family and origin, and what happened later.")
    )
    return Segmentation(
        "clusters", found.verdict, segments, found.stability, frozenset(varied), (note, used)
    )
