"""Keeping, bringing back, taking out and erasing a workspace; and the process of a job."""

from __future__ import annotations

import argparse
from pathlib import Path

from core.cli.lines import note, put
from core.errors import InputRejected
from core.i18n import N_, NN_
from core.studio import Studio, open_studio

FOR_GOOD = "forever"


def add(commands: argparse._SubParsersAction) -> None:
    """Add the commands."""
    backup = commands.add_parser("backup", help="copy everything to one new file")
    backup.add_argument("file", type=Path)
    backup.set_defaults(run=run_backup)
    restore = commands.add_parser("restore", help="replace everything with a backup")
    restore.add_argument("file", type=Path)
    restore.set_defaults(run=run_restore)
    backups = commands.add_parser("backups", help="list the automatic backups, newest first")
    backups.set_defaults(run=run_backups)
    upkeep = commands.add_parser(
        "upkeep",
        help="do the day's work now: a backup where one is due, old reviews deleted",
        description="The app does this by itself at its first use of a day; a machine where "
        "nobody opens it can run this every night. With --keep-reviews, set the time first.",
    )
    upkeep.add_argument(
        "--keep-reviews",
        metavar="DAYS",
        help=f'delete reviews so many days after their import, or "{FOR_GOOD}": never',
    )
    upkeep.set_defaults(run=run_upkeep)
    export = commands.add_parser("export", help="write a zip with one JSON-lines file per table")
    export.add_argument("file", type=Path)
    export.set_defaults(run=run_export)
    forget = commands.add_parser("forget", help="delete what holds a name, address or customer id")
    forget.add_argument("pattern")
    forget.add_argument("--yes", action="store_true", help="do it; without, only count")
    forget.set_defaults(run=run_forget)
    erase = commands.add_parser("erase", help="delete everything in every workspace")
    erase.add_argument("--yes", action="store_true", help="do it")
    erase.set_defaults(run=run_erase)
    job = commands.add_parser("job", help="do one stored job; the studio calls this itself")
    job.add_argument("id", type=int)
    job.set_defaults(run=run_job)


def run_backup(studio: Studio, args: argparse.Namespace) -> int:
    """Write a backup and say how large it is."""
    target = studio.workspace.backup(args.file)
    put({"backup": str(target), "bytes": target.stat().st_size})
    return 0


def run_restore(studio: Studio, args: argparse.Namespace) -> int:
    """Bring a backup back."""
    studio.workspace.restore(args.file)
    put({"restored": str(args.file)})
    return 0


def run_backups(studio: Studio, args: argparse.Namespace) -> int:
    """Print number, time, size and path of each automatic backup."""
    for backup in studio.workspace.backups.list():
        put(
            {
                "number": backup.number,
                "made_at": backup.made_at.isoformat(),
                "bytes": backup.bytes,
                "path": str(backup.path),
            }
        )
    return 0


def run_upkeep(studio: Studio, args: argparse.Namespace) -> int:
    """Do the day's work and say what was done."""
    if args.keep_reviews is not None:
        studio.upkeep.keep_reviews(_days(args.keep_reviews))
    put(studio.upkeep.run() | {"reviews_kept_days": studio.upkeep.review_days})
    return 0


def run_export(studio: Studio, args: argparse.Namespace) -> int:
    """Write the export and say how many rows it holds."""
    put({"export": str(args.file), "rows": studio.workspace.export(args.file)})
    return 0


def run_forget(studio: Studio, args: argparse.Namespace) -> int:
    """Delete rows that hold a person and print how many of each kind; without --yes refuse."""
    if not args.yes:
        found = studio.workspace.holding(args.pattern)
        raise InputRejected(
            NN_(
                "{total} row holds “{pattern}”; nothing was deleted.",
                "{total} rows hold “{pattern}”; nothing was deleted.",
                found.total,
            ),
            N_("Add --yes to delete them for good."),
            total=found.total,
            pattern=args.pattern,
        )
    gone = studio.workspace.forget(args.pattern)
    put({"forgotten": gone.total, "rows": gone.counts})
    if gone.total:
        note("The automatic backups were replaced. Backups kept elsewhere still hold them.")
    return 0


def run_erase(studio: Studio, args: argparse.Namespace) -> int:
    """Delete everything; without --yes refuse."""
    if not args.yes:
        raise InputRejected(
            N_("Nothing was erased."), N_("Add --yes to delete everything for good.")
        )
    studio.workspace.erase()
    put({"erased": True})
    return 0


def run_job(studio: Studio, args: argparse.Namespace) -> int:
    """Do a queued job in this process; 0 whatever its end, which is stored with it."""
    workspace = studio.jobs.workspace_of(args.id)
    if workspace != studio.workspace.id:
        studio = open_studio(studio.settings, workspace=workspace)
    job = studio.jobs.run(args.id)
    note(f"job {job.id} ({job.kind}): {job.state}")
    return 0


def _days(text: str) -> int | None:
    if text == FOR_GOOD:
        return None
    return int(text) if text.isdecimal() and len(text) < 9 else 0
