"""What customers will do: asked for as a job, kept, read back, handed out as a list."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from core.errors import InputRejected, NotFound
from core.i18n import N_
from core.jobs import Jobs, Progress
from core.personas.forecasts.customer import CustomerForecast, PurchasePlan, ResponseCase
from core.personas.forecasts.export import Translate, beside_own_rows
from core.personas.forecasts.making import purchase_forecast, response_forecast
from core.personas.forecasts.purchases import HORIZONS
from core.personas.forecasts.response import Outcome, outcome
from core.personas.forecasts.results import (
    PURCHASES,
    Forecast,
    Foretold,
    SegmentForecast,
)
from core.personas.gathering import purchase_files, purchases_with
from core.personas.intake import Source
from core.personas.service import Personas
from core.settings import Settings
from core.store import customers as customer_rows
from core.store import forecasts as rows
from core.store.store import Store

RESPONSE_JOB = "foretell_response"
PURCHASES_JOB = "foretell_purchases"


class Forecasts:
    """Forecasts of one workspace: of each kind the newest."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        personas: Personas,
        jobs: Jobs,
        workspace: int = 1,
    ) -> None:
        self._store = store
        self._settings = settings
        self._personas = personas
        self._jobs = jobs
        self._workspace = workspace

    def outcomes(self) -> list[tuple[int, Outcome]]:
        """What can be foretold from the customer files: the file's id and the column, the file
        with the most customers first."""
        found = []
        with self._store.open() as db:
            sources = [s for s in customer_rows.sources(db, self._workspace) if s["customers"]]
            for source in sorted(sources, key=lambda s: -s["customers"]):
                for column in json.loads(source["mapping"])["outcomes"]:
                    counts = {
                        f"{value:g}" if isinstance(value, (int, float)) else str(value): int(n)
                        for value, n in rows.values(db, source["id"], column)
                        if value is not None
                    }
                    one = outcome(column, counts) if len(counts) <= 12 else None
                    if one:
                        found.append((int(source["id"]), one))
        return found

    def horizons(self) -> list[int]:
        """The periods (days) that purchases on file allow to foretell and to test, shortest
        first; the last is the usual one. Empty without dated purchases over 90 days or more."""
        with self._store.open() as db:
            spanned = rows.dated_purchases(db, self._workspace)
        if spanned is None:
            return []
        first, last = (date.fromisoformat(day) for day in spanned)
        days = (last - first).days + 1
        return [horizon for horizon in HORIZONS if 3 * horizon <= days]

    def purchase_files(self) -> tuple[str, ...]:
        """The files that a purchase forecast would be made from, oldest first."""
        with self._store.open() as db:
            return purchase_files(db, self._workspace)

    def start_response(
        self,
        file: int,
        column: str,
        event: str,
        *,
        allow_protected: bool = False,
        without: Sequence[str] = (),
    ) -> int:
        """Foretell in the background who of a file's customers `column` becomes `event` for; the
        job's id."""
        return self._jobs.submit(
            RESPONSE_JOB,
            {
                "file": file,
                "column": column,
                "event": event,
                "allow_protected": allow_protected,
                "without": list(without),
            },
        )

    def start_purchases(self, days: int) -> int:
        """Foretell purchases over the next `days` in the background; the job's id."""
        if days not in HORIZONS:
            raise InputRejected(
                N_("{days} days is no period to forecast."),
                N_("Use one of: {choices}."),
                days=days,
                choices=", ".join(map(str, HORIZONS)),
            )
        return self._jobs.submit(PURCHASES_JOB, {"days": days})

    def response_job(self, arguments: dict[str, Any], report: Progress) -> dict[str, Any]:
        """What the background process of `start_response` does."""
        population = self._personas.population(arguments["file"])
        forecast, customers = response_forecast(
            population,
            self._personas.list(),
            arguments,
            report,
        )
        with self._store.writing() as db:
            return {"forecast": rows.replace(db, self._workspace, forecast, customers)}

    def purchases_job(self, arguments: dict[str, Any], report: Progress) -> dict[str, Any]:
        """What the background process of `start_purchases` does."""
        with self._store.open() as db:
            file, purchases = purchases_with(db, self._workspace)
        if file is None:
            raise InputRejected(
                N_("There are no purchases yet."), N_("Import a file of purchases first.")
            )
        population = self._personas.population(file)
        forecast, customers = purchase_forecast(
            population,
            purchases,
            self._personas.list(),
            arguments["days"],
            report,
        )
        with self._store.writing() as db:
            return {"forecast": rows.replace(db, self._workspace, forecast, customers)}

    def latest(self, kind: str) -> Forecast | None:
        """The newest forecast of a kind (response or purchases), if there is one."""
        with self._store.open() as db:
            row = rows.latest(db, self._workspace, kind)
        return Forecast.from_row(row) if row else None

    def delete(self, id: int) -> None:
        """Delete a forecast. Raises NotFound for an unknown id."""
        with self._store.writing() as db:
            if not rows.delete(db, self._workspace, id):
                raise _gone()

    def listed(
        self, kind: str, *, order: str = "chance", segment: str | None = None, limit: int = 100
    ) -> list[Foretold]:
        """Customers it has not happened to yet. First come, by `order`, those with the highest
        chance (chance), with the most money to come (value), or with the most of it at stake:
        money to come times the chance to lose it (stake)."""
        forecast = self._known(kind)
        with self._store.open() as db:
            found = rows.listed(db, forecast["id"], order, segment, limit)
        return [Foretold.from_row(row) for row in found]

    def by_segment(self, kind: str) -> list[SegmentForecast]:
        """What each segment's open customers will do, the largest first."""
        forecast = self._known(kind)
        with self._store.open() as db:
            return [SegmentForecast(**row) for row in rows.by_segment(db, forecast["id"])]

    def spread(self, kind: str) -> list[tuple[int, int]]:
        """How many open customers have a chance of 0-5 %, 5-10 % and so on: (place, customers)."""
        forecast = self._known(kind)
        with self._store.open() as db:
            return rows.spread(db, forecast["id"])

    def customer(self, kind: str, key: str) -> CustomerForecast:
        """One customer's forecast with its reasons. Raises NotFound for an unknown one."""
        forecast = self._known(kind)
        with self._store.open() as db:
            row = rows.row(db, forecast["id"], key)
            if row is None:
                raise NotFound(
                    N_("There is no forecast for this customer."), N_("Choose one from the list.")
                )
            cells = rows.attributes(db, self._workspace, [key]).get(key, "{}")
        foretold = Foretold.from_row(row)
        if kind == PURCHASES:
            return PurchasePlan(foretold, json.loads(forecast["figures"]))
        return ResponseCase.read(foretold, forecast, json.loads(cells))

    def cases(self, kind: str, found: Sequence[Foretold]) -> list[CustomerForecast]:
        """The same for several customers of a list, in its order."""
        forecast = self._known(kind)
        if kind == PURCHASES:
            figures = json.loads(forecast["figures"])
            return [PurchasePlan(one, figures) for one in found]
        with self._store.open() as db:
            cells = rows.attributes(db, self._workspace, [one.key for one in found])
        own = [json.loads(cells.get(one.key, "{}")) for one in found]
        return [*ResponseCase.read_many(found, forecast, own)]

    def beside(self, kind: str, source: Source, name: str, translate: Translate) -> pd.DataFrame:
        """The rows of a file with real ids, each with its forecast; see beside_own_rows."""
        return beside_own_rows(
            self._store,
            self._settings,
            self._workspace,
            kind=kind,
            file=(source, name),
            translate=translate,
        )

    def _known(self, kind: str) -> dict[str, Any]:
        with self._store.open() as db:
            row = rows.latest(db, self._workspace, kind)
        if row is None:
            raise _gone()
        return row


def _gone() -> NotFound:
    return NotFound(N_("There is no such forecast any more."), N_("Make it again."))
