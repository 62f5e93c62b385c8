"""What a forecast says, as it is read back from the store."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from core.i18n import N_, NN_
from core.personas.column_names import figure
from core.personas.phrases import Phrase

RESPONSE = "response"
PURCHASES = "purchases"


@dataclass(frozen=True)
class Forecast:
    """A stored forecast. `settings` are what was asked for, `figures` how it did on customers or
    days it had not seen; see core.personas.forecasts.response and .purchases for both. `files`
    are the imported files whose customers it speaks of, oldest first; empty for forecasts that
    did not keep them."""

    id: int
    kind: str
    settings: dict[str, Any]
    figures: dict[str, Any]
    created_at: str

    @property
    def files(self) -> tuple[str, ...]:
        return tuple(self.figures.get("files", ()))

    @property
    def informative(self) -> bool:
        """Whether it tells customers apart surely better than chance."""
        return float(self.figures.get("auc_low", 0.0)) > 0.5

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> Forecast:
        settings, figures = json.loads(row["settings"]), json.loads(row["figures"])
        return cls(row["id"], row["kind"], settings, figures, row["created_at"])


@dataclass(frozen=True)
class Foretold:
    """One customer (`key` is a pseudonym): `chance` of the event in 0..1 with `low`..`high`;
    expected purchases and money with the range that eight in ten alike stayed in, None where
    unknown; `details` hold what the kind of forecast went by."""

    key: str
    chance: float
    low: float
    high: float
    expected: float | None
    value: float | None
    value_low: float | None
    value_high: float | None
    segment: str
    fold: int
    details: dict[str, Any]

    @property
    def next_products(self) -> list[str]:
        return list(self.details.get("next", []))

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> Foretold:
        return cls(
            row["customer_key"], row["chance"], row["low"], row["high"], row["expected"],
            row["value"], row["value_low"], row["value_high"], row["segment"], row["fold"],
            json.loads(row["details"]),
        )  # fmt: skip


@dataclass(frozen=True)
class SegmentForecast:
    """What a segment's open customers will do together; `segment` is its key, "" without one."""

    segment: str
    customers: int
    chance: float
    expected: float | None
    value: float | None


def habits(details: dict[str, Any]) -> list[Phrase]:
    """What a purchase forecast went by for one customer, in sentences."""
    orders, last, age = details["again"] + 1, details["last"], details["age"]
    said = [
        Phrase(
            NN_(
                "Last bought {days} day before the last purchase on file",
                "Last bought {days} days before the last purchase on file",
                round(age - last),
            ),
            {"days": f"{age - last:,.0f}"},
        )
    ]
    if orders == 1:
        return [*said, Phrase(N_("Bought once so far"))]
    gap = last / details["again"]
    said.append(
        Phrase(
            NN_(
                "Bought {orders} times, every {gap} day or so",
                "Bought {orders} times, every {gap} days or so",
                round(gap),
            ),
            {"orders": f"{orders:,.0f}", "gap": f"{gap:,.0f}"},
        )
    )
    if details.get("spent"):
        money = figure(details["spent"], details.get("currency", ""))
        said.append(Phrase(N_("Spends {money} an order"), {"money": money}))
    return said
