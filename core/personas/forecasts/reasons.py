"""Why a customer's chance is what it is, and what it would be if something were different."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.personas.forecasts.inputs import Inputs
from core.personas.forecasts.trees import Trees

Numbers = NDArray[np.float64]

_SAMPLED = 400


@dataclass(frozen=True)
class Reason:
    """A column, this customer's cell, the typical cell, and by how much the chance would be
    lower (in 0..1; negative: higher) if the cell were the typical one, all else the same."""

    column: str
    value: Any
    typical: Any
    effect: float


def reasons(inputs: Inputs, trees: Trees, table: pd.DataFrame, fold: NDArray[np.int64]) -> Numbers:
    """(rows, columns): by how much each cell raises each customer's chance over a typical one."""
    matrix = inputs.matrix(table)
    return _effects(inputs, trees, matrix, fold)


def _effects(inputs: Inputs, trees: Trees, matrix: Numbers, fold: NDArray[np.int64]) -> Numbers:
    typical = inputs.typical()
    now = trees.chances(matrix, fold)
    effects = np.zeros((len(matrix), len(inputs.columns)))
    for number, place in enumerate(inputs.places()):
        other = matrix.copy()
        other[:, place] = typical[:, place]
        changed = (other[:, place] != matrix[:, place]).any(axis=1)
        if changed.any():
            then = trees.chances(other[changed], fold[changed])
            effects[changed, number] = now[changed] - then
    return effects


def sorted_reasons(inputs: Inputs, cells: dict[str, Any], effects: Numbers) -> tuple[Reason, ...]:
    """What moves one customer's chance, the strongest first; what moves it by less than a
    point is left out."""
    found = [
        Reason(column.name, cells.get(column.name), column.typical, float(effect))
        for column, effect in zip(inputs.columns, effects, strict=True)
        if abs(effect) >= 0.01
    ]
    return tuple(sorted(found, key=lambda reason: -abs(reason.effect)))


def importance(
    inputs: Inputs, trees: Trees, matrix: Numbers, fold: NDArray[np.int64]
) -> dict[str, float]:
    """How far each column moves the chance, on average over 400 customers, strongest first."""
    n = len(matrix)
    some = np.random.default_rng(0).choice(n, min(n, _SAMPLED), replace=False)
    moved = np.abs(_effects(inputs, trees, matrix[some], fold[some])).mean(axis=0)
    named = {c.name: round(float(m), 4) for c, m in zip(inputs.columns, moved, strict=True)}
    return dict(sorted(named.items(), key=lambda item: -item[1]))
