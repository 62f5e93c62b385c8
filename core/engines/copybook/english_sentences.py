"""English sentences that tell the facts of a brief, each at most once."""

from __future__ import annotations

import random
import re

from core.engines.copybook.benefits import Benefit
from core.engines.copybook.english_facts import read
from core.engines.copybook.english_forms import (
    PRODUCT,
    capital,
    is_plain,
    joined,
    with_article,
    with_consequence,
)
from core.engines.copybook.english_placing import is_many, news, of_many, placed
from core.engines.copybook.fact import Fact
from core.engines.copybook.kinds import Type
from core.engines.copybook.telling import in_order
from core.engines.types import CopyRequest

# How often a tone tells a fact in a full sentence and not as a fragment.
_FULL_SENTENCES = {
    "professional": 0.97,
    "trustworthy": 0.97,
    "friendly": 0.95,
    "luxurious": 0.95,
    "inspiring": 0.95,
    "witty": 0.9,
    "playful": 0.85,
    "urgent": 0.65,
    "minimal": 0.3,
}

# How often a fact is followed by what it means, and how often in a text.
_GLOSSED = 0.75
_MOST_GLOSSES = 3
# How often what cannot be told in a sentence is left to the end.
_LOOSE_LAST = 0.75
# How often a fact and what it means share a sentence where they can.
_GOES_ON = 0.6
# Kinds of fact that are told in a sentence of their own.
_BY_ITSELF = frozenset({"loose", "self", "price", "measure", "clause", "order", "plural verb"})


