"""A draft with all that a redesign may hang on, and what is measured of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from core.copywriting.brand.likeness import brand_likeness
from core.copywriting.brand.voice import Voice
from core.copywriting.briefs.brief import Brief
from core.copywriting.channels.channels import Channel
from core.copywriting.checks.check import Check

_FOREIGN = {"en": re.compile("[\u3400-\u9fff]+"), "zh": re.compile("[A-Za-z]{2,}")}


@dataclass(frozen=True)
class Case:
    """The draft as it stands with all that a wish may hang on.

    `doubted` are facts the new text must not use, `unwanted` wordings it must not hold,
    `audience` whom it should speak to, in words.
    """

    text: str
    checks: tuple[Check, ...]
    brief: Brief
    channel: Channel
    voice: Voice = field(default_factory=Voice)
    doubted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    audience: str = ""


def length(text: str, channel: Channel) -> int:
    """How long a text is where shorter is asked for; SMS segments are too coarse for that."""
    return len(text) if channel.unit == "segments" else channel.count(text)


def foreign(text: str, brief: Brief) -> tuple[str, ...]:
    """Words of another script that the brief itself does not use, hashtags too."""
    given = "\n".join(brief.claims).lower()
    found = _FOREIGN[brief.lang].findall(text)
    return tuple(dict.fromkeys(word for word in found if word.lower() not in given))


def flagged(case: Case, families: tuple[str, ...]) -> tuple[str, ...]:
    """The wordings of the draft that rules of these families marked."""
    spans = [check.span for check in case.checks if check.span and check.rule.startswith(families)]
    return tuple(dict.fromkeys(case.text[start:end] for start, end in spans))


def likeness(text: str, voice: Voice) -> float:
    """How much a text sounds like the brand, 0 where the brand has too few texts to tell."""
    found = brand_likeness(text, voice.examples)
    return found.score if found else 0.0
