"""How an English fact fits the product it is told of."""

from __future__ import annotations

from dataclasses import replace

from core.engines.copybook.english_forms import head_noun, is_plural_category
from core.engines.copybook.english_words import ADJECTIVES, THIRD, is_participle, word_set
from core.engines.copybook.fact import Fact
from core.engines.copybook.kinds import Type
from core.engines.types import CopyRequest

# Participles that can be said of a shop, a school or a charity itself.
_OF_PEOPLE = word_set("insured founded taught based led licensed licenced certified owned funded")
# What things do, where their buyer would do something else.
_OF_THINGS = word_set(
    """
    clip come dissolve dry float fit fold glow grow hang hold keep last leave lie light lock melt
    move nest pack pop rest roll rust sit slide slip snap soften stack stand stay stick stop
    stretch survive swing taste tuck turn wash wear weigh work wrap
    """
)
_MANY = {
    "It": "They",
    "It is": "They are",
    "It has": "They have",
    "It comes with": "They come with",
    "It is made of": "They are made of",
    "The material is": "They are made of",
}


def news(request: CopyRequest) -> tuple[str, ...]:
    """The facts that say more than the category, all where that leaves fewer than two."""
    known = set(request.category.casefold().split())
    told = tuple(text for text in request.facts if not set(text.casefold().split()) <= known)
    return told if len(told) > 1 else request.facts


def is_many(category: str, type_: Type) -> bool:
    """Whether a product is several things one can hold: earrings, biscuits."""
    return type_ in {"goods", "food"} and is_plural_category(category)


def placed(fact: Fact, category: str, type_: Type) -> Fact:
    """The fact as it fits this product: some shapes suit only things one can hold."""
    if fact.phrase.startswith("comes in ") and type_ not in {"goods", "food"}:
        return replace(fact, kind="loose", phrase=fact.text)
    first = fact.text.split()[0].lower()
    of_goods = type_ in {"goods", "food", "app"}
    if fact.kind == "adjective" and is_participle(first) and not of_goods:
        return fact if first in _OF_PEOPLE else replace(fact, kind="loose")
    if fact.kind in {"order", "loose"} and first in _OF_THINGS and is_many(category, type_):
        return replace(fact, kind="plural verb")
    if fact.kind == "noun" and head_noun(fact.text) == head_noun(category):
        if first[:1].isdigit():
            return replace(fact, kind="loose")
        return replace(fact, kind="noun" if _has_it(fact.text, category, type_) else "self")
    return fact


def of_many(opening: str, phrase: str) -> tuple[str, str]:
    """The opening of a sentence and its predicate as said of several things: "They", "fold flat"
    for "It", "folds flat"."""
    also = opening.removesuffix(" also")
    many = _MANY.get(also, also) + opening[len(also) :]
    first, space, rest = phrase.partition(" ")
    if also == "It":
        phrase = THIRD.get(first, first) + space + rest
    return many, phrase


def _has_it(text: str, category: str, type_: Type) -> bool:
    """Whether a place has the thing rather than is it: a dumpling bar its sauce bar."""
    if type_ != "place":
        return False
    before = text.lower().partition(head_noun(text))[0].split()[-1:]
    known = {*category.lower().split(), *ADJECTIVES}
    return any("-" not in word and word not in known for word in before)
