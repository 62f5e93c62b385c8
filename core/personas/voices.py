"""What a group of customers says in its reviews: praise, pains, wishes and its own words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from typing import Any

from core.personas.mentions import quotable, stands
from core.personas.prices import PRICE_WORDS, PriceTalk
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
        self._reviews = _in_stars(reviews)
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

    def price_talk(self, customers: set[str] | None) -> PriceTalk:
        """How the reviews of these customers, or of all (None), speak of the price; only those
        that were read count."""
        named: dict[str, int] = Counter()
        read = 0
        for review in self._reviews:
            if not review["sentiment"] or not (
                customers is None or review["customer_key"] in customers
            ):
                continue
            read += 1
            said = [
                aspect
                for aspect in self._aspects[review["id"]]
                if PRICE_WORDS.search(aspect["aspect"])
            ]
            felt = {aspect["polarity"] for aspect in said if stands(aspect, review)}
            named["any"] += bool(said)
            named["good"] += "positive" in felt
            named["bad"] += "negative" in felt
        return PriceTalk(read, named["any"], named["good"], named["bad"])

    def _themes(self, reviews: list[dict[str, Any]], polarity: str) -> tuple[Theme, ...]:
        found: dict[str, dict[int, dict[str, Any]]] = defaultdict(dict)
        for review in reviews:
            for aspect in self._aspects[review["id"]]:
                if aspect["polarity"] == polarity and stands(aspect, review):
                    found[aspect["aspect"].strip().lower()].setdefault(review["id"], aspect)
        known = {review["id"]: review for review in reviews}
        ranked = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
        return tuple(
            Theme(
                name,
                len(mentions),
                tuple(Quote(*q) for q in quotable(mentions.values(), known, self._aspects)),
            )
            for name, mentions in ranked[:_THEMES]
            if len(mentions) >= _LEAST_MENTIONS
        )


def _in_stars(reviews: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The reviews with ratings out of five, whatever scale they were given on."""
    given = [review["rating"] for review in reviews if review.get("rating") is not None]
    scale = next((top for top in (5, 10, 100) if max(given, default=0) <= top), None)
    if scale == 5:
        return reviews
    return [
        {**r, "rating": r["rating"] * 5 / scale if scale and r["rating"] is not None else None}
        for r in reviews
    ]


def _wishes(reviews: list[dict[str, Any]]) -> tuple[Quote, ...]:
    """Up to three sentences that ask for something, one a review."""
    found = []
    for review in reviews:
        for sentence in sentences(review["text"]):
            if 12 <= len(sentence) <= _LONGEST_QUOTE and _WISH.search(sentence):
                found.append(Quote(review["id"], sentence))
                break
    return tuple(found[:3])
