"""score: read a whole file of reviews."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from core.cli.lines import note
from core.errors import InputRejected
from core.i18n import N_
from core.scoring import LANGUAGES, Cluster, ScoreOrder, ScoreRun, output_format
from core.studio import Studio
from core.tables import write_table

_REPORT_EVERY = 2.0


def add(commands: argparse._SubParsersAction) -> None:
    """Add the command."""
    command = commands.add_parser(
        "score",
        help="read sentiment, emotion and aspects of every row of a file",
        description=(
            "One row out per row in, in order, with the file's columns and: language, sentiment, "
            "polarity (-1..1), confidence (0..1), unsure, emotion, aspects. A column of the file "
            "with one of these names is kept as “<name> (input)”. In CSV a cell that a "
            "spreadsheet would run as a formula begins with an apostrophe. Nothing is stored."
        ),
    )
    command.add_argument("file", type=Path, help="csv, tsv, xlsx, jsonl or parquet, also .gz")
    command.add_argument("--text", required=True, metavar="COLUMN", help="where the reviews are")
    command.add_argument("--date", default="", metavar="COLUMN", help="must be there; kept")
    command.add_argument("--rating", default="", metavar="COLUMN", help="must be there; kept")
    command.add_argument("--language", choices=LANGUAGES, default="auto")
    command.add_argument("--engine", metavar="ID", help="a reader; default: the workspace's")
    command.add_argument(
        "--runner", choices=("local", "ray"), default="local", help="ray: requirements-ray.txt"
    )
    command.add_argument(
        "--ray-address",
        default="",
        metavar="HOST:PORT",
        help="a running Ray cluster, or “auto”; default: RAY_ADDRESS, else this machine alone",
    )
    command.add_argument(
        "--readers", type=int, default=0, metavar="N", help="readers on Ray at once; default: all"
    )
    command.add_argument("--out", type=Path, metavar="FILE", help=".csv, .jsonl or .parquet")
    command.set_defaults(run=run)


def run(studio: Studio, args: argparse.Namespace) -> int:
    """Score the file to --out or standard output."""
    format = output_format(args.out) if args.out else "csv"
    order = ScoreOrder(args.text, args.date, args.rating, args.language)
    if args.runner == "local" and (args.ray_address or args.readers):
        raise InputRejected(N_("--ray-address and --readers are for --runner ray."))
    cluster = Cluster(args.ray_address, args.readers) if args.runner == "ray" else None
    scores = studio.scoring.score(args.file, order, args.engine, cluster)
    target = args.out or sys.stdout.buffer
    write_table(_reported(scores), target, format)
    return 0


def _reported(scores: ScoreRun) -> Iterator[pd.DataFrame]:
    """The frames as they come, with progress on standard error."""
    told = time.monotonic()
    for frame in scores:
        yield frame
        if time.monotonic() - told >= _REPORT_EVERY:
            told = time.monotonic()
            note(f"{scores.done:,} reviews, {scores.rate:,.0f} reviews/s")
    for message, params in scores.notes:
        note(message.format(**params))
    note(f"{scores.done:,} reviews read by {scores.engine}, {scores.rate:,.0f} reviews/s")
