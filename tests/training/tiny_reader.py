"""A reader small enough to train and export within a test."""

from __future__ import annotations

from core.training.review_reader.model import ReaderNetwork
from core.training.review_reader.start import empty_network
from core.training.review_reader.vocabulary import SPECIALS, Vocabulary, build_vocabulary

ENGLISH = [
    "The kettle boils fast and the handle stays cool.",
    "The lid broke after a week and the service was rude.",
    "It is a kettle. It is neither good nor bad.",
] * 12
CHINESE = [
    "物流很快，质量很好，非常满意。",
    "质量太差了，再也不买了。",
    "一般般，没有什么感觉。",
] * 12


def tiny_vocabulary() -> Vocabulary:
    """Every letter of ENGLISH, its words, and the words and characters of CHINESE."""
    words = {word.strip(".").lower() for text in ENGLISH for word in text.split()}
    letters = sorted({char for word in words for char in word})
    pieces = [*SPECIALS, *".,", *letters, *(f"##{c}" for c in letters)]
    pieces += sorted(words - set(pieces))
    minilm = {piece: row for row, piece in enumerate(pieces)}
    return build_vocabulary(ENGLISH, CHINESE, minilm, limit=400, latin_limit=200)


def tiny_network(vocabulary: Vocabulary) -> ReaderNetwork:
    return empty_network(
        vocabulary, hidden=32, layers=2, attention_heads=4, feed_forward=64, positions=128
    )
