"""The slots of an English shape."""

from __future__ import annotations

import re

from core.engines.copybook.english_forms import (
    PRODUCT,
    capital,
    hashtags,
    is_plural_category,
    joined,
    lowered,
    plural,
    with_article,
)
from core.engines.copybook.english_sentences import Sentences

_TIMED = re.compile(r"\b(now|today|tonight|this|before|by|until|weekend)\b", re.I)
# A button may speak as the reader, "Check my email"; a sentence of the brand's may not.
_READER = re.compile(r"\b(my|me|mine|i)\b", re.I)


class English(Sentences):
    """Slots of one English text: each fact is told once, with its grammar in order."""

    def slot(self, name: str, argument: str) -> str | None:
        """The text of a slot, or None where the brief has nothing that fits it."""
        request = self.request
        plain = {
            "P": PRODUCT,
            "K": request.category,
            "aK": with_article(request.category),
            "A": request.audience,
            "O": self._offer(),
            "C": request.cta.rstrip("."),
            "c": "" if _READER.search(request.cta) else lowered(request.cta.rstrip(".")),
            "W": next((word for word in request.keywords if " " in word), ""),
        }
        if name in plain:
            return plain[name] or None
        if name == "tags":
            return hashtags(request, int(argument or 3))
        if name == "K1":
            return self._singular_category()
        if name == "aK1":
            single = self._singular_category()
            return with_article(single) if single else None
        if name == "Ks":
            return plural(request.category)
        if name == "Cnow":
            return None if _TIMED.search(request.cta) else f"{plain['C']} now"
        handler = getattr(self, f"_slot_{name}", None)
        return handler(argument) if handler else None

    def _offer(self) -> str:
        """The offer, unless a fact told already says the same."""
        offer = self.request.offer.rstrip(".")
        words = set(re.findall(r"\w+", offer.lower()))
        told = set(re.findall(r"\w+", " ".join(self.used).lower()))
        return "" if words and len(words & told) / len(words) > 0.7 else offer

    # -- slots that take facts -------------------------------------------------

    def _slot_f(self, argument: str) -> str | None:
        """One fact word for word, at most `argument` characters long."""
        fact = self.take(None, int(argument or 200))
        return fact.text if fact else None

    def _slot_np(self, argument: str) -> str | None:
        fact = self.take({"noun"}, int(argument or 200))
        return fact.phrase if fact else None

    def _slot_verb(self, argument: str) -> str | None:
        """What the product does, in at most `argument` words."""
        most = int(argument or 40)
        for fact in self.left:
            if fact.kind == "verb" and len(fact.phrase.split()) <= most:
                self.left.remove(fact)
                self.used.append(fact.text)
                return fact.phrase
        return None

    def _slot_order(self, argument: str) -> str | None:
        fact = self.take({"order"}, int(argument or 200))
        return fact.phrase if fact else None

    def _slot_adj(self, argument: str) -> str | None:
        fact = self.take({"adjective"}, int(argument or 200))
        return fact.phrase if fact else None

    def _slot_price(self, argument: str) -> str | None:
        fact = self.take({"price"})
        return fact.text if fact else None

    def _slot_short(self, argument: str) -> str | None:
        """A fact of two to `argument` words that is no bare price: fit for a headline."""
        most = int(argument or 5)
        for fact in self.left:
            if fact.kind not in {"price", "measure"} and 2 <= len(fact.text.split()) <= most:
                self.left.remove(fact)
                self.used.append(fact.text)
                return fact.text
        return None

    def _slot_line(self, argument: str) -> str | None:
        """A heading that says what some fact means for the reader."""
        said = self.meaning([fact.text for fact in self.left])
        return said.line if said else None

    def _slot_lline(self, argument: str) -> str | None:
        """The same inside a line, with a small letter first."""
        line = self._slot_line(argument)
        return lowered(line) if line else None

    def _slot_fline(self, argument: str) -> str | None:
        """A fact of at most `argument` words and a heading that says what it means."""
        for fact in self.left:
            meant = self.benefits.get(fact.text)
            if meant and len(fact.text.split()) <= int(argument or 4) and fact.kind != "price":
                said = self.rng.choice(meant)
                self.meant.add(said.pattern)
                self.left.remove(fact)
                self.used.append(fact.text)
                return f"{capital(fact.text)}. {said.line}"
        return None

    def _slot_nshort(self, argument: str) -> str | None:
        """A noun fact of at most `argument` words, as given."""
        most = int(argument or 5)
        for fact in self.left:
            if fact.kind in {"noun", "self", "material"} and len(fact.text.split()) <= most:
                self.left.remove(fact)
                self.used.append(fact.text)
                return fact.text
        return None

    def _slot_frags(self, argument: str) -> str | None:
        """Some facts, each as a sentence of its own."""
        taken = [fact for _ in range(int(argument or 2)) if (fact := self.take())]
        return " ".join(self._short_sentence(fact, full=False) for fact in taken) or None

    def _slot_list(self, argument: str) -> str | None:
        """Some facts in one list; facts with a comma of their own are left for elsewhere."""
        sentences = {"clause", "order", "plural verb"}
        plain = [f for f in self.left if "," not in f.text and f.kind not in sentences]
        if len(plain) < int(argument or 2):
            return None
        taken = sorted(plain[: int(argument or 2)], key=lambda fact: fact.kind == "price")
        if len({f.kind == "verb" for f in taken}) > 1:
            return None
        for fact in taken:
            self.left.remove(fact)
            self.used.append(fact.text)
        named = all(fact.kind in {"noun", "material"} for fact in taken)
        return joined([fact.text for fact in taken], named and self.full > 0.5)

    def _slot_says(self, argument: str) -> str | None:
        """A sentence with the product as its subject, telling one or two facts."""
        return self.lead(int(argument or 2))

    def _slot_more(self, argument: str) -> str | None:
        """Sentences that go on about the product, telling that many facts at most."""
        return self.follow(int(argument or 2))

    def _slot_body(self, argument: str) -> str | None:
        """A leading sentence and what follows it, telling that many facts at most."""
        many = int(argument or 3)
        lead = self.lead(min(2, many))
        if lead is None:
            return None
        said = [lead]
        self.gloss(said, self.used)
        lead = " ".join(said)
        rest = self.follow(many - 1) if many > 1 else None
        return f"{lead} {rest}" if rest else lead

    def _singular_category(self) -> str | None:
        category = self.request.category
        return category if category and not is_plural_category(category) else None
