"""Groups of customers on numbers and categories together, or the finding that there are none.

The way: (1) numbers are tamed and standardised, categories become indicator columns scaled so
that every category weighs as a number does (factor analysis of mixed data; Pagès 2004). (2)
Only principal components above those of shuffled columns are kept (parallel analysis; Horn
1965): none kept means that no two columns go together, so there is nothing to group. (3) For
each number of groups k, k-means is repeated on resamples; the stability is the mean adjusted
Rand index between them (Hubert and Arabie 1985). (4) The data must fall into groups better
than a single cloud with the same columns and the same correlations would: the reference is
drawn from a Gaussian copula (the gap of Tibshirani, Walther and Hastie 2001). Of the k that
pass, those within 0.05 of the best stability compete by silhouette (Rousseeuw 1987), and the
most groups among near equals win.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import norm, rankdata
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, silhouette_score
from threadpoolctl import threadpool_limits

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]

MOST_GROUPS = 8
STABLE = 0.8
_SAMPLE = 2000
_RESAMPLES = 8
_REFERENCES = 10
_SHUFFLES = 40
_MOST_CATEGORIES = 12
_SMALLEST_SHARE = 0.02
_CLEARLY = 0.15


@dataclass(frozen=True)
class Clustering:
    """One label 0..k-1 per row, the largest group 0, and how far it can be trusted.

    `verdict` is "clear" (separate groups), "gradual" (columns go together, but customers lie
    on a slope rather than in groups; the labels cut it into stable parts) or "none" (nothing
    goes together; all labels are 0). `stability` is the mean adjusted Rand index of resamples.
    """

    labels: Labels
    verdict: str
    stability: float

    @property
    def k(self) -> int:
        return int(self.labels.max()) + 1 if len(self.labels) else 0


def cluster(frame: pd.DataFrame, seed: int = 0, k: int | None = None) -> Clustering:
    """Group the rows of a table of numbers (float columns) and categories (all others).

    The same table and seed give the same labels. `k` fixes the number of groups; the verdict
    stays what the data say.
    """
    rows = len(frame)
    nothing = Clustering(np.zeros(rows, dtype=np.int64), "none", 1.0)
    columns = [c for c in frame.columns if frame[c].nunique(dropna=True) > 1]
    if rows < 20 or len(columns) < 2:
        return nothing
    with threadpool_limits(1):  # many small fits: handing them to threads costs more than it saves
        return _grouped(frame[columns], np.random.default_rng(seed), seed, k) or nothing


def _grouped(
    frame: pd.DataFrame, rng: np.random.Generator, seed: int, k: int | None
) -> Clustering | None:
    rows, sample = len(frame), frame
    if rows > _SAMPLE:
        sample = sample.iloc[np.sort(rng.choice(rows, _SAMPLE, replace=False))]
    space = _Space(frame)
    matrix = space.matrix(sample)
    axes, strong = _axes_above_chance(matrix, space, rng)
    if axes.shape[1] == 0:
        return None
    candidates = range(2, min(MOST_GROUPS, max(2, rows // 15)) + 1)
    points = matrix @ axes
    stability = {n: _stability(points, n, rng) for n in candidates}
    apart = _apart(sample, points, axes, space, [n for n in candidates if stability[n] >= STABLE])
    verdict = "clear" if apart and k in (None, *apart) else "gradual"
    if verdict == "clear":
        k = k or _best_separated(points, apart, stability, rng)
    else:
        axes = axes[:, :strong]
        points = matrix @ axes
        stability = {n: _stability(points, n, rng) for n in ([k] if k else range(2, 5))}
        k = k or _steadiest(stability)
    model = KMeans(k, n_init=10, random_state=seed).fit(points)
    labels = model.predict(space.matrix(frame) @ axes).astype(np.int64)
    return Clustering(_largest_first(labels), verdict, round(stability[k], 3))


class _Space:
    """How the columns of one table become numbers of equal weight."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self.numbers: dict[str, tuple[float, float, float, float]] = {}
        self.categories: dict[str, dict[str, float]] = {}
        for column in frame.columns:
            cells = frame[column]
            if pd.api.types.is_float_dtype(cells):
                self.numbers[column] = self._scale(cells)
            else:
                shares = cells.dropna().astype(str).value_counts(normalize=True)
                common = shares[shares >= _SMALLEST_SHARE].head(_MOST_CATEGORIES)
                self.categories[column] = {str(k): float(v) for k, v in common.items()}
        # Which columns of the matrix belong to one column of the table.
        self.blocks = [1] * len(self.numbers) + [len(c) for c in self.categories.values()]

    @staticmethod
    def _scale(cells: pd.Series) -> tuple[float, float, float, float]:
        """Median, spread, mean and deviation: a long tail is bent by arsinh, not cut off."""
        values = cells.dropna().to_numpy(dtype=float)
        low, middle, high = np.quantile(values, [0.1, 0.5, 0.9])
        spread = (high - low) / 2 or values.std() or 1.0
        bent = np.arcsinh((values - middle) / spread)
        return float(middle), float(spread), float(bent.mean()), float(bent.std() or 1.0)

    def matrix(self, frame: pd.DataFrame) -> Floats:
        """One row per row; a missing number sits at the middle, a missing category nowhere."""
        parts: list[Floats] = []
        for column, (middle, spread, mean, deviation) in self.numbers.items():
            values = frame[column].to_numpy(dtype=float)
            bent = (np.arcsinh((values - middle) / spread) - mean) / deviation
            parts.append(np.nan_to_num(bent)[:, None])
        for column, shares in self.categories.items():
            values = frame[column].astype(str).to_numpy()
            names = np.array(list(shares), dtype=object)
            rates = np.array(list(shares.values()))
            hot = (values[:, None] == names[None, :]).astype(float)
            parts.append((hot - rates) / np.sqrt(rates))
        return np.hstack([p for p in parts if p.shape[1]])


