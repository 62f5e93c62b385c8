"""The gate that a tuned writer must pass before a workspace writes with it.

The changes are adopted only if
(a) networks tuned without a brief's ratings put its liked texts above its disliked ones more often
than chance (cross-validation by brief, the 99 % limit above a half), and on ratings that came
since the version in force no less often than that version;
(b) raw texts for fixed briefs pass the studio's checks, differ from one another, and held-out
copy stays as likely, no worse than from the version in force, within the stated slack.
Smaller shares of the same changes are tried where the whole fails (b).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Literal

import numpy as np

from core.engines.house.adapter import Adapter
from core.engines.house_writer import HouseWriter
from core.engines.types import CopyRequest
from core.intervals import right_order
from core.training.house_writer import designs
from core.training.writer_tuning.learn import Manner, Pair, Thumb, rewards, tuned

Outcome = Literal["adopted", "no gain", "gate"]
Report = Callable[[float], None]

LEAST_OF_EACH = 6
"""Fewer liked or disliked texts than this are not learnt from."""

SHARES = (1.0, 0.6, 0.3)
_FOLDS = 3
_SAMPLES = 4
_SLACK = {"passed": 0.03, "distinct": 0.05, "copy": 0.03}
_ALIKE = 0.6


@dataclass(frozen=True)
class Rated:
    """A text written for a request, and whether it was liked. `new` ones were rated since the
    version in force was made."""

    request: CopyRequest
    text: str
    liked: bool
    new: bool = True


@dataclass(frozen=True)
class Preferred:
    """Two texts for a request, the first preferred."""

    request: CopyRequest
    better: str
    worse: str


@dataclass(frozen=True)
class Task:
    """A fixed request, the checks that a text for it must pass, and held-out copy for it."""

    request: CopyRequest
    passes: Callable[[str], bool]
    copy: tuple[str, ...] = ()


@dataclass(frozen=True)
class Exam:
    """What both versions do: write for the tasks, and say how likely their copy is. `alike` says
    how much two texts of a language say the same, 0..1."""

    tasks: tuple[Task, ...]
    alike: Callable[[str, str, str], float]


@dataclass(frozen=True)
class Marks:
    """Of raw texts the shares that pass every check and (of pairs) that differ, 0..1; and the
    mean log-probability per token of held-out copy."""

    passed: float
    distinct: float
    copy: float

    def worse_than(self, other: Marks) -> bool:
        return any(
            getattr(self, name) < getattr(other, name) - slack for name, slack in _SLACK.items()
        )


@dataclass(frozen=True, eq=False)
class Verdict:
    """What came of tuning. `right` is how often cross-validation puts a liked text first, with
    its 95 % limits; `right_new` and `right_before` that of the new and of the version in force
    on ratings since (nan without). Marks are None where the gate was not reached."""

    outcome: Outcome
    adapter: Adapter | None
    right: float
    low: float
    high: float
    right_new: float = float("nan")
    right_before: float = float("nan")
    before: Marks | None = None
    after: Marks | None = None
    share: float = 0.0


def judge(
    folder: Path,
    rated: Sequence[Rated],
    preferred: Sequence[Preferred],
    *,
    exam: Exam,
    in_force: Adapter | None = None,
    manner: Manner | None = None,
    report: Report = lambda share: None,
) -> Verdict:
    """Tune the writer in `folder` to what was rated and preferred and put it before the gate.

    Needs LEAST_OF_EACH liked and disliked texts. `report` hears the share done, 0..1.
    """
    writer = HouseWriter(folder)
    manner = manner or Manner()
    lessons = _Lessons(writer, rated, preferred)
    reward = _held_out(folder, lessons, manner, lambda done: report(0.7 * done))
    liked = np.array([one.liked for one in rated])
    right, low, high, sure = right_order(reward[liked], reward[~liked])
    since = np.array([one.new for one in rated])
    own = _in_force(writer, folder, rated, in_force)
    newer, older = _order(reward, liked, since), _order(own, liked, since)
    if not sure or newer < older:
        return Verdict("no gain", None, right, low, high, newer, older)
    network = designs.load(folder)[2]
    model = tuned(
        network, lessons.thumbs, lessons.pairs, manner, lambda done: report(0.7 + 0.2 * done)
    )
    before = marks(HouseWriter(folder, adapter=in_force), exam)
    whole = model.adapter()
    after = before
    for share in SHARES:
        adapter = whole.scaled(share)
        after = marks(HouseWriter(folder, adapter=adapter), exam)
        if not after.worse_than(before):
            return Verdict("adopted", adapter, right, low, high, newer, older, before, after, share)
    return Verdict("gate", None, right, low, high, newer, older, before, after, SHARES[-1])


def marks(writer: HouseWriter, exam: Exam) -> Marks:
    """How a writer does in the exam. The same writer gets the same marks."""
    passed: list[bool] = []
    distinct: list[bool] = []
    for task in exam.tasks:
        texts = list(writer.propose(task.request, _SAMPLES))
        passed += [task.passes(text) for text in texts]
        distinct += [
            exam.alike(one, other, task.request.language) < _ALIKE
            for one, other in combinations(texts, 2)
        ]
    odds = [writer.log_odds(task.request, text) for task in exam.tasks for text in task.copy]
    return Marks(
        float(np.mean(passed)) if passed else 0.0,
        float(np.mean(distinct)) if distinct else 0.0,
        float(np.concatenate(odds).mean()) if odds else 0.0,
    )


class _Lessons:
    """Ratings as ids. A thumb's mismatched text is one of another brief in its language."""

    def __init__(
        self, writer: HouseWriter, rated: Sequence[Rated], preferred: Sequence[Preferred]
    ) -> None:
        self.briefs = [_brief(one.request) for one in rated]
        self.thumbs = [
            Thumb(
                writer.scored(one.request, one.text),
                one.liked,
                writer.scored(one.request, _other(rated, at).text),
            )
            for at, one in enumerate(rated)
        ]
        self.pairs = [
            Pair(writer.scored(one.request, one.better), writer.scored(one.request, one.worse))
            for one in preferred
        ]
        self.of_pair = [_brief(one.request) for one in preferred]

    def folds(self) -> np.ndarray:
        """The fold of each thumb: all of one brief lie in the same."""
        number = {brief: i for i, brief in enumerate(dict.fromkeys(self.briefs))}
        if len(number) < _FOLDS:
            return np.arange(len(self.briefs)) % _FOLDS
        return np.array([number[brief] % _FOLDS for brief in self.briefs])


