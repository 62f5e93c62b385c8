"""What the checks catch, what they get wrong and how long they take.

    python -m benchmarks.copy_checks --data FOLDER

FOLDER holds the copy corpus (briefs-en.jsonl, rewrite-en.jsonl and the same for zh); without
--data it is $BRANDLOOP_DATA. Prints per language: false alarms on the corpus's own copy (a
piece with at least one error), the share of fix_untrue and fix_law drafts caught before and
passed after their repair, planted false claims caught by kind, and milliseconds per text.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from time import process_time
from typing import Any

from core.copywriting.brief import Brief
from core.copywriting.channels import channel
from core.copywriting.checks import Check, check
from core.copywriting.parts import tag_start

PLANTED = Path(__file__).with_name("planted_claims.toml")
HOSTS = {
    "en": ("x_post", "product_description", "linkedin"),
    "zh": ("weibo", "product_description"),
}
PLANTINGS = 30


def rows(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    """The records of one corpus file."""
    with (folder / name).open(encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def errors(text: str, brief: Brief, channel_id: str) -> list[Check]:
    """The errors of a text."""
    found = check(text, brief, channel(channel_id, brief.lang))
    return [item for item in found if item.level == "error"]


def false_alarms(folder: Path, language: str, show: int) -> None:
    """Pieces of the corpus that some error hits, and the rules that do it."""
    pieces = hit = 0
    by_rule: Counter[str] = Counter()
    for row in rows(folder, f"briefs-{language}.jsonl"):
        brief = Brief.from_dict(row)
        for channel_id, texts in row["copies"].items():
            for text in texts:
                found = errors(text, brief, channel_id)
                pieces += 1
                hit += bool(found)
                by_rule.update({item.rule for item in found})
                if found and show:
                    show -= 1
                    print(
                        "   ", found[0].rule, found[0].reason(), "|", text[:90].replace("\n", " ")
                    )
    print(f"{language} false alarms: {hit}/{pieces} = {hit / pieces:.2%} {by_rule.most_common(6)}")


def rewrites(folder: Path, language: str, ask: str) -> None:
    """Faulty drafts caught (by a fact or law rule) and their repairs passed (by every one)."""
    caught = passed = total = 0
    for row in rows(folder, f"rewrite-{language}.jsonl"):
        if row["ask"] != ask:
            continue
        brief = Brief.from_dict(row | {"lang": language})
        total += 1
        caught += any(_is_claim(item) for item in errors(row["before"], brief, row["channel"]))
        passed += not any(_is_claim(item) for item in errors(row["after"], brief, row["channel"]))
    print(
        f"{language} {ask}: {total} pairs, before caught {caught / total:.1%}, "
        f"after passed {passed / total:.1%}"
    )


def planted(folder: Path, language: str, show: bool) -> None:
    """Claims planted into true pieces, caught when a fact or law error touches them."""
    claims = tomllib.loads(PLANTED.read_text("utf-8"))[language]
    briefs = list(rows(folder, f"briefs-{language}.jsonl"))
    chance = random.Random(11)
    for kind, texts in claims.items():
        caught = total = 0
        missed: Counter[str] = Counter()
        for claim in texts:
            for row in chance.sample(briefs, PLANTINGS):
                brief = Brief.from_dict(row)
                channel_id = chance.choice(HOSTS[language])
                text, start = _plant(chance.choice(row["copies"][channel_id]), claim, language)
                total += 1
                found = errors(text, brief, channel_id)
                if any(_is_claim(item) and item.span and item.span[1] > start for item in found):
                    caught += 1
                else:
                    missed[claim] += 1
        print(f"{language} planted {kind:<12} caught {caught / total:.1%} of {total}")
        if show and missed:
            print("    missed:", missed.most_common(12))


def speed(folder: Path, language: str) -> None:
    """Milliseconds of processor time for one e-mail of about 100 words, all rules."""
    found = list(rows(folder, f"briefs-{language}.jsonl"))[:200]
    work = [(Brief.from_dict(row), row["copies"]["email_body"][0]) for row in found]
    target = channel("email_body", language)
    check(work[0][1], work[0][0], target)
    start = process_time()
    for brief, text in work:
        check(text, brief, target)
    print(f"{language} checks: {1000 * (process_time() - start) / len(work):.1f} ms a text")


def _plant(text: str, claim: str, language: str) -> tuple[str, int]:
    end = tag_start(text)
    body = text[:end].rstrip()
    joint = " " if language == "en" else ""
    return f"{body}{joint}{claim}{text[end:]}", len(body)


def _is_claim(item: Check) -> bool:
    return item.rule.startswith(("facts.", "law."))


def main() -> None:
    """Print every figure for both languages."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", default=os.environ.get("BRANDLOOP_DATA", ""))
    parser.add_argument("--only", choices=("alarms", "rewrites", "planted", "speed"), default="")
    parser.add_argument("--show", type=int, default=0, help="print this many false alarms")
    arguments = parser.parse_args()
    if not arguments.data or not (Path(arguments.data) / "briefs-en.jsonl").exists():
        raise SystemExit("copy_checks: skipped, --data names no folder with the copy corpus")
    folder = Path(arguments.data)
    for language in ("en", "zh"):
        if arguments.only in ("", "alarms"):
            false_alarms(folder, language, arguments.show)
        if arguments.only in ("", "planted"):
            planted(folder, language, bool(arguments.show))
        if arguments.only in ("", "rewrites"):
            rewrites(folder, language, "fix_untrue")
            rewrites(folder, language, "fix_law")
        if arguments.only in ("", "speed"):
            speed(folder, language)


if __name__ == "__main__":
    main()