def _axes_above_chance(
    matrix: Floats, space: _Space, rng: np.random.Generator
) -> tuple[Floats, int]:
    """The principal directions that shuffled columns do not give, and how many are strong.

    None where no two columns go together. Strong ones have more variance than a shuffled
    first direction has on average.
    """
    centred = matrix - matrix.mean(axis=0)
    variance, vectors = np.linalg.eigh(np.cov(centred, rowvar=False))
    order = np.argsort(variance)[::-1]
    variance, vectors = variance[order], vectors[:, order]
    edges = np.cumsum([0, *space.blocks])
    first = np.zeros(_SHUFFLES)
    later = np.zeros((_SHUFFLES, len(variance)))
    for turn in range(_SHUFFLES):
        shuffled = centred.copy()
        for start, end in pairwise(edges):
            shuffled[:, start:end] = centred[rng.permutation(len(centred)), start:end]
        null = np.linalg.eigvalsh(np.cov(shuffled, rowvar=False))[::-1]
        first[turn] = null[0]
        later[turn] = null[0] / np.cumsum(null)[::-1]
    # The first must stand a hair above the highest shuffle, so that chance passes in under 1 of
    # 100 tables. A strong axis leaves less to the rest: they are judged by what is left.
    if variance[0] <= first.max() * 1.02:
        return vectors[:, :0], 0
    left = np.cumsum(variance[::-1])[::-1]
    above = variance / np.maximum(left, 1e-12) > later.mean(axis=0) * 1.05
    kept = max(1, int(np.argmin(above)) if not above.all() else len(above))
    return vectors[:, :kept], int((variance[:kept] > first.mean() * 1.05).sum())


