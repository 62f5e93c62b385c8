"""Parts of long pieces: titles, introductions, sections that tell given facts, endings.

The shapes lie in articles-<language>.txt; they say nothing of the product. A section opens with
what is worth knowing about its topic, tells every fact it is given, and closes with something a
reader can use who buys nothing.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from core.engines.copybook.benefits import Benefit
from core.engines.copybook.chinese import Chinese, is_predicate
from core.engines.copybook.chinese import finish as finish_chinese
from core.engines.copybook.english import English
from core.engines.copybook.english_forms import (
    PRODUCT,
    capital,
    head_noun,
    is_plural_category,
    with_article,
)
from core.engines.copybook.english_forms import finish as finish_english
from core.engines.copybook.fact import Fact
from core.engines.copybook.frames import Bank, Filler, Frame
from core.engines.copybook.kinds import Type
from core.engines.types import CopyRequest

KINDS = ("article_", "letter_")
_TRIES = 12
# Facts for which somebody might fetch a tape measure.
_BULKY = re.compile(
    r"\b(?:cm|mm|metres?|meters?|inch(?:es)?|kg|kilos?|fits|folds?|foldable|compact|tall|wide|deep"
    r"|high|thick|carries|loads|weighs|seats)\b|厘米|毫米|[\d.]米|寸|公斤|千克|折叠|收纳|承重|自重|[长宽高]\d",
    re.IGNORECASE,
)
_FIGURES = ("The figure: {fact}.", "On the bill: {fact}.", "What you would read there: {fact}.")
_FRAGMENTS = (
    "In plain words: {fact}.",
    "In short: {fact}.",
    "The short version: {fact}.",
    "To be exact: {fact}.",
)
_LINKS = ("", "另外，", "还有，", "再有，")


def is_part(channel: str) -> bool:
    """Whether a request asks for a part of a long piece."""
    return channel.startswith(KINDS)


def write_part(
    request: CopyRequest,
    bank: Bank,
    manner: tuple[str, Type],
    benefits: dict[str, list[Benefit]],
    count: int,
) -> Iterator[str]:
    """Up to `count` different texts for the part; the same request brings the same ones.

    `manner` is the tone and the type of product that the texts are for.
    """
    tone, type_ = manner
    seen: set[str] = set()
    english = request.language == "en"
    if english and request.channel.endswith("_section"):
        request = replace(request, category=short_category(request.category))
    for number in range(count * _TRIES):
        rng = random.Random(f"{request.seed}/{request.channel}/{request.facts}/{number}")
        voice = (EnglishPart if english else ChinesePart)(request, type_, rng, benefits)
        filler = Filler(bank, tone, type_, rng, voice.slot)
        raw = _raw(request, filler, voice)
        if raw is None:
            continue
        finish: Callable[..., str] = finish_english if english else finish_chinese
        text = finish(raw, request, request.channel)
        if text not in seen and not voice.left:
            seen.add(text)
            yield text
        if len(seen) == count:
            return


def short_category(category: str) -> str:
    """A kind of product without its first words: "bike courier" for "cargo bike courier"."""
    words = category.split()
    plain = not set(words) & {"for", "of", "with", "in", "on", "from", "to", "and", "by", "at"}
    return " ".join(words[-2:]) if plain and len(words) > 2 else category


def _raw(request: CopyRequest, filler: Filler, voice: EnglishPart | ChinesePart) -> str | None:
    kind, _, part = request.channel.partition("_")
    if part == "section":
        return _section(request, filler, voice, kind == "letter")
    if kind == "letter" and part == "intro":
        greeting = _filled(filler, "letter-greeting")
        opening = _filled(filler, "letter-open")
        return f"{greeting}\n\n{opening}" if greeting and opening else None
    if part == "end":
        return _end(filler, "letter-end" if kind == "letter" else "end", bool(voice.slot("O", "")))
    soft = request.options.get("kind") == "soft_article" and f"soft-{part}" in filler.bank
    return _filled(filler, f"soft-{part}" if soft else part)


def _section(
    request: CopyRequest, filler: Filler, voice: EnglishPart | ChinesePart, short: bool
) -> str | None:
    """What the topic is about, the facts, and a closing thought; a letter goes without the
    first where it has facts."""
    topic = request.options.get("topic", "detail")
    topic = topic if f"open-{topic}" in filler.bank else "detail"
    if topic == "size" and not _BULKY.search(" ".join(request.facts)):
        topic = "amount"
    opening = "" if short and request.facts else _filled(filler, f"open-{topic}")
    closing = _filled(filler, f"close-{topic}")
    if opening is None or closing is None:
        return None
    space = " " if request.language == "en" else ""
    return space.join(filter(None, (opening, voice.tell(), closing)))


def _end(filler: Filler, section: str, offer: bool) -> str | None:
    """An ending, one that names the offer where there is an offer to name."""
    fitting = [f for f in filler.bank.get(section, ()) if ("{O}" in f.shape) == offer]
    fitting = [f for f in fitting if f.fits(filler.tone, filler.type_)]
    return filler.fill(filler.rng.choice(fitting)) if fitting else None


def _filled(filler: Filler, section: str) -> str | None:
    frame: Frame | None = filler.choose(section)
    return filler.fill(frame) if frame else None


class EnglishPart(English):
    """Slots of one English part; `tell` says every fact in full sentences."""

    def slot(self, name: str, argument: str) -> str | None:
        if name == "C":
            return self.request.cta.rstrip(".")
        if name == "T":
            return self._this()
        return super().slot(name, argument)

    def _this(self) -> str:
        """The kind as "this kettle" or "these bags"; the name where it is neither."""
        category = self.request.category
        head = head_noun(category)
        if not category or not head:
            return PRODUCT
        if is_plural_category(category):
            return f"these {head}"
        return f"this {head}" if with_article(category) != category else PRODUCT

    def tell(self) -> str:
        """Every fact once, the product named in the first sentence where grammar allows."""
        self.full = 1.0
        said: list[str] = []
        ways = [*_FRAGMENTS]
        figures = [*_FIGURES]
        self.rng.shuffle(ways)
        self.rng.shuffle(figures)
        named = False
        while self.left:
            before = len(self.used)
            fact = self.left[0]
            if fact.kind == "price":
                said.append(self._bare(figures.pop() if figures else "{fact}."))
            elif fact.kind in {"loose", "measure"} and not (named and fact.kind == "measure"):
                said.append(self._bare(ways.pop() if ways else "{fact}."))
            elif not named:
                said.append(self._named(fact))
                named = True
            else:
                said.append(self._next_sentence(2)[0])
            self.gloss(said, self.used[before:])
        return " ".join(said)

    def _bare(self, way: str) -> str:
        fact = self.left.pop(0)
        self.used.append(fact.text)
        return capital(way.format(fact=fact.text))

    def _named(self, fact: Fact) -> str:
        """The fact in a sentence whose subject is the product; others wait."""
        others = self.left[1:]
        self.left = [fact]
        sentence = self.lead(1) or self._bare("{fact}.")
        self.left = others
        return sentence


class ChinesePart(Chinese):
    """Slots of one Chinese part; `tell` says every fact word for word."""

    def slot(self, name: str, argument: str) -> str | None:
        if name == "C":
            return self.request.cta.rstrip("。")
        if name == "T":
            counted = self._counted()
            return f"这{counted[1:]}" if counted else self.request.product
        return super().slot(name, argument)

    def tell(self) -> str:
        """Every fact once, one or two in a sentence, the product named in the first."""
        said: list[str] = []
        links = [*_LINKS]
        while self.left:
            many = 2 if len(self.left) > 1 and "，" not in self.left[0] + self.left[1] else 1
            before = len(self.used)
            taken = [fact for _ in range(many) if (fact := self._take())]
            row = "，".join(taken)
            if not said:
                sentence = self._named_row(row)
            else:
                sentence = f"{links.pop(1) if len(links) > 1 else ''}{row}。"
            gloss = self._gloss(self.used[before:])
            said.append(f"{sentence[:-1]}{gloss}。" if gloss else sentence)
        return "".join(said)

    def _named_row(self, row: str) -> str:
        """Facts in a sentence about the product, named or meant."""
        name = self.request.product
        if is_predicate(row) and not (name[-1:].isascii() and row[:1].isascii()):
            return f"{name}{row}。"
        return self.rng.choice((f"{name}，{row}。", f"{self.slot('T', '')}，{row}。", f"{row}。"))
