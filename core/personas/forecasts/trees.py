"""Boosted trees learnt from customers whose outcome is known, kept as plain arrays.

The trees of scikit-learn's HistGradientBoostingClassifier are copied out of it, so that a stored
forecast holds numbers and no program, and asking it again gives the very same chance.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Report = Callable[[int, int], None]

FOLDS = 5
_ROUNDS = 200
_RATE = 0.08
_LEAVES = (4, 12)
_LEAST_LEAF = 20
_NODE = np.dtype(
    [("feature", "i4"), ("threshold", "f8"), ("missing", "?"), ("left", "i4"), ("right", "i4"),
     ("value", "f8")]
)  # fmt: skip


@dataclass(frozen=True)
class Trees:
    """Trees of FOLDS models in one array of nodes; `roots[fold]` are where its trees begin and
    `start[fold]` the log odds they add to. A node with a negative `left` is a leaf.

    `slope` and `offset` turn a margin (log odds) into a calibrated one (Platt 1999).
    """

    nodes: NDArray[Any]
    roots: tuple[NDArray[np.int64], ...]
    start: Numbers
    slope: float = 1.0
    offset: float = 0.0

    def chances(self, matrix: Numbers, fold: NDArray[np.int64]) -> Numbers:
        """Calibrated chances in 0..1 of the matrix's rows.

        Each row is judged by the model of its `fold`, whose trees have not seen it; -1 stands
        for a row that no model has seen and takes the mean margin of all.
        """
        margins = np.zeros(len(matrix))
        for number in range(len(self.roots)):
            own = fold == number
            margins[own] = self._margins(matrix[own], number)
        new = fold < 0
        if new.any():
            each = [self._margins(matrix[new], number) for number in range(len(self.roots))]
            margins[new] = np.mean(each, axis=0)
        return sigmoid(self.slope * margins + self.offset)

    def _margins(self, matrix: Numbers, number: int) -> Numbers:
        margins = np.full(len(matrix), self.start[number])
        rows = np.arange(len(matrix))[:, None]
        for first in range(0, len(matrix), 4096):
            part = rows[: len(matrix[first : first + 4096])]
            margins[first : first + 4096] += self._leaves(
                matrix[first : first + 4096], part, self.roots[number]
            )
        return margins

    def _leaves(
        self, matrix: Numbers, rows: NDArray[np.int64], roots: NDArray[np.int64]
    ) -> Numbers:
        at = np.broadcast_to(roots, (len(matrix), len(roots))).copy()
        while True:
            nodes = self.nodes[at]
            inner = nodes["left"] >= 0
            if not inner.any():
                return nodes["value"].sum(axis=1)
            cells = matrix[rows, nodes["feature"]]
            left = np.where(np.isnan(cells), nodes["missing"], cells <= nodes["threshold"])
            at = np.where(inner, np.where(left, nodes["left"], nodes["right"]), at)

    def to_text(self) -> str:
        """The model as text of numbers only."""
        held = io.BytesIO()
        roots = np.concatenate(self.roots)
        ends = np.cumsum([len(part) for part in self.roots])
        np.savez_compressed(
            held, nodes=self.nodes, roots=roots, ends=ends, start=self.start,
            platt=np.array([self.slope, self.offset]), allow_pickle=False,
        )  # fmt: skip
        return base64.b64encode(held.getvalue()).decode("ascii")

    @classmethod
    def from_text(cls, text: str) -> Trees:
        with np.load(io.BytesIO(base64.b64decode(text)), allow_pickle=False) as held:
            roots = tuple(np.split(held["roots"], held["ends"][:-1]))
            slope, offset = held["platt"]
            return cls(held["nodes"], roots, held["start"], float(slope), float(offset))


@dataclass(frozen=True)
class Learnt:
    """A model and what it says of each row it was made from: `fold` names the one model that
    has not seen the row, `chances` are that model's, calibrated."""

    trees: Trees
    fold: NDArray[np.int64]
    chances: Numbers


