"""What pages and commands may ask of a workspace's reviews."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from core.engines.types import EngineSource
from core.errors import InputRejected, NotFound
from core.i18n import N_
from core.jobs import Jobs, Progress
from core.reviews import importing
from core.reviews.aspects import Aspect as AspectName
from core.reviews.aspects import label_id, named
from core.reviews.aspects.labelling import label_all
from core.reviews.aspects.labels import Labels
from core.reviews.figures import (
    AspectFigures,
    Course,
    Figures,
    Picture,
    change,
    course,
    figures,
    unit_for,
)
from core.reviews.filters import SENTIMENTS, Filters
from core.reviews.importing import ImportReport, Preview
from core.reviews.mapping import Mapping
from core.reviews.reading import read_all
from core.reviews.results import Aspect, Correction, Hit, Review, ReviewPage, ReviewRow, Source
from core.reviews.selection import selection
from core.settings import Settings
from core.store import counts, labels, readings
from core.store import reviews as rows
from core.store.columns import columns
from core.store.selections import Selection, select
from core.store.store import Store

JOB = "read_reviews"
ORDERS = ("newest", "oldest", "worst", "best", "least sure")
_MOST_VALUES = 200


class Reviews:
    """The reviews of one workspace: importing, reading, figures, lists and corrections."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        engines: EngineSource,
        jobs: Jobs,
        workspace: int = 1,
    ) -> None:
        self._store = store
        self._settings = settings
        self._engines = engines
        self._jobs = jobs
        self._workspace = workspace
        self.labels = Labels(store, engines, jobs, workspace)

    def preview(self, source: Path | bytes | IO[bytes], name: str) -> Preview:
        """A file's columns, guessed mapping and first rows; nothing is stored.

        Raises InputRejected for what is no table.
        """
        return importing.preview(source, name, self._settings)

    def import_table(
        self, source: Path | bytes | IO[bytes], name: str, mapping: Mapping | None = None
    ) -> ImportReport:
        """Store the reviews of a file in one transaction; personal data is masked first.

        A review that is there already is not stored again. Raises InputRejected, and then
        nothing is stored, for an unfit file or mapping.
        """
        chosen = Mapping.of(mapping) if mapping is not None else None
        return importing.import_file(
            self._store, self._settings, self._workspace, source, name, mapping=chosen
        )

    def import_paste(self, text: str, name: str = "") -> ImportReport:
        """Store pasted reviews, one a line or separated by blank lines, as a file's."""
        if len(text.encode("utf-8", "surrogatepass")) > self._settings.max_upload_bytes:
            raise InputRejected(
                N_("The text is too long to paste."), N_("Save it as a file and upload that.")
            )
        return importing.import_text(self._store, self._workspace, text, name)

    def sources(self) -> list[Source]:
        """The imports, newest first."""
        with self._store.open() as db:
            return [Source(**row) for row in rows.sources(db, self._workspace)]

    def remove_source(self, source_id: int) -> None:
        """Undo an import: its reviews go with their readings. Raises NotFound."""
        with self._store.writing() as db:
            if not rows.delete_source(db, self._workspace, source_id):
                raise NotFound(N_("There is no import {id}."), id=source_id)

    def start_reading(self, again: bool = False) -> int | None:
        """Start the job that reads unread reviews; its id, None when there is nothing to do.

        `again` also reads those that another engine version has read.
        """
        if not again and not self.unread():
            return None
        return self._jobs.submit(JOB)

    def read_job(self, arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
        """The handler of that job: core.reviews.reading.read_all, then a person's own labels
        are looked for in what is new."""
        found = read_all(self._store, self._engines, self._workspace, progress)
        found |= label_all(self._store, self._engines, self._workspace, progress)
        # Whoever looks next need not wait for as many rows to be read.
        columns(self._store, self._workspace)
        return found

    def unread(self) -> int:
        """How many reviews no engine has read yet."""
        with self._store.open() as db:
            return readings.count_unread(db, self._workspace)

    def versions(self) -> list[tuple[str, int]]:
        """The engine versions whose readings count, with how many of them, most first."""
        return counts.versions(self._selection())

    def revision(self) -> str:
        """A word that changes whenever figures may have; what was computed under it holds."""
        with self._store.open() as db:
            return f"{rows.revision(db)}-{labels.state(db, self._workspace)}"

    def picture(self, filters: Filters | None = None, limit: int = 12) -> Picture:
        """Figures, course and aspects of a selection, all of one state of the store."""
        chosen = self._selection(filters)
        spoken = counts.aspects(chosen)
        worst = counts.most_complained(spoken)
        return Picture(
            self._figures(chosen, filters or Filters()),
            _course(chosen, "auto"),
            tuple(self._with_names(spoken[:limit])),
            next(iter(self._with_names([worst] if worst else [])), None),
        )

    def figures(self, filters: Filters | None = None) -> Figures:
        """The selection at a glance, with the change to the period before where it has one."""
        return self._figures(self._selection(filters), filters or Filters())

    def span(self, filters: Filters | None = None) -> tuple[str, str] | None:
        """First and last day of the selection as ISO days; None when nothing is dated."""
        return counts.span(self._selection(filters))

    def over_time(self, filters: Filters | None = None, unit: str = "auto") -> Course:
        """Counts and net sentiment per day, week or month, with "auto" whichever suits."""
        return _course(self._selection(filters), unit)

    def aspects(self, filters: Filters | None = None, limit: int = 12) -> list[AspectFigures]:
        """The most mentioned aspects and own labels of the selection, most first."""
        return self._with_names(counts.aspects(self._selection(filters), limit))

    def aspect_name(self, id: str, language: str) -> str:
        """The shown name of an aspect, known or own: by its id."""
        return self._named(id, self.labels.names()).label(language)

    def rows(
        self,
        filters: Filters | None = None,
        limit: int = 50,
        offset: int = 0,
        order: str = "newest",
    ) -> ReviewPage:
        """Reviews of the selection in one of ORDERS and how many there are in all."""
        chosen = self._selection(filters)
        with self._store.open() as db:
            found = rows.page(db, chosen, order, limit, offset)
        return ReviewPage(tuple(ReviewRow(**row) for row in found), len(chosen))

    def get(self, review_id: int) -> Review:
        """One review with its reading, aspects and corrections. Raises NotFound."""
        with self._store.open() as db:
            row = rows.get(db, self._workspace, review_id)
            if row is None:
                raise NotFound(N_("There is no review {id}."), id=review_id)
            aspects = rows.aspects_of(db, review_id, row["version"]) if row["version"] else []
            corrections = rows.corrections(db, review_id)
            hits = labels.hits_of(db, review_id)
        fields = {name: row[name] for name in Review.__dataclass_fields__ if name in row}
        return Review(
            **fields,
            aspects=tuple(Aspect(**found) for found in aspects),
            corrections=tuple(Correction(**found) for found in corrections),
            hits=tuple(
                Hit(
                    label=label_id(hit["label_id"]),
                    marks=tuple((a, b) for a, b in json.loads(hit["marks"])),
                    **{name: hit[name] for name in ("name", *Hit.READ)},
                )
                for hit in hits
            ),
        )

    def correct(self, review_id: int, sentiment: str, voter: str = "me") -> Review:
        """Say what a review's sentiment is; from now on that counts, also after a new reading.

        Saying the same again stores nothing new. Raises NotFound for an unknown review and
        InputRejected for an unknown sentiment.
        """
        if sentiment not in SENTIMENTS:
            raise InputRejected(
                N_("“{value}” is no sentiment."),
                N_("Use negative, neutral or positive."),
                value=sentiment,
            )
        with self._store.writing() as db:
            row = rows.get(db, self._workspace, review_id)
            if row is None:
                raise NotFound(N_("There is no review {id}."), id=review_id)
            said = [c for c in rows.corrections(db, review_id) if c["field"] == "sentiment"]
            last = said[-1] if said else None
            if last is None or (last["value"], last["voter"]) != (sentiment, voter):
                rows.correct(db, review_id, sentiment, voter)
        return self.get(review_id)

    def products(self) -> list[str]:
        """Products that reviews name, the commonest first."""
        return self._values("product")

    def origins(self) -> list[str]:
        """Where reviews come from, the commonest first."""
        return self._values("origin")

    def languages(self) -> list[str]:
        """Languages of the reviews ("en", "zh", "mixed", "und"), the commonest first."""
        return self._values("language")

    def countries(self) -> list[str]:
        """Countries that the reviews name, the commonest first."""
        return self._values("country")

    def _figures(self, chosen: Selection, filters: Filters) -> Figures:
        now = figures(counts.totals(chosen))
        before = filters.before()
        if before is None:
            return now
        earlier = select(self._store, chosen.columns, before.as_conditions())
        previous = figures(counts.totals(earlier))
        return replace(now, previous=previous, net_change=change(now, previous))

    def _with_names(self, found: list[dict[str, Any]]) -> list[AspectFigures]:
        names = self.labels.names()
        aspects = [(row, self._named(row["aspect"], names)) for row in found]
        return [AspectFigures(**row, en=aspect.en, zh=aspect.zh) for row, aspect in aspects]

    @staticmethod
    def _named(id: str, labels: dict[str, str]) -> AspectName:
        name = labels.get(id)
        return AspectName(id, name, name) if name else named(id)

    def _values(self, column: str) -> list[str]:
        return counts.values(self._selection(), column, _MOST_VALUES)

    def _selection(self, filters: Filters | None = None) -> Selection:
        return selection(self._store, self._workspace, filters or Filters())


def _course(chosen: Selection, unit: str) -> Course:
    span = counts.span(chosen)
    if span is None:
        return Course("day" if unit == "auto" else unit, ())
    unit = unit_for(*span) if unit == "auto" else unit
    return course(counts.by_period(chosen, unit), unit)
