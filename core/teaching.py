"""Corrections teach the bundled reader: learning, the gate, and the versions of a workspace."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace

import numpy as np

from core.engines.heads import HeadOffsets, TextScores
from core.engines.learnt import LearntVersion, Version
from core.engines.spans import SENTIMENTS
from core.i18n import N_, NN_
from core.learning import GONE, Learner
from core.store import teaching as queries
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
        return translate(_reason(self)).format(**{**asdict(self), "least": LEAST})


def _reason(learnt: Learnt) -> str:
    return {
        "too few": NN_(
            "The reader learns from {least} corrections on; there is {corrections}.",
            "The reader learns from {least} corrections on; there are {corrections}.",
            learnt.corrections,
        ),
        "adopted": NN_(
            "Adopted. In cross-validation it puts {fixed} reading right and spoils {broken}, and "
            "neither the gate nor the held-out corrections come out worse.",
            "Adopted. In cross-validation it puts {fixed} readings right and spoils {broken}, and "
            "neither the gate nor the held-out corrections come out worse.",
            learnt.fixed,
        ),
        "known": N_("Nothing new: the reader in use has learnt these corrections already."),
        "no gain": NN_(
            "Not adopted: your corrections do not point one way. In cross-validation {fixed} "
            "reading is put right and {broken} spoilt, which may be chance.",
            "Not adopted: your corrections do not point one way. In cross-validation {fixed} "
            "readings are put right and {broken} spoilt, which may be chance.",
            learnt.fixed,
        ),
        "gone": GONE,
        "gate": N_(
            "Not adopted: it would read fewer of the fixed gate reviews right than the reader in "
            "use."
        ),
        "held out": N_(
            "Not adopted: it would read fewer of the corrections right that were kept out of the "
            "learning than the reader in use."
        ),
    }[learnt.outcome]


@dataclass(frozen=True)
class TaughtVersion(Version):
    """One version of the reader that corrections taught; `results` as in Learnt."""

    corrections: int
    results: dict[str, dict[str, int]]


class Teaching(Learner[TaughtVersion]):
    """What a workspace's corrections teach the bundled reader, and taking it back."""

    kind = "reader"

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
        base = self._base
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
            f"{base}+{heads.digest}" if heads else "",
            time.perf_counter() - begun,
        )
        reviews = [id for _, id, _, _ in corrected]
        if heads and not dry_run:
            metrics = {**asdict(learnt), "reviews": reviews}
            if not self._adopt(
                heads, base, metrics, lambda db: queries.are_there(db, self._workspace, reviews)
            ):
                return replace(learnt, outcome="gone", version="")
        return learnt

    @property
    def _base(self) -> str:
        return self._engines.shipped_version()

    def _version(self, found: LearntVersion) -> TaughtVersion:
        return TaughtVersion.of(
            found,
            corrections=found.metrics["corrections"],
            results=found.metrics["results"],
        )

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
