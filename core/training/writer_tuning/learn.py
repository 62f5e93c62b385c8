"""Learning from thumbs and pairs.

Thumbs by KTO (Ethayarajh and others 2024, arXiv 2402.01306): the reward of a text is how much
likelier it has become than under the network before; liked texts are pushed above, disliked ones
below what the network has drifted on texts of other briefs. Pairs by DPO (Rafailov and others
2023, arXiv 2305.18290). Both losses saturate, so what is learnt already moves nothing more.
Copy that was learnt before is held: where it becomes less likely, that is paid for.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from core.engines.house_writer import Scored
from core.training.house_writer.designs import Network
from core.training.writer_tuning.low_rank import LowRank


@dataclass(frozen=True)
class Thumb:
    """A rated text as ids under its brief; `mismatched` is a text of another brief under this
    one, on which drift is measured."""

    text: Scored
    liked: bool
    mismatched: Scored


@dataclass(frozen=True)
class Pair:
    """Two texts for one brief, the first preferred."""

    better: Scored
    worse: Scored


@dataclass(frozen=True)
class Manner:
    """How to learn. `strictness` is the beta of KTO and DPO: how dear it is to leave the network
    as it was, `holding` what a nat per token lost on copy learnt before costs. Where likes and
    dislikes are uneven, each kind counts the same in all."""

    rank: int = 8
    passes: int = 6
    texts: int = 16
    rate: float = 2.5e-3
    strictness: float = 0.1
    holding: float = 10.0
    seed: int = 0


def tuned(
    network: Network,
    thumbs: Sequence[Thumb],
    pairs: Sequence[Pair],
    manner: Manner | None = None,
    report: Callable[[float], None] = lambda share: None,
    *,
    held: Sequence[Scored] = (),
) -> LowRank:
    """The network with what the ratings teach; the same input gives the same changes.

    `held` is copy of other briefs that is to stay as likely as it was. `report` hears the share
    that is done, 0..1. The network itself is not changed.
    """
    manner = manner or Manner()
    model = LowRank(network, manner.rank, manner.seed)
    optimiser = torch.optim.AdamW(model.parameters(), lr=manner.rate, weight_decay=0.0)
    lessons = _Lessons(model, thumbs, pairs, held, manner)
    steps = list(_steps([thumb.text for thumb in thumbs], len(pairs), manner))
    turns = _turns(len(held), len(steps), manner)
    for at, (some, others) in enumerate(steps):
        for group in optimiser.param_groups:
            group["lr"] = manner.rate * min(1.0, (at + 1) / 5) * (1 - at / len(steps))
        loss = lessons.kto(some) + lessons.dpo(others) + lessons.forgetting(turns[at])
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        report((at + 1) / len(steps))
    return model


class _Lessons:
    """What is learnt from, with what the network gave all of it before."""

    def __init__(
        self,
        model: LowRank,
        thumbs: Sequence[Thumb],
        pairs: Sequence[Pair],
        held: Sequence[Scored],
        manner: Manner,
    ) -> None:
        self.model, self.thumbs, self.pairs, self.held = model, thumbs, pairs, held
        self.strictness, self.holding = manner.strictness, manner.holding
        liked = sum(thumb.liked for thumb in thumbs)
        self.weights = {
            True: _half(len(thumbs), liked),
            False: _half(len(thumbs), len(thumbs) - liked),
        }

        def before(texts: list[Scored]) -> Tensor:
            with torch.no_grad():
                some = _chunks(texts, manner.texts)
                parts = [model.log_odds(chunk, changed=False) for chunk in some]
            return torch.cat(parts) if parts else torch.zeros(0)

        self.rated = before([thumb.text for thumb in thumbs])
        self.mismatched = before([thumb.mismatched for thumb in thumbs])
        self.better = before([pair.better for pair in pairs])
        self.worse = before([pair.worse for pair in pairs])
        self.copy = before(list(held))

    def kto(self, some: Sequence[int]) -> Tensor:
        """The mean loss of these thumbs, 0 for none."""
        if not some:
            return torch.zeros(())
        thumbs = [self.thumbs[i] for i in some]
        reward = self.model.log_odds([one.text for one in thumbs]) - self.rated[some]
        with torch.no_grad():
            other = self.model.log_odds([one.mismatched for one in thumbs])
            drift = (other - self.mismatched[some]).mean().clamp(min=0)
        sign = torch.tensor([1.0 if one.liked else -1.0 for one in thumbs])
        weight = torch.tensor([self.weights[one.liked] for one in thumbs])
        return (weight * (1 - torch.sigmoid(self.strictness * sign * (reward - drift)))).mean()

    def dpo(self, some: Sequence[int]) -> Tensor:
        """The mean loss of these pairs, 0 for none."""
        if not some:
            return torch.zeros(())
        pairs = [self.pairs[i] for i in some]
        texts = [one.better for one in pairs] + [one.worse for one in pairs]
        better, worse = self.model.log_odds(texts).chunk(2)
        margin = (better - self.better[some]) - (worse - self.worse[some])
        return -functional.logsigmoid(self.strictness * margin).mean()

    def forgetting(self, some: Sequence[int]) -> Tensor:
        """What less likely copy costs: its mean loss per token, 0 where it became likelier."""
        if not some:
            return torch.zeros(())
        texts = [self.held[i] for i in some]
        tokens = torch.tensor([float(len(one.text) - one.given) for one in texts])
        lost = (self.copy[some] - self.model.log_odds(texts)).sum() / tokens.sum()
        return self.holding * lost.clamp(min=0)


def _steps(
    rated: Sequence[Scored], pairs: int, manner: Manner
) -> Iterator[tuple[list[int], list[int]]]:
    """Places of the thumbs and pairs of each step; a pair counts as two texts. Texts of one brief
    come in one step: that is quick, and what tells them apart is what was rated."""
    rng = random.Random(manner.seed)
    count = max(1, round((len(rated) + 2 * pairs) / manner.texts))
    briefs: dict[tuple[int, ...], list[int]] = {}
    for place, text in enumerate(rated):
        briefs.setdefault(tuple(text.prefix), []).append(place)
    for _ in range(manner.passes):
        groups = rng.sample(list(briefs.values()), len(briefs))
        one = [place for group in groups for place in rng.sample(group, len(group))]
        two = rng.sample(range(pairs), pairs)
        for i in range(count):
            some, others = _part(one, i, count), _part(two, i, count)
            if some or others:
                yield some, others


def _turns(held: int, steps: int, manner: Manner) -> list[list[int]]:
    """Places of the held texts of each step: half as many as rated ones, all in turn."""
    rng = random.Random(manner.seed + 1)
    order: list[int] = []
    turns = []
    for _ in range(steps):
        if len(order) < manner.texts // 2:
            order += rng.sample(range(held), held)
        turns.append(order[: manner.texts // 2])
        order = order[manner.texts // 2 :]
    return turns


def _part(places: Sequence[int], number: int, count: int) -> list[int]:
    """The part of this number of `count` as even ones."""
    edges = [len(places) * edge // count for edge in (number, number + 1)]
    return list(places[edges[0] : edges[1]])


def _half(count: int, part: int) -> float:
    """The weight that makes a part count half of all."""
    return count / (2 * part) if part else 0.0


def _chunks(texts: Sequence[Scored], size: int) -> Iterator[Sequence[Scored]]:
    for at in range(0, len(texts), size):
        yield texts[at : at + size]
