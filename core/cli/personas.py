"""personas: from a file of customers to stored personas."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from core.cli.lines import note
from core.errors import InputRejected
from core.i18n import N_
from core.studio import Studio


def add(commands: argparse._SubParsersAction) -> None:
    """Add the command."""
    command = commands.add_parser(
        "personas",
        help="make personas from a file of customers or purchases",
        description="The personas are stored and printed as one JSON object.",
    )
    command.add_argument("file", type=Path, help="csv, tsv, xlsx, jsonl or parquet, also .gz")
    command.add_argument("--out", type=Path, metavar="FILE.json", help="instead of stdout")
    command.set_defaults(run=run)


def run(studio: Studio, args: argparse.Namespace) -> int:
    """Import the file, make and store personas, print them."""
    studio.personas.import_table(args.file, args.file.name)
    personas = studio.personas.make()
    text = json.dumps(studio.personas.to_json(personas), ensure_ascii=False, indent=2)
    if args.out is None:
        print(text)
        return 0
    try:
        args.out.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise InputRejected(
            N_("The file {path} could not be written: {problem}."),
            N_("The personas are stored all the same."),
            path=args.out,
            problem=error.strerror or error,
        ) from error
    note(f"{len(personas)} personas in {args.out}")
    return 0
