"""Experiments of a workspace: planned, fed with results, compared, closed with a winner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from core.errors import InputRejected, NotFound
from core.experiments.comparison import Arm, Comparison, compare, sample_size
from core.experiments.results import Imported, counts_of, must_be_possible, unknown_drafts
from core.i18n import N_
from core.settings import Settings
from core.store import outcomes as rows
from core.store.store import Store
from core.text import clean

MEASURES = ("clicks", "conversions")
MOST_DRAFTS = 8
USUAL_RATE = 0.03
USUAL_RISE = 0.2
"""A test is planned to find this rise of this rate unless its size is given."""

_LONGEST_NAME = 120
_MOST_PLANNED = 10**9


@dataclass(frozen=True)
class Experiment:
    """A test with its drafts' texts and channels by id, their figures to date and what it says.

    `planned` impressions of each draft end it; `closed_at` is "" while it runs; `winner_id` None
    unless it was closed with one. `figures` are each draft's totals to date, `comparison` holds
    what came between the start and the end of the test; it is None where drafts were deleted
    until fewer than two are left.
    """

    id: int
    name: str
    measure: str
    planned: int
    created_at: str
    closed_at: str
    winner_id: int | None
    texts: dict[int, str]
    channels: dict[int, tuple[str, str]]
    """The id of each draft's channel and the draft's language."""
    figures: dict[int, tuple[int, int, int]]
    comparison: Comparison | None


class Experiments:
    """Splits drafts, takes in what they brought, and says which is better."""

    def __init__(self, store: Store, settings: Settings, workspace: int = 1) -> None:
        self._store = store
        self._settings = settings
        self._workspace = workspace

    def start(
        self,
        draft_ids: Sequence[int],
        name: str,
        measure: str = "clicks",
        shares: Sequence[float] | None = None,
        planned: int | None = None,
    ) -> int:
        """Plan a test of two to eight drafts; its id. `shares` are the parts of the impressions
        that each is meant to get, equal ones unless given. `planned` are the impressions of each
        before which no winner is called: what finding a rise from 3 % to 3.6 % takes unless
        given. What the drafts brought before is left out.

        Raises InputRejected for too few or too many drafts, shares or a size that are not
        positive, an empty name or an unknown measure, NotFound for a draft that is not there.
        """
        ids = list(dict.fromkeys(draft_ids))
        name = " ".join(clean(name).split())[:_LONGEST_NAME]
        if not 2 <= len(ids) <= MOST_DRAFTS:
            raise InputRejected(
                N_("A test compares two to {most} different drafts."), most=MOST_DRAFTS
            )
        if not name:
            raise InputRejected(N_("The test has no name."), N_("Say what it is about."))
        if measure not in MEASURES:
            raise InputRejected(N_("A test counts clicks or conversions."))
        given = list(shares) if shares else [1.0] * len(ids)
        if len(given) != len(ids) or min(given) <= 0:
            raise InputRejected(N_("Every draft of a test needs a share above 0."))
        if planned is None:
            planned = sample_size(USUAL_RATE, USUAL_RISE, len(ids))
        if not 1 <= planned <= _MOST_PLANNED:
            raise InputRejected(N_("Plan at least one impression for each draft."))
        with self._store.writing() as db:
            self._must_be_known(rows.known_drafts(db, self._workspace, ids), ids)
            return rows.add_experiment(
                db,
                self._workspace,
                dict(zip(ids, given, strict=True)),
                name=name,
                measure=measure,
                planned=planned,
            )

    def all(self) -> list[Experiment]:
        """Every experiment, the newest first."""
        with self._store.open() as db:
            found = rows.experiments(db, self._workspace)
            return [_experiment(row, rows.arms(db, row["id"])) for row in found]

    def get(self, id: int) -> Experiment:
        """One experiment. Raises NotFound."""
        with self._store.open() as db:
            found = rows.experiments(db, self._workspace, id)
            if not found:
                raise _unknown()
            return _experiment(found[0], rows.arms(db, id))

    def enter(self, figures: Mapping[int, tuple[int, int, int]]) -> int:
        """Put what drafts brought to date (impressions, clicks and conversions by draft id) in
        the place of what was known; how many have other figures than before.

        Raises InputRejected for counts that cannot be, NotFound for a draft that is not there;
        then nothing is stored.
        """
        for counts in figures.values():
            must_be_possible(*counts)
        with self._store.writing() as db:
            self._must_be_known(rows.known_drafts(db, self._workspace, figures), list(figures))
            return rows.keep(db, figures)

    def import_results(self, source: Path | bytes | IO[bytes], name: str) -> Imported:
        """Take in a table of results by draft id, totals to date; the same file twice changes
        nothing. Raises InputRejected for a file that cannot be read, a row that cannot be, or
        ids of no draft here; then nothing is stored."""
        from core.tables import read_table

        frame = read_table(source, name, self._settings)
        counts = counts_of(frame, name)
        with self._store.writing() as db:
            known = rows.known_drafts(db, self._workspace, counts)
            unknown = sorted(set(counts) - known)
            if unknown:
                raise unknown_drafts(unknown)
            changed = rows.keep(db, counts)
        return Imported(len(frame), len(counts), changed)

    def close(self, id: int, winner: int | None = None) -> None:
        """End an experiment: figures that come in later no longer change what it says. The
        winner's text is an exemplar for its brand, channel and language from then on; without
        one nothing is learnt. Closing again changes the winner.

        Raises NotFound for an unknown experiment, InputRejected for a winner that was not in it.
        """
        with self._store.writing() as db:
            if not rows.experiments(db, self._workspace, id):
                raise _unknown()
            if winner is not None and winner not in {arm["draft_id"] for arm in rows.arms(db, id)}:
                raise InputRejected(N_("That draft was not part of the test."))
            rows.close(db, id, winner)

    def delete(self, id: int) -> None:
        """Delete an experiment; its drafts and their figures stay. Raises NotFound."""
        with self._store.writing() as db:
            if not rows.delete(db, self._workspace, id):
                raise _unknown()

    def _must_be_known(self, known: set[int], ids: Sequence[int]) -> None:
        lost = [id for id in ids if id not in known]
        if lost:
            raise NotFound(
                N_("There is no draft {id}."), N_("It may have been deleted."), id=lost[0]
            )


def _unknown() -> NotFound:
    return NotFound(N_("That test does not exist."), N_("It may have been deleted."))


def _experiment(row: dict[str, Any], arms: list[dict[str, Any]]) -> Experiment:
    counted = [
        Arm(arm["draft_id"], arm["impressions"], arm[row["measure"]], arm["share"]) for arm in arms
    ]
    return Experiment(
        id=row["id"],
        name=row["name"],
        measure=row["measure"],
        planned=row["planned"],
        created_at=row["created_at"],
        closed_at=row["closed_at"] or "",
        winner_id=row["winner_id"],
        texts={arm["draft_id"]: arm["text"] for arm in arms},
        channels={arm["draft_id"]: (arm["channel"], arm["language"]) for arm in arms},
        figures={
            arm["draft_id"]: (arm["all_impressions"], arm["all_clicks"], arm["all_conversions"])
            for arm in arms
        },
        comparison=compare(counted, row["planned"]) if len(counted) > 1 else None,
    )
