"""The two training phases, each within its minutes: guess masked tokens, then all heads."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from core.training.precision import half_precision
from core.training.review_reader.batches import IGNORED, Batch, hide_words, mask_tokens
from core.training.review_reader.model import ReaderNetwork

_NEUTRAL = 1
_WARM_UP = 0.03
_LAST_RATE = 0.02
_NOT_NEUTRAL = 0.1


@dataclass(frozen=True)
class Pace:
    """Learning rates at their peak: rows from MiniLM, rows added, everything else."""

    old: float
    new: float
    rest: float

    def times(self, factor: float) -> Pace:
        """All three rates times `factor`."""
        return Pace(self.old * factor, self.new * factor, self.rest * factor)


@dataclass(frozen=True)
class Phase:
    """One phase: its name in checkpoints, its minutes, its pace and its loss per batch."""

    name: str
    minutes: float
    pace: Pace
    loss: Callable[[ReaderNetwork, Batch], Tensor]


def masked_loss(network: ReaderNetwork, batch: Batch) -> Tensor:
    """Cross-entropy of guessing hidden tokens (Devlin et al. 2019)."""
    device = next(network.parameters()).device
    hidden, chosen = mask_tokens(batch.ids, network.shape.tokens)
    hidden, chosen, ids = hidden.to(device), chosen.to(device), batch.ids.to(device)
    with half_precision(device):
        logits = network.guess_masked(hidden, chosen)
    return functional.cross_entropy(logits.float(), network.row_of[ids[chosen]])


def heads_loss(
    emotion_weights: Tensor, hidden: float = 0.0
) -> Callable[[ReaderNetwork, Batch], Tensor]:
    """The loss of all heads; each label counts only for the heads its set speaks of.

    `hidden` is the share of words masked in whole texts.
    """

    def loss(network: ReaderNetwork, batch: Batch) -> Tensor:
        batch = hide_words(batch, hidden)
        device = next(network.parameters()).device
        with half_precision(device):
            out = network(batch.ids.to(device))
        total = two_class_loss(out.sentiment.float(), batch.two.to(device))
        total = total + _summed(out.sentiment, batch.three.to(device))
        weights = emotion_weights.to(device)
        total = total + 0.6 * _summed(out.emotion, batch.emotion.to(device), weights)
        total = total + 2.0 * _token_loss(out.spans, batch.spans.to(device))
        total = total + _token_loss(out.span_polarity, batch.polarities.to(device))
        return total / len(batch.ids)

    return loss


def two_class_loss(logits: Tensor, labels: Tensor) -> Tensor:
    """Summed loss of rows labelled 0 (negative) or 2 (positive) by a set without neutral.

    Negative against positive alone decides; a light pull keeps "neutral" low, since such
    sets leave neutral texts out.
    """
    rows = labels >= 0
    if not rows.any():
        return logits.sum() * 0
    logits, labels = logits[rows], labels[rows]
    decided = functional.cross_entropy(logits[:, [0, 2]], labels // 2, reduction="sum")
    not_neutral = torch.log1p(-logits.softmax(-1)[:, _NEUTRAL].clamp(max=0.9999)).sum()
    return decided - _NOT_NEUTRAL * not_neutral


def _summed(logits: Tensor, labels: Tensor, weights: Tensor | None = None) -> Tensor:
    labels = labels.masked_fill(labels < 0, IGNORED)
    return functional.cross_entropy(
        logits.float(), labels, weights, ignore_index=IGNORED, reduction="sum"
    )


def _token_loss(logits: Tensor, labels: Tensor) -> Tensor:
    """Sum over rows of each row's mean over its labelled tokens."""
    losses = functional.cross_entropy(
        logits.float().transpose(1, 2), labels, ignore_index=IGNORED, reduction="none"
    )
    return (losses.sum(1) / (labels != IGNORED).sum(1).clamp(min=1)).sum()


def train(
    network: ReaderNetwork,
    phase: Phase,
    batches: Iterator[Batch],
    checkpoint: Path,
    say: Callable[[str], None] = print,
) -> None:
    """Run a phase until its minutes are over, saving `checkpoint` every five minutes.

    A checkpoint that is there is continued. The learning rate follows the clock: up
    during the first 3 %, then straight down to 2 % of its peak.
    """
    optimiser = _optimiser(network, phase.pace)
    spent, step = _restore(network, optimiser, checkpoint)
    limit = phase.minutes * 60
    peaks = [group["lr"] for group in optimiser.param_groups]
    network.train()
    last = saved = time.monotonic()
    tokens, recent = 0, []
    while spent < limit:
        batch = next(batches)
        done = spent / limit
        factor = min(1.0, (done + 1e-3) / _WARM_UP) * max(_LAST_RATE, 1 - done)
        for group, peak in zip(optimiser.param_groups, peaks, strict=True):
            group["lr"] = peak * factor
        loss = phase.loss(network, batch)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        now = time.monotonic()
        spent, last, step = spent + now - last, now, step + 1
        tokens += batch.ids.numel()
        recent.append(loss.item())
        if step % 50 == 0:
            mean = sum(recent) / len(recent)
            say(f"{phase.name} step {step} {spent / 60:.1f} min loss {mean:.3f} tokens {tokens}")
            recent.clear()
        if now - saved > 300:
            _save(network, optimiser, spent, step, checkpoint)
            saved = now
    _save(network, optimiser, spent, step, checkpoint)


def _optimiser(network: ReaderNetwork, pace: Pace) -> torch.optim.Optimizer:
    tables = {id(network.old), id(network.new)}
    rest = [p for p in network.parameters() if id(p) not in tables]
    return torch.optim.AdamW(
        [
            {"params": [network.old], "lr": pace.old},
            {"params": [network.new], "lr": pace.new},
            {"params": rest, "lr": pace.rest},
        ],
        betas=(0.9, 0.98),
        weight_decay=0.01,
        fused=True,
    )


def _save(
    network: ReaderNetwork,
    optimiser: torch.optim.Optimizer,
    spent: float,
    step: int,
    checkpoint: Path,
) -> None:
    """Write the checkpoint beside the old one first, so that a kill never leaves half a file."""
    state = {
        "spent": spent,
        "step": step,
        "network": network.state_dict(),
        "optimiser": optimiser.state_dict(),
    }
    fresh = checkpoint.with_suffix(".part")
    torch.save(state, fresh)
    fresh.replace(checkpoint)


def _restore(
    network: ReaderNetwork, optimiser: torch.optim.Optimizer, checkpoint: Path
) -> tuple[float, int]:
    if not checkpoint.exists():
        return 0.0, 0
    state = torch.load(checkpoint, weights_only=True)
    network.load_state_dict(state["network"])
    peaks = [group["lr"] for group in optimiser.param_groups]
    optimiser.load_state_dict(state["optimiser"])
    for group, peak in zip(optimiser.param_groups, peaks, strict=True):
        group["lr"] = peak
    return float(state["spent"]), int(state["step"])


def seed_everything(seed: int) -> None:
    random.seed(seed)
    torch.manual_seed(seed)
