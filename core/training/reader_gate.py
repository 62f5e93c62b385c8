"""The gate that heads taught by corrections must pass before a workspace reads with them.

New heads are adopted only if, against the heads in force,
(a) of the fixed gate reviews, in each language for itself, not one fewer is read right;
(b) of the corrections that were kept out of the fitting, not one fewer is read right;
and if cross-validation finds that they fix more readings than they break, beyond chance.
Several strengths of learning are put before the gate, the most promising first, and the first
that passes is taken; nothing is fitted on the gate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from core.engines.heads import HeadOffsets, TextScores
from core.training.reader_heads import Fitting, Lesson, Trial

Outcome = Literal["adopted", "no gain", "gate", "held out"]


@dataclass(frozen=True, eq=False)
class Exam:
    """Texts with their right labels (n,), never fitted on."""

    scores: TextScores
    labels: np.ndarray

    def right(self, heads: HeadOffsets | None) -> int:
        """How many are read right with these heads, or with the shipped ones."""
        shift = heads.shift(self.scores.pooled) if heads else 0.0
        return int(((self.scores.logits + shift).argmax(1) == self.labels).sum())


@dataclass(frozen=True)
class Result:
    """Exams before and after: how many of `total` were read right."""

    before: int
    after: int
    total: int

    @property
    def worse(self) -> bool:
        return self.after < self.before


@dataclass(frozen=True, eq=False)
class Verdict:
    """What came of learning. `heads` are the adopted ones, None where none passed.

    `trial`, `gate` (by language) and `held_out` are those of the heads adopted or, where none
    were, of the most promising ones.
    """

    outcome: Outcome
    heads: HeadOffsets | None
    trial: Trial
    gate: dict[str, Result]
    held_out: Result
    tried: int


def judge(
    lesson: Lesson, held_out: Exam, gate: Mapping[str, Exam], in_force: HeadOffsets | None
) -> Verdict:
    """Learn a lesson at each strength and adopt the first heads that pass the gate."""
    refused: Verdict | None = None
    fitting = Fitting(lesson)
    for tried, trial in enumerate(fitting.trials(), start=1):
        heads = fitting.heads(trial.strength)
        results = {name: _compared(exam, in_force, heads) for name, exam in gate.items()}
        held = _compared(held_out, in_force, heads)
        outcome: Outcome = "adopted"
        if not trial.better:
            outcome = "no gain"
        elif any(result.worse for result in results.values()):
            outcome = "gate"
        elif held.worse:
            outcome = "held out"
        passed = heads if outcome == "adopted" else None
        verdict = Verdict(outcome, passed, trial, results, held, tried)
        if passed:
            return verdict
        refused = refused or verdict
    assert refused is not None
    return refused


def _compared(exam: Exam, before: HeadOffsets | None, after: HeadOffsets) -> Result:
    return Result(exam.right(before), exam.right(after), len(exam.labels))
