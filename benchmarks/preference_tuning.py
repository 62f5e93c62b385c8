"""What tuning to thumbs changes in the house writer's raw texts, on simulated raters.

    python -m benchmarks.preference_tuning [--model DIR] [--tastes NAME …] [--languages en zh]
        [--seeds 1]

A rater with a hidden taste rates 60 raw texts for eight briefs; the writer is tuned and put
before the gate. Approval is the share of raw texts for eight held-out briefs that the
rater likes, from the writer as it came and as tuned, with the same seeds. Then 60 more ratings
come from the opposite taste: the gate must refuse what they teach. Each seed brings other briefs
and other texts, as long as the corpus has briefs that nobody was asked about before (two seeds in
English, one in Chinese); a taste in a language takes some six minutes of one processor. A taste
that likes nearly all raw texts, or nearly none, is left out: there is nothing to learn.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal

import numpy as np

from benchmarks._shown import request_of
from benchmarks._tastes import TASTES, Rater
from core.copywriting.briefs.brief import Brief
from core.engines.copybook.corpus import ROOT, read_briefs
from core.engines.house_writer import FOLDER, HouseWriter
from core.engines.types import CopyRequest
from core.intervals import wilson
from core.training.writer_tuning.gate import Judge, Rated, Verdict, judge
from core.tuning.exam import brief_of, fixed_exam
from core.tuning.taste import fitted_judge

CHANNELS = {"en": "x_post", "zh": "weibo"}
DEFAULT = ("short", "price named", "speaks to you", "no imperative", "warm")
RATED, TEXTS = 60, 8
_EXAMINED, _BRIEFS = 16, 8
_RANGE = (0.12, 0.7)

Language = Literal["en", "zh"]
Part = Literal["train", "dev"]


@dataclass(frozen=True)
class Written:
    """Raw texts for one brief."""

    brief: Brief
    request: CopyRequest
    texts: tuple[str, ...]


def written(
    writer: HouseWriter, language: Language, part: Part, skip: int, seed: int
) -> list[Written]:
    """TEXTS raw texts for each of eight briefs of a part of the corpus after the first `skip`."""
    found = []
    pieces = islice(read_briefs(language, part), skip, skip + _BRIEFS)
    for place, piece in enumerate(pieces):
        request = request_of(piece, CHANNELS[language], _BRIEFS * seed + place)
        texts = tuple(writer.propose(request, TEXTS))
        found.append(Written(brief_of(piece), request, texts))
    return found


def rated(some: Sequence[Written], taste: Rater, liked: bool) -> list[Rated]:
    """The first RATED texts as the rater sees them; with `liked` false as the opposite rater."""
    every = [
        Rated(one.request, text, taste(text, one.brief) == liked)
        for one in some
        for text in one.texts
    ]
    return every[:RATED]


def approval(some: Sequence[Written], taste: Rater) -> tuple[int, int]:
    """(liked, all) texts."""
    votes = [taste(text, one.brief) for one in some for text in one.texts]
    return sum(votes), len(votes)


def told(by: Judge, verdict: Verdict) -> str:
    """The outcome with what it rests on."""
    marks = ""
    if verdict.before and verdict.after:
        pairs = (
            f"{name} {np.mean(getattr(verdict.before, name)):.2f} → "
            f"{np.mean(getattr(verdict.after, name)):.2f}"
            for name in ("liked", "passed", "distinct", "fluent", "copy")
        )
        marks = "; " + ", ".join(pairs) + f"; share {verdict.share:g}"
    return f"{verdict.outcome}; judge right {by.right:.2f} ({by.low:.2f}–{by.high:.2f}){marks}"


@dataclass
class Tally:
    """What came of all tastes: the lift of each that was learnt from, and how many tunings were
    adopted, and how many of those taught by flipped ratings."""

    lifts: list[float]
    tuned: int = 0
    adopted: int = 0
    poisoned: int = 0
    fooled: int = 0


def main(folder: Path, names: Sequence[str], languages: Sequence[Language], seeds: int) -> None:
    print(f"load beside it: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    tally = Tally([])
    for seed in range(seeds):
        for language in languages:
            _one(folder, names, language, seed, tally)
    if tally.tuned:
        print(
            f"mean lift {100 * float(np.mean(tally.lifts)):+.0f} points over {tally.tuned} "
            f"tunings, 0 where none was adopted; {tally.adopted} adopted; of {tally.poisoned} "
            f"with 60 flipped after 60 honest ratings {tally.fooled} adopted"
        )


def _one(folder: Path, names: Sequence[str], language: Language, seed: int, tally: Tally) -> None:
    shipped = HouseWriter(folder, raw=True)
    if language not in shipped.info.languages:
        print(f"{language}: this writer does not write it, left out", flush=True)
        return
    exam = fixed_exam(ROOT, {language: [CHANNELS[language]]}, shipped.info.languages)
    skip = 2 * _BRIEFS * seed
    if len(list(read_briefs(language, "dev"))) < _EXAMINED + _BRIEFS * (seed + 1):
        print(f"{language}, seed {seed}: no briefs are left for it", flush=True)
        return
    lessons = written(shipped, language, "train", skip, seed)
    poison = written(shipped, language, "train", skip + _BRIEFS, seed)
    examined = _EXAMINED + _BRIEFS * seed
    fresh = written(shipped, language, "dev", examined, seed)
    for name in names:
        taste = TASTES[name]
        honest = rated(lessons, taste, True)
        share = float(np.mean([one.liked for one in honest]))
        if not _RANGE[0] <= share <= _RANGE[1]:
            print(f"{language} {name}: likes {share:.0%} of raw texts, left out", flush=True)
            continue
        begun = time.process_time()
        by = fitted_judge(honest, [])
        first = judge(folder, honest, [], by=by, exam=exam)
        seconds = time.process_time() - begun
        print(
            f"{language} {name}, seed {seed}: {told(by, first)}, {seconds:.0f} s of processor",
            flush=True,
        )
        tally.tuned += 1
        lift = 0.0
        if first.adapter is not None:
            tally.adopted += 1
            tuned = HouseWriter(folder, adapter=first.adapter, raw=True)
            after = written(tuned, language, "dev", examined, seed)
            (was, n), (is_now, m) = approval(fresh, taste), approval(after, taste)
            lift = is_now / m - was / n
            low, high = wilson(is_now, m)
            print(
                f"  approval of raw texts {was / n:.0%} of {n} → {is_now / m:.0%} of {m} "
                f"({low:.0%}–{high:.0%})",
                flush=True,
            )
        tally.lifts.append(lift)
        both = [*honest, *rated(poison, taste, False)]
        by = fitted_judge(both, [])
        second = judge(folder, both, [], by=by, exam=exam, in_force=first.adapter)
        tally.poisoned += 1
        tally.fooled += second.outcome == "adopted"
        print(f"  60 flipped after 60 honest: {told(by, second)}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, default=FOLDER)
    parser.add_argument("--tastes", nargs="+", choices=sorted(TASTES), default=DEFAULT)
    parser.add_argument("--languages", nargs="+", choices=("en", "zh"), default=("en", "zh"))
    parser.add_argument("--seeds", type=int, default=1)
    chosen = parser.parse_args()
    if chosen.model.is_dir():
        main(chosen.model, chosen.tastes, chosen.languages, chosen.seeds)
    else:
        print(f"skipped: no house writer in {chosen.model}")
