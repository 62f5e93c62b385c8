"""The bars of the writing engine in one table, in both languages.

    python -m benchmarks.writing_engine [--briefs 12] [--engine ID] [--half dev]

Drafts are asked for on held-out briefs of assets/corpus, eight a request, over every channel,
in a home of its own, by the engine that a new workspace has. What is shown is judged by
benchmarks._copy_judge, which shares nothing with the copy desk. The claims are those of
benchmarks.copy_checks. Ad sets and the long forms that are written part by part have bars of
their own and are left out here.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import mean
from time import perf_counter
from typing import Any

from benchmarks._copy_judge import LIMITS, LONG, Verdict, judge, likeness
from benchmarks.copy_checks import (
    CORPUS,
    LANGUAGES,
    PER_KIND,
    Share,
    claims,
    false_alarms,
    milliseconds,
    rewrites,
    rows,
)
from core.copywriting.briefs.brief import Brief
from core.copywriting.channels.channels import channels
from core.engines.copybook.corpus import is_dev
from core.settings import Settings
from core.studio import Studio, open_studio

ASKED = 8
SEED = 5
NEAR = 0.6


@dataclass
class Shown:
    """What one language showed: texts judged, and the figures of each request by channel."""

    texts: int = 0
    faults: list[tuple[str, str, Verdict]] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)
    usable: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    fallen: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    edits: list[float] = field(default_factory=list)
    distinct: Share = field(default_factory=Share)
    proposers: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    samples: list[dict[str, Any]] = field(default_factory=list)

    def mean_usable(self, long: bool) -> float:
        """Usable drafts per request of eight, over the long or the short channels."""
        return mean(
            number
            for channel, numbers in self.usable.items()
            for number in numbers
            if (channel in LONG) is long
        )


def held_out(folder: Path, language: str, most: int) -> list[dict[str, Any]]:
    """The first held-out briefs of the corpus, those no writer learnt from."""
    found = [row for row in rows(folder, f"briefs-{language}.jsonl") if is_dev(row["id"])]
    return found[:most]


def show(studio: Studio, briefs: list[dict[str, Any]], engine: str | None) -> Shown:
    """Ask for eight drafts of every channel for each brief, and judge what comes."""
    shown = Shown()
    for row in briefs:
        brief = Brief.from_dict(row)
        for target in channels(brief.lang):
            if (brief.lang, target.id) not in LIMITS:
                shown.unknown[target.id] += 1
                continue
            start = perf_counter()
            run = studio.copy.write(brief, target.id, ASKED, seed=SEED, engine=engine)
            texts = [draft.text for draft in run]
            shown.seconds.append(perf_counter() - start)
            shown.usable[target.id].append(len(texts))
            shown.fallen[target.id].update(run.report.fallen)
            shown.proposers.update(draft.engine for draft in run.drafts)
            shown.edits += edits(studio, [draft.id for draft in run.drafts])
            _judge(shown, texts, row, target.id)
    return shown


def edits(studio: Studio, ids: list[int]) -> list[float]:
    """Edit distance from the raw proposal to what is shown, as a share of the longer."""
    if not ids:
        return []
    marks = ",".join("?" * len(ids))
    with studio.store.open() as db:
        found = list(db.query(f"select text, parameters from drafts where id in ({marks})", ids))
    pairs = [(json.loads(row["parameters"])["proposed"], row["text"]) for row in found]
    return [distance(raw, text) / max(1, len(raw), len(text)) for raw, text in pairs]


def distance(one: str, other: str) -> int:
    """Levenshtein's distance in characters."""
    line = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, line[0] = line[0], i
        for j, b in enumerate(other, 1):
            before, line[j] = line[j], min(line[j] + 1, line[j - 1] + 1, before + (a != b))
    return line[-1]


def _judge(shown: Shown, texts: list[str], row: dict[str, Any], channel: str) -> None:
    language = row["lang"]
    for i, text in enumerate(texts):
        verdict = judge(text, row, channel)
        shown.texts += 1
        if not verdict.clean:
            shown.faults.append((channel, text, verdict))
        others = texts[:i] + texts[i + 1 :]
        shown.distinct.of += 1
        shown.distinct.hit += all(likeness(text, other, language) < NEAR for other in others)
        shown.samples.append(
            {"id": row["id"], "channel": channel, "facts": row["facts"], "text": text}
        )


