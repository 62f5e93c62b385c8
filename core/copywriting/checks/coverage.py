"""Which of the brief's facts a text uses."""

from __future__ import annotations

import re
from functools import lru_cache

from core.copywriting.briefs.brief import Brief
from core.copywriting.channels.channels import Channel
from core.copywriting.checks.check import Check
from core.copywriting.measures.quantities import quantities
from core.i18n import N_

_WORD = re.compile(r"[a-z0-9]+")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_STOP = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "can",
        "for",
        "from",
        "has",
        "have",
        "in",
        "is",
        "it",
        "its",
        "no",
        "not",
        "of",
        "on",
        "or",
        "our",
        "out",
        "so",
        "than",
        "that",
        "the",
        "their",
        "they",
        "this",
        "to",
        "up",
        "we",
        "when",
        "with",
        "without",
        "you",
        "your",
        "all",
        "any",
        "each",
        "every",
        "per",
    ]
)
_USED = 0.5


def used_facts(text: str, brief: Brief) -> tuple[str, ...]:
    """The facts a reader would recognise: at least half of a fact's words or character pairs
    stand in the text, or its number with its unit does together with one of them."""
    words = _terms(text, brief.lang)
    values = {(q.value, q.dimension) for q in quantities(text)}
    used = []
    for fact, terms, amounts in _facts(brief):
        share = len(terms & words) / len(terms) if terms else 0.0
        if share >= _USED or (amounts & values and (share > 0 or not terms)):
            used.append(fact)
    return tuple(used)


def check_coverage(text: str, brief: Brief, channel: Channel) -> list[Check]:
    """A note for a text with room for facts that uses none."""
    if channel.structure == "line" or used_facts(text, brief):
        return []
    return [
        Check(
            rule="coverage.facts",
            level="note",
            message=N_("None of the brief's facts can be found in the text."),
        )
    ]


@lru_cache(maxsize=64)
def _facts(
    brief: Brief,
) -> tuple[tuple[str, frozenset[str], frozenset[tuple[float, str]]], ...]:
    return tuple(
        (
            fact,
            _terms(fact, brief.lang),
            frozenset((q.value, q.dimension) for q in quantities(fact)),
        )
        for fact in brief.facts
    )


@lru_cache(maxsize=1024)
def _terms(text: str, language: str) -> frozenset[str]:
    text = text.lower()
    if language == "en":
        return frozenset(stem(word) for word in _WORD.findall(text) if word not in _STOP)
    pairs = {run[i : i + 2] for run in _HAN.findall(text) for i in range(len(run) - 1)}
    return frozenset(pairs | set(_WORD.findall(text)))


def stem(word: str) -> str:
    """A crude English stem: plural, -ed and -ing endings off."""
    for ending in ("ing", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending)
            break
    return word