class Sentences:
    """Tells facts: `lead` with the product as subject, `follow` what comes after.

    `left` holds the facts not told yet, `used` those told.
    """

    def __init__(
        self,
        request: CopyRequest,
        type_: Type,
        rng: random.Random,
        benefits: dict[str, list[Benefit]] | None = None,
    ) -> None:
        self.request = request
        self.benefits = benefits or {}
        self.meant: set[str] = set()
        self.type_ = type_
        self.rng = rng
        self.full = _FULL_SENTENCES.get(request.tone, 0.8)
        self.many = is_many(request.category, type_)
        facts = [
            placed(read(text), request.category, type_) for text in news(request) if text.strip()
        ]
        last = {"price": 2, "measure": 2} | ({"loose": 1} if rng.random() < _LOOSE_LAST else {})
        self.left = in_order(
            facts,
            lambda fact: last.get(fact.kind, 0),
            lambda fact: fact.kind == "price",
            rng,
        )
        self.used: list[str] = []
        self.openers: list[str] = []

    def take(self, kinds: set[str] | None = None, longest: int = 200) -> Fact | None:
        for fact in self.left:
            if (kinds is None or fact.kind in kinds) and len(fact.text) <= longest:
                self.left.remove(fact)
                self.used.append(fact.text)
                return fact
        return None

    def meaning(self, facts: list[str]) -> Benefit | None:
        """What one of the facts means, told at most once in a text."""
        fresh = [
            b for text in facts for b in self.benefits.get(text, ()) if b.pattern not in self.meant
        ]
        if not fresh:
            return None
        said = self.rng.choice(fresh)
        self.meant.add(said.pattern)
        return said

    def lead(self, many: int) -> str | None:
        kinds = [fact.kind for fact in self.left]
        makers = {
            "verb": self._lead_verb,
            "noun": self._lead_noun,
            "adjective": self._lead_adjective,
            "material": self._lead_material,
            "self": self._lead_self,
            "clause": self._lead_clause,
            "order": self._lead_order,
        }
        able = [kind for kind in makers if kind in kinds]
        if not able:
            return self._lead_list(many)
        weight = {"self": 6.0, "verb": 4.0, "noun": 3.0, "adjective": 1.5, "material": 2.0}
        kind = self.rng.choices(able, [weight.get(kind, 1.5) for kind in able])[0]
        return makers[kind](many)

    def _lead_verb(self, many: int) -> str | None:
        first = self.take({"verb"})
        second = self.take({"verb"}) if many > 1 and first and is_plain(first) else None
        if first is None:
            return None
        if second and not is_plain(second):
            return f"{PRODUCT} {first.phrase}. It {second.phrase}."
        return f"{PRODUCT} {joined([f.phrase for f in (first, second) if f])}."

    def _lead_noun(self, many: int) -> str | None:
        first = self.take({"noun"})
        if first is None:
            return None
        nouns = [first]
        if many > 1 and is_plain(first):
            second = self.take({"noun"})
            if second and is_plain(second):
                nouns.append(second)
            elif second:
                self.left.insert(0, second)
                self.used.pop()
        said = joined([fact.phrase for fact in nouns])
        is_a = self._is_a()
        ways = [f"{PRODUCT} has {said}."]
        once = " with " not in said
        if is_a and once:
            ways += [f"{PRODUCT} {is_a} with {said}."] * 2
        elif not is_a and once and self.request.category and self.type_ != "cause":
            ways += [f"{self._as_kind(self.request.category)} with {said}."] * 2
        if self.type_ in {"service", "app", "course"}:
            ways.append(f"With {PRODUCT} you get {said}.")
        if self.type_ == "place":
            ways.append(f"At {PRODUCT} you'll find {said}.")
        return self.rng.choice(ways)

    def _lead_self(self, many: int) -> str | None:
        """A fact that names the thing itself says what the product is."""
        fact = self.take({"self"})
        if fact is None:
            return None
        named = f"{PRODUCT} is {fact.phrase}" if fact.single else self._as_kind(fact.phrase)
        extra = self.take({"noun"}) if many > 1 else None
        return f"{named} with {extra.phrase}." if extra else f"{named}."

    def _as_kind(self, kind: str) -> str:
        """What the product is, where its kind takes no article: several things, a substance,
        something that is done."""
        if self.many:
            return f"{PRODUCT}: {kind}"
        return f"{PRODUCT} {'is' if self.type_ in {'goods', 'food'} else 'offers'} {kind}"

    def _lead_adjective(self, many: int) -> str | None:
        first = self.take({"adjective"})
        if first is None:
            return None
        second = self.take({"adjective"}) if many > 1 and is_plain(first) else None
        if second and not is_plain(second):
            return f"{PRODUCT} is {first.phrase}. It's {second.phrase}."
        return f"{PRODUCT} is {joined([f.phrase for f in (first, second) if f])}."

    def _lead_material(self, many: int) -> str | None:
        fact = self.take({"material"})
        is_a = self._is_a()
        if fact is None or is_a is None:
            return None
        return f"{PRODUCT} {is_a} in {fact.text}."

    def _lead_clause(self, many: int) -> str | None:
        fact = self.take({"clause"})
        if fact is None:
            return None
        place = self.type_ in {"place", "event", "course"}
        return f"{'At' if place else 'With'} {PRODUCT}, {fact.phrase}."

    def _lead_order(self, many: int) -> str | None:
        fact = self.take({"order"})
        if fact is None:
            return None
        place = self.type_ in {"place", "event"}
        return f"{'At' if place else 'With'} {PRODUCT} you can {fact.phrase}."

    def _lead_list(self, many: int) -> str | None:
        facts = [fact for _ in range(many) if (fact := self.take())]
        if not facts:
            return None
        if all(is_plain(fact) for fact in facts):
            return f"{PRODUCT}: {', '.join(fact.text for fact in facts)}."
        rest = " ".join(self._short_sentence(fact, full=False) for fact in facts[1:])
        return f"{PRODUCT}: {facts[0].text}. {rest}".rstrip()

    def follow(self, many: int) -> str | None:
        said: list[str] = []
        while many > 0 and self.left:
            before = len(self.used)
            sentence, told = self._next_sentence(many)
            said.append(sentence)
            many -= told
            self.gloss(said, self.used[before:])
        return " ".join(said) or None

    def gloss(self, said: list[str], facts: list[str]) -> None:
        """Append what the last fact told means for the reader, mostly, and not in every line."""
        if len(self.meant) < _MOST_GLOSSES and facts and self.rng.random() < _GLOSSED:
            meant = self.meaning(facts[-1:])
            if meant is None:
                return
            goes_on = with_consequence(said[-1], meant.sentence) if said else None
            if goes_on and self.rng.random() < _GOES_ON:
                said[-1] = goes_on
            else:
                said.append(meant.sentence)

    def _next_sentence(self, many: int) -> tuple[str, int]:
        fact = self.left.pop(0)
        self.used.append(fact.text)
        full = self.rng.random() < self.full
        if fact.kind in _BY_ITSELF or not full:
            return self._short_sentence(fact, full), 1
        partner = None
        if many > 1 and is_plain(fact) and self.rng.random() < 0.6:
            partner = next((f for f in self.left if f.kind == fact.kind and is_plain(f)), None)
        if partner:
            self.left.remove(partner)
            self.used.append(partner.text)
        said = [f.phrase for f in (fact, partner) if f]
        if fact.kind == "verb":
            return self._about_it(["It", "It also"], said), len(said)
        if fact.kind == "adjective":
            return self._about_it(["It is", "It is also"], said), len(said)
        if fact.kind == "material":
            return self._about_it(["It is made of", "The material is"], said), len(said)
        there = "There are" if fact.plural else "There is"
        ways = [there, "You get"] if self.type_ != "goods" else ["It has", "It comes with"]
        if fact.phrase.startswith("no "):
            ways = [there]
        return self._about_it(ways, said), len(said)

    def _about_it(self, ways: list[str], phrases: list[str]) -> str:
        """A sentence about the product, or about several where it is several things."""
        opening = self._opening(ways)
        if self.many:
            said = [of_many(opening, phrase) for phrase in phrases]
            opening, phrases = said[0][0], [phrase for _, phrase in said]
        return f"{opening} {joined(phrases)}."

    def _opening(self, ways: list[str]) -> str:
        """A way to begin that was not just used; after the first "It" comes "It also"."""
        fresh = [way for way in ways if way not in self.openers] or ways
        way = fresh[0] if fresh[0] in {"It", "It is"} else self.rng.choice(fresh)
        self.openers.append(way)
        return way

    def _short_sentence(self, fact: Fact, full: bool) -> str:
        if fact.kind == "measure" and full:
            verb = "measures" if " by " in fact.text else "weighs"
            return self._about_it(["It"], [f"{verb} {fact.text}"])
        if fact.kind == "plural verb":
            return f"They {fact.phrase}."
        if fact.kind == "order" and full and self.rng.random() < 0.6:
            return f"You can {fact.phrase}."
        if fact.kind == "price" and full and "," not in fact.text:
            if fact.text.lower().startswith("from "):
                return f"Prices start at {fact.text[5:]}."
            if self.type_ == "goods" and re.fullmatch(r"\S+( each)?", fact.text):
                return f"It's {fact.text}."
            if re.fullmatch(r"[£$€][\d.,]+ (a|per|an) .*", fact.text):
                return f"It costs {fact.text}."
        return capital(fact.phrase if fact.kind == "clause" else fact.text) + "."

    def _is_a(self) -> str | None:
        category = self.request.category
        named = with_article(category)
        return f"is {named}" if named != category else None
