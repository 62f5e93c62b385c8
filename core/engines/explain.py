"""Which words moved a reading: each is taken out, and the reading is taken again.

Occlusion: Zeiler and Fergus (2014), Visualizing and Understanding Convolutional Networks,
ECCV, section 4.2; for words Li, Monroe and Jurafsky (2016), Understanding Neural Networks
through Representation Erasure, arXiv 1612.08220. It asks nothing of the reader but readings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.engines.types import Reading, ReviewReader, Sentiment
from core.engines.word_spans import Passage, Span, passages, without, word_spans

LONGEST = 12_000
WORDS_AT_ONCE = 80
_PASSAGE = 40
_PASSAGES = 8
_NOTICEABLE = 0.04


@dataclass(frozen=True)
class MovingWord:
    """Characters `start`..`end` of the text and how far they moved the reading.

    `weight` is half the polarity that goes when the word does: -1 pulled a reading from fully
    positive to fully negative, 1 lifted it as far, 0.1 is a tenth of the whole scale.
    """

    start: int
    end: int
    weight: float


@dataclass(frozen=True)
class Explanation:
    """The words behind one reading of the reader with this `version`, in the text's order.

    `polarity` (-1..1) and `sentiment` are what the words explain: the reading of the text, of
    its first LONGEST characters where it goes on. `whole` is true where each word was taken out
    of the whole text; else it was taken out of its passage of at most 40 words, and only
    the most outspoken passages were looked into.
    """

    sentiment: Sentiment
    polarity: float
    version: str
    words: tuple[MovingWord, ...]
    whole: bool

    def lifting(self, most: int = 8) -> tuple[MovingWord, ...]:
        """The words that made the reading noticeably more positive, strongest first."""
        found = [word for word in self.words if word.weight >= _NOTICEABLE]
        return tuple(sorted(found, key=lambda word: -word.weight)[:most])

    def pulling(self, most: int = 8) -> tuple[MovingWord, ...]:
        """The words that made it noticeably more negative, strongest first."""
        found = [word for word in self.words if word.weight <= -_NOTICEABLE]
        return tuple(sorted(found, key=lambda word: word.weight)[:most])


def explain(reader: ReviewReader, text: str, language: str = "auto") -> Explanation:
    """What each word did to the reader's polarity of the text. Nothing is stored.

    Up to 80 words take one call of the reader with a variant per word; longer texts two, the
    second of at most 328 short passages, so that the work is bounded for a text of any
    length. Taking out pairs of neighbours as well took twice the readings, and the deletion
    test gained no more than 0.03 in polarity. Raises EngineFailed when the reader cannot answer.
    """
    text = text[:LONGEST]
    words = word_spans(text)
    whole = len(words) <= WORDS_AT_ONCE
    if whole:
        (base,), found = _occlude(reader, text, [Passage(0, len(text), words)], language)
    else:
        base, chosen = _outspoken(reader, text, words, language)
        _, found = _occlude(reader, text, chosen, language)
    return Explanation(base.sentiment, base.polarity, reader.version, tuple(found), whole)


def _outspoken(
    reader: ReviewReader, text: str, words: Sequence[Span], language: str
) -> tuple[Reading, list[Passage]]:
    """The reading of the text, and its passages that read furthest from neutral, in order."""
    parts = passages(text, words, _PASSAGE)
    base, *alone = _read(reader, [text, *(text[p.start : p.end] for p in parts)], language)
    order = sorted(range(len(parts)), key=lambda place: -abs(alone[place].polarity))
    return base, [parts[place] for place in sorted(order[:_PASSAGES])]


def _occlude(
    reader: ReviewReader, text: str, parts: Sequence[Passage], language: str
) -> tuple[list[Reading], list[MovingWord]]:
    """The reading of each passage, and of each of its words what taking it out changes there."""
    variants: list[str] = []
    for part in parts:
        passage = text[part.start : part.end]
        variants.append(passage)
        for word in part.words:
            moved = Span(word.start - part.start, word.end - part.start)
            variants.append(without(passage, [moved]))
    readings = iter(_read(reader, variants, language))
    bases: list[Reading] = []
    found: list[MovingWord] = []
    for part in parts:
        base = next(readings)
        bases.append(base)
        for word in part.words:
            weight = (base.polarity - next(readings).polarity) / 2
            found.append(MovingWord(word.start, word.end, round(weight, 4)))
    return bases, found


def _read(reader: ReviewReader, texts: Sequence[str], language: str) -> list[Reading]:
    """One reading per text; equal ones are read once."""
    unique = list(dict.fromkeys(texts))
    readings = dict(zip(unique, reader.read(unique, language), strict=True))
    return [readings[text] for text in texts]
