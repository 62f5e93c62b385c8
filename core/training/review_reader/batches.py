"""Rows to padded batches: cut to windows, tagged, drawn by weight, sorted by length."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import torch
from tokenizers import Tokenizer
from torch import Tensor

from core.training.review_reader.rows import POSITIVE, Row, Rows

IGNORED = -100
OUTSIDE, BEGIN, INSIDE = 0, 1, 2
_CLS, _SEP, _MASK = 2, 3, 4

# How often a row is drawn against one of the shopping reviews.
WEIGHTS = {
    "tnews": 0.35,
    "fdu_unlabelled": 0.3,
    "fdu_mtl": 1.0,
    "clothing": 1.0,
    "chnsenticorp": 1.5,
    "sst2": 1.6,
    "weibo": 1.5,
    "tweeteval": 3.0,
    "goemotions": 0.8,
    "smp_usual": 3.0,
    "asap": 2.0,
    "en_restaurant14": 3.0,
    "en_laptop14": 3.0,
    "en_restaurant15": 2.0,
    "zh_camera": 2.0,
    "zh_car": 2.0,
    "zh_notebook": 2.0,
    "en_twitter14": 0.5,
    "zh_zhang": 2.0,
}
_SCARCE_CLASS = 2.0


@dataclass(frozen=True)
class Example:
    """A row as token ids (without the frame) and labels per token where it has terms."""

    ids: list[int]
    row: Row
    spans: list[int] | None
    polarities: list[int] | None


@dataclass(frozen=True)
class Batch:
    """Padded tensors; -1 (heads) and -100 (tokens) mean "no label"."""

    ids: Tensor
    two: Tensor
    three: Tensor
    emotion: Tensor
    spans: Tensor
    polarities: Tensor


def encode_rows(tokenizer: Tokenizer, rows: Sequence[Row]) -> list[Example]:
    """One Example per row that has a token, uncut."""
    examples = []
    for at in range(0, len(rows), 4096):
        part = rows[at : at + 4096]
        for row, encoding in zip(part, tokenizer.encode_batch([r.text for r in part]), strict=True):
            if encoding.ids:
                examples.append(Example(encoding.ids, row, *_tags(row, encoding.offsets)))
    return examples


def _tags(
    row: Row, offsets: Sequence[tuple[int, int]]
) -> tuple[list[int] | None, list[int] | None]:
    if row.terms is None:
        return None, None
    spans = [OUTSIDE if row.all_terms else IGNORED] * len(offsets)
    polarities = [IGNORED] * len(offsets)
    for term in row.terms:
        inside = [i for i, (a, b) in enumerate(offsets) if a < term.end and b > term.start]
        for i in inside:
            polarities[i] = term.polarity
            if row.all_terms:
                spans[i] = BEGIN if i == inside[0] else INSIDE
    return spans, polarities


class Mixture:
    """An endless stream of batches over several sets, each row drawn by its set's weight."""

    def __init__(self, examples: dict[str, list[Example]], length: int, budget: int, seed: int):
        self.examples = {name: rows for name, rows in examples.items() if rows}
        self.length, self.budget = length, budget
        self.random = random.Random(seed)
        self.names = list(self.examples)
        self.shares = [len(self.examples[n]) * WEIGHTS.get(n, 1.0) for n in self.names]
        self.queues: dict[str, list[Example]] = {name: [] for name in self.names}

    def __iter__(self) -> Iterator[Batch]:
        while True:
            names = self.random.choices(self.names, self.shares, k=2048)
            drawn = sorted(
                (self._cut(self._next(name)) for name in names), key=lambda e: len(e.ids)
            )
            groups: list[list[Example]] = [[]]
            for example in drawn:
                if (len(groups[-1]) + 1) * (len(example.ids) + 2) > self.budget and groups[-1]:
                    groups.append([])
                groups[-1].append(example)
            self.random.shuffle(groups)
            yield from (collate(group) for group in groups)

    def _next(self, name: str) -> Example:
        queue = self.queues[name]
        if not queue:
            for example in self.examples[name]:
                scarce = name in ("clothing", "amazon") and example.row.three != POSITIVE
                queue += [example] * int(_SCARCE_CLASS if scarce else 1)
            self.random.shuffle(queue)
        return queue.pop()

    def _cut(self, example: Example) -> Example:
        """A window of the text: its start, its end or any, so that all parts are learnt."""
        over = len(example.ids) - (self.length - 2)
        if over <= 0:
            return example
        start = self.random.choice((0, over, self.random.randrange(over + 1)))
        part = slice(start, start + self.length - 2)
        return Example(
            example.ids[part],
            example.row,
            example.spans and example.spans[part],
            example.polarities and example.polarities[part],
        )


def collate(examples: Sequence[Example]) -> Batch:
    """Pad examples to the longest and frame each with [CLS] and [SEP]."""
    width = max(len(e.ids) for e in examples) + 2
    ids = torch.zeros(len(examples), width, dtype=torch.long)
    spans = torch.full((len(examples), width), IGNORED)
    polarities = torch.full((len(examples), width), IGNORED)
    for i, example in enumerate(examples):
        end = len(example.ids) + 1
        ids[i, 0], ids[i, end] = _CLS, _SEP
        ids[i, 1:end] = torch.tensor(example.ids)
        if example.spans and example.polarities:
            spans[i, 1:end] = torch.tensor(example.spans)
            polarities[i, 1:end] = torch.tensor(example.polarities)
    rows = [e.row for e in examples]
    return Batch(
        ids,
        torch.tensor([r.two for r in rows]),
        torch.tensor([r.three for r in rows]),
        torch.tensor([r.emotion for r in rows]),
        spans,
        polarities,
    )


def mask_tokens(ids: Tensor, tokens: int, rate: float = 0.15) -> tuple[Tensor, Tensor]:
    """Ids with about `rate` of the tokens hidden as in BERT (80 % mask, 10 % random, 10 % as is).

    The second tensor is true where a token is to be guessed; at least one is.
    """
    real = ids > _MASK
    chosen = (torch.rand(ids.shape) < rate) & real
    if not chosen.any():
        chosen[tuple(real.nonzero()[0])] = True
    dice = torch.rand(ids.shape)
    hidden = ids.masked_fill(chosen & (dice < 0.8), _MASK)
    noise = torch.randint(_MASK + 1, tokens, ids.shape)
    return torch.where(chosen & (dice >= 0.9), noise, hidden), chosen


def hide_words(batch: Batch, rate: float) -> Batch:
    """The batch with about `rate` of the tokens masked in rows whose terms are not tagged.

    A label must then be told from the rest of the text (Dai and Le 2015, word dropout).
    """
    untagged = (batch.spans == IGNORED).all(1) & (batch.polarities == IGNORED).all(1)
    hidden = (torch.rand(batch.ids.shape) < rate) & (batch.ids > _MASK) & untagged[:, None]
    return replace(batch, ids=batch.ids.masked_fill(hidden, _MASK))


def plain_rows(texts: Sequence[str]) -> list[Row]:
    """Rows without any label, for the masked-language warm-up."""
    return [Row(text) for text in texts]


def texts_of(rows: Rows) -> list[str]:
    return [row.text for part in rows.values() for row in part]
