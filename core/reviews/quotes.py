"""What customers wrote, cut to the sentence that matters."""

from __future__ import annotations

from dataclasses import dataclass

from core.text import sentences

LONGEST = 220


@dataclass(frozen=True)
class Quote:
    """A sentence of a review, at most some 220 characters."""

    review_id: int
    text: str


def sentence_at(text: str, start: int) -> str:
    """The sentence that holds the character at `start`, shortened about it."""
    place = 0
    for sentence in sentences(text):
        place = text.index(sentence, place)
        if start < place + len(sentence):
            return shortened(sentence, max(0, start - place))
        place += len(sentence)
    return shortened(text, start)


def sentence_with(text: str, word: str) -> str:
    """The first sentence that holds a word or phrase, else the first at all."""
    place = text.lower().find(word.partition(" ")[0])
    return sentence_at(text, max(0, place))


def shortened(sentence: str, about: int) -> str:
    """At most 220 characters of a sentence, those about a place; "…" where it is cut."""
    flat = " ".join(sentence.split())
    if len(flat) <= LONGEST:
        return flat
    begin = max(0, min(about - LONGEST // 2, len(flat) - LONGEST))
    end = begin + LONGEST
    return ("…" if begin else "") + flat[begin:end].strip() + ("…" if end < len(flat) else "")
