"""How much a text sounds like a brand's own examples."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, sqrt

from core.text import sentences, word_count

_EMOJI = re.compile(r"[\u2600-\u27bf\U0001f300-\U0001faff]")
_YOU = re.compile(r"\b(?:you|your|yours)\b|[你您]", re.IGNORECASE)
_WE = re.compile(r"\b(?:we|our|ours|us)\b|我们|咱", re.IGNORECASE)
_STYLE_WEIGHT = 0.6


@dataclass(frozen=True)
class Style:
    """Measurable habits: words a sentence, and shares of sentences with each mark or person."""

    sentence_length: float
    exclamations: float
    questions: float
    emoji: float
    you: float
    we: float


def style(texts: Sequence[str]) -> Style:
    """The style of some texts taken together; all zero for none."""
    parts = [part for text in texts for part in sentences(text)]
    count = len(parts) or 1

    def share(test: re.Pattern[str]) -> float:
        return sum(bool(test.search(part)) for part in parts) / count

    return Style(
        sentence_length=sum(word_count(part) for part in parts) / count,
        exclamations=sum("!" in part or "！" in part for part in parts) / count,
        questions=sum("?" in part or "？" in part for part in parts) / count,
        emoji=share(_EMOJI),
        you=share(_YOU),
        we=share(_WE),
    )


def brand_likeness(text: str, examples: Sequence[str]) -> float:
    """0..1: nearness of style (sentence length, marks, person) and of character trigrams."""
    own, wanted = style([text]), _examples_style(tuple(examples))
    ratio = (own.sentence_length + 1) / (wanted.sentence_length + 1)
    distance = abs(ratio - 1) if ratio > 1 else abs(1 / ratio - 1)
    for name in ("exclamations", "questions", "emoji", "you", "we"):
        distance += 0.5 * abs(getattr(own, name) - getattr(wanted, name))
    vocabulary = _cosine(_trigrams(text), _examples_trigrams(tuple(examples)))
    return _STYLE_WEIGHT * exp(-distance) + (1 - _STYLE_WEIGHT) * min(1.0, 2 * vocabulary)


@lru_cache(maxsize=64)
def _examples_style(examples: tuple[str, ...]) -> Style:
    return style(examples)


@lru_cache(maxsize=64)
def _examples_trigrams(examples: tuple[str, ...]) -> Counter[str]:
    return _trigrams("\n".join(examples))


def _trigrams(text: str) -> Counter[str]:
    text = text.lower()
    return Counter(text[i : i + 3] for i in range(len(text) - 2))


def _cosine(a: Counter[str], b: Counter[str]) -> float:
    dot = sum(count * b[key] for key, count in a.items())
    size = sqrt(sum(n * n for n in a.values())) * sqrt(sum(n * n for n in b.values()))
    return dot / size if size else 0.0
