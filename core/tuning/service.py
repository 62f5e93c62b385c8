"""Ratings tune the house writer: learning, the gate, and the versions of a workspace."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from core.copywriting.briefs.brief import Brief
from core.copywriting.channels.own import Channels
from core.copywriting.writing.requests import copy_request
from core.engines.catalogue import house_folder
from core.engines.house.info import house_info
from core.engines.learnt import LearntVersion, Version
from core.engines.registry import EngineRegistry
from core.engines.types import CopyRequest
from core.errors import InputRejected, NotFound
from core.feedback import Lessons
from core.i18n import N_
from core.learning import GONE, Learner
from core.settings import Settings
from core.store import desk, taste
from core.store.store import Store

if TYPE_CHECKING:
    from core.training.writer_tuning import gate

JOB = "tune_writer"
LEAST = 20
"""Fewer rated drafts than this are not learnt from."""

_Lesson = tuple[str, int, int]
_LANGUAGES = ("en", "zh")
_MOST = 240
_MOST_PAIRS = 120

_REASONS = {
    "missing": N_("The house writer is not installed, so there is nothing to tune."),
    "too few": N_(
        "The writer learns from {least} rated drafts on, {of_each} liked and {of_each} disliked "
        "among them; there are {liked} liked and {disliked} disliked."
    ),
    "too few left": N_(
        "The writer learns from {least} rated drafts on, {of_each} liked and {of_each} disliked "
        "among them; in the languages that it writes there are {liked} liked and {disliked} "
        "disliked. Rated drafts in others ({left_out}) do not count."
    ),
    "known": N_("Nothing new: no rating came since the version in use was made."),
    "unsure": N_(
        "Not adopted: your ratings do not point one way surely enough. Of a draft you like and one "
        "you do not, they tell the right one {right:.0%} of the time."
    ),
    "adopted": N_(
        "Adopted. By your taste, of its raw texts for fixed briefs {liked_after:.0%} would be "
        "liked instead of {liked_before:.0%}, and they pass the checks, differ and read no worse."
    ),
    "no gain": N_(
        "Not adopted: by your taste, its raw texts for fixed briefs are not surely better liked "
        "than before ({liked_after:.0%} instead of {liked_before:.0%})."
    ),
    "gate": N_("Not adopted: what it learnt would cost too much."),
    "gone": GONE,
}
_LOST = {
    "passed": N_("Fewer of its texts for fixed briefs pass every check."),
    "distinct": N_("Its texts for fixed briefs differ less from one another."),
    "fluent": N_("Its texts for fixed briefs read less fluently."),
    "copy": N_("It has forgotten too much of the copy that it knew."),
}


@dataclass(frozen=True)
class Tuned:
    """What came of tuning. `outcome` is a key of the reasons; `right` how often, in 0..1, the
    taste puts a liked draft above a disliked one among ratings it had not seen, with its 95 %
    limits; `before` and `after` are the gate's marks by name. `version` names what was adopted.
    `left_out` counts rated drafts in languages that the writer does not write, `lost` names the
    marks that the gate refused it for."""

    outcome: str
    liked: int
    disliked: int
    pairs: int = 0
    right: float = 0.5
    low: float = 0.0
    high: float = 1.0
    before: Mapping[str, float] | None = None
    after: Mapping[str, float] | None = None
    version: str = ""
    seconds: float = 0.0
    left_out: int = 0
    lost: Sequence[str] = ()

    @property
    def adopted(self) -> bool:
        return self.outcome == "adopted"

    @property
    def _sides(self) -> tuple[tuple[str, Mapping[str, float] | None], ...]:
        return (("before", self.before), ("after", self.after))

    def reason(self, translate: Callable[[str], str] = str) -> str:
        """Why it was adopted or not, a sentence with the numbers."""
        from core.training.writer_tuning.gate import LEAST_OF_EACH

        numbers = {**asdict(self), "least": LEAST, "of_each": LEAST_OF_EACH}
        numbers |= {f"liked_{side}": (marks or {}).get("liked", 0.0) for side, marks in self._sides}
        few_left = self.outcome == "too few" and self.left_out
        reasons = [_REASONS["too few left" if few_left else self.outcome]]
        reasons += [_LOST[name] for name in self.lost]
        return " ".join(translate(reason).format(**numbers) for reason in reasons)


@dataclass(frozen=True)
class TunedVersion(Version):
    """One version of the writer that ratings tuned, in so many seconds; `right` as in Tuned."""

    ratings: int
    right: float
    seconds: float


class Tuning(Learner[TunedVersion]):
    """What a workspace's ratings teach the house writer, and taking it back."""

    kind = "writer"

    def __init__(
        self, store: Store, settings: Settings, engines: EngineRegistry, workspace: int = 1
    ) -> None:
        super().__init__(store, settings, engines, workspace)
        self._channels = Channels(store, workspace)

    @property
    def possible(self) -> bool:
        """Whether the house writer is installed."""
        return bool(self._engines.house_version())

    def learn(
        self, report: Callable[..., None] = lambda *_, **__: None, dry_run: bool = False
    ) -> Tuned:
        """Tune the house writer to the newest 240 rated drafts and 120 pairs (edits and
        redesigns) in the languages that it writes, and adopt what passes the gate.

        Takes minutes; where a draft, brief or rating of them was deleted meanwhile nothing is
        adopted ("gone"). With `dry_run` nothing is stored. Raises EngineFailed when the writer
        cannot be loaded, StoreFailed when the changes cannot be kept.
        """
        begun = time.perf_counter()
        from core.training.writer_tuning import gate
        from core.tuning.exam import fixed_exam
        from core.tuning.taste import fitted_judge

        known, languages = self._known(), self._languages
        with self._store.open() as db:
            db.conn.execute("BEGIN")
            found = taste.all_rated(db, self._workspace, languages, _MOST)
            others = set(_LANGUAGES) - set(languages)
            left_out = len(taste.all_rated(db, self._workspace, others, _MOST))
            pairs = [
                row
                for row in desk.pairs(db, self._workspace)
                if row["language"] in languages and row["kind"] != "thumbs"
            ][-_MOST_PAIRS:]
            ids = {row["id"] for row in found}
            drafts = ids | {row[end] for row in pairs for end in ("chosen_id", "rejected_id")}
            traces = taste.traces(db, drafts)
        rated = [
            gate.Rated(request, row["text"], row["balance"] > 0)
            for row in found
            if (request := self._request(row))
        ]
        liked = sum(one.liked for one in rated)
        disliked = len(rated) - liked
        if not self.possible:
            return Tuned("missing", liked, disliked)
        if len(rated) < LEAST or min(liked, disliked) < gate.LEAST_OF_EACH:
            return Tuned("too few", liked, disliked, left_out=left_out)
        lessons = _lessons(found, pairs)
        if known and lessons <= known:
            return Tuned("known", liked, disliked)
        preferred = [
            gate.Preferred(request, row["chosen"], row["rejected"])
            for row in pairs
            if (request := self._request(row))
        ]
        base = self._base
        by = fitted_judge(rated, preferred)
        verdict = gate.judge(
            house_folder(self._settings.assets),
            rated,
            preferred,
            by=by,
            exam=fixed_exam(
                self._settings.assets / "corpus",
                _channels(rated),
                languages,
            ),
            in_force=self._engines.learnt.adapter(self._workspace, base),
            report=lambda done: report(round(100 * done), 100),
        )
        tuned = Tuned(
            verdict.outcome,
            liked,
            disliked,
            pairs=len(preferred),
            right=by.right,
            low=by.low,
            high=by.high,
            before=_told(verdict.before),
            after=_told(verdict.after),
            version=f"{base}+{verdict.adapter.digest}" if verdict.adapter else "",
            seconds=time.perf_counter() - begun,
            left_out=left_out,
            lost=verdict.lost,
        )
        if verdict.adapter and not dry_run:
            metrics = {**asdict(tuned), "drafts": sorted(drafts), "lessons": sorted(lessons)}
            if not self._adopt(
                verdict.adapter, base, metrics, lambda db: traces <= taste.traces(db, drafts)
            ):
                return replace(tuned, outcome="gone", version="")
        return tuned

    def ratings(self) -> tuple[int, int]:
        """How many drafts that would be learnt from are liked, and how many disliked."""
        with self._store.open() as db:
            found = taste.all_rated(db, self._workspace, self._languages, _MOST)
        liked = sum(row["balance"] > 0 for row in found)
        return liked, len(found) - liked

    @property
    def _languages(self) -> tuple[str, ...]:
        """Those that the house writer writes."""
        return house_info(house_folder(self._settings.assets)).languages

    @property
    def _base(self) -> str:
        return self._engines.house_version()

    def _version(self, found: LearntVersion) -> TunedVersion:
        return TunedVersion.of(
            found,
            ratings=found.metrics["liked"] + found.metrics["disliked"],
            right=found.metrics["right"],
            seconds=found.metrics.get("seconds", 0.0),
        )

    def _known(self) -> set[_Lesson]:
        """The lessons of the version in force; none where it kept none."""
        return {
            (kind, first, second)
            for version in self._adopted()
            if version.active
            for kind, first, second in version.metrics.get("lessons", ())
        }

    def _request(self, row: Mapping[str, Any]) -> CopyRequest | None:
        """What a stored text was written for; None where no writer may be asked for it now."""
        try:
            brief = Brief.from_dict(json.loads(row["brief"] or "{}"))
            target = self._channels.get(row["channel"], row["language"])
            return copy_request(brief, target, None, Lessons(), seed=0)[0]
        except (InputRejected, NotFound):
            return None


def _lessons(
    rated: Sequence[Mapping[str, Any]], pairs: Sequence[Mapping[str, Any]]
) -> set[_Lesson]:
    """What is learnt from: ("vote", draft, 1 or 0) and ("pair", better draft, worse draft)."""
    votes = {("vote", row["id"], int(row["balance"] > 0)) for row in rated}
    return votes | {("pair", row["chosen_id"], row["rejected_id"]) for row in pairs}


def _channels(rated: Sequence[gate.Rated]) -> dict[str, list[str]]:
    """The rated channels of each language, most rated first."""
    found: dict[str, list[str]] = {}
    for (language, channel), _ in Counter(
        (one.request.language, one.request.channel) for one in rated
    ).most_common():
        found.setdefault(language, []).append(channel)
    return found


def _told(marks: gate.Marks | None) -> dict[str, float] | None:
    if marks is None:
        return None
    return {**asdict(marks), "liked": sum(marks.liked) / max(1, len(marks.liked))}
