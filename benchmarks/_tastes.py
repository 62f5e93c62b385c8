"""Hidden tastes of simulated raters. Each sees a text and its brief and says like or dislike.

They share no code with the ranker. Those under RULES are about punctuation or length, the
others about which fact leads, what is named, warmth and wording. TASTES were looked at while the
loop was built; HELD_OUT were written down before and measured after.
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
_SCENE = re.compile(
    r"\b(?:morning|evening|night|weekend|desk|kitchen|door|table|bed|street|train|bag|garden"
    r"|window|rain|winter|summer|sunday|monday|commute|walk)\w*"
    r"|早|晚|夜|周末|桌|厨房|门|床|路上|包里|窗|雨|冬|夏|出门|下班",
    re.IGNORECASE,
)
_SENSE = re.compile(
    r"\b(?:soft|smooth|crisp|sweet|fresh|quiet|bright|dark|rich|cotton|wool|wood|oak|steel|glass"
    r"|leather|light|heavy|clean|warm|cool|cold|hot)\w*"
    r"|软|滑|脆|甜|鲜|静|亮|香|棉|木|钢|皮|轻|重|净|凉|冷|热",
    re.IGNORECASE,
)
_SPARED = re.compile(
    r"\b(?:no|not|without|never|nothing|less|skip|free of|forget)\b|n't\b|不|无|没|免|省|别",
    re.IGNORECASE,
)


def first_sentence(text: str) -> str:
    return next((part for part in _SENTENCE.split(text) if part.strip()), "")


def _last_sentence(text: str) -> str:
    return next((part for part in reversed(_SENTENCE.split(text)) if part.strip()), "")


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

HELD_OUT_RULES: dict[str, Rater] = {
    "long": lambda text, brief: len(text) >= (170 if brief.lang == "en" else 60),
    "many sentences": lambda text, brief: (
        sum(bool(part.strip()) for part in _SENTENCE.split(text))
        >= (5 if brief.lang == "en" else 4)
    ),
    "a colon, dash or bar": lambda text, brief: bool(re.search("[:：—–|｜]", text)),
    "no figure": lambda text, brief: not re.search(r"\d", text),
}
HELD_OUT_OTHERS: dict[str, Rater] = {
    "last fact leads": lambda text, brief: _told(text, brief)[:1] == [len(brief.facts) - 1],
    "product at the end": lambda text, brief: brief.product in _last_sentence(text),
    "category named": lambda text, brief: (
        bool(brief.category) and brief.category.lower() in text.lower()
    ),
    "an everyday scene": lambda text, brief: bool(_SCENE.search(text)),
    "the senses": lambda text, brief: bool(_SENSE.search(text)),
    "says what you are spared": lambda text, brief: bool(_SPARED.search(text)),
    "audience spoken of": lambda text, brief: any(
        word in text.lower()
        for word in re.findall(r"[a-z]{5,}|[\u4e00-\u9fff]{2}", brief.audience.lower())
    ),
    "plain words": lambda text, brief: (
        "的" not in text if brief.lang == "zh" else not re.search(r"\b[a-z]{10,}\b", text, re.I)
    ),
}
HELD_OUT = HELD_OUT_RULES | HELD_OUT_OTHERS
HALVES = {"tuned": TASTES, "held-out": HELD_OUT}
