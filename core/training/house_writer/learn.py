"""The training run: by tokens or by the clock, resumable, with the loss on held-out briefs."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from core.engines.house.pieces import Pieces
from core.training.house_writer.ahead import Ahead
from core.training.house_writer.augment import Augmenter
from core.training.house_writer.batches import COPY, Packer, held_out
from core.training.house_writer.designs import Design, Network
from core.training.house_writer.encode import Source
from core.training.house_writer.network import NO_TARGET
from core.training.precision import half_precision

_WARM_UP, _LAST_RATE = 0.02, 0.03
_EVERY_NTH_DEV = 4
_LIKE = 0.35
_BOTH = ("en", "zh")


@dataclass(frozen=True)
class Plan:
    """How long and how. A run ends after `minutes` or `tokens`, whichever is first; until
    `warm` (a share of the run) most rows hold public texts, later only `later_plain` of them.

    Every `look_minutes` the held-out loss is taken and a checkpoint written; `workers` are
    processes that pack batches ahead.
    """

    minutes: float
    tokens: float = math.inf
    warm: float = 0.25
    later_plain: float = 0.08
    rows: int = 6
    length: int = 384
    seed: int = 7
    exemplars: bool = False
    look_minutes: float = 5.0
    workers: int = 0


@dataclass(frozen=True)
class DevLoss:
    """Loss on held-out briefs in nats: per token, and per character of the plain text."""

    per_token: float
    per_character: float
    texts: int


@dataclass
class Progress:
    """Where a run is. `tokens` counts every token read, `learnt` those that were targets."""

    step: int = 0
    seconds: float = 0.0
    tokens: int = 0
    learnt: int = 0
    best: float = math.inf


class Run:
    """A network on its way; everything that a checkpoint keeps."""

    def __init__(
        self,
        design: Design,
        network: Network,
        augmenter: Augmenter,
        plan: Plan,
        checkpoint: Path,
        *,
        say: Callable[[str], None] = print,
    ) -> None:
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.design, self.plan, self.say = design, plan, say
        packer = Packer(augmenter, plan.length, plan.seed)
        self.batches = Ahead(packer, plan.rows, plan.workers)
        self.network = network.to(self.device)
        self.augmenter, self.checkpoint = augmenter, checkpoint
        self.optimiser = _optimiser(network, design)
        self.peaks = [group["lr"] for group in self.optimiser.param_groups]
        self.progress = Progress()
        self.history: list[dict[str, float]] = []
        self.best_weights: dict[str, torch.Tensor] | None = None

    def train(self, pause_after: int | None = None) -> Progress:
        """Go on until the plan is done, or for so many steps; a checkpoint is left behind.

        The weights with the lowest loss on held-out briefs are kept in `best_weights`.
        """
        last = saved = time.monotonic()
        recent: list[float] = []
        stop = math.inf if pause_after is None else self.progress.step + pause_after
        while self.done < 1 and self.progress.step < stop:
            recent.append(self._step())
            now = time.monotonic()
            self.progress.seconds += now - last
            last = now
            if self.progress.step % 50 == 0:
                self._report(recent)
                recent.clear()
            if now - saved > 60 * self.plan.look_minutes:
                self._look()
                self.save()
                last = saved = time.monotonic()
        self._look()
        self.save()
        return self.progress

    @property
    def done(self) -> float:
        """The share of the run that is over, by the clock or by tokens."""
        by_time = self.progress.seconds / 60 / self.plan.minutes if self.plan.minutes else 1.0
        return max(by_time, self.progress.tokens / self.plan.tokens)

    def _step(self) -> float:
        plan, progress = self.plan, self.progress
        done = self.done
        factor = min(1.0, (done + 1e-3) / _WARM_UP) * max(
            _LAST_RATE, 0.5 * (1 + math.cos(math.pi * min(done, 1.0)))
        )
        for group, peak in zip(self.optimiser.param_groups, self.peaks, strict=True):
            group["lr"] = peak * factor
        copy = 0.15 if done < plan.warm else 1 - plan.later_plain
        batch = self.batches.batch(progress.step, copy)
        torch.manual_seed(plan.seed * 1_000_003 + progress.step)
        self.network.train()
        progress.tokens += int((batch.group > 0).sum())
        progress.learnt += int((batch.target != NO_TARGET).sum())
        with half_precision(self.device):
            loss = self.network.losses(batch.to(self.device)).mean()
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimiser.step()
        progress.step += 1
        return loss.item()

    def _report(self, recent: Sequence[float]) -> None:
        p = self.progress
        self.say(
            f"{self.design.name} step {p.step} {p.seconds / 60:.1f} min "
            f"loss {sum(recent) / len(recent):.3f} tokens {p.tokens} "
            f"{p.tokens / max(p.seconds, 1e-9):.0f}/s {100 * self.done:.0f} %"
        )

    def _look(self) -> None:
        """The loss on every fourth held-out brief, noted; the best weights are remembered."""
        loss = dev_losses(self.network, self.augmenter, self.plan, _EVERY_NTH_DEV)["all"]
        if not loss.texts:
            return
        p = self.progress
        self.history.append(
            {"tokens": p.tokens, "minutes": p.seconds / 60, "per_character": loss.per_character}
        )
        self.say(f"dev per token {loss.per_token:.3f} per character {loss.per_character:.4f}")
        if loss.per_character < p.best:
            p.best = loss.per_character
            state = self.network.state_dict()
            self.best_weights = {k: v.detach().cpu().clone() for k, v in state.items()}

    def save(self) -> None:
        """Write the checkpoint beside the old one first: a kill never leaves half a file."""
        state: dict[str, Any] = {
            "network": self.network.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "progress": dict(self.progress.__dict__),
            "history": self.history,
            "best": self.best_weights,
        }
        fresh = self.checkpoint.with_suffix(".part")
        torch.save(state, fresh)
        fresh.replace(self.checkpoint)

    def restore(self) -> None:
        """Go on from the checkpoint. Raises FileNotFoundError where there is none."""
        state = torch.load(self.checkpoint, map_location=self.device, weights_only=True)
        self.network.load_state_dict(state["network"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.progress = Progress(**state["progress"])
        self.history, self.best_weights = state["history"], state["best"]


def dev_losses(
    network: Network, augmenter: Augmenter, plan: Plan, every: int = 1
) -> dict[str, DevLoss]:
    """The loss on each `every`-th held-out source: "all", "en" and "zh".

    Characters are those of the texts as people read them, so that vocabularies compare.
    """
    parts = {language: _summed(network, augmenter, plan, language, every) for language in _BOTH}
    parts["all"] = tuple(map(sum, zip(*parts.values(), strict=True)))
    return {
        name: DevLoss(total / max(1, tokens), total / max(1, characters), int(texts))
        for name, (total, tokens, characters, texts) in parts.items()
    }


@torch.inference_mode()
def _summed(
    network: Network, augmenter: Augmenter, plan: Plan, language: str, every: int
) -> tuple[float, ...]:
    """Summed loss, tokens, characters and texts of a language's held-out sources."""
    held = [i for i, s in enumerate(augmenter.sources) if s.dev and s.set in COPY]
    places = [i for i in held[::every] if augmenter.sources[i].language == language]
    device = next(network.parameters()).device
    network.eval()
    total, tokens = 0.0, 0
    for batch in held_out(augmenter, places, plan.length, plan.rows, plan.exemplars):
        with half_precision(device):
            losses = network.losses(batch.to(device))
        total, tokens = total + float(losses.sum()), tokens + len(losses)
    texts = [lesson for i in places for lesson in augmenter.sources[i].lessons]
    return total, tokens, sum(lesson.characters for lesson in texts), len(texts)


def augmenter_for(
    sources: Sequence[Source], pieces: Pieces, design: Design, exemplars: bool
) -> Augmenter:
    """How a design is shown its sources: facts are swapped where numbers are signs."""
    return Augmenter(
        sources, pieces, swap=0.25 if design.slots else 0.0, like=_LIKE if exemplars else 0.0
    )


def _optimiser(network: Network, design: Design) -> torch.optim.Optimizer:
    heads = ("guess", "point", "gate")
    groups: list[list[torch.nn.Parameter]] = [[], [], []]
    for name, parameter in network.named_parameters():
        new = name.startswith(heads)
        groups[0 if name in ("table", "rows") else 1 if new else 2].append(parameter)
    return torch.optim.AdamW(
        [
            {"params": group, "lr": rate}
            for group, rate in zip(groups, design.rates, strict=True)
            if group
        ],
        betas=(0.9, 0.98),
        weight_decay=0.01,
        fused=True,
    )
