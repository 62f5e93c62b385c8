"""What a forecast may go by: columns sifted, leaks named, cells turned into numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.i18n import N_
from core.personas.columns import CONSTANT, EMPTY, IDENTIFIER, UNCHOSEN
from core.personas.forecasts.measures import ranking
from core.personas.names import AFTERWARDS, normal, protected

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

PROTECTED = N_("age, gender, family, origin and where people live stay out unless you let them in")
HAPPENED = N_("also something that happened, perhaps at the same time")
LATER = N_("known only afterwards")
LEAK = N_("nearly says the outcome itself")

_LEAK = 0.97
SUSPECT = 0.9
_MOST_VALUES = 20
_REST = "\x00rest"
_SLICES = 20


@dataclass(frozen=True)
class Column:
    """A column as the trees see it. `kind` is number, day (counted in days) or category, which
    becomes one place of 0 or 1 for each of `values`. `typical` is the middle or commonest cell."""

    name: str
    kind: str
    typical: Any
    values: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        return len(self.values) if self.kind == "category" else 1

    def encoded(self, cells: pd.Series) -> Numbers:
        """The cells as (rows, width) numbers; NaN is unknown."""
        if self.kind == "category":
            texts = cells.map(_text)
            return np.column_stack([(texts == value).to_numpy(float) for value in self.values])
        return _numbers(cells, self.kind)[:, None]


@dataclass(frozen=True)
class Inputs:
    """The columns to go by and, of every other one, the reason against it (a catalogue entry).

    `alone` is the AUC of each usable column by itself, best first; those at 0.9 or more are to
    be looked at.
    """

    columns: tuple[Column, ...]
    left_out: Mapping[str, str]
    alone: Mapping[str, float]

    def matrix(self, table: pd.DataFrame) -> Numbers:
        """Rows of cells, typed or as stored, as the numbers that the trees read."""
        cells = {c.name: table.get(c.name) for c in self.columns}
        parts = [
            column.encoded(
                cells[column.name]
                if cells[column.name] is not None
                else pd.Series([None] * len(table), dtype=object)
            )
            for column in self.columns
        ]
        return np.hstack(parts)

    def places(self) -> list[slice]:
        """Which places of the matrix belong to each column."""
        ends = np.cumsum([column.width for column in self.columns])
        return [slice(int(e) - c.width, int(e)) for c, e in zip(self.columns, ends, strict=True)]

    def typical(self) -> Numbers:
        """The matrix row of a customer whose every cell is typical."""
        return self.matrix(pd.DataFrame({c.name: [c.typical] for c in self.columns}, dtype=object))

    def to_json(self) -> list[dict[str, Any]]:
        return [
            {"name": c.name, "kind": c.kind, "typical": c.typical, "values": list(c.values)}
            for c in self.columns
        ]

    @classmethod
    def from_json(cls, stored: list[dict[str, Any]]) -> Inputs:
        columns = (Column(**{**c, "values": tuple(c["values"])}) for c in stored)
        return cls(tuple(columns), {}, {})


def sift(
    table: pd.DataFrame,
    happened: Flags,
    outcomes: frozenset[str],
    *,
    allow_protected: bool = False,
    without: frozenset[str] = frozenset(),
) -> Inputs:
    """Choose what to go by among the columns of customers whose outcome is known.

    Left out are outcomes, protected columns unless allowed, what is known only afterwards,
    identifiers, the empty and the constant, those in `without`, and leaks: columns that alone
    put 97 of 100 pairs in the right order.
    """
    reasons: dict[str, str] = {}
    alone: dict[str, float] = {}
    columns: list[Column] = []
    for name in table.columns:
        cells = table[name]
        reason = _reason(name, cells, outcomes, allow_protected, without)
        if not reason:
            column = _column(name, cells)
            alone[name] = alone_auc(cells, column.kind, happened)
            reason = LEAK if alone[name] >= _LEAK else ""
        if reason:
            reasons[name] = reason
            alone.pop(name, None)
        else:
            columns.append(column)
    ordered = dict(sorted(alone.items(), key=lambda item: -item[1]))
    return Inputs(tuple(columns), reasons, ordered)


def _reason(
    name: str,
    cells: pd.Series,
    outcomes: frozenset[str],
    allow_protected: bool,
    without: frozenset[str],
) -> str:
    if name in outcomes:
        return HAPPENED
    if name in without:
        return UNCHOSEN
    if protected(name) and not allow_protected:
        return PROTECTED
    if AFTERWARDS.search(normal(name)):
        return LATER
    filled = cells.dropna()
    if len(filled) < 0.02 * len(cells) or filled.empty:
        return EMPTY
    different = filled.nunique()
    if different == 1 and len(filled) == len(cells):
        return CONSTANT
    if len(filled) >= 20 and _labels(filled, different):
        return IDENTIFIER
    return ""


def _labels(filled: pd.Series, different: int) -> bool:
    """Whether cells only tell customers apart: nearly all different texts, or whole numbers, no
    two alike, that count up or are of one length."""
    if pd.api.types.is_float_dtype(filled):
        whole = bool((filled == filled.round()).all())
        if not whole or different < len(filled) or filled.min() < 0:
            return False
        lengths = filled.map(lambda value: len(f"{value:.0f}"))
        dense = filled.max() - filled.min() < 1.5 * len(filled)
        return bool(dense or (lengths.nunique() == 1 and lengths.iloc[0] >= 6))
    if pd.api.types.is_datetime64_any_dtype(filled):
        return False
    return different > 0.5 * len(filled)


def _column(name: str, cells: pd.Series) -> Column:
    if pd.api.types.is_float_dtype(cells):
        return Column(name, "number", float(cells.median()))
    if pd.api.types.is_datetime64_any_dtype(cells):
        return Column(name, "day", f"{cells.dropna().median():%Y-%m-%d}")
    counts = cells.dropna().map(_text).value_counts()
    return Column(name, "category", counts.index[0], tuple(counts.index[:_MOST_VALUES]))


def _text(cell: Any) -> str | None:
    if cell is None or (isinstance(cell, float) and np.isnan(cell)):
        return None
    return f"{cell:g}" if isinstance(cell, (int, float)) else str(cell)


def _numbers(cells: pd.Series, kind: str) -> Numbers:
    if kind == "number":
        return np.asarray(pd.to_numeric(cells, errors="coerce").to_numpy(float, na_value=np.nan))
    days = pd.to_datetime(cells, errors="coerce").to_numpy("datetime64[s]")
    numbers = days.astype("int64") / 86_400
    return np.where(np.isnat(days), np.nan, numbers)


def alone_auc(cells: pd.Series, kind: str, happened: Flags) -> float:
    """The AUC of one column by itself, at least 0.5.

    Its cells are cut into twenty slices (categories as they are, unknown ones a slice of their
    own); each half of the customers is judged by what happened in the other half's slices.
    """
    if kind == "category":
        texts = cells.map(_text).fillna("")
        rare = texts.map(texts.value_counts()) < 5
        slices = pd.factorize(texts.where(~rare, _REST))[0]
    else:
        numbers = pd.Series(_numbers(cells, kind))
        cut = pd.qcut(numbers.rank(method="average"), _SLICES, labels=False, duplicates="drop")
        slices = cut.fillna(-1).to_numpy(np.int64) + 1
    half = np.random.default_rng(0).permutation(len(cells)) % 2 == 0
    scores = np.zeros(len(cells))
    base = float(happened.mean())
    for learnt, judged in ((half, ~half), (~half, half)):
        hits = np.bincount(slices[learnt], happened[learnt], minlength=slices.max() + 1)
        counts = np.bincount(slices[learnt], minlength=slices.max() + 1)
        scores[judged] = ((hits + 2 * base) / (counts + 2))[slices[judged]]
    return max(0.5, ranking(scores, happened).auc)
