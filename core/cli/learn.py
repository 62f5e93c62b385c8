"""learn: what the feedback so far changes in the models."""

from __future__ import annotations

import argparse

from core.cli.lines import put
from core.studio import Studio

MODELS = ("reader", "ranker", "writer")


def add(commands: argparse._SubParsersAction) -> None:
    """Add the command."""
    command = commands.add_parser(
        "learn",
        help="say what the ratings changed",
        description="One JSON object a line per model: model, before, after, adopted, reason.",
    )
    command.add_argument("model", nargs="?", choices=(*MODELS, "all"), default="all")
    command.add_argument("--dry-run", action="store_true", help="change nothing")
    command.set_defaults(run=run)


def run(studio: Studio, args: argparse.Namespace) -> int:
    """Say per model how much feedback there is and what it does."""
    votes = studio.ratings.approval()
    count = votes.up + votes.down
    for model in MODELS if args.model == "all" else (args.model,):
        if model == "reader":
            reason = "Corrected reviews count as corrected at once; no reader is trained on them."
        elif not count:
            reason = "No draft has a thumb yet, so there is nothing to learn from."
        else:
            reason = (
                f"{count} thumbs act on the next drafts at once, as examples and as wording to "
                f"avoid; no {model} is trained on them."
            )
        put({"model": model, "before": None, "after": None, "adopted": False, "reason": reason})
    return 0
