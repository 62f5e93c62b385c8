"""How easily a text reads, in 0..1, in English and in Chinese."""

from __future__ import annotations

import re

from core.text import sentences

_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
_A_LINE = 12
_VOWELS = re.compile(r"[aeiouy]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_CLAUSE_END = re.compile(r"[，。；：！？、,.;:!?\n]+")


def readability(text: str, language: str) -> float:
    """1 for a text anybody reads at a glance, 0 for one few would finish."""
    return _english(text) if language == "en" else _chinese(text)


def flesch(text: str) -> float:
    """Flesch reading ease, about 0 (hard) to 100 (easy).

    206.835 - 1.015 words per sentence - 84.6 syllables per word. Source: Flesch, Journal of
    Applied Psychology 32 (1948), 221-233. Syllables are counted as vowel groups without a
    silent final e. 100 for a text without words.
    """
    words = _WORD.findall(text)
    if not words:
        return 100.0
    syllables = sum(_syllables(word.lower()) for word in words)
    per_sentence = len(words) / max(1, len(sentences(text)))
    return 206.835 - 1.015 * per_sentence - 84.6 * syllables / len(words)


def clause_length(text: str) -> float:
    """Mean Han characters between two marks of punctuation; 0 for a text without any.

    Chinese has no settled reading-ease formula; the length of the unbroken stretch is what
    editors watch: under 12 reads at a glance, over 25 asks for a second look.
    """
    lengths = [len(_HAN.findall(clause)) for clause in _CLAUSE_END.split(text)]
    lengths = [length for length in lengths if length]
    return sum(lengths) / len(lengths) if lengths else 0.0


def _english(text: str) -> float:
    ease = min(1.0, max(0.0, (flesch(text) - 10) / 80))
    # The formula was fitted on passages; in a line one long word would decide alone.
    return 0.5 + ease / 2 if len(_WORD.findall(text)) < _A_LINE else ease


def _chinese(text: str) -> float:
    return min(1.0, max(0.0, (26 - clause_length(text)) / 18))


def _syllables(word: str) -> int:
    groups = len(_VOWELS.findall(word))
    if word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1:
        groups -= 1
    return max(1, groups)
