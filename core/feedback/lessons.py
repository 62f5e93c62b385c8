"""What liked and disliked drafts teach: exemplars to follow, wording to avoid.

Every lesson names the votes behind it and can be forgotten: then only later votes teach it.
A thumb down that names what it dislikes teaches at once; a bare one needs a second.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from core.feedback.avoided import disliked_marks, disliked_phrases, named_as
from core.feedback.judged import Judged
from core.feedback.named import DISLIKES, LENGTH, TAGS, WORD, holds, named
from core.feedback.whole_words import widened
from core.i18n import N_, NN_

MOST_EXEMPLARS = 5
EXEMPLARS = "exemplars"
WINNERS = "winners"
"""The lessons to follow liked drafts, and drafts that won a test."""

_TAGS_STAY = N_("Hashtags stay: the channel asks for them. Thumbs down: {votes}.")
_WINNERS = N_("Follows the winners of your tests: {count}.")
_WRITES_SHORTER = N_("Writes shorter. Thumbs down for length: {votes}.")
_AVOIDS = N_("Avoids “{wording}”. Thumbs down: {votes}.")

# A thumb down for these reasons is about the claim, the length or the tongue, not the wording.
_NOT_WORDING = {"untrue", "too_long", "wrong_language", "wrong_audience"}
# What "too long" asks for: this share of the shortest text that was too long.
_SHORTER = 0.8


@dataclass(frozen=True)
class Lesson:
    """One thing that was learnt: its key, by which it can be forgotten, a catalogue entry with
    what fills it, and the votes behind it."""

    key: str
    message: str
    params: Mapping[str, Any]
    votes: int


@dataclass(frozen=True)
class Lessons:
    """What the next request heeds.

    `exemplars` are winners of tests and liked texts, the latest first of each; `avoid` are
    wordings (phrases, "!" marks) of disliked ones; `disliked` are those texts themselves, never
    to be shown again. `named` are lessons that a comment or reason put in words: a text that
    breaks one is not shown.
    `longest` is the most such a text may measure, None without a wish for it. `lessons` lists
    everything with its votes.
    """

    exemplars: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    disliked: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    longest: int | None = None
    lessons: tuple[Lesson, ...] = ()

    @property
    def notes(self) -> tuple[tuple[str, dict[str, Any]], ...]:
        """A catalogue entry with what fills it, for each lesson."""
        return tuple((lesson.message, dict(lesson.params)) for lesson in self.lessons)

    def broken(self, text: str, length: int) -> str:
        """The first named lesson that a text of this length breaks, "" where it breaks none."""
        if self.longest is not None and length > self.longest:
            return LENGTH
        for key in self.named:
            if key in DISLIKES and DISLIKES[key].in_text(text):
                return key
            if key.startswith(WORD) and holds(text, key.removeprefix(WORD)):
                return key
        return ""

    def where_tags_must_be(self) -> Lessons:
        """The same for a channel that takes no text without hashtags: they stay, and the lesson
        against them says why."""
        if TAGS not in self.named:
            return self
        return replace(
            self,
            named=tuple(key for key in self.named if key != TAGS),
            lessons=tuple(
                replace(lesson, message=_TAGS_STAY) if lesson.key == TAGS else lesson
                for lesson in self.lessons
            ),
        )

    def orders(self, language: str) -> tuple[str, ...]:
        """The named lessons as orders to a writer, in the language of the copy; wordings and
        the length are not among them, a request has places of its own for those."""
        return tuple(DISLIKES[key].order[language] for key in self.named if key in DISLIKES)


def learn(
    judged: Sequence[Judged],
    language: str,
    *,
    length: Callable[[str], int] | None = None,
    least: int | None = None,
    forgotten: Mapping[str, str] | None = None,
    winners: Sequence[tuple[str, str]] = (),
) -> Lessons:
    """Lessons from drafts of one brand, channel and language, the latest vote first.

    `length` measures a text as its channel does; without it no length is learnt. `least` is the
    least the channel takes: what is learnt leaves room above it. `forgotten` holds lessons that
    were deleted, with the time up to which votes no longer teach them. `winners` are texts that
    won an experiment and when it was closed: exemplars before all others, unless disliked.
    """
    gone = forgotten or {}
    liked = [draft for draft in judged if draft.ups > draft.downs]
    disliked = [draft for draft in judged if draft.downs > draft.ups]
    worded = [draft for draft in disliked if not (draft.reasons and draft.reasons <= _NOT_WORDING)]
    turned_down = {draft.text for draft in disliked}
    won = [
        text
        for text, closed in winners
        if text not in turned_down and _teaches(WINNERS, closed, gone)
    ]
    praised = [draft.text for draft in liked if _teaches(EXEMPLARS, draft.voted_at, gone)]
    exemplars = tuple(dict.fromkeys([*won, *praised]))[:MOST_EXEMPLARS]
    votes, lengths = _named(disliked, gone, length)
    marks = [
        (mark, count)
        for mark, count in disliked_marks(worded, liked, gone)
        if named_as(mark) not in votes
    ]
    phrases = [
        (phrase, count)
        for phrase, count in disliked_phrases(worded, liked, gone, language)
        if WORD + phrase not in votes
    ]
    lessons = _followed(exemplars, won)
    lessons += [_lesson(key, count) for key, count in votes.items()]
    lessons += [_lesson(WORD + mark, count) for mark, count in marks]
    turned = [draft.text for draft in worded]
    lessons += [_lesson(WORD + phrase, count, widened(phrase, turned)) for phrase, count in phrases]
    calm = ("!", "！") if "exclamation" in votes else ()
    said = tuple(key.removeprefix(WORD) for key in votes if key.startswith(WORD))
    return Lessons(
        exemplars=exemplars,
        avoid=tuple(dict.fromkeys([*said, *calm, *(wording for wording, _ in (*marks, *phrases))])),
        disliked=tuple(draft.text for draft in disliked),
        named=tuple(votes),
        longest=_longest(lengths, least),
        lessons=tuple(lessons),
    )


def _teaches(key: str, at: str, gone: Mapping[str, str]) -> bool:
    """Whether what was said at a time still teaches a lesson."""
    return key not in gone or at > gone[key]


def _named(
    disliked: Sequence[Judged], gone: Mapping[str, str], length: Callable[[str], int] | None
) -> tuple[dict[str, int], list[int]]:
    """Lessons put in words with their votes, the latest first, and how long the texts are that
    were too long."""
    votes: Counter[str] = Counter()
    lengths = []
    for draft in disliked:
        reasons = [reason for reason in draft.reasons if reason == "too_long"]
        said = [("", reason) for reason in reasons] + [(words, "") for words in draft.comments]
        keys = {
            key
            for comment, reason in said
            for key in named(comment, reason, draft.text, draft.product, draft.given)
        }
        for key in sorted(keys):
            if not _teaches(key, draft.voted_at, gone):
                continue
            if key == LENGTH and length is None:
                continue
            votes[key] += draft.downs
            if key == LENGTH and length is not None:
                lengths.append(length(draft.text))
    return dict(votes), lengths


def _longest(lengths: Sequence[int], least: int | None) -> int | None:
    """What "too long" leaves: shorter than the shortest complaint, but never so short that the
    channel, which takes no less than `least`, would be left without drafts."""
    if not lengths:
        return None
    return max(1, int(_SHORTER * min(lengths)), ceil((least or 0) / _SHORTER))


def _followed(exemplars: Sequence[str], won: Sequence[str]) -> list[Lesson]:
    """One lesson for the winners of tests that are followed, one for the liked drafts."""
    winners = sum(text in won for text in exemplars)
    liked = len(exemplars) - winners
    found = []
    if winners:
        found.append(Lesson(WINNERS, _WINNERS, {"count": winners}, winners))
    if liked:
        found.append(Lesson(EXEMPLARS, _liked(liked), {"count": liked}, liked))
    return found


def _liked(count: int) -> str:
    return NN_("Follows {count} draft you liked.", "Follows {count} drafts you liked.", count)


def is_lesson(message: str) -> bool:
    """Whether a catalogue entry is what a lesson says, and no other note on a request."""
    said = {_TAGS_STAY, _WINNERS, _WRITES_SHORTER, _AVOIDS, _liked(1), _liked(2)}
    return message in said or message in {dislike.note for dislike in DISLIKES.values()}


def _lesson(key: str, votes: int, wording: str = "") -> Lesson:
    """The lesson of a key; one about a wording may say a longer one, not cut within a word."""
    if key == LENGTH:
        return Lesson(key, _WRITES_SHORTER, {"votes": votes}, votes)
    if key in DISLIKES:
        return Lesson(key, DISLIKES[key].note, {"votes": votes}, votes)
    params = {"wording": wording or key.removeprefix(WORD), "votes": votes}
    return Lesson(key, _AVOIDS, params, votes)
