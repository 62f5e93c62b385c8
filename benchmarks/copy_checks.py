"""What the checks catch, what they get wrong and how long they take.

    python -m benchmarks.copy_checks [--half test] [--show 20] [--only planted]

On the briefs and rewrites of assets/corpus. Prints per language: false alarms on the corpus's
own copy (a piece with at least one error), the share of fix_untrue and fix_law drafts caught
before and passed after their repair, planted false claims caught by kind, and milliseconds per
text.
The test half of the claims and of the briefs is for figures only: --show prints nothing of it.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time
from typing import Any

from benchmarks._planted_claims import Half, planted
from core.copywriting.briefs.brief import Brief
from core.copywriting.channels.channels import channel
from core.copywriting.checks import Check, check
from core.engines.copybook.corpus import ROOT as CORPUS

PER_KIND = 60
LANGUAGES = ("en", "zh")


@dataclass
class Share:
    """A part of a whole, and what was outside it."""

    hit: int = 0
    of: int = 0
    missed: Counter[str] = field(default_factory=Counter)

    @property
    def value(self) -> float:
        """The share in 0..1, 0 of nothing."""
        return self.hit / self.of if self.of else 0.0


def rows(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    """The records of one corpus file."""
    with gzip.open(folder / f"{name}.gz", "rt", encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def errors(text: str, brief: Brief, channel_id: str) -> list[Check]:
    """The errors of a text."""
    found = check(text, brief, channel(channel_id, brief.lang))
    return [item for item in found if item.level == "error"]


def false_alarms(folder: Path, language: str, every: int = 1, show: int = 0) -> Share:
    """Pieces of every n-th brief of the corpus that some error hits, by rule."""
    share = Share()
    for number, row in enumerate(rows(folder, f"briefs-{language}.jsonl")):
        if number % every:
            continue
        brief = Brief.from_dict(row)
        for channel_id, texts in row["copies"].items():
            for text in texts:
                found = errors(text, brief, channel_id)
                share.of += 1
                share.hit += bool(found)
                share.missed.update({item.rule for item in found})
                if found and show > 0:
                    show -= 1
                    where = found[0].span or (0, 30)
                    around = text[max(0, where[0] - 40) : where[1] + 30].replace("\n", " ")
                    print("   ", found[0].rule, found[0].params.get("word"), "|", around)
    return share


def rewrites(folder: Path, language: str, ask: str) -> tuple[Share, Share]:
    """Faulty drafts caught (by a fact or law rule) and their repairs passed (by every one)."""
    caught, passed = Share(), Share()
    for row in rows(folder, f"rewrite-{language}.jsonl"):
        if row["ask"] != ask:
            continue
        brief = Brief.from_dict(row | {"lang": language})
        for share, text, wanted in ((caught, row["before"], True), (passed, row["after"], False)):
            found = any(_is_claim(item) for item in errors(text, brief, row["channel"]))
            share.of += 1
            share.hit += found is wanted
    return caught, passed


def claims(
    folder: Path, language: str, half: Half, per_kind: int = PER_KIND
) -> dict[str, dict[bool, Share]]:
    """Planted claims caught, by kind and by whether the claim holds a figure."""
    found: dict[str, dict[bool, Share]] = defaultdict(lambda: {True: Share(), False: Share()})
    briefs = list(rows(folder, f"briefs-{language}.jsonl"))
    for item in planted(briefs, language, half, per_kind):
        share = found[item.kind][item.digits]
        share.of += 1
        caught = any(
            _is_claim(problem)
            and problem.span
            and problem.span[0] < item.end
            and item.start < problem.span[1]
            for problem in errors(item.text, Brief.from_dict(item.brief), item.channel)
        )
        share.hit += caught
        if not caught:
            share.missed[item.claim] += 1
    return dict(found)


def milliseconds(folder: Path, language: str) -> float:
    """Processor time for one e-mail of about 100 words (160 characters), all rules."""
    found = list(rows(folder, f"briefs-{language}.jsonl"))[:200]
    work = [(Brief.from_dict(row), row["copies"]["email_body"][0]) for row in found]
    target = channel("email_body", language)
    check(work[0][1], work[0][0], target)
    start = process_time()
    for brief, text in work:
        check(text, brief, target)
    return 1000 * (process_time() - start) / len(work)


def _is_claim(item: Check) -> bool:
    return item.rule.startswith(("facts.", "law.", "reading.testimony"))


def report(folder: Path, language: str, arguments: argparse.Namespace) -> None:
    """Print every figure of one language."""
    only, shown = arguments.only, arguments.show
    if only in ("", "alarms"):
        share = false_alarms(folder, language, arguments.every, shown)
        print(
            f"{language} false alarms: {share.hit}/{share.of} = {share.value:.2%} "
            f"{share.missed.most_common(8)}"
        )
    if only in ("", "planted"):
        for kind, by_digit in claims(folder, language, arguments.half).items():
            both = [by_digit[True], by_digit[False]]
            total, hit = sum(s.of for s in both), sum(s.hit for s in both)
            print(
                f"{language} planted {kind:<12} {hit / total:6.1%} of {total}"
                f"   with a figure {both[0].value:6.1%}, without {both[1].value:6.1%}"
            )
            missed = both[0].missed + both[1].missed
            if shown and missed and arguments.half == "dev":
                print("    missed:", missed.most_common(shown))
    if only in ("", "rewrites"):
        for ask in ("fix_untrue", "fix_law"):
            caught, passed = rewrites(folder, language, ask)
            print(
                f"{language} {ask}: {caught.of} pairs, before caught {caught.value:.1%}, "
                f"after passed {passed.value:.1%}"
            )
    if only in ("", "speed"):
        print(f"{language} checks: {milliseconds(folder, language):.1f} ms a text")


def main() -> None:
    """Print every figure for both languages."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--only", choices=("alarms", "rewrites", "planted", "speed"), default="")
    parser.add_argument("--half", choices=("dev", "test"), default="dev")
    parser.add_argument("--every", type=int, default=1, help="alarms on every n-th brief")
    parser.add_argument("--show", type=int, default=0, help="print this many false alarms")
    arguments = parser.parse_args()
    folder = arguments.corpus
    for language in LANGUAGES:
        report(folder, language, arguments)


if __name__ == "__main__":
    main()
