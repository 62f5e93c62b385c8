"""Corrections teach the bundled reader: learning, the gate, and the versions of a workspace."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import numpy as np

from core.engines.heads import HeadOffsets, TextScores
from core.engines.registry import EngineRegistry
from core.engines.spans import SENTIMENTS
from core.i18n import N_
from core.jobs import Progress
from core.settings import Settings
from core.store import engine_versions as rows
from core.store import teaching as queries
from core.store.store import Store
from core.training.reader_gate import Exam, Verdict, judge
from core.training.reader_heads import Lesson

JOB = "learn_reader"
LEAST = 8
GATE = {"en": N_("Gate, English"), "zh": N_("Gate, Chinese")}
_HELD_OUT = N_("Held-out corrections")

_MOST = 2000
_EVERY = 5
_MOST_STANDING = 300
_EVERY_SAMPLE = 2

_Corrected = tuple[int, int, str, str]
_Samples = dict[str, list[tuple[str, str]]]

_REASONS = {
    "too few": N_("The reader learns from {least} corrections on; there are {corrections}."),
    "adopted": N_(
        "Adopted. In cross-validation it puts {fixed} readings right and spoils {broken}, and "
        "neither the gate nor the held-out corrections come out worse."
    ),
    "known": N_("Nothing new: the reader in use has learnt these corrections already."),
    "no gain": N_(
        "Not adopted: your corrections do not point one way. In cross-validation {fixed} readings "
        "are put right and {broken} spoilt, which may be chance."
    ),
    "gone": N_(
        "Not adopted: something it had learnt from was deleted meanwhile. Let it learn again."
    ),
    "gate": N_(
        "Not adopted: it would read fewer of the fixed gate reviews right than the reader in use."
    ),
    "held out": N_(
        "Not adopted: it would read fewer of the corrections right that were kept out of the "
        "learning than the reader in use."
    ),
}


def exam_name(exam: str) -> str:
    """The catalogue's words for an exam of Learnt.results."""
    return GATE.get(exam, _HELD_OUT)


@dataclass(frozen=True)
class Learnt:
    """What came of learning. `outcome` is a key of the reasons, `corrections` how many there
    are, `results` how many of `total` are read right by exam: "en" and "zh" of the gate and
    "held out". `fixed` and `broken` come from cross-validation. `version` names what was adopted.
    """

    outcome: str
    corrections: int
    fixed: int = 0
    broken: int = 0
    tried: int = 0
    results: dict[str, dict[str, int]] = field(default_factory=dict)
    version: str = ""
    seconds: float = 0.0

    @property
    def adopted(self) -> bool:
        return self.outcome == "adopted"

    def reason(self, translate: Callable[[str], str] = str) -> str:
        """Why it was adopted or not, a sentence with the numbers."""
        return translate(_REASONS[self.outcome]).format(**{**asdict(self), "least": LEAST})


@dataclass(frozen=True)
class TaughtVersion:
    """One version of the reader that corrections taught. `fits` is false where it was made
    for a reader that no longer ships; `results` as in Learnt."""

    id: int
    name: str
    active: bool
    fits: bool
    created_at: str
    corrections: int
    results: dict[str, dict[str, int]]


