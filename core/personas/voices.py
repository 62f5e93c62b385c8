"""What a group of customers says in its reviews: praise, pains, wishes and its own words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from core.personas.words import Word, own_words
from core.text import sentences

_LEAST_MENTIONS = 3
_THEMES = 4
_LONGEST_QUOTE = 220
_WISH = re.compile(
    r"\b(i|we|they|you)('d| would| really)? (wish|need|hope|want)\b"
    r"|\bwould be (nice|great|good|better)\b|\bif only\b|\blooking for\b"
    r"|\bplease (add|make|bring|offer)\b|\bshould (have|come|offer|be able)\b"
    r"|希望|要是能|如果能|要是有|如果有|建议|最好能|想要|需要一",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Quote:
    """A sentence a customer wrote, and the review it stands in."""

    review_id: int
    text: str


@dataclass(frozen=True)
class Theme:
    """Something the group praises or complains about: `n` of its reviews do."""

    aspect: str
    n: int
    quotes: tuple[Quote, ...]


@dataclass(frozen=True)
class Voices:
    """`reviews` counts the group's reviews, `read` those with a sentiment."""

    reviews: int = 0
    read: int = 0
    positive: int = 0
    negative: int = 0
    praise: tuple[Theme, ...] = ()
    pains: tuple[Theme, ...] = ()
    needs: tuple[Quote, ...] = ()
    words: tuple[Word, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, stored: dict[str, Any]) -> Voices:
        return cls(
            **{key: stored[key] for key in ("reviews", "read", "positive", "negative")},
            praise=tuple(_theme(theme) for theme in stored["praise"]),
            pains=tuple(_theme(theme) for theme in stored["pains"]),
            needs=tuple(Quote(**quote) for quote in stored["needs"]),
            words=tuple(Word(**word) for word in stored["words"]),
        )


def _theme(stored: dict[str, Any]) -> Theme:
    return Theme(stored["aspect"], stored["n"], tuple(Quote(**q) for q in stored["quotes"]))


class Listening:
    """The reviews of all known customers, ready to be asked about groups of them."""

    def __init__(self, reviews: list[dict[str, Any]], aspects: list[dict[str, Any]]) -> None:
        self._reviews = reviews
        self._aspects: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for aspect in aspects:
            self._aspects[aspect["review_id"]].append(aspect)

    def __bool__(self) -> bool:
        return bool(self._reviews)

    def of(self, customers: set[str]) -> Voices:
        """What these customers say; empty where they wrote nothing."""
        mine = [r for r in self._reviews if r["customer_key"] in customers]
        if not mine:
            return Voices()
        others = (r["text"] for r in self._reviews if r["customer_key"] not in customers)
        feelings = Counter(r["sentiment"] for r in mine)
        return Voices(
            len(mine),
            len(mine) - feelings[""],
            feelings["positive"],
            feelings["negative"],
            self._themes(mine, "positive"),
            self._themes(mine, "negative"),
            _wishes(mine),
            tuple(own_words((r["text"] for r in mine), others)),
        )

    def _themes(self, reviews: list[dict[str, Any]], polarity: str) -> tuple[Theme, ...]:
        found: dict[str, dict[int, dict[str, Any]]] = defaultdict(dict)
        for review in reviews:
            for aspect in self._aspects[review["id"]]:
                if aspect["polarity"] == polarity:
                    found[aspect["aspect"].strip().lower()].setdefault(review["id"], aspect)
        texts = {review["id"]: review["text"] for review in reviews}
        ranked = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
        return tuple(
            Theme(name, len(mentions), _quotes(mentions.values(), texts))
            for name, mentions in ranked[:_THEMES]
            if len(mentions) >= _LEAST_MENTIONS
        )


def _quotes(mentions: Iterable[dict[str, Any]], texts: dict[int, str]) -> tuple[Quote, ...]:
    """The two surest mentions, each as the sentence around it."""
    surest = sorted(mentions, key=lambda mention: -mention["confidence"])[:2]
    return tuple(
        Quote(m["review_id"], _sentence_at(texts[m["review_id"]], m["start"], m["end"]))
        for m in surest
    )


def _sentence_at(text: str, start: int, end: int) -> str:
    word = text[start:end]
    place = 0
    for sentence in sentences(text):
        place = text.index(sentence, place)
        if place <= start < place + len(sentence):
            break
        place += len(sentence)
    else:
        sentence = text
    if len(sentence) <= _LONGEST_QUOTE:
        return sentence
    middle = max(0, sentence.find(word) - _LONGEST_QUOTE // 2)
    return f"…{sentence[middle : middle + _LONGEST_QUOTE]}…"


def _wishes(reviews: list[dict[str, Any]]) -> tuple[Quote, ...]:
    """Up to three sentences that ask for something, one a review."""
    found = []
    for review in reviews:
        for sentence in sentences(review["text"]):
            if 12 <= len(sentence) <= _LONGEST_QUOTE and _WISH.search(sentence):
                found.append(Quote(review["id"], sentence))
                break
    return tuple(found[:3])
