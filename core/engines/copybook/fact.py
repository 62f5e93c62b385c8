"""An English fact and what it can lend to a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "verb",
    "plural verb",
    "order",
    "adjective",
    "clause",
    "noun",
    "self",
    "material",
    "price",
    "measure",
    "loose",
]


@dataclass(frozen=True)
class Fact:
    """One fact of a brief.

    `text` is the fact as given. `phrase` is what its kind puts into a sentence: for
    "verb" the predicate ("holds 5 litres"), "plural verb" that of several things,
    "order" the base form ("choose a date"), "adjective" what follows "is", "clause" a whole
    sentence without its full stop, "noun" the phrase with its article (a "self" fact is one that
    names the product's own category), "material" what a thing is made of, "price" and "measure"
    the figure. A "loose" fact fits no sentence safely and stands by itself.
    """

    text: str
    kind: Kind
    phrase: str
    plural: bool = False
    single: bool = False