def shown_rows(shown: Shown) -> Iterator[tuple[str, str, str, bool]]:
    """Lines of the table on what was shown."""
    kinds = Counter(
        name
        for _, _, verdict in shown.faults
        for name in ("limits", "language", "numbers", "banned")
        if getattr(verdict, name)
    )
    clean = 1 - len(shown.faults) / max(1, shown.texts)
    yield (
        "shown texts clean (judge)",
        f"{clean:.2%} of {shown.texts} {dict(kinds) or ''}",
        "100 %",
        not shown.faults,
    )
    for name, long, least in (("short", False, 7.5), ("long", True, 5.0)):
        value = shown.mean_usable(long)
        yield f"usable of {ASKED}, {name}", f"{value:.2f}", f">= {least}", value >= least
    value = mean(shown.edits)
    yield "edit distance raw to shown", f"{value:.1%}", "<= 15 %", value <= 0.15
    yield (
        "distinct variants",
        f"{shown.distinct.value:.1%}",
        ">= 95 %",
        shown.distinct.value >= 0.95,
    )


def claim_rows(
    folder: Path, language: str, half: str, per_kind: int
) -> Iterator[tuple[str, str, str, bool]]:
    """Lines of the table on planted claims, alarms, rewrites and speed."""
    by_kind = claims(folder, language, "test" if half == "test" else "dev", per_kind)
    totals: dict[str, Share] = {}
    for kind, by_digit in by_kind.items():
        totals[kind] = Share(
            sum(s.hit for s in by_digit.values()), sum(s.of for s in by_digit.values())
        )
    absolute = totals.pop("absolute")
    false = Share(sum(s.hit for s in totals.values()), sum(s.of for s in totals.values()))
    silent = [by_digit[False] for kind, by_digit in by_kind.items() if kind != "absolute"]
    worst = min(totals, key=lambda kind: totals[kind].value)
    yield "planted false claims", f"{false.value:.1%} of {false.of}", ">= 97 %", false.value >= 0.97
    share = sum(s.of for s in silent) / false.of
    value = sum(s.hit for s in silent) / sum(s.of for s in silent)
    yield f"  those without a figure ({share:.0%})", f"{value:.1%}", "", True
    low = totals[worst].value
    yield f"  weakest kind: {worst}", f"{low:.1%}", ">= 85 %", low >= 0.85
    value = absolute.value
    yield "planted absolutes", f"{value:.1%} of {absolute.of}", ">= 98 %", value >= 0.98
    alarms = false_alarms(folder, language)
    yield (
        "false alarms on the corpus",
        f"{alarms.value:.2%} of {alarms.of}",
        "<= 3 %",
        (alarms.value <= 0.03),
    )
    for ask in ("fix_untrue", "fix_law"):
        caught, passed = rewrites(folder, language, ask)
        yield (
            f"{ask}: before caught, after passed",
            f"{caught.value:.1%}, {passed.value:.1%} of {caught.of}",
            "",
            True,
        )
    took = milliseconds(folder, language)
    yield "all checks on 100 words", f"{took:.1f} ms", "<= 10 ms", took <= 10


def detail(shown: Shown, language: str, faults: int) -> None:
    """Usable drafts by channel with why the others fell, and what the judge found."""
    for channel, numbers in shown.usable.items():
        why = ", ".join(f"{rule} {n}" for rule, n in shown.fallen[channel].most_common(5))
        print(f"  {language} {channel:20} {mean(numbers):4.1f} of {ASKED}   fell: {why}")
    for channel, text, verdict in shown.faults[:faults]:
        print("  judge:", channel, replace(verdict), "|", text[:120].replace("\n", " / "))
    print(f"  written by: {dict(shown.proposers)}; {mean(shown.seconds):.2f} s a request")
    if shown.unknown:
        print(f"  left out, judged elsewhere: {', '.join(shown.unknown)}")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--briefs", type=int, default=12, help="held-out briefs a language")
    parser.add_argument("--engine", default=None, help="a writer's id; else the default")
    parser.add_argument("--half", choices=("dev", "test"), default="dev")
    parser.add_argument("--per-kind", type=int, default=PER_KIND)
    parser.add_argument("--only", choices=("shown", "claims"), default="")
    parser.add_argument("--faults", type=int, default=20, help="print this many of the judge's")
    parser.add_argument("--keep", type=Path, help="write what was shown to this JSON lines file")
    arguments = parser.parse_args()
    folder = arguments.corpus
    for language in LANGUAGES:
        table: list[tuple[str, str, str, bool]] = []
        if arguments.only != "claims":
            with tempfile.TemporaryDirectory() as home:
                studio = open_studio(replace(Settings.from_environment(), home=Path(home)))
                briefs = held_out(folder, language, arguments.briefs)
                shown = show(studio, briefs, arguments.engine)
            table += shown_rows(shown)
            detail(shown, language, arguments.faults)
            if arguments.keep:
                with arguments.keep.open("a", encoding="utf-8") as file:
                    file.writelines(
                        json.dumps(sample, ensure_ascii=False) + "\n" for sample in shown.samples
                    )
        if arguments.only != "shown":
            table += claim_rows(folder, language, arguments.half, arguments.per_kind)
        for name, value, bar, met in table:
            print(f"{language}  {name:38} {value:34} {bar:10} {'' if met else 'MISSED'}")


if __name__ == "__main__":
    main()
