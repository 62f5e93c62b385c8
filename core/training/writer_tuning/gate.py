"""The gate that a tuned writer must pass before a workspace writes with it.

The changes are adopted only if
(a) a judge of the taste, fitted to the same ratings, has proven itself on ratings held out from it
(the 99 % limit above a half): ratings that contradict one another end here;
(b) by that judge, raw texts for fixed briefs are liked better than those of the version in
force, beyond chance (a one-sided t-test over the tasks at 2.5 %; a smaller share is tried only
where the larger was liked better, so nothing needs to be shared out over them);
(c) those texts pass the studio's checks, differ from one another and read as fluently (they are as
likely to the shipped writer), and copy for briefs it never saw is not forgotten (it stays about as
likely), no worse than from the version in force, within the stated slack. A taste itself makes
copy that was not written to it a little less likely; that slack is the widest.
Smaller shares of the same changes are tried where the whole fails (c).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb
from pathlib import Path
from typing import Literal

import numpy as np

from core.engines.house.adapter import Adapter
from core.engines.house_writer import HouseWriter
from core.engines.types import CopyRequest
from core.training.house_writer import designs
from core.training.writer_tuning.learn import Manner, Pair, Thumb, tuned

Outcome = Literal["adopted", "unsure", "no gain", "gate"]
Report = Callable[[float], None]

LEAST_OF_EACH = 6
"""Fewer liked or disliked texts than this are not learnt from."""

SHARES = (1.0, 0.6, 0.3)
_CHANCE = 0.025
_SAMPLES = 12
_SLACK = {"passed": 0.03, "distinct": 0.05, "fluent": 0.05, "copy": 0.1}
_ALIKE = 0.6


@dataclass(frozen=True)
class Rated:
    """A text written for a request, and whether it was liked."""

    request: CopyRequest
    text: str
    liked: bool


@dataclass(frozen=True)
class Preferred:
    """Two texts for a request, the first preferred."""

    request: CopyRequest
    better: str
    worse: str


@dataclass(frozen=True)
class Judge:
    """A taste fitted to the ratings: `likes` says how probably, in 0..1, a text for a request is
    liked. `right` is how often it puts a liked text first among ratings that it had not seen,
    with its 95 % limits; `sure` says whether the 99 % ones lie above a half."""

    likes: Callable[[CopyRequest, str], float]
    right: float
    low: float
    high: float
    sure: bool


@dataclass(frozen=True)
class Task:
    """A fixed request, the checks that a text for it must pass, held-out copy for it, and whether
    its texts are judged by taste too."""

    request: CopyRequest
    passes: Callable[[str], bool]
    copy: tuple[str, ...] = ()
    judged: bool = True


@dataclass(frozen=True)
class Exam:
    """What both versions do: write for the tasks, and say how likely their copy is. `alike` says
    how much two texts of a language say the same, 0..1. `learnt` is copy for other briefs, as the
    tasks' copy is, that tuning is told to hold."""

    tasks: tuple[Task, ...]
    alike: Callable[[str, str, str], float]
    learnt: tuple[tuple[CopyRequest, str], ...] = ()


@dataclass(frozen=True)
class Marks:
    """Of raw texts the shares that pass every check and (of pairs, those with a text that the
    writer did not come up with among them) that differ, 0..1, and their mean natural-log
    probability per token under the shipped writer; the same of held-out copy under the writer
    itself; and how probably its texts are liked, by judged task."""

    passed: float
    distinct: float
    fluent: float
    copy: float
    liked: tuple[float, ...]

    def lost_to(self, other: Marks) -> tuple[str, ...]:
        """The names of the marks that are worse than the other's by more than the slack."""
        return tuple(
            name
            for name, slack in _SLACK.items()
            if getattr(self, name) < getattr(other, name) - slack
        )

    def better_liked_than(self, other: Marks) -> bool:
        """Whether the texts are liked better, beyond chance over the tasks."""
        from scipy.special import stdtr

        gain = np.array(self.liked) - np.array(other.liked)
        spread = float(gain.std(ddof=1)) / len(gain) ** 0.5
        return bool(
            gain.mean() > 0
            and (spread == 0 or 1 - stdtr(len(gain) - 1, gain.mean() / spread) < _CHANCE)
        )


