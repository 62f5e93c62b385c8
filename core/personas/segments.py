"""Dividing a population into segments, and saying honestly how good the division is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.i18n import N_
from core.personas import rfm
from core.personas.phrases import Phrase
from core.personas.population import Population

METHODS = ("auto", "rfm", "clusters")
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
    """`method` is rfm, clusters or all; `verdict` is cut (by rule), clear, gradual or none.

    `stability` is the mean adjusted Rand index between resamples (1 = always the same).
    `defining` names the facts the segments were formed on; `notes` explain in sentences.
    """

    method: str
    verdict: str
    segments: tuple[Segment, ...]
    stability: float
    defining: frozenset[str]
    notes: tuple[Phrase, ...]


def divide(population: Population, method: str = "auto", seed: int = 0) -> Segmentation:
    """Segments by recency, frequency and value where there are dated purchases, else clusters.

    "No clear groups" is an answer: then there is one segment with everybody, and a note.
    """
    facts = population.purchases
    if population.size == 1:
        return _everybody(population, N_("There is one customer only, so there are no groups."))
    if method == "auto":
        method = "rfm" if facts and facts.dated else "clusters"
    if method == "rfm" and facts and facts.dated:
        return _by_value(population, seed)
    return _by_likeness(population, seed)


def _everybody(population: Population, message: str) -> Segmentation:
    members = np.ones(population.size, dtype=bool)
    segment = Segment(EVERYBODY, Phrase(N_("All customers")), members)
    return Segmentation("all", "none", (segment,), 1.0, frozenset(), (Phrase(message),))


def _by_value(population: Population, seed: int) -> Segmentation:
    assert population.purchases is not None
    made = rfm.segment(population.purchases, seed)
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
