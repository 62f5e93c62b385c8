"""write, check and rate: the copy desk without its page."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core.cli.lines import note, put
from core.copywriting import Brief, Check, Draft
from core.errors import InputRejected
from core.feedback import REASONS
from core.i18n import N_
from core.studio import Studio

_LARGEST_BRIEF = 1_000_000
_VALUES = {"up": 1, "down": -1}


def add(commands: argparse._SubParsersAction) -> None:
    """Add the commands."""
    write = commands.add_parser(
        "write",
        help="write checked copy for a brief",
        description="One JSON object a line, usable drafts first, the best first.",
    )
    write.add_argument("brief", type=Path, help="a JSON file with lang, product and facts at least")
    write.add_argument("--channel", required=True, help="such as google_headline or xiaohongshu")
    write.add_argument("-n", type=int, default=8, dest="count", help="how many drafts (8)")
    write.add_argument("--seed", type=int, help="makes the result repeatable")
    write.add_argument("--engine", metavar="ID", help="a writer; default: the workspace's")
    write.add_argument("--persona", type=int, metavar="ID")
    write.add_argument("--brand", type=int, metavar="ID", help="default: the default brand")
    write.set_defaults(run=run_write)

    check = commands.add_parser(
        "check",
        help="check texts against a brief's facts, a channel's limits and the law",
        description="One JSON object a line: text, usable, checks.",
    )
    check.add_argument("brief", type=Path, help="a JSON file with lang, product and facts at least")
    check.add_argument("--channel", required=True)
    check.add_argument(
        "file", nargs="?", default="-", help=".txt one text a line, .jsonl {“text”}; - is stdin"
    )
    check.add_argument("--brand", type=int, metavar="ID", help="default: the default brand")
    check.set_defaults(run=run_check, last="file")

    rate = commands.add_parser("rate", help="give a draft a thumb")
    rate.add_argument("draft", type=int, metavar="DRAFT_ID", help="the id that write printed")
    rate.add_argument("value", choices=tuple(_VALUES))
    rate.add_argument("--reason", default="", choices=("", *REASONS), metavar="R")
    rate.add_argument("--comment", default="", metavar="C")
    rate.add_argument("--voter", default="me", metavar="V")
    rate.set_defaults(run=run_rate)


def run_write(studio: Studio, args: argparse.Namespace) -> int:
    """Write, store and print drafts; what was short or left out goes to standard error."""
    brief = read_brief(args.brief)
    run = studio.copy.write(
        brief,
        args.channel,
        count=args.count,
        seed=args.seed,
        engine=args.engine,
        persona_id=args.persona,
        brand_id=args.brand,
    )
    drafts = list(run)
    for draft in sorted(drafts, key=lambda d: (not d.usable, -d.scores.get("total", 0.0))):
        put(_draft_record(draft))
    report = run.report
    for message, params in report.notes:
        note(message.format(**params))
    if report.usable < report.asked and report.fallen:
        reasons = ", ".join(f"{rule} {count}" for rule, count in report.fallen.items())
        note(f"{report.proposed} proposals, left out by rule: {reasons}")
    return 0


def run_check(studio: Studio, args: argparse.Namespace) -> int:
    """Print each text with what the rules say of it."""
    brief = read_brief(args.brief)
    for text in _texts(args.file):
        checked = studio.copy.check(text, brief, args.channel, args.brand)
        put({"text": text, "usable": checked.usable, "checks": _findings(checked.checks)})
    return 0


def run_rate(studio: Studio, args: argparse.Namespace) -> int:
    """Store a vote and print it as it now stands."""
    vote = studio.ratings.rate(
        args.draft, _VALUES[args.value], args.voter, args.reason, args.comment
    )
    put({"id": vote.draft_id, "vote": args.value, "voter": vote.voter, "reason": vote.reason})
    return 0


def read_brief(path: Path) -> Brief:
    """The brief of a JSON file. Raises InputRejected when it is none."""
    return Brief.from_dict(_json(_read(path, _LARGEST_BRIEF), path.name))


def _draft_record(draft: Draft) -> dict[str, Any]:
    return {
        "id": draft.id,
        "channel": draft.channel,
        "text": draft.text,
        "engine": draft.engine,
        "seconds": draft.seconds,
        "usable": draft.usable,
        "checks": _findings(draft.checks),
        "scores": dict(draft.scores),
    }


def _findings(checks: tuple[Check, ...]) -> list[dict[str, Any]]:
    return [
        {
            "rule": check.rule,
            "level": check.level,
            "span": list(check.span) if check.span else None,
            "reason": check.reason(),
            "fix": check.fix,
        }
        for check in checks
    ]


def _texts(file: str) -> Iterator[str]:
    """The texts of a file, or of standard input where lines that are objects are JSON lines."""
    if file == "-":
        lines, name = sys.stdin.read().splitlines(), "stdin"
    else:
        lines, name = _read(Path(file)).splitlines(), Path(file).name
    first = next((line for line in lines if line.strip()), "")
    objects = name.endswith((".jsonl", ".ndjson")) or (
        name == "stdin" and first.lstrip().startswith("{")
    )
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        if not objects:
            yield line
            continue
        record = _json(line, f"{name}:{number}")
        if not isinstance(record, dict) or not isinstance(record.get("text"), str):
            raise InputRejected(
                N_("{place} is no object with a “text”."),
                N_("Each line reads {example}."),
                place=f"{name}:{number}",
                example='{"text": "…"}',
            )
        yield record["text"]


def _read(path: Path, most: int | None = None) -> str:
    try:
        if most is not None and path.stat().st_size > most:
            raise InputRejected(
                N_("The file {name} is too large for a brief."), N_("Shorten it."), name=path.name
            )
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputRejected(
            N_("The file {path} cannot be read: {problem}."),
            N_("Check the name."),
            path=path,
            problem=error.strerror or error,
        ) from error
    except UnicodeDecodeError as error:
        raise InputRejected(
            N_("The file {name} is not in UTF-8."), N_("Save it as UTF-8."), name=path.name
        ) from error


def _json(text: str, name: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputRejected(
            N_("{name} is no sound JSON: {problem}."),
            N_("Correct it and try again."),
            name=name,
            problem=str(error)[:120],
        ) from error
