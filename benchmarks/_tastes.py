"""Hidden tastes of simulated raters. Each sees a text and its brief and says like or dislike.

They share no code with the ranker. Those under RULES are about punctuation or length, the
others about which fact leads, what is named, warmth and wording.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from core.copywriting import Brief

Rater = Callable[[str, Brief], bool]

_SENTENCE = re.compile(r"(?<=[.!?])\s+|[。！？]|\n")
_WARM = re.compile(
    r"\b(?:friend|glad|good news|welcome|gentl|kind|home|love|enjoy|chair|along|company|easy|care"
    r"|comfort|together|smile|breath|rest)\w*|朋友|歇|慢慢|安心|放心|舒服|陪|喜欢|温|轻松|家|心",
    re.IGNORECASE,
)
_STOCK = re.compile(
    r"\b(?:like a|some things|sort of|kind of|one of those|as if|imagine|meet|hello|just|waiting"
    r"|thing you|ask for)\b|见过吗|习惯|成了|原来|刚刚好|就是|件事|朋友|有没有",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"(?:^|[.!?]\s+)(?:see|try|get|meet|take|shop|order|book|pull|start|choose|find|ask|join|give"
    r"|come|make|let|pick|say|look|read|open)\b|试|看看|来|去|选|挑",
    re.IGNORECASE,
)
_PRICE = re.compile(r"[$£€¥￥]|\d\s*元|\bprice\b|免费", re.IGNORECASE)


def first_sentence(text: str) -> str:
    return next((part for part in _SENTENCE.split(text) if part.strip()), "")


def _place(text: str, fact: str) -> int | None:
    """Where a fact's words begin, None where most of them are missing."""
    low = text.lower()
    tokens = re.findall(r"[a-z]{4,}|\d+|[\u4e00-\u9fff]{2}", fact.lower())
    met = [low.find(token) for token in tokens if token in low]
    return min(met) if tokens and len(met) >= 0.6 * len(tokens) else None


def _told(text: str, brief: Brief) -> list[int]:
    """Places of the facts in the brief, in the order in which a text tells them."""
    found = [
        (place, i)
        for i, fact in enumerate(brief.facts)
        if (place := _place(text, fact)) is not None
    ]
    return [i for _, i in sorted(found)]


def _leads_with_number(text: str, brief: Brief) -> bool:
    order = _told(text, brief)
    return bool(order) and bool(re.search(r"\d", brief.facts[order[0]]))


RULES: dict[str, Rater] = {
    "short": lambda text, brief: len(text) <= (120 if brief.lang == "en" else 40),
    "no question": lambda text, brief: not re.search("[?？]", text),
    "short first sentence": lambda text, brief: (
        len(first_sentence(text)) <= (32 if brief.lang == "en" else 12)
    ),
    "at most one comma": lambda text, brief: len(re.findall("[,，、]", text)) <= 1,
}
OTHERS: dict[str, Rater] = {
    "first fact leads": lambda text, brief: _told(text, brief)[:1] == [0],
    "a number leads": _leads_with_number,
    "product named at once": lambda text, brief: brief.product in first_sentence(text),
    "price named": lambda text, brief: bool(_PRICE.search(text)),
    "warm": lambda text, brief: bool(_WARM.search(text)),
    "no stock phrases": lambda text, brief: not _STOCK.search(text),
    "no imperative": lambda text, brief: not _VERB.search(text),
    "speaks to you": lambda text, brief: bool(re.search(r"\byou(?:r|rs|'ll)?\b|你|您", text, re.I)),
    "many facts": lambda text, brief: len(_told(text, brief)) >= 3,
}
TASTES = RULES | OTHERS