class Teaching:
    """What a workspace's corrections teach the bundled reader, and taking it back."""

    def __init__(
        self, store: Store, settings: Settings, engines: EngineRegistry, workspace: int = 1
    ) -> None:
        self._store = store
        self._settings = settings
        self._engines = engines
        self._workspace = workspace

    def corrections(self) -> int:
        """How many reviews have a corrected sentiment."""
        with self._store.open() as db:
            return queries.count_corrected(db, self._workspace)

    def learn(
        self, report: Callable[..., None] = lambda *_, **__: None, dry_run: bool = False
    ) -> Learnt:
        """Refit the sentiment head to the corrections and adopt it if it passes the gate.

        Needs LEAST corrections of reviews that are not in the gate. Every fifth is held out; the
        newest 2,000 count. The same corrections give the same heads. With `dry_run` nothing is
        stored. Raises EngineFailed when the bundled reader cannot be loaded, StoreFailed when
        the heads cannot be kept.
        """
        begun = time.perf_counter()
        corrections = self.corrections()
        if corrections < LEAST:
            return Learnt("too few", corrections)
        gate = {language: self._samples(f"gate-{language}.csv") for language in GATE}
        corrected = self._corrected({text for exam in gate.values() for text, _ in exam})
        if len(corrected) < LEAST:
            return Learnt("too few", len(corrected))
        report(0, 3)
        verdict, in_force = self._judged(corrected, gate, report)
        report(3, 3)
        heads, outcome = verdict.heads, str(verdict.outcome)
        if heads and in_force and heads.digest == in_force.digest:
            heads, outcome = None, "known"
        results = {name: asdict(result) for name, result in verdict.gate.items()}
        results["held out"] = asdict(verdict.held_out)
        learnt = Learnt(
            outcome,
            corrections,
            verdict.trial.fixed,
            verdict.trial.broken,
            verdict.tried,
            results,
            f"{self._engines.shipped_version()}+{heads.digest}" if heads else "",
            time.perf_counter() - begun,
        )
        reviews = [id for _, id, _, _ in corrected]
        if heads and not dry_run and not self._adopt(heads, learnt, reviews):
            return replace(learnt, outcome="gone", version="")
        return learnt

    def learn_job(self, arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
        """The handler of the job: `learn`, its Learnt as a dict."""
        return asdict(self.learn(progress))

    def versions(self) -> list[TaughtVersion]:
        """What was adopted so far, newest first. The shipped reader is none of them."""
        found = self._engines.learnt.versions("reader", self._workspace, self._base)
        return [
            TaughtVersion(
                *(v.id, v.name, v.active, v.fits, v.created_at),
                corrections=v.metrics["corrections"],
                results=v.metrics["results"],
            )
            for v in found
        ]

    def use(self, id: int | None) -> None:
        """Read with an earlier version from now on, or with None as the reader came. Raises what
        `Learnt.use` raises."""
        self._engines.learnt.use("reader", self._workspace, self._base, id)

    @property
    def _base(self) -> str:
        return self._engines.shipped_version()

    def _corrected(self, examined: set[str]) -> list[_Corrected]:
        """What there is to learn from: a review of the gate is none."""
        with self._store.open() as db:
            corrected = queries.corrected(db, self._workspace, _MOST)
        return [row for row in corrected if row[2] not in examined]

    def _judged(
        self, corrected: list[_Corrected], gate: _Samples, report: Callable[..., None]
    ) -> tuple[Verdict, HeadOffsets | None]:
        """What came of the lesson, and the heads in force so far."""
        with self._store.open() as db:
            standing = queries.let_stand(db, self._workspace, _MOST_STANDING)
        texts = {text for _, _, text, _ in corrected}
        texts |= {text for exam in gate.values() for text, _ in exam}
        for language in GATE:
            standing += [t for t, _ in self._samples(f"reviews-{language}.csv")[::_EVERY_SAMPLE]]
        anchors = [text for text in dict.fromkeys(standing) if text not in texts]
        scores = self._engines.shipped_scores([text for _, _, text, _ in corrected])
        labels = np.array([SENTIMENTS.index(value) for *_, value in corrected], int)
        held = np.array([number % _EVERY == 0 for number, *_ in corrected], bool)
        stands = self._engines.shipped_scores(anchors)
        report(1, 3)
        exams = {language: self._exam(exam) for language, exam in gate.items()}
        report(2, 3)
        in_force = self._engines.heads(self._workspace)
        lesson = Lesson(scores.picked(~held), labels[~held], stands)
        verdict = judge(lesson, Exam(scores.picked(held), labels[held]), exams, in_force)
        return verdict, in_force

    def _samples(self, name: str) -> list[tuple[str, str]]:
        """(text, sentiment or "") of a file of reviews that ships."""
        path = self._settings.assets / "samples" / name
        with path.open(encoding="utf-8", newline="") as file:
            return [(row["text"], row.get("sentiment", "")) for row in csv.DictReader(file)]

    def _exam(self, samples: list[tuple[str, str]]) -> Exam:
        scores: TextScores = self._engines.shipped_scores([text for text, _ in samples])
        return Exam(scores, np.array([SENTIMENTS.index(value) for _, value in samples]))

    def _adopt(self, heads: HeadOffsets, learnt: Learnt, reviews: list[int]) -> bool:
        """Put the heads in force; false where a review they were taught by has gone meanwhile."""
        version = rows.Version("reader", heads.digest, self._base, heads.content)
        metrics = {**asdict(learnt), "reviews": reviews}
        with self._store.writing() as db:
            if not queries.are_there(db, self._workspace, reviews):
                return False
            rows.adopt(db, self._workspace, version, self._settings.home, metrics)
        return True
