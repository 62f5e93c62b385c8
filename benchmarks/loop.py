"""What thumbs change, measured on simulated raters with hidden tastes.

    python -m benchmarks.loop [--only tastes,named,random,bandit,outcomes,headlines]
        [--half tuned,held-out] [--engine copybook] [--seeds 2] [--data FOLDER]

tastes: the share of liked drafts among the top three of briefs that nobody rated, for a system
that has seen no vote and for one that has seen 20 bare thumbs; then how often, after 60, the
ranker puts a liked draft of those briefs before a disliked one. Half of the tastes were looked
at while the loop was built, the held-out half was not.
named: drafts that still have what one thumb down named, of the next eight.
random: voters who toss a coin and earn the ranker a score all the same.
bandit: regret over 500 rounds, against choosing evenly and against the best so far.
outcomes: how often 95 % intervals hold the truth, and the alarm for a skewed split.
headlines: which of two tested headlines got more clicks; needs --data or $BRANDLOOP_DATA.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks._loop_figures import bandit, headlines, outcomes
from benchmarks._tastes import HALVES, HELD_OUT_OTHERS, OTHERS, Rater, first_sentence
from core.copywriting import Brief, Draft
from core.feedback.material import Material
from core.feedback.preference import Example
from core.feedback.ranker import features, held_out
from core.settings import Settings
from core.studio import Studio, open_studio

CHANNELS = {"en": "x_post", "zh": "weibo"}
_PRICE = re.compile(r"[$£€¥]\s?\d|\d\s*元")
_POSSIBLE = 0.05
_BAR = 0.25
CORPUS = Path(__file__).resolve().parent.parent / "assets" / "corpus"


def briefs(language: str, count: int) -> list[Brief]:
    """Briefs of the project's own corpus that name a price, the same each time."""
    with gzip.open(CORPUS / f"briefs-{language}.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [row for line in file if _PRICE.search(" ".join((row := json.loads(line))["facts"]))]
    return [Brief.from_dict(row) for row in random.Random(3).sample(rows, count)]


class Desk:
    """A studio over an empty home, and the drafts it writes."""

    def __init__(self, engine: str) -> None:
        self._folder = tempfile.TemporaryDirectory()
        settings = Settings.from_environment({**os.environ, "BRANDLOOP_HOME": self._folder.name})
        self.studio: Studio = open_studio(settings)
        self.engine = engine

    def write(self, brief: Brief, seed: int, count: int = 8) -> list[Draft]:
        """The drafts for a brief, best first."""
        run = self.studio.copy.write(
            brief, CHANNELS[brief.lang], count, seed=seed, engine=self.engine
        )
        list(run)
        return run.drafts

    def rate(self, rater: Rater, some: list[Brief], seed: int, votes: int) -> Iterator[Draft]:
        """Write for one brief after another and rate every draft, `votes` in all."""
        given = 0
        for brief in some:
            for draft in self.write(brief, seed):
                if given == votes:
                    return
                self.studio.ratings.rate(draft.id, 1 if rater(draft.text, brief) else -1)
                given += 1
                yield draft


def tastes(engine: str, seeds: int, halves: list[str]) -> None:
    """Lift of the liked share of the top three, and pair accuracy, per taste and language."""
    for half in halves:
        lifts: dict[str, list[float]] = {"all": [], "other": []}
        accuracies: list[float] = []
        for language in CHANNELS:
            some = Fresh(engine, language, seeds)
            for name, rater in HALVES[half].items():
                lift, right = some.lift(name, rater)
                if lift is None:
                    continue
                lifts["all"].append(lift)
                accuracies.append(right)
                if name in OTHERS | HELD_OUT_OTHERS:
                    lifts["other"].append(lift)
        for kind, values in lifts.items():
            low = sum(value < _BAR for value in values)
            print(
                f"{half}, {kind}: mean lift {100 * np.mean(values):+.0f} points over {len(values)} "
                f"tastes, {low} of them below {100 * _BAR:+.0f}"
            )
        print(f"{half}: mean pair accuracy after 60 thumbs {np.nanmean(accuracies):.2f}")


class Fresh:
    """Six briefs that nobody rated, with the drafts of a system that has seen no vote."""

    def __init__(self, engine: str, language: str, seeds: int) -> None:
        given = briefs(language, 16)
        self.engine, self.language, self.seeds = engine, language, seeds
        self.rated, self.briefs = given[:10], given[10:]
        self.frozen = {
            (seed, i): Desk(engine).write(brief, seed)
            for seed in range(seeds)
            for i, brief in enumerate(self.briefs)
        }

    def lift(self, name: str, rater: Rater) -> tuple[float | None, float]:
        """(lift, share of pairs put right after 60 thumbs); no lift where the taste does not
        count: liked too often, or never, without a vote."""
        before, after, pairs = [], [], []
        for seed in range(self.seeds):
            desk = Desk(self.engine)
            order = random.Random(seed).sample(self.rated, len(self.rated))
            list(desk.rate(rater, order, seed, 20))
            for i, brief in enumerate(self.briefs):
                before += [rater(d.text, brief) for d in self.frozen[seed, i][:3]]
                after += [rater(d.text, brief) for d in desk.write(brief, seed)[:3]]
            list(desk.rate(rater, order[3:], seed + 100, 40))
            drafts = [self.frozen[seed, i] for i in range(len(self.briefs))]
            pairs += _pairs(desk, rater, self.briefs, drafts)
        start, end = float(np.mean(before)), float(np.mean(after))
        written = [
            rater(d.text, self.briefs[i]) for (_, i), some in self.frozen.items() for d in some
        ]
        possible = np.mean(written) >= _POSSIBLE
        right = float(np.mean(pairs)) if pairs else float("nan")
        counts = start <= 0.7 and possible
        why = "" if counts else " (too often liked to count)" if possible else " (never written)"
        print(
            f"{self.language} {name:24s} top 3 liked {start:4.0%} -> {end:4.0%} "
            f"({100 * (end - start):+3.0f}) of {len(after)}{why}; "
            f"pairs after 60 {right:.2f} of {len(pairs)}",
            flush=True,
        )
        return (end - start if counts else None), right


def _pairs(desk: Desk, rater: Rater, fresh: list[Brief], drafts: list[list[Draft]]) -> list[float]:
    found: list[float] = []
    for brief, some in zip(fresh, drafts, strict=True):
        taste = desk.studio.copy.ranker.taste(
            None, CHANNELS[brief.lang], brief.lang, brief.to_dict()
        )
        scored = [(rater(d.text, brief), taste.likes(d.text)) for d in some]
        liked = [p for good, p in scored if good]
        found += [float(p > q) + 0.5 * (p == q) for p in liked for good, q in scored if not good]
    return found


def named(engine: str) -> None:
    """After one thumb down with a comment: offending drafts among the next eight."""
    said = {
        "en": ("do not open with a question", "too long", "do not use the word “{word}”"),
        "zh": ("不要用问句开头", "太长了", "不要用“{word}”"),
    }
    for language, comments in said.items():
        first, second = briefs(language, 2)
        for wish in comments:
            comment, desk = wish, Desk(engine)
            drafts = desk.write(first, 1)
            if "{word}" in comment:
                word = _frequent(drafts, first)
                hit = next(d for d in drafts if word in d.text.lower())
                offends = _with_word(word)
                comment = comment.format(word=word)
            elif comment in ("too long", "太长了"):
                hit = max(drafts, key=lambda d: len(d.text))
                offends = _as_long(len(hit.text))
            else:
                found = [d for d in drafts if first_sentence(d.text + " ").endswith(("?", "？"))]
                asked = found or [d for d in drafts if re.search("[?？]", d.text[:60])]
                if not asked:
                    print(f"{language} {comment}: none was written")
                    continue
                hit, offends = asked[0], _opens_with_question
            desk.studio.ratings.rate(hit.id, -1, comment=comment)
            after = [d for brief in (first, second) for d in desk.write(brief, 2)]
            bad = sum(offends(d.text) for d in after)
            before = sum(offends(d.text) for d in drafts)
            share = f"{before} of {len(drafts)} before, {bad} of {len(after)} after"
            print(f"{language} “{comment}”: {share}")


def _frequent(drafts: list[Draft], brief: Brief) -> str:
    given = " ".join(brief.claims).lower()
    pattern = r"[a-z]{5,}" if brief.lang == "en" else r"(?=([\u4e00-\u9fff]{2}))"
    words = [w for d in drafts for w in set(re.findall(pattern, d.text.lower())) if w not in given]
    return max(sorted(set(words)), key=words.count)


def _with_word(word: str) -> Callable[[str], bool]:
    return lambda text: word in text.lower()


def _as_long(length: int) -> Callable[[str], bool]:
    return lambda text: len(text) >= length


def _opens_with_question(text: str) -> bool:
    mark = re.search("[.!?。！？]", text)
    return bool(mark and mark[0] in "?？")


def random_voters(engine: str, runs: int) -> None:
    """Voters who toss a coin: how many ever earn the ranker a score, looked at 20, 40 and 60."""
    rng = np.random.default_rng(7)
    ever = last = 0
    pools = {}
    for language in CHANNELS:
        pools[language] = [
            Example(features(d.text, Material.from_brief(brief.to_dict()), language), channel="c")
            for brief in briefs(language, 10)
            for d in Desk(engine).write(brief, 1)
        ]
    for run in range(runs):
        pool = pools["en" if run % 2 else "zh"]
        share = rng.uniform(0.3, 0.7)
        some = [replace(pool[i], up=bool(rng.random() < share)) for i in rng.permutation(len(pool))]
        shown = [held_out(some[:n]).sure for n in (20, 40, 60)]
        ever, last = ever + any(shown), last + shown[-1]
    print(f"coin tossers whose score is shown: {last} of {runs} at 60 votes, {ever} at any look")


def main() -> None:
    """Run the parts that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--only", default="tastes,named,random,bandit,outcomes,headlines")
    parser.add_argument("--half", default=",".join(HALVES))
    parser.add_argument("--engine", default="copybook")
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--data", default=os.environ.get("BRANDLOOP_DATA", ""))
    args = parser.parse_args()
    asked = args.only.split(",")
    if "tastes" in asked:
        tastes(args.engine, args.seeds, args.half.split(","))
    if "named" in asked:
        named(args.engine)
    if "random" in asked:
        random_voters(args.engine, 60)
    if "bandit" in asked:
        bandit()
    if "outcomes" in asked:
        outcomes()
    if "headlines" in asked and args.data:
        headlines(Path(args.data))
    elif "headlines" in asked:
        print("headlines: give --data or BRANDLOOP_DATA")


if __name__ == "__main__":
    main()
