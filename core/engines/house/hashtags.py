"""Hashtags of a text, kept to what its brief is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_TAG = re.compile(r"#(\w+)")
_GAP = re.compile(r" *#?\ue000")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+|[^\W\da-zA-Z_]+")
_SMALL = frozenset(
    {"a", "an", "and", "at", "by", "for", "in", "my", "of", "on", "the", "to", "with"}
)
_STEM = 4


def with_own_tags(text: str, brief: Iterable[str], spare: Sequence[str]) -> str:
    """The text with each hashtag that is not of the brief changed for the next of `spare` that it
    does not have, or left out where none is left.

    A hashtag is of the brief where each of its words begins as a word of the brief does:
    "#TravelMug" for "a mug for travelling", not "#GlutenFree". Words are told by their capitals;
    of a tag without any only the first is looked at.
    """
    known = {word[:_STEM] for part in brief for word in re.findall(r"\w+", part.casefold())}
    had = {tag.casefold() for tag in _TAG.findall(text)}
    left = [tag for tag in spare if tag.removeprefix("#").casefold() not in had]

    def own(tag: re.Match[str]) -> str:
        words = [word.casefold() for word in _WORD.findall(tag[1])]
        if all(word in _SMALL or word[:_STEM] in known for word in words):
            return tag[0]
        return left.pop(0) if left else "\ue000"

    return _GAP.sub("", _TAG.sub(own, text)).rstrip()