def _held_out(folder: Path, lessons: _Lessons, manner: Manner, report: Report) -> np.ndarray:
    """The reward of each thumb's text from a network that has seen nothing of its brief."""
    fold = lessons.folds()
    found = np.zeros(len(fold))
    for k in range(_FOLDS):
        rest = [thumb for thumb, own in zip(lessons.thumbs, fold, strict=True) if own != k]
        out = [i for i, own in enumerate(fold) if own == k]
        hidden = {lessons.briefs[i] for i in out}
        pairs = [
            pair
            for pair, brief in zip(lessons.pairs, lessons.of_pair, strict=True)
            if brief not in hidden
        ]

        def told(done: float, k: int = k) -> None:
            report((k + done) / _FOLDS)

        model = tuned(designs.load(folder)[2], rest, pairs, manner, told)
        found[out] = rewards(model, [lessons.thumbs[i].text for i in out]).numpy()
    return found


def _in_force(
    writer: HouseWriter, folder: Path, rated: Sequence[Rated], adapter: Adapter | None
) -> np.ndarray:
    """What the version in force made of each text, per token; 0 from the shipped one."""
    if adapter is None:
        return np.zeros(len(rated))
    tuned_before = HouseWriter(folder, adapter=adapter)
    return np.array(
        [
            (
                tuned_before.log_odds(one.request, one.text)
                - writer.log_odds(one.request, one.text)
            ).mean()
            for one in rated
        ]
    )


def _order(reward: np.ndarray, liked: np.ndarray, counted: np.ndarray) -> float:
    """How often a liked text of those counted has more reward than a disliked one."""
    one, other = reward[liked & counted], reward[~liked & counted]
    if not len(one) or not len(other):
        return float("nan")
    return float(((one[:, None] > other) + 0.5 * (one[:, None] == other)).mean())


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
