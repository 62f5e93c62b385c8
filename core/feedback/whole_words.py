"""Wordings of Chinese texts as a person reads them: not cut in the middle of a word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from core.vocabulary.segmenter import LONGEST_RUN, segmenter

_HAN = re.compile(r"[\u3400-\u9fff]")
_LINE = re.compile(rf"[^，。；！？\n]{{1,{LONGEST_RUN}}}")


def widened(wording: str, texts: Iterable[str]) -> str:
    """A lower-case wording with the rest of the words that it begins and ends in, as the first
    text that holds it has them; the wording itself where none does or it has no Han character."""
    if not _HAN.search(wording):
        return wording
    for text in texts:
        for line in _LINE.findall(text.lower()):
            start = line.find(wording)
            if start >= 0:
                edges = _edges(line)
                end = min(edge for edge in edges if edge >= start + len(wording))
                return line[max(edge for edge in edges if edge <= start) : end]
    return wording


def is_word(wording: str) -> bool:
    """Whether a wording is no part of a Chinese word and no two words run together."""
    return not _HAN.search(wording) or len(segmenter().lcut(wording)) == 1


@lru_cache(maxsize=1024)
def _edges(line: str) -> tuple[int, ...]:
    """Where words begin and end in a line, its own ends among them."""
    found = [0]
    for word in segmenter().cut(line):
        found.append(found[-1] + len(word))
    return tuple(found)