@dataclass(frozen=True, eq=False)
class Verdict:
    """What came of tuning. Marks are None where the judge has not proven itself; `share` is how
    much of the changes was taken; `lost` names the marks that (c) refused the last share for."""

    outcome: Outcome
    adapter: Adapter | None
    before: Marks | None = None
    after: Marks | None = None
    share: float = 0.0
    lost: tuple[str, ...] = ()


def judge(
    folder: Path,
    rated: Sequence[Rated],
    preferred: Sequence[Preferred],
    *,
    by: Judge,
    exam: Exam,
    in_force: Adapter | None = None,
    manner: Manner | None = None,
    report: Report = lambda share: None,
) -> Verdict:
    """Tune the writer in `folder` to what was rated and preferred and put it before the gate.

    Needs LEAST_OF_EACH liked and disliked texts. `report` hears the share done, 0..1.
    """
    if not by.sure:
        return Verdict("unsure", None)
    shipped = HouseWriter(folder, raw=True)
    before = marks(HouseWriter(folder, adapter=in_force, raw=True), exam, by, shipped)
    report(0.1)
    model = tuned(
        designs.load(folder)[2],
        *_lessons(shipped, rated, preferred),
        manner,
        lambda done: report(0.1 + 0.7 * done),
        held=[shipped.scored(request, text) for request, text in exam.learnt],
    )
    whole = model.adapter()
    refused: Verdict | None = None
    for share in SHARES:
        adapter = whole.scaled(share)
        after = marks(HouseWriter(folder, adapter=adapter, raw=True), exam, by, shipped)
        if not after.better_liked_than(before):
            return refused or Verdict("no gain", None, before, after)
        lost = after.lost_to(before)
        if not lost:
            return Verdict("adopted", adapter, before, after, share)
        refused = Verdict("gate", None, before, after, lost=lost)
    assert refused is not None
    return refused


def marks(writer: HouseWriter, exam: Exam, by: Judge, shipped: HouseWriter) -> Marks:
    """How a writer does in the exam. The same writer gets the same marks."""
    passed: list[bool] = []
    distinct = 0
    liked: list[float] = []
    fluent: list[np.ndarray] = []
    for task in exam.tasks:
        texts = list(writer.propose(task.request, _SAMPLES))
        passed += [task.passes(text) for text in texts]
        fluent += [shipped.log_odds(task.request, text) for text in texts]
        distinct += sum(
            exam.alike(one, other, task.request.language) < _ALIKE
            for one, other in combinations(texts, 2)
        )
        if task.judged:
            liked.append(float(np.mean([by.likes(task.request, text) for text in texts] or [0.0])))
    copy = [writer.log_odds(task.request, text) for task in exam.tasks for text in task.copy]
    differ = distinct / (len(exam.tasks) * comb(_SAMPLES, 2))
    return Marks(_mean(passed), differ, _per_token(fluent), _per_token(copy), tuple(liked))


def _mean(values: Sequence[bool]) -> float:
    return float(np.mean(values)) if values else 0.0


def _per_token(odds: Sequence[np.ndarray]) -> float:
    return float(np.concatenate(odds).mean()) if odds else 0.0


def _lessons(
    writer: HouseWriter, rated: Sequence[Rated], preferred: Sequence[Preferred]
) -> tuple[list[Thumb], list[Pair]]:
    """Ratings as ids. A thumb's mismatched text is one of another brief in its language."""
    thumbs = [
        Thumb(
            writer.scored(one.request, one.text),
            one.liked,
            writer.scored(one.request, _other(rated, at).text),
        )
        for at, one in enumerate(rated)
    ]
    pairs = [
        Pair(writer.scored(one.request, one.better), writer.scored(one.request, one.worse))
        for one in preferred
    ]
    return thumbs, pairs


def _brief(request: CopyRequest) -> tuple[str, tuple[str, ...]]:
    return request.product, request.facts


def _other(rated: Sequence[Rated], at: int) -> Rated:
    """The next rated text of the same language for another brief; the next at all without."""
    own = rated[at].request
    turned = [*rated[at + 1 :], *rated[:at]]
    fits = (
        one
        for one in turned
        if one.request.language == own.language and _brief(one.request) != _brief(own)
    )
    return next(fits, turned[0] if turned else rated[at])
