"""What a message for a persona can lean on: a trait, a need, a praise, a complaint, the price."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.i18n import N_
from core.personas.phrases import Phrase
from core.vocabulary import terms

if TYPE_CHECKING:
    from core.personas.cards import Persona

# What facts speak to people who buy in such a way.
_TOPICS = {
    "price": r"[$€£¥￥]|\bprices?\b|\bfree\b|% ?off|\bdiscount|\bsave\b|元|免费|优惠|包邮|折",
    "small": r"\bsmall|\bmini\b|\bsample|\btrial|\bsingle\b|\btravel|小包|小份|试用|便携|迷你",
    "lasting": r"warrant|guarantee|\byears?\b|lifetime|repair|\bhand\b|handmade"
    r"|质保|保修|年|手工|终身",
    "new": r"\bnew\b|\bnow\b|\bfirst\b|latest|新|首",
    "staying": r"refill|subscri|spare|repeat|member|补充|订阅|会员|替换|回购",
    "gifts": r"gift|\bbox|present|wrap|礼|盒",
    "morning": r"morning|breakfast|minutes?|quick|early|早|分钟|快",
    "day": r"office|desk|work|commut|办公|通勤|午",
    "evening": r"evening|dinner|warm|dim|晚|暖|夜",
    "night": r"night|quiet|silent|dark|sleep|夜|静音|睡",
    "weekend": r"weekend|hike|trip|outdoor|picnic|rain|周末|户外|旅行|徒步|雨",
}
_OF_TRAITS = {
    "spend>=": "lasting", "basket>=": "lasting", "worth>=": "lasting",
    "spend<=": "small", "basket<=": "small", "worth<=": "small",
    "recency>=": "new", "recency<=": "new", "orders>=": "staying", "orders<=": "small",
    "late_year": "gifts", "weekend": "weekend", "morning": "morning", "day": "day",
    "evening": "evening", "night": "night",
}  # fmt: skip
_STEM = 5


@dataclass(frozen=True)
class Leaning:
    """One thing to lean on. `because` is the key of the trait, or "praise:…", "pain:…", "need:…",
    "words:…" or "price:…"; a fact speaks to it that shares `least` of its `words` or fits its
    `topic`."""

    because: str
    label: Phrase
    words: tuple[str, ...] = ()
    topic: str = ""
    least: int = 1

    def facts(self, facts: Sequence[str]) -> tuple[str, ...]:
        """The facts that speak to it, in their order."""
        stems = {stem for word in self.words for stem in _stems(word)}
        pattern = re.compile(_TOPICS[self.topic], re.IGNORECASE) if self.topic else None
        return tuple(
            fact
            for fact in facts
            if len(stems & _stems(fact)) >= self.least or (pattern and pattern.search(fact))
        )


@dataclass(frozen=True)
class Message:
    """A draft suggested for a persona: its id, what it leans on (see Leaning), and the facts of
    the brief that were put first for that; none where the brief has none that speak to it."""

    draft: int
    because: str
    label: Phrase
    facts: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            "draft": self.draft,
            "because": self.because,
            "label": self.label.to_json(),
            "facts": list(self.facts),
        }

    @classmethod
    def from_dict(cls, stored: dict[str, Any]) -> Message:
        label = Phrase.from_json(stored["label"])
        return cls(stored["draft"], stored["because"], label, tuple(stored["facts"]))


def leanings(persona: Persona) -> tuple[Leaning, ...]:
    """All that the card gives to lean on, what they say and need before how they buy; of a persona
    written by hand, its answers. Protected traits and outcomes are none."""
    found = [*_heard(persona), *_bought(persona)]
    if persona.assumed:
        found += [
            Leaning(f"assumed:{key}", Phrase(label, {"thing": text}), (text,))
            for key, label in _ANSWERS.items()
            if (text := persona.description.get(key, "").strip())
        ]
    return tuple(found)


def chosen(
    persona: Persona, facts: Sequence[str], most: int = 3
) -> list[tuple[Leaning, tuple[str, ...]]]:
    """Up to `most` things to lean on, each with the facts that speak to it: those that have some
    first, with facts that no other one has where there are any. A wish or a complaint that no fact
    answers comes last."""
    spoken, silent = [], []
    used: set[str] = set()
    for leaning in leanings(persona):
        fitting = leaning.facts(facts)
        fresh = tuple(fact for fact in fitting if fact not in used)
        if fresh:
            used |= set(fresh[:2])
            spoken.append((leaning, fresh[:2]))
        else:
            silent.append((leaning, fitting[:2]))
    silent.sort(key=lambda one: (not one[1], one[0].because.startswith(("need:", "pain:"))))
    return [*spoken, *silent][:most]


def still_due(messages: Iterable[Message], persona: Persona) -> tuple[Message, ...]:
    """The messages that lean on something the card still shows."""
    there = {leaning.because for leaning in leanings(persona)}
    return tuple(message for message in messages if message.because in there)


_ANSWERS = {
    "wants": N_("They want: {thing}"),
    "worries": N_("They worry about: {thing}"),
    "words": N_("They say: {thing}"),
    "who": N_("They are: {thing}"),
}


def _heard(persona: Persona) -> Iterable[Leaning]:
    voices = persona.voices
    for quote in voices.needs[:2]:
        label = Phrase(N_("They wish: “{thing}”"), {"thing": quote.text})
        yield Leaning(f"need:{quote.review_id}", label, (quote.text,), least=2)
    for theme in voices.pains[:2]:
        label = Phrase(N_("They complain about “{thing}”"), {"thing": theme.aspect})
        yield Leaning(f"pain:{theme.aspect}", label, (theme.aspect,))
    for theme in voices.praise[:3]:
        label = Phrase(N_("They praise “{thing}”"), {"thing": theme.aspect})
        yield Leaning(f"praise:{theme.aspect}", label, (theme.aspect,))
    if voices.words:
        word = voices.words[0].word
        yield Leaning(
            f"words:{word}", Phrase(N_("Their word: “{thing}”"), {"thing": word}), (word,)
        )


def _bought(persona: Persona) -> Iterable[Leaning]:
    if persona.prices.verdict == "more":
        label = Phrase(N_("The price matters more to them than to others"))
        yield Leaning("price:more", label, (), "price")
    for trait in persona.traits:
        if not trait.reliable or not trait.more or trait.protected or trait.outcome:
            continue
        topic = _OF_TRAITS.get(trait.name + trait.value[:2]) or _OF_TRAITS.get(trait.name, "")
        words = (trait.value,) if trait.kind == "product" else ()
        if topic or words or trait.kind == "attribute":
            yield Leaning(trait.key, trait.label, words, topic)


def _stems(text: str) -> set[str]:
    """Words without their endings; Chinese words as they are."""
    return {word[:_STEM] if word.isascii() else word for word in terms(text)}
