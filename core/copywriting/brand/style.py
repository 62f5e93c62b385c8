"""How a brand's own texts are written, as figures: what it does in how many of them."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, floor, log, sqrt
from typing import Literal

import numpy as np

from core.settings import ASSETS
from core.text import detect_language, sentences, word_count
from core.vocabulary import contrast, count_texts, own, terms

LEAST_TEXTS = 5
"""Under this many texts of a language nothing is said of a brand's manner."""

_MOST_WORDS = 12
_KEPT = ASSETS / "vocabulary"

TRAITS: dict[str, re.Pattern[str]] = {
    "you": re.compile(r"\b(?:you|your|yours)\b|[你您]", re.IGNORECASE),
    "we": re.compile(r"\b(?:we|our|ours|us)\b|我们|咱", re.IGNORECASE),
    "exclamations": re.compile("[!！]"),
    "questions": re.compile("[?？]"),
    "emoji": re.compile("[\u2600-\u27bf\u2b50\u2b55\U0001f300-\U0001faff]"),
    "digits": re.compile(r"\d"),
    "contractions": re.compile(
        r"\b\w+(?:n['’]t|['’](?:re|ll|ve|m|d))\b|\bit['’]s\b", re.IGNORECASE
    ),
    "polite": re.compile("您"),
}
"""What a text has or has not; "contractions" is English, "polite" Chinese."""

_LATIN = re.compile("[A-Za-z]+")
_ONLY = {"contractions": "en", "polite": "zh"}


MEASURES = ("length", "spread", "commas", "letters")
"""Of a text's sentences: log of their mean length, the spread of their lengths against it, commas
in each; and the letters of an English word."""


@dataclass(frozen=True)
class Profile:
    """The manner of `texts` texts of one language.

    `low` and `high` hold the middle 60 % of their `sentences` sentences, in words (characters
    in Chinese), `mean` their mean. `having` maps a trait to how many texts have it, `measures` a
    measure to its mean and spread. `words` are the brand's own, the surest first; `hits` is how
    many of them a text holds on average.
    """

    language: Literal["en", "zh"]
    texts: int
    sentences: int
    low: int
    high: int
    mean: float
    having: dict[str, int]
    measures: dict[str, tuple[float, float]]
    words: tuple[str, ...]
    hits: float


@dataclass(frozen=True)
class Ordinary:
    """Ordinary copy, as the corpus has it: what a brand's manner stands out against."""

    texts: int
    having: dict[str, int]
    measures: dict[str, tuple[float, float]]
    words: dict[str, int]


def profile(examples: Sequence[str], language: str) -> Profile | None:
    """The manner of the examples in one language; None where they are under LEAST_TEXTS."""
    return _profile(tuple(examples), "zh" if language == "zh" else "en")


def language_of(text: str) -> Literal["en", "zh"]:
    """Which language's manner a text is compared with."""
    return "en" if detect_language(text) in ("en", "und") else "zh"


def measures(text: str) -> dict[str, float]:
    """The figures of MEASURES for one text that has words."""
    lengths = _lengths(text) or [1]
    mean = sum(lengths) / len(lengths)
    words = _LATIN.findall(text)
    return {
        "length": log(mean),
        "spread": sqrt(sum((n - mean) ** 2 for n in lengths) / len(lengths)) / mean,
        "commas": sum(map(text.count, ",，、;；")) / len(lengths),
        "letters": sum(map(len, words)) / max(1, len(words)),
    }


def traits_of(language: str) -> list[str]:
    """The traits that texts of a language are looked at for."""
    return [name for name in TRAITS if _ONLY.get(name, language) == language]


def sentence_length(text: str) -> float:
    """Words a sentence on average, 0 for a text without any."""
    lengths = _lengths(text)
    return sum(lengths) / len(lengths) if lengths else 0.0


def _lengths(text: str) -> list[int]:
    """The words of each sentence that has any."""
    return [count for count in map(word_count, sentences(text)) if count]


@lru_cache(maxsize=64)
def _profile(examples: tuple[str, ...], language: Literal["en", "zh"]) -> Profile | None:
    texts = [text for text in examples if language_of(text) == language]
    if len(texts) < LEAST_TEXTS:
        return None
    lengths = [length for text in texts for length in _lengths(text)]
    low, high = np.percentile(lengths, [20, 80])
    words = _own_words(texts, language)
    return Profile(
        language=language,
        texts=len(texts),
        sentences=len(lengths),
        low=floor(low),
        high=ceil(high),
        mean=sum(lengths) / len(lengths),
        having=_having(texts, language),
        measures=_spreads(texts),
        words=words,
        hits=sum(word in text.lower() for text in texts for word in words) / len(texts),
    )


def _own_words(texts: Sequence[str], language: Literal["en", "zh"]) -> tuple[str, ...]:
    """Words that set the texts apart from the corpus: the log-odds of `core.vocabulary`.

    An English word that always stands capitalised inside a sentence is a name, not a manner.
    """
    together = "\n".join(texts)
    found = own(contrast(count_texts(texts), ordinary(language).words), 3 * _MOST_WORDS)
    kept = [item.word for item in found if not _is_name(item.word, together)]
    return tuple(kept[:_MOST_WORDS])


def _is_name(word: str, text: str) -> bool:
    if not word.isascii():
        return False
    inside = re.findall(rf"(?<=[a-z,;] ){re.escape(word)}\b", text, re.IGNORECASE)
    return bool(inside) and all(found[0].isupper() for found in inside)


def _having(texts: Sequence[str], language: str) -> dict[str, int]:
    return {
        name: sum(bool(TRAITS[name].search(text)) for text in texts) for name in traits_of(language)
    }


def _spreads(texts: Sequence[str]) -> dict[str, tuple[float, float]]:
    table = [measures(text) for text in texts]
    columns = {name: [row[name] for row in table] for name in MEASURES}
    return {name: (float(np.mean(c)), float(np.std(c))) for name, c in columns.items()}


@lru_cache(maxsize=2)
def ordinary(language: Literal["en", "zh"]) -> Ordinary:
    """What assets/vocabulary says of ordinary copy."""
    with gzip.open(_KEPT / f"copy-{language}.json.gz", "rt", encoding="utf-8") as file:
        kept = json.load(file)
    spreads = {name: (mean, spread) for name, (mean, spread) in kept["measures"].items()}
    return Ordinary(kept["texts"], kept["having"], spreads, kept["words"])


def describe(texts: Sequence[str], language: Literal["en", "zh"]) -> Ordinary:
    """Ordinary copy from texts: their words that three of them or more hold, and, of those of two
    sentences or more, traits and measures."""
    counts = count_texts(texts, terms)
    longer = [text for text in texts if len(sentences(text)) > 1]
    return Ordinary(
        texts=len(longer),
        having=_having(longer, language),
        measures=_spreads(longer),
        words={word: n for word, n in sorted(counts.items()) if n >= 3},
    )
