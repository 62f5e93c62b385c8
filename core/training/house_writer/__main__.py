"""Train the house writer: a network that writes copy from a brief.

    python -m core.training.house_writer --data DIR --out DIR --minutes 110 --minutes-warm 30
    python -m core.training.house_writer --design smollm --exemplar --out DIR --minutes-warm 0
    python -m core.training.house_writer --compare --out DIR --tokens 1000000
    python -m core.training.house_writer --data DIR --out DIR --pack FILE.npz
    python -m core.training.house_writer --packed FILE.npz --init START --out DIR --minutes 8

First lessons are public texts, then the copy corpus; --resume goes on from the checkpoint in
--out, --init starts from an earlier model's folder. OUT/model then holds what
assets/models/house_writer ships, metrics.json and MODEL_CARD.md included. On a shared machine set
OMP_WAIT_POLICY=passive: threads that wait by spinning cost a third. On a processor
MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=20000000000 keeps the memory of a step for the next one:
a sixth faster.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import math
import os
import shlex
import shutil
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import torch

from core.training.house_writer import designs
from core.training.house_writer.card import write_card
from core.training.house_writer.compare import compare
from core.training.house_writer.export import lengths_of, write_model
from core.training.house_writer.learn import Plan, Run, augmenter_for, dev_losses
from core.training.house_writer.prepare import PACKED, START, Ready, Wanted, kept, prepare

CHECKPOINT, COMMAND = "run.pt", "command.txt"
_ON_GPU = 64
_COMPARED = 1e6


def arguments(argv: list[str] | None = None) -> argparse.Namespace:
    """The command line. --data falls back on BRANDLOOP_DATA."""
    parser = argparse.ArgumentParser(
        prog="python -m core.training.house_writer",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--data", type=Path, default=os.environ.get("BRANDLOOP_DATA"), help="public texts")
    add("--out", type=Path, default=Path("house_writer"), help="checkpoints and results")
    add("--design", choices=sorted(designs.DESIGNS), default="prefix")
    add("--exemplar", action=argparse.BooleanOptionalAction, default=False)
    add("--init", type=Path, help="an earlier model's folder to start from")
    add("--reader", type=Path, help="a review reader's folder: its encoder instead of MiniLM's")
    add("--resume", action="store_true", help="go on from the checkpoint in --out")
    add("--minutes", type=float, default=110.0, help="of the whole run")
    add("--minutes-warm", type=float, default=30.0, help="of these, on mostly public texts")
    add("--tokens", type=float, default=math.inf, help="end after so many tokens read")
    add("--compare", action="store_true", help="every design for --tokens each, then stop")
    add("--designs", nargs="+", default=sorted(designs.DESIGNS), help="to compare")
    add("--pack", type=Path, help="write the encoded data to this file and stop")
    add("--packed", type=Path, help="train from such a file; needs --init")
    add("--card", type=Path, help="only write the card of this model's folder")
    add("--comparison", type=Path, help="a comparison.json to keep and print on the card")
    add("--vocabulary", type=int, default=16_500)
    add("--latin-rows", type=int, default=11_000, help="pieces from MiniLM at most")
    add("--layers", type=int, default=6)
    add("--dropout", type=float, default=0.1)
    add("--batch-rows", type=int, default=_ON_GPU if torch.cuda.is_available() else 6)
    add("--length", type=int, default=384, help="tokens of a packed row")
    add("--later-plain", type=float, default=0.08, help="share of public texts after warming up")
    add("--workers", type=int, default=10 if torch.cuda.is_available() else 0)
    add("--look-minutes", type=float, default=0.5 if torch.cuda.is_available() else 5.0)
    add("--seed", type=int, default=7)
    return parser.parse_args(argv)


def main(argv: list[str] | None = None) -> None:
    """See the module's description."""
    chosen = arguments(argv)
    if chosen.card:
        if chosen.comparison:
            keep_comparison(chosen.card, chosen.comparison)
        write_card(chosen.card)
        return
    torch.manual_seed(chosen.seed)
    chosen.out.mkdir(parents=True, exist_ok=True)
    plan = plan_of(chosen)
    if chosen.compare:
        budget = plan.tokens if plan.tokens < math.inf else _COMPARED
        plan = replace(plan, tokens=budget)
        compare(chosen.out, plan, wanted_of(chosen), say, chosen.designs)
        return
    resumed = chosen.resume and (chosen.out / START).exists()
    ready = kept(chosen.out) if resumed else prepare(wanted_of(chosen), chosen.out, say)
    if chosen.pack:
        shutil.copy(chosen.out / PACKED, chosen.pack)
        say(f"{chosen.pack.stat().st_size / 2**20:.1f} MiB, to be trained with {START} in --out")
        return
    if not resumed:
        (chosen.out / COMMAND).write_text(command_of(chosen) + "\n", "utf-8")
    ready.network.set_dropout(chosen.dropout)
    augmenter = augmenter_for(ready.sources, ready.pieces, ready.design, chosen.exemplar)
    run = Run(ready.design, ready.network, augmenter, plan, chosen.out / CHECKPOINT, say=say)
    if chosen.resume and run.checkpoint.exists():
        run.restore()
    run.train()
    finish(chosen, ready, run)


