"""Where the words of a text stand: what can be taken out of it one at a time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from core.vocabulary.segmenter import LONGEST_RUN, segmenter

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f"
_SIGN = r"[\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]"
_JOINED = r"[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff]*"
_UNIT = re.compile(
    rf"(?P<han>[{_HAN}]{{1,{LONGEST_RUN}}})"
    rf"|(?P<emoji>{_SIGN}{_JOINED}(?:\u200d{_SIGN}{_JOINED})*|[:;=]-?[()DPp/](?!\w)|<3(?!\w))"
    rf"|[^\W_{_HAN}]+(?:['’.\-][^\W_{_HAN}]+)*"
)
_SENTENCE = re.compile(r"[.。!！?？…\n]+[”’」』\"')）]*\s*")
_CLAUSE = re.compile(r"[,，;；:：、()（）—]+\s*")


class Span(NamedTuple):
    """Characters `start`..`end` of a text."""

    start: int
    end: int


def word_spans(text: str) -> list[Span]:
    """The words of a text in order: Latin ones whole with their apostrophes and hyphens, Chinese
    as jieba cuts them, each emoji and emoticon one. Punctuation belongs to none."""
    return list(_words(text))


def _words(text: str) -> Iterator[Span]:
    for found in _UNIT.finditer(text):
        if found.lastgroup != "han":
            yield Span(*found.span())
            continue
        for _, start, end in segmenter().tokenize(found[0]):
            yield Span(found.start() + start, found.start() + end)


def without(text: str, spans: Iterable[Span]) -> str:
    """The text with some spans taken out; of the spaces on either side of one, one stays."""
    parts, at = [], 0
    for start, end in sorted(spans):
        left = text[at:start]
        open_left = not left or left[-1].isspace()
        if open_left and end == len(text):
            left = left[:-1]
        parts.append(left)
        at = end + (open_left and text[end : end + 1].isspace())
    return "".join([*parts, text[at:]])


class Passage(NamedTuple):
    """Characters `start`..`end` of a text and the words that stand there."""

    start: int
    end: int
    words: Sequence[Span]


def passages(text: str, words: Sequence[Span], most: int) -> list[Passage]:
    """The whole text in passages of at most `most` of its words, cut where a sentence ends,
    else a clause, else between two words; short sentences stay together."""
    found: list[Passage] = []
    start, first = 0, 0
    while len(words) - first > most:
        size, end = _cut(text, words[first : first + most + 1])
        found.append(Passage(start, end, words[first : first + size]))
        start, first = end, first + size
    return [*found, Passage(start, len(text), words[first:])]


def _cut(text: str, words: Sequence[Span]) -> tuple[int, int]:
    """How many of the words, all but the last at most, a passage takes, and where it ends.

    Wanted is the last break that leaves it at least a third of them.
    """
    most = len(words) - 1
    for mark in (_SENTENCE, _CLAUSE):
        for size in range(most, most // 3, -1):
            found = mark.search(text, words[size - 1].end, words[size].start)
            if found:
                return size, found.end()
    return most, words[most].start
