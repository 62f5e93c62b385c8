"""How much a text sounds like a brand's own texts rather than like ordinary copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

from core.copywriting.brand.style import (
    TRAITS,
    Profile,
    language_of,
    measures,
    ordinary,
    profile,
)

_CALM = 0.5
"""The evidence is halved: traits and measures of a text lean on one another."""
_FAR = 2.0
_DOUBT = 1.0
_PRIOR = 5
"""A brand's spread counts as much as its texts, ordinary copy's as five more."""


@dataclass(frozen=True)
class Likeness:
    """`score` in 0..1: how probable it is that the brand wrote the text and not somebody else,
    were both as likely before; 0.5 says that nothing tells.

    `evidence` has a log-odds for each trait, measure and for the brand's "words"; below 0 the
    text speaks like others there.
    """

    score: float
    evidence: dict[str, float]


def brand_likeness(text: str, examples: Sequence[str]) -> Likeness | None:
    """The likeness to a brand's texts of the same language; None where there are too few.

    Naive Bayes over traits (Bernoulli, smoothed by one ordinary text) and measures (normal,
    the spread drawn towards that of ordinary copy), half its evidence counted.
    """
    manner = profile(examples, language_of(text))
    if manner is None:
        return None
    evidence = _traits(text, manner) | _measures(text, manner) | _words(text, manner)
    score = 1 / (1 + exp(-_CALM * sum(evidence.values())))
    return Likeness(score, evidence)


def _traits(text: str, manner: Profile) -> dict[str, float]:
    others = ordinary(manner.language)
    found = {}
    for name, having in manner.having.items():
        there = (others.having[name] + 1) / (others.texts + 2)
        here = (having + _DOUBT * there) / (manner.texts + _DOUBT)
        has = bool(TRAITS[name].search(text))
        found[name] = log(here / there) if has else log((1 - here) / (1 - there))
    return found


def _measures(text: str, manner: Profile) -> dict[str, float]:
    others = ordinary(manner.language)
    found = {}
    for name, value in measures(text).items():
        if name == "letters" and manner.language == "zh":
            continue
        mean, spread = manner.measures[name]
        their_mean, their_spread = others.measures[name]
        n = manner.texts
        own = ((n * spread**2 + _PRIOR * their_spread**2) / (n + _PRIOR)) ** 0.5
        here = _normal(value, mean, own)
        there = _normal(value, their_mean, their_spread)
        found[name] = max(-_FAR, min(_FAR, here - there))
    return found


def _normal(value: float, mean: float, spread: float) -> float:
    spread = max(spread, 1e-3)
    return -log(spread) - ((value - mean) / spread) ** 2 / 2


def _words(text: str, manner: Profile) -> dict[str, float]:
    if not manner.words:
        return {}
    hits = sum(word in text.lower() for word in manner.words)
    return {"words": max(-1.0, min(_FAR, log((hits + 0.5) / (manner.hits + 0.5)) + 0.5))}