def learn(matrix: Numbers, happened: NDArray[np.bool_], report: Report, seed: int = 0) -> Learnt:
    """Learn which rows it happens to, in FOLDS models that each leave a fold out.

    How large the trees are and how many there are is chosen by the log loss on the folds left
    out. `report(done, total)` counts models and may raise to stop.
    """
    from sklearn.model_selection import StratifiedKFold
    from threadpoolctl import threadpool_limits

    parts = StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
    splits = list(parts.split(matrix, happened))
    fold = np.zeros(len(matrix), dtype=np.int64)
    for number, (_, out) in enumerate(splits):
        fold[out] = number
    best: tuple[float, int, list[Any], Numbers] | None = None
    for size, leaves in enumerate(_LEAVES):
        models, staged = [], np.zeros((_ROUNDS, len(matrix)))
        for number, (inside, out) in enumerate(splits):
            report(size * FOLDS + number, FOLDS * len(_LEAVES))
            # On a busy machine its threads wait for each other far longer than they work.
            with threadpool_limits(1):
                model = _boosted(leaves, seed).fit(matrix[inside], happened[inside])
                models.append(model)
                for step, margin in enumerate(model.staged_decision_function(matrix[out])):
                    staged[step, out] = margin.ravel()
        losses = [_log_loss(margin, happened) for margin in staged]
        rounds = int(np.argmin(losses)) + 1
        if best is None or losses[rounds - 1] < best[0]:
            best = (losses[rounds - 1], rounds, models, staged[rounds - 1].copy())
    assert best is not None
    _, rounds, models, margins = best
    slope, offset = platt(margins, happened)
    trees = _copied(models, rounds, slope, offset)
    return Learnt(trees, fold, sigmoid(slope * margins + offset))


def _boosted(leaves: int, seed: int) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier

    return HistGradientBoostingClassifier(
        learning_rate=_RATE,
        max_iter=_ROUNDS,
        max_leaf_nodes=leaves,
        min_samples_leaf=_LEAST_LEAF,
        l2_regularization=1.0,
        early_stopping=False,
        random_state=seed,
    )


def _copied(models: list[Any], rounds: int, slope: float, offset: float) -> Trees:
    parts, roots, size = [], [], 0
    for model in models:
        begins = []
        for (predictor,) in model._predictors[:rounds]:
            found = predictor.nodes
            nodes = np.zeros(len(found), _NODE)
            leaf = found["is_leaf"].astype(bool)
            nodes["feature"] = np.where(leaf, 0, found["feature_idx"])
            nodes["threshold"] = found["num_threshold"]
            nodes["missing"] = found["missing_go_to_left"].astype(bool)
            nodes["left"] = np.where(leaf, -1, found["left"].astype(np.int64) + size)
            nodes["right"] = np.where(leaf, -1, found["right"].astype(np.int64) + size)
            nodes["value"] = np.where(leaf, found["value"], 0.0)
            begins.append(size)
            size += len(nodes)
            parts.append(nodes)
        roots.append(np.array(begins, dtype=np.int64))
    start = np.array([float(np.ravel(model._baseline_prediction)[0]) for model in models])
    return Trees(np.concatenate(parts), tuple(roots), start, slope, offset)


def platt(margins: Numbers, happened: NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and offset that make margins honest log odds; (1, shift) where the fit turns."""
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=1e6).fit(margins[:, None], happened)
    slope, offset = float(fitted.coef_[0, 0]), float(fitted.intercept_[0])
    if slope > 0:
        return slope, offset
    share = float(happened.mean())
    return 0.0, float(np.log(share / (1 - share)))


def sigmoid(margins: Numbers) -> Numbers:
    from scipy.special import expit

    return np.asarray(expit(margins), dtype=np.float64)


def _log_loss(margins: Numbers, happened: NDArray[np.bool_]) -> float:
    return float(np.logaddexp(0, np.where(happened, -margins, margins)).mean())
