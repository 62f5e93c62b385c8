"""The record of who did what, and the workspaces of the installation."""

from __future__ import annotations

import argparse
import sys

from core.cli.lines import put
from core.studio import Studio


def add(commands: argparse._SubParsersAction) -> None:
    """Add the commands."""
    audit = commands.add_parser("audit", help="print who did what and when, newest first")
    audit.add_argument("--limit", type=int, default=100, metavar="N", help="at most so many")
    audit.add_argument("--csv", action="store_true", help="all of it, as a CSV")
    audit.set_defaults(run=run_audit)
    workspaces = commands.add_parser("workspaces", help="list the workspaces, or make another")
    workspaces.add_argument("--add", metavar="NAME", help="make an empty one of this name")
    workspaces.set_defaults(run=run_workspaces)


def run_audit(studio: Studio, args: argparse.Namespace) -> int:
    """Print acts on record, a line of JSON each, or all of them as CSV."""
    if args.csv:
        sys.stdout.buffer.write(studio.audit.csv())
        return 0
    for entry in studio.audit.entries(limit=max(0, args.limit)):
        put(vars(entry) | {"at": entry.at.isoformat()})
    return 0


def run_workspaces(studio: Studio, args: argparse.Namespace) -> int:
    """Print id and name of each workspace, a new one among them."""
    if args.add is not None:
        studio.workspaces.create(args.add)
    for id, name in studio.workspaces.names().items():
        put({"id": id, "name": name})
    return 0
