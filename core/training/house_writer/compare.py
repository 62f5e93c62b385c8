"""Every design for the same number of tokens, judged on the same held-out briefs."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from core.training.house_writer.learn import Plan, Run, augmenter_for, dev_losses
from core.training.house_writer.prepare import START, Wanted, kept, prepare

CANDIDATES = (
    ("prefix", False),
    ("prefix", True),
    ("decoder", False),
    ("decoder", True),
    ("gpt2", False),
)
"""Design, and whether it reads an exemplar; the last is the peer."""

COMPARISON = "comparison.json"


def compare(
    out: Path,
    plan: Plan,
    wanted: Wanted,
    say: Callable[[str], None],
    designs: Sequence[str] = ("prefix", "decoder", "gpt2"),
) -> dict[str, Any]:
    """Train each candidate of these designs for `plan.tokens` on the copy corpus and write
    `out`/comparison.json.

    Each design has its own folder there; a candidate that is in the file already with the same
    budget and seed is not trained again, so a comparison that was cut off goes on. Losses are
    nats per character of the plain text, so that the vocabularies compare.
    """
    path = out / COMPARISON
    stored = json.loads(path.read_text("utf-8")) if path.exists() else {}
    budget: dict[str, Any] = {"tokens": plan.tokens, "seed": plan.seed}
    found: dict[str, Any] = (
        stored if stored.get("budget") == budget else {"budget": budget, "candidates": {}}
    )
    for design, exemplars in CANDIDATES:
        if design not in designs:
            continue
        name = design + (" with exemplar" if exemplars else "")
        if name not in found["candidates"]:
            own = replace(plan, exemplars=exemplars, warm=0.0, later_plain=0.0, minutes=1e9)
            folder = out / design
            found["candidates"][name] = _candidate(
                folder, replace(wanted, design=design, data=None), own, say
            )
            path.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
        say(f"{name}: {found['candidates'][name]['dev']}")
    return found


def _candidate(
    folder: Path, wanted: Wanted, plan: Plan, say: Callable[[str], None]
) -> dict[str, Any]:
    if not (folder / START).exists():
        prepare(wanted, folder, say)
    ready = kept(folder)
    augmenter = augmenter_for(ready.sources, ready.pieces, ready.design, plan.exemplars)
    checkpoint = folder / ("exemplar.pt" if plan.exemplars else "run.pt")
    run = Run(ready.design, ready.network, augmenter, plan, checkpoint, say=say)
    if checkpoint.exists():
        run.restore()
    progress = run.train()
    losses = dev_losses(run.network, augmenter, plan)
    return {
        "dev": {name: asdict(loss) for name, loss in losses.items()},
        "parameters": sum(p.numel() for p in run.network.parameters()),
        "pieces": len(ready.pieces),
        "tokens": progress.tokens,
        "learnt_tokens": progress.learnt,
        "minutes": round(progress.seconds / 60, 2),
        "device": str(run.device),
    }
