"""What liked and disliked drafts teach: exemplars to follow, wording to avoid.

A first, simple version that a person can follow: every lesson names the votes behind it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.i18n import N_

MOST_EXEMPLARS = 5
MOST_AVOIDED = 12
_MARKS = ("!", "！", "?", "？", "…")
_WORD = re.compile(r"[A-Za-z0-9'’%$£€]+|[\u4e00-\u9fff]")
_EMOJI = re.compile(r"[\u2600-\u27bf\U0001f300-\U0001faff]")
_CLAUSE = re.compile(r"[,.;:!?\n，。；：！？、…｜|—]+")
# A thumb down for these reasons is about the claim, the length or the tongue, not the wording.
_NOT_WORDING = {"untrue", "too_long", "wrong_language", "wrong_audience"}
# Marks are common: one vote against a text that has one proves nothing.
_VOTES_FOR_A_MARK = 2


@dataclass(frozen=True)
class Lessons:
    """What the next request heeds.

    `exemplars` are liked texts, the latest first; `avoid` are wordings (phrases, "!" marks)
    of disliked ones; `disliked` are those texts themselves, never to be shown again. `notes`
    are catalogue entries with what fills them, one for each lesson, with its votes.
    """

    exemplars: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    disliked: tuple[str, ...] = ()
    notes: tuple[tuple[str, dict[str, Any]], ...] = ()


@dataclass(frozen=True)
class Judged:
    """A draft with its standing votes; `given` is the text of its brief, which is no wording."""

    text: str
    ups: int
    downs: int
    reasons: frozenset[str]
    given: str

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Judged:
        """From a row of `store.ratings.judged`."""
        brief = json.loads(row["brief"]) if row["brief"] else {}
        values = (value if isinstance(value, list) else [value] for value in brief.values())
        return cls(
            text=row["text"],
            ups=int(row["ups"]),
            downs=int(row["downs"]),
            reasons=frozenset((row["reasons"] or "").split()),
            given=" ".join(str(text) for texts in values for text in texts).lower(),
        )


def learn(judged: Sequence[Judged], language: str) -> Lessons:
    """Lessons from drafts of one brand, channel and language, the latest vote first."""
    liked = [draft for draft in judged if draft.ups > draft.downs]
    disliked = [draft for draft in judged if draft.downs > draft.ups]
    worded = [draft for draft in disliked if not (draft.reasons and draft.reasons <= _NOT_WORDING)]
    phrases = _disliked_phrases(worded, liked, language)
    marks = _disliked_marks(worded, liked)
    exemplars = tuple(draft.text for draft in liked[:MOST_EXEMPLARS])
    notes: list[tuple[str, dict[str, Any]]] = []
    if exemplars:
        notes.append((N_("Follows {count} drafts you liked."), {"count": len(exemplars)}))
    for mark, votes in marks:
        notes.append((N_("Avoids “{wording}”: {votes} thumbs down."), _said(mark, votes)))
    for phrase, votes in phrases:
        notes.append((N_("Avoids “{wording}”: {votes} thumbs down."), _said(phrase, votes)))
    return Lessons(
        exemplars=exemplars,
        avoid=tuple(wording for wording, _ in (*marks, *phrases)),
        disliked=tuple(draft.text for draft in disliked),
        notes=tuple(notes),
    )


def _said(wording: str, votes: int) -> dict[str, Any]:
    return {"wording": wording, "votes": votes}


def _disliked_marks(disliked: Sequence[Judged], liked: Sequence[Judged]) -> list[tuple[str, int]]:
    found = []
    for mark in _MARKS:
        against = sum(draft.downs for draft in disliked if mark in draft.text)
        if against < _VOTES_FOR_A_MARK:
            continue
        share_down = sum(mark in draft.text for draft in disliked) / len(disliked)
        share_up = sum(mark in draft.text for draft in liked) / len(liked) if liked else 0.0
        if share_down >= 0.5 and share_down >= 2 * share_up:
            found.append((mark, against))
    emoji = Counter(mark for draft in disliked for mark in set(_EMOJI.findall(draft.text)))
    praised = {mark for draft in liked for mark in _EMOJI.findall(draft.text)}
    repeated = [(m, n) for m, n in emoji.items() if n >= _VOTES_FOR_A_MARK and m not in praised]
    return found + repeated


def _disliked_phrases(
    disliked: Sequence[Judged], liked: Sequence[Judged], language: str
) -> list[tuple[str, int]]:
    """Openings of disliked texts and phrases that several share, none of them ever liked."""
    praised = [draft.text.lower() for draft in liked]
    votes: Counter[str] = Counter()
    shared: Counter[str] = Counter()
    for draft in disliked:
        phrases = _phrases(draft.text, language)
        votes.update(dict.fromkeys(phrases, draft.downs))
        shared.update(phrases)
        opening = _opening(draft.text, language)
        if opening:
            shared[opening] += 1  # an opening counts twice: it is what a reader sees
            votes[opening] += 0
    given = " ".join(draft.given for draft in disliked)
    candidates = [
        phrase
        for phrase, seen in shared.items()
        if seen >= 2
        and phrase.lower() not in given
        and not any(phrase.lower() in text for text in praised)
    ]
    candidates.sort(key=lambda phrase: (-shared[phrase], -len(phrase), phrase))
    kept: list[str] = []
    for phrase in candidates:
        if not any(phrase in other or other in phrase for other in kept):
            kept.append(phrase)
    return [(phrase, max(1, votes[phrase])) for phrase in kept[:MOST_AVOIDED]]


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


def _opening(text: str, language: str) -> str:
    clause = _CLAUSE.split(text.lower().strip())[0]
    words = list(_WORD.finditer(clause))
    length = 3 if language == "en" else 4
    return clause[words[0].start() : words[length - 1].end()] if len(words) >= length else ""
