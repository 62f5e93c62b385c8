"""Texts as token windows: long texts in overlapping parts, short ones batched by length."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tokenizers import Tokenizer

PAD, UNKNOWN, FIRST, LAST = 0, 1, 2, 3

_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+", re.I)


@dataclass(frozen=True)
class Encoded:
    """A text's token ids and the characters start..end each stands for."""

    ids: list[int]
    offsets: list[tuple[int, int]]

    @property
    def known(self) -> float:
        """The share of tokens that the vocabulary has, 0 for a text without a word."""
        return 1 - self.ids.count(UNKNOWN) / len(self.ids) if self.ids else 0.0


@dataclass(frozen=True)
class Window:
    """Tokens `start`..`end` of text number `text`."""

    text: int
    start: int
    end: int


def encode(tokenizer: Tokenizer, texts: Sequence[str]) -> list[Encoded]:
    """Tokens of each text. Web addresses are blanked; a text without a letter, digit or known
    sign has none, and offsets always index the text as given."""
    blanked = [
        _ADDRESS.sub(lambda found: " " * len(found[0]), _HALF_CHARACTER.sub("\ufffd", text))
        for text in texts
    ]
    encoded = []
    for text, e in zip(blanked, tokenizer.encode_batch(blanked), strict=True):
        readable = any(char.isalnum() for char in text) or any(
            i > UNKNOWN and not text[a].isascii()
            for i, (a, _) in zip(e.ids, e.offsets, strict=True)
        )
        encoded.append(Encoded(e.ids, e.offsets) if readable else Encoded([], []))
    return encoded


def cut(lengths: Sequence[int], longest: int, overlap: int) -> list[Window]:
    """Windows of at most `longest` tokens that cover every text, equal in length within one
    text, at least `overlap` tokens in common. A text without tokens has one empty window."""
    windows = []
    for text, length in enumerate(lengths):
        count = 1 if length <= longest else -(-(length - overlap) // (longest - overlap))
        size = length if count == 1 else longest
        step = (length - size) / max(count - 1, 1)
        windows += [Window(text, round(i * step), round(i * step) + size) for i in range(count)]
    return windows


def batches(windows: Sequence[Window], tokens: int) -> Iterator[list[Window]]:
    """Windows of like length together, about `tokens` tokens each, padding included."""
    batch: list[Window] = []
    for window in sorted(windows, key=lambda w: w.end - w.start):
        if batch and (len(batch) + 1) * (window.end - window.start + 2) > tokens:
            yield batch
            batch = []
        batch.append(window)
    if batch:
        yield batch


def padded(batch: Sequence[Window], encoded: Sequence[Encoded]) -> np.ndarray:
    """Token ids (windows, longest + 2), each row framed by the first and last mark."""
    width = max(w.end - w.start for w in batch) + 2
    ids = np.full((len(batch), width), PAD, np.int64)
    ids[:, 0] = FIRST
    for row, window in zip(ids, batch, strict=True):
        length = window.end - window.start
        row[1 : length + 1] = encoded[window.text].ids[window.start : window.end]
        row[length + 1] = LAST
    return ids


def portions(texts: Sequence[str], count: int, characters: int) -> Iterator[list[str]]:
    """The texts in order, at most `count` and about `characters` at once, to bound memory."""
    portion: list[str] = []
    size = 0
    for text in texts:
        if portion and (len(portion) == count or size + len(text) > characters):
            yield portion
            portion, size = [], 0
        portion.append(text)
        size += len(text)
    if portion:
        yield portion
