"""How much of a slogan is its own: a phrase with a rhythm, or a fact said once more."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

from core.copywriting.briefs.brief import Brief
from core.copywriting.checks.coverage import stem

_WORD = re.compile(r"[a-z0-9']+")
_HAN = re.compile("[\u3400-\u9fff]|[a-z0-9]+")
_BEAT = re.compile("[,.;:!?，。；：！？、 ]*[,.;:!?，。；：！？、][,.;:!?，。；：！？、 ]*")
_NAMELESS = 0.4
_EVEN = 0.5
_OWN = 0.7
_FREE = 0.25
_SPENT = 0.75


def phrasing(text: str, brief: Brief) -> float:
    """0..1: 0 for a fact word for word with at most the product's name around it, 1 for a phrase
    of its own in two or three beats of like length.

    Seven tenths are the words that no fact brings in its own order, names of the product and
    its kind aside: all of them up to a quarter from facts, none from three quarters. Three
    tenths are the rhythm. A text that is little more than the name gets at most 0.4.
    """
    name = [*_tokens(brief.product, brief.lang), *_tokens(brief.category, brief.lang)]
    words = [word for word in _tokens(text, brief.lang) if word not in name]
    if len(words) < (2 if brief.lang == "en" else 3):
        return _NAMELESS * _rhythm(text, brief.lang)
    echo = _echo(text, name, brief)
    own = min(1.0, max(0.0, (_SPENT - echo) / (_SPENT - _FREE)))
    return _OWN * own + (1 - _OWN) * _rhythm(text, brief.lang)


def _echo(text: str, name: list[str], brief: Brief) -> float:
    """The share of the words that their beat has from one fact, in the fact's order."""
    said = all_words = 0
    for beat in _BEAT.split(text):
        words = [word for word in _tokens(beat, brief.lang) if word not in name]
        all_words += len(words)
        said += max((_common(words, fact, brief.lang) for fact in brief.facts), default=0)
    return said / all_words if all_words else 0.0


def _common(words: list[str], fact: str, language: str) -> int:
    matcher = SequenceMatcher(None, words, _tokens(fact, language), autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks())


def _rhythm(text: str, language: str) -> float:
    """1 for two or three beats of like length, less for uneven ones, 0.5 for a single beat."""
    beats = [len(_tokens(part, language)) for part in _BEAT.split(text) if part.strip()]
    if len(beats) not in (2, 3):
        return 0.5
    return 1.0 if min(beats) >= _EVEN * max(beats) else 0.6


@lru_cache(maxsize=2048)
def _tokens(text: str, language: str) -> list[str]:
    if language == "zh":
        return _HAN.findall(text.lower())
    return [stem(word) for word in _WORD.findall(text.lower())]