def finish(chosen: argparse.Namespace, ready: Ready, run: Run) -> None:
    """Write OUT/model from the weights that were best on held-out briefs."""
    if run.best_weights is not None:
        run.network.load_state_dict(run.best_weights)
    folder = chosen.out / "model"
    lengths = lengths_of(ready.sources, ready.pieces)
    write_model(folder, ready.design, ready.pieces, run.network, lengths)
    progress = run.progress
    losses = dev_losses(run.network, run.augmenter, run.plan)
    metrics: dict[str, Any] = {
        "command": (chosen.out / COMMAND).read_text("utf-8").strip(),
        "design": ready.design.name,
        "exemplars": chosen.exemplar,
        "languages": ready.design.languages,
        "seed": chosen.seed,
        "parameters": sum(p.numel() for p in run.network.parameters()),
        "pieces": len(ready.pieces),
        "steps": progress.step,
        "minutes": round(progress.seconds / 60, 1),
        "device": str(run.device),
        "tokens": progress.tokens,
        "learnt_tokens": progress.learnt,
        "rows": ready.rows(),
        "dev": {name: asdict(loss) for name, loss in losses.items()},
        "history": run.history[-40:],
        "earlier": earlier_runs(chosen.init),
    }
    if chosen.comparison:
        metrics["comparison"] = json.loads(chosen.comparison.read_text("utf-8"))
    (folder / "metrics.json").write_text(json.dumps(metrics, indent=1) + "\n", "utf-8")
    say(f"{folder}: dev {metrics['dev']['all']}")
    if importlib.util.find_spec("babel"):
        write_card(folder)
    else:
        say("the card wants the whole program: run --card OUT/model where it is installed")


def keep_comparison(folder: Path, comparison: Path) -> None:
    """Put a comparison of designs into a model's metrics.json."""
    path = folder / "metrics.json"
    metrics = json.loads(path.read_text("utf-8"))
    metrics["comparison"] = json.loads(comparison.read_text("utf-8"))
    path.write_text(json.dumps(metrics, indent=1, ensure_ascii=False) + "\n", "utf-8")


def earlier_runs(init: Path | None) -> list[dict[str, Any]]:
    """Command, minutes and tokens of each run that a start folder comes from, oldest first."""
    path = init / "metrics.json" if init else None
    if path is None or not path.exists():
        return []
    before = json.loads(path.read_text("utf-8"))
    run = {name: before[name] for name in ("command", "minutes", "tokens", "device")}
    return [*before["earlier"], run]


def plan_of(chosen: argparse.Namespace) -> Plan:
    return Plan(
        minutes=chosen.minutes,
        tokens=chosen.tokens,
        warm=chosen.minutes_warm / chosen.minutes if chosen.minutes else 0.0,
        later_plain=chosen.later_plain,
        rows=chosen.batch_rows,
        length=chosen.length,
        seed=chosen.seed,
        exemplars=chosen.exemplar,
        look_minutes=chosen.look_minutes,
        workers=chosen.workers,
    )


def wanted_of(chosen: argparse.Namespace) -> Wanted:
    return Wanted(
        design=chosen.design,
        init=chosen.init,
        data=Path(chosen.data) if chosen.data else None,
        packed=chosen.packed,
        rows=chosen.vocabulary,
        latin_rows=chosen.latin_rows,
        layers=chosen.layers,
        reader=chosen.reader,
        seed=chosen.seed,
    )


def command_of(chosen: argparse.Namespace) -> str:
    """The command that would repeat this run, its folders left out."""
    words = ["python", "-m", "core.training.house_writer", "--out", "DIR"]
    if chosen.packed:
        words += ["--packed", "FILE"]
    elif chosen.data:
        words += ["--data", "DIR"]
    for name in ("design", "minutes", "minutes_warm", "batch_rows", "length", "dropout", "seed"):
        words += ["--" + name.replace("_", "-"), str(getattr(chosen, name))]
    words += ["--exemplar"] if chosen.exemplar else []
    for name in ("init", "reader"):
        words += ["--" + name, "DIR"] if getattr(chosen, name) else []
    if chosen.tokens < math.inf:
        words += ["--tokens", f"{chosen.tokens:.0f}"]
    return shlex.join(words)


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
