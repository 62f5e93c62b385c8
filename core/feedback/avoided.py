"""Marks and phrases that disliked drafts share and liked ones do not: what bare thumbs teach.

A thumb given before a wording was forgotten counts no more towards it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from core.feedback.judged import Judged
from core.feedback.named import WORD
from core.feedback.style_words import EMOJI
from core.vocabulary.stopwords import STOPWORDS

MOST_AVOIDED = 12
_MARKS = ("!", "！", "?", "？", "…")
_WORD = re.compile(r"[A-Za-z0-9'’%$£€]+|[\u4e00-\u9fff]")
_CLAUSE = re.compile(r"[,.;:!?\n，。；：！？、…｜|—]+")
# Marks are common: one vote against a text that has one proves nothing.
_VOTES_FOR_A_MARK = 2
_NAMED = {"!": "exclamation", "！": "exclamation", "?": "question", "？": "question"}


# What stands between the words of a brief in any sentence that tells it.
_GRAMMAR = frozenset(
    re.findall(
        r"\w+",
        """
        an and are at be by can come comes for from get gets has have in is it its of on or so
        that the them there this to up was were will with you your
        """,
    )
)


def named_as(mark: str) -> str:
    """The lesson in words that covers a mark, the mark itself where there is none."""
    return _NAMED.get(mark, mark)


def disliked_marks(
    disliked: Sequence[Judged], liked: Sequence[Judged], gone: Mapping[str, str]
) -> list[tuple[str, int]]:
    """Marks and emoji with two thumbs down or more that liked texts seldom have, with those
    thumbs. `gone` holds forgotten lessons and the time up to which thumbs teach them no more."""
    found = []
    for mark in _MARKS:
        heard = _after(_forgotten_at(mark, gone), disliked)
        against = sum(draft.downs for draft in heard if mark in draft.text)
        if against < _VOTES_FOR_A_MARK:
            continue
        share_down = sum(mark in draft.text for draft in heard) / len(heard)
        share_up = sum(mark in draft.text for draft in liked) / len(liked) if liked else 0.0
        if share_down >= 0.5 and share_down >= 2 * share_up:
            found.append((mark, against))
    emoji = Counter(
        mark
        for draft in disliked
        for mark in set(EMOJI.findall(draft.text))
        if _after(_forgotten_at(mark, gone), [draft])
    )
    praised = {mark for draft in liked for mark in EMOJI.findall(draft.text)}
    repeated = [(m, n) for m, n in emoji.items() if n >= _VOTES_FOR_A_MARK and m not in praised]
    return found + repeated


def disliked_phrases(
    disliked: Sequence[Judged], liked: Sequence[Judged], gone: Mapping[str, str], language: str
) -> list[tuple[str, int]]:
    """Phrases that several disliked texts share, none of them ever liked, each saying something
    that its brief did not give, with their thumbs down.

    Thumbs up to the time at which a wording was forgotten (`gone`, by lesson) teach neither it
    nor a phrase that is much the same.
    """
    praised = [draft.text.lower() for draft in liked]
    forgotten = [(key.removeprefix(WORD), at) for key, at in gone.items() if key.startswith(WORD)]
    votes: Counter[str] = Counter()
    shared: Counter[str] = Counter()
    for draft in disliked:
        deaf = [wording for wording, at in forgotten if draft.voted_at <= at]
        for phrase in _phrases(draft.text, language):
            if any(_overlap(phrase, wording, language) for wording in deaf):
                continue
            shared[phrase] += 1
            votes[phrase] += draft.downs
    given = " ".join(draft.given for draft in disliked)
    candidates = [
        phrase
        for phrase, seen in shared.items()
        if seen >= 2
        and _own_words(phrase, given, language)
        and not any(phrase in text for text in praised)
    ]
    candidates.sort(key=lambda phrase: (-shared[phrase], -len(phrase), phrase))
    kept: list[str] = []
    for phrase in candidates:
        if not any(_overlap(phrase, other, language) for other in kept):
            kept.append(phrase)
    return [(phrase, votes[phrase]) for phrase in kept[:MOST_AVOIDED]]


def _forgotten_at(mark: str, gone: Mapping[str, str]) -> str | None:
    """When a mark was last forgotten, by itself or in words; None where it never was."""
    return max((gone[key] for key in (WORD + mark, named_as(mark)) if key in gone), default=None)


def _after(at: str | None, drafts: Sequence[Judged]) -> list[Judged]:
    return [draft for draft in drafts if at is None or draft.voted_at > at]


def _own_words(phrase: str, given: str, language: str) -> bool:
    """Whether a phrase holds more than the brief's words and the grammar between them."""
    if language == "en":
        known = set(_WORD.findall(given))
        return bool(set(_WORD.findall(phrase)) - known - STOPWORDS - _GRAMMAR)
    pairs = [phrase[i : i + 2] for i in range(len(phrase) - 1)]
    return sum(pair not in given for pair in pairs) > len(pairs) / 2


def _overlap(phrase: str, other: str, language: str) -> bool:
    """Whether two phrases are much the same stretch of words."""
    if phrase in other or other in phrase:
        return True
    units = _WORD.findall
    both = set(units(phrase)) & set(units(other))
    return len(both) >= (2 if language == "en" else 3)


def _phrases(text: str, language: str) -> set[str]:
    """Word runs that do not cross a mark: 3 or 4 words in English, 4 to 6 characters in Chinese.

    Each stands as it does in the lower-cased text, hyphens and quotes between words included.
    """
    lengths = (3, 4) if language == "en" else (4, 5, 6)
    found: set[str] = set()
    for clause in _CLAUSE.split(text.lower()):
        words = list(_WORD.finditer(clause))
        for length in lengths:
            runs = zip(words, words[length - 1 :], strict=False)
            found.update(clause[first.start() : last.end()] for first, last in runs)
    return found
