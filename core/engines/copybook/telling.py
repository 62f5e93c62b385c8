"""In which order a text tells the facts of its brief."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_THIRD = 2
_PRICED = 0.5


def in_order(
    facts: list[T], rank: Callable[[T], int], is_price: Callable[[T], bool], rng: random.Random
) -> list[T]:
    """The facts at random, those of a higher rank after the others.

    A price, which is nothing to open with, stands third every other time: at the end of a long
    list it would never be told.
    """
    mixed = rng.sample(facts, len(facts))
    ordered = sorted(mixed, key=rank)
    at = next((i for i, fact in enumerate(ordered) if is_price(fact)), 0)
    if at > _THIRD and rng.random() < _PRICED:
        ordered.insert(_THIRD, ordered.pop(at))
    return ordered
