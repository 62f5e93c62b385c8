"""What each engine took so far, and what that costs at the prices a person typed."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass

from core.errors import InputRejected
from core.i18n import N_
from core.store import engine_calls
from core.store import workspaces as rows
from core.store.store import Store

_PREFERENCE = "engine-prices"
_MILLION = 1_000_000


@dataclass(frozen=True)
class Price:
    """What a million tokens cost, in whatever currency its owner counts; both >= 0."""

    input: float
    output: float

    def of(self, input_tokens: int, output_tokens: int) -> float:
        """The cost of so many tokens."""
        return (input_tokens * self.input + output_tokens * self.output) / _MILLION


@dataclass(frozen=True)
class Spent:
    """What one engine took in a workspace.

    `seconds` is the mean wait per request, `first` the mean time to the first text (None where
    there was none). Tokens are None where nobody counts them; with `estimated` some are no
    server's count. `cost` is theirs at the price as it stands now, None without price or tokens.
    """

    engine: str
    requests: int
    calls: int
    texts: int
    failures: int
    seconds: float
    first: float | None
    input_tokens: int | None
    output_tokens: int | None
    estimated: bool
    cost: float | None


class Spending:
    """Prices and sums of a workspace."""

    def __init__(self, store: Store, workspace: int = 1) -> None:
        self._store = store
        self._workspace = workspace

    def prices(self) -> dict[str, Price]:
        """The typed prices by engine id."""
        with self._store.open() as db:
            text = rows.preference(db, self._workspace, _PREFERENCE) or "{}"
        return {engine: Price(*pair) for engine, pair in json.loads(text).items()}

    def set_price(self, engine: str, price: Price | None) -> None:
        """Remember what a million tokens of an engine cost; None forgets it.

        Raises InputRejected for a price that is negative or no number.
        """
        if price and not all(math.isfinite(p) and p >= 0 for p in (price.input, price.output)):
            raise InputRejected(
                N_("A price is a number from 0 on."),
                N_("Type what a million tokens cost, as your provider's price list says."),
            )
        with self._store.writing() as db:
            text = rows.preference(db, self._workspace, _PREFERENCE) or "{}"
            known = json.loads(text)
            known.pop(engine, None)
            if price:
                known[engine] = [price.input, price.output]
            rows.set_preference(db, self._workspace, _PREFERENCE, json.dumps(known))

    def spent(self) -> dict[str, Spent]:
        """What each engine that was ever asked took, by its id."""
        with self._store.open() as db:
            found = engine_calls.totals(db, self._workspace)
        prices = self.prices()
        return {row["engine"]: _spent(row, prices.get(row["engine"])) for row in found}


def _spent(row: dict, price: Price | None) -> Spent:
    tokens = row["input_tokens"], row["output_tokens"]
    counted = None not in tokens
    return Spent(
        **{name: row[name] for name in ("engine", "requests", "calls", "texts", "failures")},
        seconds=row["seconds"],
        first=row["first"],
        input_tokens=tokens[0],
        output_tokens=tokens[1],
        estimated=bool(row["estimated"]),
        cost=price.of(*tokens) if price and counted else None,
    )
