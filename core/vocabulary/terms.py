"""The words and short phrases of a text that carry a topic, in English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.vocabulary.segmenter import LONGEST_RUN, segmenter
from core.vocabulary.stopwords import STOPWORDS

_HAN = re.compile(r"[\u3400-\u9fff]")
_HAN_WORD = re.compile(r"[\u3400-\u9fff]{2,}")
_ENGLISH_WORD = re.compile(r"[a-z][a-z'’]+[a-z]|[a-z]{3,}")
_PIECE = re.compile(rf"[\u3400-\u9fff]{{1,{LONGEST_RUN}}}|[a-z'’]+|[^\u3400-\u9fffa-z'’\s]+")
# What core.privacy puts in the place of personal data is nobody's word.
_MASK = re.compile(r"\[(?:email|phone|id|card|order)\]")


def terms(text: str) -> set[str]:
    """The different content words of one text, lower case; Chinese cut by jieba."""
    return {word for word in _tokens(text) if word}


def phrases(text: str) -> set[str]:
    """The different content words of one text and its pairs of neighbours.

    A pair is two content words with nothing but a space between them: "battery life",
    "质量很好" cut as 质量 and 很好 gives 质量很好.
    """
    found: set[str] = set()
    last = ""
    for word in _tokens(text):
        if word:
            found.add(word)
            if last and last != word:
                joint = " " if last[-1].isascii() or word[0].isascii() else ""
                found.add(f"{last}{joint}{word}")
        last = word
    return found


def words_in_order(text: str) -> list[str]:
    """The content words of one text as they come, repeated ones too."""
    return [word for word in _tokens(text) if word]


def _tokens(text: str) -> Iterator[str]:
    """Content words in order; an empty one where something else stands between two."""
    for piece in _PIECE.findall(_MASK.sub("; ", text.lower())):
        if _HAN.match(piece):
            for word in segmenter().cut(piece):
                yield word if _HAN_WORD.fullmatch(word) and word not in STOPWORDS else ""
        elif _ENGLISH_WORD.fullmatch(piece.strip("'’")):
            word = piece.strip("'’").replace("’", "'")
            yield word if word not in STOPWORDS else ""
        else:
            yield ""
