"""Ratings tune the house writer: learning, the gate, and the versions of a workspace."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from core.copywriting.briefs.brief import Brief
from core.copywriting.channels.own import Channels
from core.copywriting.writing.requests import copy_request
from core.engines.catalogue import house_folder
from core.engines.registry import EngineRegistry
from core.engines.types import CopyRequest
from core.errors import InputRejected, NotFound
from core.feedback import Lessons
from core.i18n import N_
from core.jobs import Progress
from core.settings import Settings
from core.store import desk, taste
from core.store import engine_versions as rows
from core.store.store import Store

JOB = "tune_writer"
LEAST = 20
"""Fewer rated drafts than this are not learnt from."""

_LEAST_OF_EACH = 6
_MOST = 240
_MOST_PAIRS = 120

_REASONS = {
    "missing": N_("The house writer is not installed, so there is nothing to tune."),
    "too few": N_(
        "The writer learns from {least} rated drafts on, {of_each} liked and {of_each} disliked "
        "among them; there are {liked} liked and {disliked} disliked."
    ),
    "known": N_("Nothing new: no rating came since the version in use was made."),
    "adopted": N_(
        "Adopted. On briefs it had not seen it puts a draft you like above one you do not "
        "{right:.0%} of the time, and its drafts pass the checks, differ and read no worse."
    ),
    "no gain": N_(
        "Not adopted: your ratings do not point one way surely enough. On briefs it had not seen "
        "it puts a draft you like above one you do not {right:.0%} of the time."
    ),
    "gate": N_(
        "Not adopted: what it learnt would cost too much. Its drafts for the fixed briefs pass "
        "the checks, differ or read worse than those of the version in use."
    ),
}


@dataclass(frozen=True)
class Tuned:
    """What came of tuning. `outcome` is a key of the reasons; `right` how often, in 0..1, a liked
    draft came above a disliked one on unseen briefs, with its 95 % limits; `before` and `after`
    are the gate's marks by name. `version` names what was adopted."""

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

    @property
    def adopted(self) -> bool:
        return self.outcome == "adopted"

    def reason(self, translate: Callable[[str], str] = str) -> str:
        """Why it was adopted or not, a sentence with the numbers."""
        numbers = {**asdict(self), "least": LEAST, "of_each": _LEAST_OF_EACH}
        return translate(_REASONS[self.outcome]).format(**numbers)


@dataclass(frozen=True)
class TunedVersion:
    """One version of the writer that ratings tuned. `fits` is false where it was made for a
    writer that no longer ships."""

    id: int
    name: str
    active: bool
    fits: bool
    created_at: str
    ratings: int
    right: float


class Tuning:
    """What a workspace's ratings teach the house writer, and taking it back."""

    def __init__(
        self, store: Store, settings: Settings, engines: EngineRegistry, workspace: int = 1
    ) -> None:
        self._store = store
        self._settings = settings
        self._engines = engines
        self._workspace = workspace
        self._channels = Channels(store, workspace)

    @property
    def possible(self) -> bool:
        """Whether the house writer is installed."""
        return bool(self._engines.house_version())

    def learn(
        self, report: Callable[..., None] = lambda *_, **__: None, dry_run: bool = False
    ) -> Tuned:
        """Tune the house writer to the newest 240 rated drafts and 120 pairs (edits and
        redesigns) and adopt what passes the gate.

        Takes minutes. With `dry_run` nothing is stored. Raises EngineFailed when the writer
        cannot be loaded, StoreFailed when the changes cannot be kept.
        """
        begun = time.perf_counter()
        from core.training.writer_tuning import gate
        from core.tuning.exam import fixed_exam

        known = self._known()
        with self._store.open() as db:
            found = taste.all_rated(db, self._workspace, _MOST)
            pairs = desk.pairs(db, self._workspace)[-_MOST_PAIRS:]
        rated = [
            gate.Rated(request, row["text"], row["balance"] > 0, row["id"] not in known)
            for row in found
            if (request := self._request(row))
        ]
        liked = sum(one.liked for one in rated)
        disliked = len(rated) - liked
        if not self.possible:
            return Tuned("missing", liked, disliked)
        if len(rated) < LEAST or min(liked, disliked) < _LEAST_OF_EACH:
            return Tuned("too few", liked, disliked)
        if known and not any(one.new for one in rated):
            return Tuned("known", liked, disliked)
        preferred = [
            gate.Preferred(request, row["chosen"], row["rejected"])
            for row in pairs
            if row["kind"] != "thumbs" and (request := self._request(row))
        ]
        base = self._base
        verdict = gate.judge(
            house_folder(self._settings.assets),
            rated,
            preferred,
            exam=fixed_exam(self._settings.assets / "corpus"),
            in_force=self._engines.learnt.adapter(self._workspace, base),
            report=lambda done: report(round(100 * done), 100),
        )
        tuned = Tuned(
            verdict.outcome,
            liked,
            disliked,
            pairs=len(preferred),
            right=verdict.right,
            low=verdict.low,
            high=verdict.high,
            before=asdict(verdict.before) if verdict.before else None,
            after=asdict(verdict.after) if verdict.after else None,
            version=f"{base}+{verdict.adapter.digest}" if verdict.adapter else "",
            seconds=time.perf_counter() - begun,
        )
        if verdict.adapter and not dry_run:
            version = rows.Version("writer", verdict.adapter.digest, base, verdict.adapter.content)
            metrics = {**asdict(tuned), "drafts": [row["id"] for row in found]}
            with self._store.writing() as db:
                rows.adopt(db, self._workspace, version, self._settings.home, metrics)
        return tuned

    def learn_job(self, arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
        """The handler of the job: `learn`, its Tuned as a dict."""
        return asdict(self.learn(progress))

    def ratings(self) -> tuple[int, int]:
        """How many drafts that would be learnt from are liked, and how many disliked."""
        with self._store.open() as db:
            found = taste.all_rated(db, self._workspace, _MOST)
        liked = sum(row["balance"] > 0 for row in found)
        return liked, len(found) - liked

    def versions(self) -> list[TunedVersion]:
        """What was adopted so far, newest first. The shipped writer is none of them."""
        found = self._engines.learnt.versions("writer", self._workspace, self._base)
        return [
            TunedVersion(
                *(v.id, v.name, v.active, v.fits, v.created_at),
                ratings=v.metrics["liked"] + v.metrics["disliked"],
                right=v.metrics["right"],
            )
            for v in found
        ]

    def use(self, id: int | None) -> None:
        """Write with an earlier version from now on, or with None as the writer came. Raises what
        `Learnt.use` raises."""
        self._engines.learnt.use("writer", self._workspace, self._base, id)

    @property
    def _base(self) -> str:
        return self._engines.house_version()

    def _known(self) -> set[int]:
        """The drafts that the version in force learnt from."""
        found = self._engines.learnt.versions("writer", self._workspace, self._base)
        return {id for version in found if version.active for id in version.metrics["drafts"]}

    def _request(self, row: Mapping[str, Any]) -> CopyRequest | None:
        """What a stored text was written for; None where no writer may be asked for it now."""
        try:
            brief = Brief.from_dict(json.loads(row["brief"] or "{}"))
            target = self._channels.get(row["channel"], row["language"])
            return copy_request(brief, target, None, Lessons(), seed=0)[0]
        except (InputRejected, NotFound):
            return None
