"""Which mentions of an aspect may stand as praise or as a complaint, and the words to quote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core.text import sentences

_SURE = 0.5
_SURE_AGAINST = 0.75
_LONGEST = 220
_SHORTEST = 5
_UNHAPPY, _HAPPY = 2, 4
_OPPOSITE = {"positive": "negative", "negative": "positive"}
_TURN = re.compile(
    r"[,;]?\s*\b(?:but|however|yet|though|although|except|whereas|unfortunately|sadly|otherwise)\b"
    r"|[，；]?\s*(?:但是|但|可是|不过|然而|只是|可惜|虽然|尽管|却|可(?=这|那|就|惜|一))",
    re.IGNORECASE,
)
_PAUSE = re.compile(r"[,，;；、]\s*|\s+[–—-]\s+")


def stands(mention: dict[str, Any], review: dict[str, Any]) -> bool:
    """Whether a mention is sure enough to be counted for its polarity.

    A reader that takes half a complaint for praise is mostly unsure of it, or alone with it: where
    the whole review or its stars say the opposite, the mention has to be much surer.
    """
    return bool(mention["confidence"] >= (_SURE_AGAINST if _against(mention, review) else _SURE))


def quotable(
    mentions: Iterable[dict[str, Any]],
    reviews: Mapping[int, dict[str, Any]],
    said: Mapping[int, Sequence[dict[str, Any]]],
    most: int = 2,
) -> list[tuple[int, str]]:
    """The ids of the reviews that say it best and the part of a sentence that says it, from
    reviews that agree as a whole first. `said` are all mentions by review: what a sentence says of
    other things with the other feeling is cut off; where it cannot be, the sentence is left out."""
    ranked = sorted(
        mentions,
        key=lambda m: (_against(m, reviews[m["review_id"]]), -m["confidence"]),
    )
    found: list[tuple[int, str]] = []
    for mention in ranked:
        id = mention["review_id"]
        words = _clause(reviews[id]["text"], mention, said[id])
        if words and words not in (text for _, text in found):
            found.append((id, words))
        if len(found) == most:
            break
    return found


def _against(mention: dict[str, Any], review: dict[str, Any]) -> bool:
    opposite = _OPPOSITE.get(mention["polarity"], "")
    stars = review.get("rating")
    by_stars = stars is not None and (
        stars <= _UNHAPPY if mention["polarity"] == "positive" else stars >= _HAPPY
    )
    return by_stars or review["sentiment"] == opposite


def _clause(text: str, mention: dict[str, Any], said: Sequence[dict[str, Any]]) -> str:
    start, end = _sentence(text, mention["start"])
    sentence = text[start:end]
    mixed = any(
        start <= other["start"] < end and other["polarity"] == _OPPOSITE.get(mention["polarity"])
        for other in said
    )
    turns = bool(_TURN.search(sentence))
    if turns or mixed:
        marks = [found.span() for found in _TURN.finditer(sentence)]
        marks += [found.span() for found in _PAUSE.finditer(sentence)]
        place = mention["start"] - start
        first = max((b for _, b in marks if b <= place), default=0)
        last = min((a for a, _ in marks if a >= mention["end"] - start), default=len(sentence))
        others = (o for o in said if start + first <= o["start"] < start + last)
        if any(o["polarity"] == _OPPOSITE.get(mention["polarity"]) for o in others):
            return ""
        sentence = sentence[first:last].strip(" ,，;；、")
        if len(sentence) < _SHORTEST:
            return ""
    return _short(sentence.strip(), text[mention["start"] : mention["end"]])


def _sentence(text: str, at: int) -> tuple[int, int]:
    """Where the sentence that holds a place begins and ends."""
    place = 0
    for sentence in sentences(text):
        place = text.index(sentence, place)
        if place <= at < place + len(sentence):
            return place, place + len(sentence)
        place += len(sentence)
    return 0, len(text)


def _short(sentence: str, word: str) -> str:
    if len(sentence) <= _LONGEST:
        return sentence
    middle = max(0, sentence.find(word) - _LONGEST // 2)
    return f"…{sentence[middle : middle + _LONGEST]}…"
