"""Unhappy reviews in the order in which somebody should answer them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.i18n import N_
from core.text import search_query, search_terms

SAFETY, REFUND, LEGAL = "safety", "refund", "legal"
DANGER = frozenset((SAFETY, REFUND, LEGAL))

WORDS: dict[str, tuple[str, ...]] = {
    SAFETY: (
        "fire", "smoke", "burn", "burned", "burnt", "exploded", "explosion", "electric shock",
        "injury", "injured", "hospital", "allergic", "allergy", "poison", "poisoning", "unsafe",
        "dangerous", "choking", "bleeding", "着火", "冒烟", "烫伤", "爆炸", "触电", "漏电", "受伤",
        "医院", "过敏", "中毒", "危险", "变质", "发霉", "安全隐患",
    ),
    REFUND: (
        "refund", "refunded", "money back", "chargeback", "want my money", "return it",
        "never arrived", "scam", "fraud", "fake", "counterfeit", "退款", "退货", "退钱", "没收到",
        "假货", "骗子", "欺诈", "诈骗",
    ),
    LEGAL: (
        "lawyer", "lawsuit", "sue", "court", "attorney", "trading standards", "consumer rights",
        "report you", "small claims", "律师", "起诉", "投诉", "举报", "消协", "工商", "法院",
        "维权", "12315",
    ),
}  # fmt: skip

REASONS = {
    SAFETY: N_("Somebody may come to harm: “{word}”"),
    REFUND: N_("Asks for money back or feels cheated: “{word}”"),
    LEGAL: N_("Threatens with the law or a complaint: “{word}”"),
    "anger": N_("Sounds angry"),
    "fear": N_("Sounds frightened"),
    "stars": N_("{stars} of 5 stars"),
    "recent": N_("Written in the last {days} days"),
    "sure": N_("The reader is {share} sure that it is negative"),
}
_WEIGHTS = {SAFETY: 4.0, LEGAL: 2.5, REFUND: 2.0}
_AGES = ((7, 1.5), (30, 1.0), (90, 0.5))


@dataclass(frozen=True)
class Reason:
    """Why a review ranks where it does: a key of REASONS with what its placeholders stand for
    ("share" is 0..1) and the points it adds."""

    kind: str
    points: float
    params: Mapping[str, Any]


@dataclass(frozen=True)
class Urgent:
    """An unhappy review to answer. `score` is the sum of its reasons' points and decides the
    order; `reasons` come with the weightiest first."""

    id: int
    text: str
    posted_on: str | None
    rating: float | None
    product: str
    origin: str
    language: str
    score: float
    reasons: tuple[Reason, ...]


def match_expression() -> str:
    """An FTS5 expression that finds every review with a word of WORDS."""
    queries = [search_query(word).removesuffix("*") for words in WORDS.values() for word in words]
    return " OR ".join(f"({query})" for query in queries if query)


def rank(
    rows: Iterable[Mapping[str, Any]], texts: Mapping[int, str], newest: str | None, limit: int
) -> list[Urgent]:
    """The most urgent of some negative reviews, first the most.

    Points: 4 for a word of danger, 2.5 of law, 2 of refund or fraud; up to 2 for how sure the
    reader is (none where it is unsure), 1 for anger or fear, up to 1 for stars under three,
    and 1.5 for the last seven days up to `newest`, the last day there is, less for older ones.
    A simple sum on purpose: each reason can be read beside the review.
    """
    found = [_urgent(row, texts[row["id"]], newest) for row in rows if row["id"] in texts]
    return sorted(found, key=lambda item: (-item.score, -item.id))[:limit]


def _urgent(row: Mapping[str, Any], text: str, newest: str | None) -> Urgent:
    reasons = [*_said(text), *_read(row), *_aged(row["posted_on"], newest)]
    reasons.sort(key=lambda reason: -reason.points)
    names = ("id", "posted_on", "rating", "product", "origin", "language")
    return Urgent(
        **{name: row[name] for name in names},
        text=text,
        score=round(sum(reason.points for reason in reasons), 2),
        reasons=tuple(reasons),
    )


def _said(text: str) -> list[Reason]:
    padded = f" {search_terms(text)} "
    found = []
    for kind, words in WORDS.items():
        word = next((word for word in words if _holds(padded, text, word)), None)
        if word:
            found.append(Reason(kind, _WEIGHTS[kind], {"word": word}))
    return found


def _holds(padded: str, text: str, word: str) -> bool:
    return f" {word} " in padded if word.isascii() else word in text


def _read(row: Mapping[str, Any]) -> list[Reason]:
    found = []
    if not row["unsure"]:
        sure = 2.0 * max(0.0, (row["confidence"] or 0) - 0.5) * 2
        found.append(Reason("sure", round(sure, 2), {"share": row["confidence"]}))
    if row["emotion"] in {"anger", "fear"}:
        found.append(Reason(row["emotion"], 1.0, {}))
    if row["rating"] is not None and row["rating"] < 3:
        found.append(Reason("stars", (3 - row["rating"]) / 2, {"stars": row["rating"]}))
    return found


def _aged(posted_on: str | None, newest: str | None) -> list[Reason]:
    if posted_on is None or newest is None:
        return []
    days = (date.fromisoformat(newest) - date.fromisoformat(posted_on)).days
    fitting = next(((span, points) for span, points in _AGES if days <= span), None)
    return [Reason("recent", fitting[1], {"days": fitting[0]})] if fitting else []
