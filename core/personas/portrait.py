"""Segments into personas: evidence gathered, names found, earlier versions recognised."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.personas.advice import advise
from core.personas.cards import Grouping, Persona, Top, name_parts
from core.personas.evidence import everybody, traits
from core.personas.facts import Fact, facts
from core.personas.population import Population, Purchases
from core.personas.prices import PriceSensitivity, PriceTalk, price_sensitivity
from core.personas.segments import Segmentation
from core.personas.voices import Listening, Voices

_ALIKE = 0.15
_TOP = 5


def portray(
    population: Population, segmentation: Segmentation, listening: Listening
) -> list[Persona]:
    """One persona a segment, largest first, not yet stored (their id is 0)."""
    known = facts(population)
    made: list[Persona] = []
    for number in range(len(segmentation.segments)):
        taken = {persona.name for persona in made}
        made.append(
            _persona(population, segmentation, number, known, listening=listening, taken=taken)
        )
    return sorted(made, key=lambda persona: -persona.size)


def _persona(
    population: Population,
    segmentation: Segmentation,
    number: int,
    known: list[Fact],
    *,
    listening: Listening,
    taken: set[str],
) -> Persona:
    segment = segmentation.segments[number]
    members = segment.members
    alone = segment.size == population.size
    found = tuple(everybody(known) if alone else traits(known, members, segmentation.defining))
    voices = _voices(population, members, listening)
    prices = _prices(population, members, listening)
    say, avoid = advise(found, voices, prices)
    parts = (segment.name,) if segment.name else name_parts(found, taken, number)
    value, value_share = _value(population, members)
    products, channels, weekdays, hours = _habits(population.purchases, members)
    return Persona(
        id=0,
        name=" · ".join(part.text() for part in parts),
        segment=segment.key,
        size=segment.size,
        share=round(segment.size / population.size, 4),
        value=value,
        value_share=value_share,
        traits=found,
        parts=parts,
        say=say,
        avoid=avoid,
        voices=voices,
        products=products,
        channels=channels,
        weekdays=weekdays,
        hours=hours,
        typical=_typical(population, members),
        signature=signature(known, members),
        grouping=Grouping(
            segmentation.method,
            segmentation.verdict,
            segmentation.stability,
            segmentation.notes,
            segmentation.wishes,
        ),
        base=population.base,
        files=population.files,
        currency=population.currency,
        prices=prices,
    )


def _voices(population: Population, members: NDArray[np.bool_], listening: Listening) -> Voices:
    if not listening:
        return Voices()
    return listening.of({population.keys[i] for i in np.flatnonzero(members)})


def _prices(
    population: Population, members: NDArray[np.bool_], listening: Listening
) -> PriceSensitivity:
    theirs, everybody = PriceTalk(), PriceTalk()
    if listening:
        keys = {population.keys[i] for i in np.flatnonzero(members)}
        theirs, everybody = listening.price_talk(keys), listening.price_talk(None)
    return price_sensitivity(population, members, theirs, everybody)


def _value(population: Population, members: NDArray[np.bool_]) -> tuple[float | None, float | None]:
    if population.worth is None:
        return None, None
    value, total = float(population.worth[members].sum()), float(population.worth.sum())
    return round(value, 2), round(value / total, 4) if total > 0 else None


def _typical(population: Population, members: NDArray[np.bool_]) -> dict[str, float]:
    if population.purchases is None:
        if population.worth is None:
            return {}
        return {"spend": round(float(np.median(population.worth[members])), 2)}
    table = population.purchases.per_customer[members]
    wanted = ["orders"] + (["spend"] if population.purchases.priced else [])
    wanted += ["recency"] if table["recency"].notna().any() else []
    return {name: round(float(table[name].median()), 2) for name in wanted}


def signature(known: list[Fact], members: NDArray[np.bool_]) -> dict[str, float]:
    """The share of every fact, by which the same group is known again after new data."""
    shares = {}
    for fact in known:
        here = fact.known & members
        if here.any():
            column = fact.value[:2] if fact.value.startswith((">=", "<=")) else fact.value
            shares[f"{fact.name}={column}"] = round(float(fact.has[here].mean()), 3)
    return shares


def _habits(
    purchases: Purchases | None, members: NDArray[np.bool_]
) -> tuple[tuple[Top, ...], tuple[Top, ...], tuple[float, ...], tuple[float, ...]]:
    if purchases is None:
        return (), (), (), ()
    inside = members[purchases.customer]
    customer = pd.Series(purchases.customer[inside])
    weekdays = purchases.weekday[inside].dropna() if purchases.dated else pd.Series(dtype=float)
    hours = purchases.hour[inside].dropna() if purchases.timed else pd.Series(dtype=float)
    size = int(members.sum())
    return (
        _tops(customer, purchases.product[inside], size),
        _tops(customer, purchases.channel[inside], size),
        _shares(weekdays, 7),
        _shares(hours, 24),
    )


def _tops(customer: pd.Series, cells: pd.Series, size: int) -> tuple[Top, ...]:
    pairs = pd.DataFrame({"customer": customer.to_numpy(), "cell": cells.to_numpy()})
    buyers = pairs[pairs["cell"] != ""].drop_duplicates()["cell"].value_counts().head(_TOP)
    return tuple(Top(str(k), int(n), round(int(n) / size, 4)) for k, n in buyers.items())


def _shares(cells: pd.Series, places: int) -> tuple[float, ...]:
    if cells.empty:
        return ()
    counts = np.bincount(cells.astype(int), minlength=places)
    return tuple(round(float(share), 4) for share in counts / counts.sum())


def recognised(
    made: Sequence[tuple[str, dict[str, float]]], earlier: Sequence[Persona]
) -> dict[int, Persona]:
    """Which earlier persona each new group (by position) is the next version of. Groups are given
    by key and signature.

    Segments cut by rule keep their key. Clusters are matched where the shares of their facts
    differ by less than 0.15 on average, best pairs first (Hungarian assignment).
    """
    from scipy.optimize import linear_sum_assignment

    matches: dict[int, Persona] = {}
    by_key = {p.segment: p for p in earlier if not p.segment.startswith("cluster:")}
    for i, (key, _) in enumerate(made):
        if key in by_key:
            matches[i] = by_key[key]
    new = [i for i, (key, _) in enumerate(made) if key.startswith("cluster:")]
    old = [p for p in earlier if p.segment.startswith("cluster:")]
    if new and old:
        cost = np.array([[_difference(made[i][1], p.signature) for p in old] for i in new])
        for row, column in zip(*linear_sum_assignment(cost), strict=True):
            if cost[row, column] < _ALIKE:
                matches[new[row]] = old[column]
    return matches


def of_the_same(persona: Persona, population: Population) -> bool:
    """Whether a persona was made from these customers: both from purchases or both from a file of
    one name, and not from files that are stored apart from theirs."""
    if persona.assumed or persona.base != population.base:
        return False
    own, apart = set(population.files), set(population.apart)
    return bool(own & set(persona.files)) or not apart & set(persona.files)


def _difference(one: dict[str, float], other: dict[str, float]) -> float:
    shared = one.keys() & other.keys()
    if not shared:
        return 1.0
    return sum(abs(one[k] - other[k]) for k in shared) / len(shared)
