"""One customer's forecast: the reasons for it, and what would change it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from core.personas.forecasts.inputs import Column, Inputs
from core.personas.forecasts.purchases import Model, if_bought_today, if_silent
from core.personas.forecasts.reasons import Reason, reasons, sorted_reasons
from core.personas.forecasts.repeat import Buying, Rhythm
from core.personas.forecasts.results import Foretold, habits
from core.personas.forecasts.trees import Trees
from core.personas.phrases import Phrase
from core.personas.read import WORTH


@dataclass(frozen=True)
class ResponseCase:
    """A customer of a response forecast: `cells` as stored, `reasons` strongest first."""

    foretold: Foretold
    cells: dict[str, Any]
    reasons: tuple[Reason, ...]
    inputs: Inputs
    trees: Trees

    @property
    def columns(self) -> tuple[Column, ...]:
        """What can be varied in a what-if."""
        return self.inputs.columns

    def what_if(self, changes: dict[str, Any]) -> float:
        """The chance if these cells were different and all else the same. It says how the
        forecast would change, not what a change would bring about."""
        table = pd.DataFrame([{**self.cells, **changes}], dtype=object)
        fold = np.array([self.foretold.fold])
        return float(self.trees.chances(self.inputs.matrix(table), fold)[0])

    @classmethod
    def read(
        cls, foretold: Foretold, forecast: dict[str, Any], cells: dict[str, Any]
    ) -> ResponseCase:
        return cls.read_many([foretold], forecast, [cells])[0]

    @classmethod
    def read_many(
        cls, found: Sequence[Foretold], forecast: dict[str, Any], cells: list[dict[str, Any]]
    ) -> list[ResponseCase]:
        """Customers with their cells, from a stored forecast."""
        inputs = Inputs.from_json(json.loads(forecast["inputs"]))
        trees = Trees.from_text(forecast["model"])
        if not found:
            return []
        filled = [{WORTH: 0.0, **one} for one in cells]
        fold = np.array([one.fold for one in found])
        effects = reasons(inputs, trees, pd.DataFrame(filled, dtype=object), fold)
        return [
            cls(one, own, sorted_reasons(inputs, own, row), inputs, trees)
            for one, own, row in zip(found, filled, effects, strict=True)
        ]


@dataclass(frozen=True)
class PurchasePlan:
    """A customer of a purchase forecast: `foretold`, and how it came about."""

    foretold: Foretold
    figures: dict[str, Any]

    @property
    def reasons(self) -> list[Phrase]:
        """What the forecast went by, in sentences."""
        return habits(self.foretold.details)

    def if_bought_today(self) -> tuple[float, float]:
        """(chance of silence, purchases to expect) after one more purchase on the last day."""
        return self._after(if_bought_today(self._rhythm()))

    def if_silent(self, days: float) -> tuple[float, float]:
        """The same after so many more days without a purchase."""
        return self._after(if_silent(self._rhythm(), days))

    def _rhythm(self) -> Rhythm:
        details = self.foretold.details
        again, last, age = (np.array([float(details[name])]) for name in ("again", "last", "age"))
        return Rhythm(again, last, age, np.array([details["spent"] or np.nan]))

    def _after(self, rhythm: Rhythm) -> tuple[float, float]:
        stored = self.figures["model"]
        buying = Buying(*(stored[name] for name in ("r", "alpha", "a", "b")))
        model, days = Model(buying, None, stored["level"]), self.figures["days"]
        return float(model.silent(rhythm, days)[0]), float(model.expected(rhythm, days)[0])


CustomerForecast = ResponseCase | PurchasePlan
