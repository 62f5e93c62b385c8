"""Filling a workspace with the sample shop, so that every page has something to show."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from core.copywriting import Brief, CopyDesk
from core.personas import Personas
from core.reviews import Reviews
from core.settings import Settings


@dataclass(frozen=True)
class DemoLoaded:
    """What was added; all zero when the demo was there already. `job` reads the reviews."""

    reviews: int
    customers: int
    purchases: int
    briefs: int
    job: int | None


class Demo:
    """The sample data in assets/samples, loaded through the doors that real data takes."""

    def __init__(
        self, settings: Settings, reviews: Reviews, personas: Personas, copy: CopyDesk
    ) -> None:
        self._samples = settings.assets / "samples"
        self._reviews = reviews
        self._personas = personas
        self._copy = copy

    def briefs(self) -> list[Brief]:
        """The example briefs, English first."""
        lines = (self._samples / "briefs.jsonl").read_text("utf-8").splitlines()
        return [Brief.from_dict(json.loads(line)) for line in lines if line.strip()]

    def load(self) -> DemoLoaded:
        """Import reviews, customers, purchases and briefs and start the reading.

        Loading twice adds nothing.
        """
        reviews = sum(
            self._reviews.import_table(self._samples / name, name).added
            for name in ("reviews-en.csv", "reviews-zh.csv")
        )
        customers = self._import("customers.csv").added
        purchases = self._import("transactions.csv").added
        briefs = self.briefs()
        for brief in briefs:
            self._copy.keep(brief)
        return DemoLoaded(reviews, customers, purchases, len(briefs), self._reviews.start_reading())

    def _import(self, name: str) -> Any:
        path = self._samples / name
        mapping = self._personas.preview(path, name).mapping
        if mapping.amount:
            mapping = replace(mapping, currency="USD")
        return self._personas.import_table(path, name, mapping)