def _stability(points: Floats, k: int, rng: np.random.Generator) -> float:
    """Mean adjusted Rand index between k-means of pairs of resamples, on all points."""
    scores = []
    for _ in range(_RESAMPLES):
        one, other = (
            _fit(points[rng.choice(len(points), len(points) // 2 + 1, replace=False)], k, rng)
            for _ in range(2)
        )
        scores.append(adjusted_rand_score(one.predict(points), other.predict(points)))
    return float(np.mean(scores))


def _fit(points: Floats, k: int, rng: np.random.Generator) -> KMeans:
    return KMeans(k, n_init=2, random_state=int(rng.integers(2**31))).fit(points)


def _apart(
    sample: pd.DataFrame, points: Floats, axes: Floats, space: _Space, candidates: list[int]
) -> list[int]:
    """The numbers of groups that fit the data better than they fit a single cloud.

    The log of the inertia left within groups must lie 0.15, and five standard deviations of
    the references, below theirs: more than the copula's own lack of fit.
    """
    if not candidates:
        return []
    rng = np.random.default_rng(len(sample))
    copula = _Copula(sample)
    drawn = [space.matrix(copula.draw(rng)) @ axes for _ in range(_REFERENCES)]
    found = []
    for k in candidates:
        real = np.log(_fit(points, k, rng).inertia_ / _total(points))
        null = np.array([np.log(_fit(p, k, rng).inertia_ / _total(p)) for p in drawn])
        if null.mean() - real > max(5 * null.std(ddof=1), _CLEARLY):
            found.append(k)
    return found


def _total(points: Floats) -> float:
    return float(((points - points.mean(axis=0)) ** 2).sum())


class _Copula:
    """One cloud: every column as it is, tied to the others by rank correlation alone."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self._frame = frame
        ranked = np.column_stack([self._ranks(frame[c], frame) for c in frame.columns])
        self._sorted = {
            column: frame[column].to_numpy()[np.argsort(ranked[:, i], kind="stable")]
            for i, column in enumerate(frame.columns)
        }
        scores = norm.ppf((ranked - 0.5) / len(frame))
        self._correlation = np.corrcoef(scores, rowvar=False)

    @staticmethod
    def _ranks(cells: pd.Series, frame: pd.DataFrame) -> Floats:
        """Ranks 1..n, ties in random but repeatable order; categories in order of the mean of
        the numbers' first shared direction would invite chance, so by frequency."""
        if pd.api.types.is_float_dtype(cells):
            order = cells.fillna(cells.median()).to_numpy(dtype=float)
        else:
            order = cells.astype(str).map(cells.astype(str).value_counts()).to_numpy(dtype=float)
        jitter = np.random.default_rng(0).random(len(frame))
        return rankdata(rankdata(order, method="dense") + jitter * 0.5, method="ordinal").astype(
            float
        )

    def draw(self, rng: np.random.Generator) -> pd.DataFrame:
        """As many rows as the table has."""
        n = len(self._frame)
        scores = rng.multivariate_normal(
            np.zeros(len(self._correlation)), self._correlation, n, method="eigh"
        )
        columns = {}
        for i, column in enumerate(self._frame.columns):
            places = np.clip((norm.cdf(scores[:, i]) * n).astype(int), 0, n - 1)
            columns[column] = self._sorted[column][places]
        return pd.DataFrame(columns)


def _best_separated(
    points: Floats, clear: list[int], stability: dict[int, float], rng: np.random.Generator
) -> int:
    best = max(stability[n] for n in clear)
    steady = [n for n in clear if stability[n] >= best - 0.05]
    if len(steady) == 1:
        return steady[0]
    some = points[:1000]
    width = {n: silhouette_score(some, _fit(points, n, rng).predict(some)) for n in steady}
    return max(n for n in steady if width[n] >= 0.92 * max(width.values()))


def _steadiest(stability: dict[int, float]) -> int:
    """The most groups among those nearly as stable as the best."""
    best = max(stability.values())
    return max(k for k, value in stability.items() if value >= best - 0.05)


def _largest_first(labels: Labels) -> Labels:
    sizes = np.bincount(labels)
    order = np.argsort(-sizes, kind="stable")
    renamed = np.empty_like(order)
    renamed[order] = np.arange(len(order))
    return renamed[labels]
