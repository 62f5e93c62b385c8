"""Who will leave, or answer: learnt from customers of whom it is known, tested on others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.errors import InputRejected
from core.i18n import N_, NN_
from core.personas import column_names
from core.personas.forecasts.groups import group_figures
from core.personas.forecasts.inputs import SUSPECT, Inputs, alone_auc, sift
from core.personas.forecasts.measures import (
    calibration_error,
    caught,
    chance_intervals,
    ranking,
    steps,
)
from core.personas.forecasts.reasons import importance
from core.personas.forecasts.trees import Learnt, Trees, learn
from core.personas.population import Population
from core.personas.read import WORTH

LEAST_EACH = 40
_TESTED = 0.25
_MANY = 100_000
_YES = ("1", "yes", "y", "true", "t", "churn", "churned", "exited", "left", "lost", "gone",
        "是", "流失", "已流失", "响应", "有")  # fmt: skip

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Outcome:
    """A column that says what happened: the `values` that can be the event, with the number of
    customers of each, and the likeliest one."""

    column: str
    values: dict[str, int]
    event: str


@dataclass(frozen=True)
class Response:
    """A forecast of one outcome. Arrays run along the population: `chances` with `low`..`high`
    in 0..1, `open` where it has not happened (or is unknown), `fold` as Trees wants it."""

    chances: Numbers
    low: Numbers
    high: Numbers
    open: Flags
    fold: NDArray[np.int64]
    inputs: Inputs
    trees: Trees
    figures: dict[str, Any]


def outcome(column: str, counts: dict[str, int]) -> Outcome | None:
    """A column by the customers of each of its values; None where no value can be an event, for
    it needs 40 customers who have it and 40 who do not."""
    total = sum(counts.values())
    usable = {v: n for v, n in counts.items() if LEAST_EACH <= n <= total - LEAST_EACH}
    if not usable:
        return None
    yes = [v for v in usable if v.strip().lower() in _YES]
    return Outcome(column, usable, yes[0] if yes else min(usable, key=lambda v: usable[v]))


def foretell(
    population: Population,
    column: str,
    event: str,
    report: Callable[[int, int], None],
    *,
    allow_protected: bool = False,
    without: frozenset[str] = frozenset(),
) -> Response:
    """Foretell for every customer whether `column` becomes `event`.

    Figures are measured on a quarter of the known customers, which the model behind them never
    saw; the chances come from models that each left the customer's fold out. Raises
    InputRejected without 40 customers on both sides or without a column to go by.
    """
    cells = _labels(population.attributes.get(column, pd.Series(dtype=object)))
    known = cells.notna().to_numpy()
    happened = (cells == event).to_numpy(dtype=bool)
    hits, misses = int(happened.sum()), int((known & ~happened).sum())
    if min(hits, misses) < LEAST_EACH:
        raise InputRejected(
            NN_(
                "It happened to {hits} customer and not to {misses}: too few to learn from.",
                "It happened to {hits} customers and not to {misses}: too few to learn from.",
                hits,
            ),
            N_("It takes {least} customers of each kind."),
            hits=hits,
            misses=misses,
            least=LEAST_EACH,
        )
    table = usable_table(population)
    rows = _learnt_from(known)
    inputs = sift(
        table.drop(columns=column).iloc[rows].reset_index(drop=True),
        happened[rows],
        population.outcomes,
        allow_protected=allow_protected,
        without=without,
    )
    if not inputs.columns:
        raise InputRejected(
            N_("No column is left to go by."),
            N_("Import more columns that describe customers, or let more of them in."),
        )
    matrix = inputs.matrix(table)
    tested = _tested(inputs, table, rows, happened, lambda done, all: report(done, 2 * all))
    learnt = learn(matrix[rows], happened[rows], lambda done, all: report(all + done, 2 * all))
    fold = np.full(population.size, -1, dtype=np.int64)
    fold[rows] = learnt.fold
    chances = learnt.trees.chances(matrix, fold)
    low, high, like = chance_intervals(learnt.chances, happened[rows], chances)
    figures = {
        "customers": int(known.sum()),
        "events": hits,
        "like": like,
        **tested,
        "left_out": dict(inputs.left_out),
        "used": [c.name for c in inputs.columns],
        "suspect": [name for name, auc in inputs.alone.items() if auc >= SUSPECT],
        "importance": importance(inputs, learnt.trees, matrix, fold),
        "groups": group_figures(population, chances, happened, known),
    }
    return Response(chances, low, high, ~happened, fold, inputs, learnt.trees, figures)


def usable_table(population: Population) -> pd.DataFrame:
    """What is known of the customers: their attributes, and what a customer file says they are
    worth. Purchases are left aside: some may come after the outcome."""
    table = population.attributes
    if population.worth is not None and population.purchases is None:
        table = table.assign(**{WORTH: population.worth})
    return table


def column_name(column: str, translate: Callable[[str], str] = str) -> str:
    """A column as a person reads it."""
    if column == WORTH:
        return translate(N_("What they are worth"))
    return column_names.column_name(column).label.text(translate)


def _labels(cells: pd.Series) -> pd.Series:
    """The values of an outcome as text; unknown ones stay empty."""
    if pd.api.types.is_float_dtype(cells):
        return cells.map(lambda cell: None if np.isnan(cell) else f"{cell:g}").astype(object)
    return cells.where(cells.notna(), None).map(lambda c: c if c is None else str(c))


def _learnt_from(known: Flags) -> NDArray[np.int64]:
    """The rows to learn from: the known ones, of very many a sample."""
    rows = np.flatnonzero(known)
    if len(rows) > _MANY:
        rows = np.sort(np.random.default_rng(0).choice(rows, _MANY, replace=False))
    return rows


def _tested(
    inputs: Inputs,
    table: pd.DataFrame,
    rows: NDArray[np.int64],
    happened: Flags,
    report: Callable[[int, int], None],
) -> dict[str, Any]:
    """Learn from three quarters of the known customers and judge the last quarter."""
    from sklearn.model_selection import train_test_split

    inside, out = train_test_split(rows, test_size=_TESTED, random_state=0, stratify=happened[rows])
    matrix = inputs.matrix(table)
    learnt: Learnt = learn(matrix[inside], happened[inside], report)
    chances = learnt.trees.chances(matrix[out], np.full(len(out), -1))
    truth = happened[out]
    found = ranking(chances, truth)
    alone = next(iter(inputs.alone))
    kind = next(c.kind for c in inputs.columns if c.name == alone)
    return {
        "tested": len(out),
        "auc": round(found.auc, 4),
        "auc_low": round(found.low, 4),
        "auc_high": round(found.high, 4),
        "ece": round(calibration_error(chances, truth), 4),
        "baseline": alone,
        "baseline_auc": round(alone_auc(table[alone].iloc[rows], kind, happened[rows]), 4),
        "caught": {str(s): round(caught(chances, truth, s), 4) for s in (0.1, 0.2, 0.3)},
        "steps": [[s.forecast, s.share, s.low, s.high, s.n] for s in steps(chances, truth)],
    }
