"""A persona in a paragraph: every sentence stands on one trait or theme of the card and names it.

Sentences are composed from the evidence and from nothing else, so that no writer can add to it.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.i18n import N_, NN_, percent
from core.personas.cards import Persona
from core.personas.evidence import Trait
from core.personas.phrases import Translate

_TRAITS = 4
_MUCH = 1.5
_LITTLE = 0.67
_LEAST_SHARE = 0.01


@dataclass(frozen=True)
class Sentence:
    """A sentence and what it rests on: the key of a trait, "praise:…", "pain:…" or "words:…", as
    in advice.Line, or "size"."""

    text: str
    because: str


def summary(persona: Persona, language: str, translate: Translate = str) -> tuple[Sentence, ...]:
    """Up to nine sentences, the size first; empty for an assumed persona, which has no evidence.

    Only reliable traits that surely differ from everybody's are told, the strongest first;
    protected ones and outcomes are not.
    """
    if persona.assumed:
        return ()
    sentences = [_size(persona, language, translate)]
    told = [trait for trait in persona.traits if _usable(trait)][:_TRAITS]
    sentences += [Sentence(_trait(one, language, translate), one.key) for one in told]
    for message, kind, themes in (
        (N_("In {n} of their reviews they praise “{aspect}”."), "praise", persona.voices.praise),
        (N_("In {n} of their reviews they complain about “{aspect}”."), "pain",
         persona.voices.pains),
    ):  # fmt: skip
        sentences += [
            Sentence(translate(message).format(n=one.n, aspect=one.aspect), f"{kind}:{one.aspect}")
            for one in themes[:1]
        ]
    if persona.words:
        word = persona.words[0]
        said = translate(N_("A word of theirs is “{word}”: it is in {n} of their reviews."))
        sentences.append(Sentence(said.format(word=word.word, n=word.n), f"words:{word.word}"))
    return tuple(sentences)


def _usable(trait: Trait) -> bool:
    told = trait.reliable and trait.strength > 0 and trait.share >= _LEAST_SHARE
    return told and not (trait.protected or trait.outcome)


def _size(persona: Persona, language: str, translate: Translate) -> Sentence:
    values = {
        "n": f"{persona.size:,}",
        "share": percent(persona.share, language),
        "money": percent(persona.value_share or 0, language),
    }
    if persona.value_share:
        message = NN_(
            "They are {n} customer, {share} of all, and bring {money} of the money.",
            "They are {n} customers, {share} of all, and bring {money} of the money.",
            persona.size,
        )
    else:
        message = NN_(
            "They are {n} customer, {share} of all.",
            "They are {n} customers, {share} of all.",
            persona.size,
        )
    return Sentence(translate(message).format(**values), "size")


def _trait(trait: Trait, language: str, translate: Translate) -> str:
    if trait.lift >= _MUCH:
        message = N_("{trait}: true of {share} of them, {lift} times as many as of all ({all}).")
    elif trait.lift <= _LITTLE:
        message = N_("{trait}: true of only {share} of them, against {all} of all.")
    else:
        message = N_("{trait}: true of {share} of them, against {all} of all.")
    return translate(message).format(
        trait=trait.label.text(translate),
        share=percent(trait.share, language),
        all=percent(trait.all_share, language),
        lift=f"{trait.lift:.1f}",
    )


def evidence_keys(persona: Persona) -> frozenset[str]:
    """Everything that a sentence of the persona's summary may rest on."""
    return frozenset(
        {
            "size",
            *(trait.key for trait in persona.traits),
            *(f"praise:{theme.aspect}" for theme in persona.voices.praise),
            *(f"pain:{theme.aspect}" for theme in persona.voices.pains),
            *(f"words:{word.word}" for word in persona.words),
        }
    )
