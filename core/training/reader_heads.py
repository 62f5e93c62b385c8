"""Refitting the review reader's sentiment head to a workspace's corrections, in seconds.

What is fitted is an offset on the shipped head: logits + z(pooled) @ V, where z takes the 128
directions in which the texts differ most, each scaled to unit variance. Multinomial logistic
loss on the corrected reviews; an L2 penalty pulls V towards 0, the shipped head. There is no
free bias: a shift of all texts alike is no lesson. Corrections are mostly readings that were
wrong, so by themselves they would teach to turn everything over: texts that nobody corrected
stand beside them with the shipped odds as their target (Li and Hoiem 2016, Learning without
Forgetting, arXiv 1606.09282), together sixteen times the weight of the corrections. Of 4, 16
and 64 times and of 64, 128 and 256 directions this pair taught most without harm elsewhere.

Nothing here is random; the same input gives the same heads.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from core.engines.heads import HeadOffsets, TextScores
from core.engines.spans import softmax

STRENGTHS = (10.0, 20.0, 40.0, 80.0, 160.0, 320.0, 640.0, 1280.0, 2560.0)
"""Penalties that are tried: a rule about a word or two needs the free ones, a leaning of a
whole trade the strict ones."""

_FOLDS = 5
_DIRECTIONS = 128
_ANCHOR_WEIGHT = 16.0
_CONFIDENT = 0.8
_STEPS = 200


@dataclass(frozen=True, eq=False)
class Lesson:
    """Corrected texts with their `labels` (n,), 0 negative, 1 neutral, 2 positive; and
    `anchors`, texts whose shipped reading is to stand."""

    taught: TextScores
    labels: np.ndarray
    anchors: TextScores


@dataclass(frozen=True)
class Trial:
    """What cross-validation says of one strength, over corrected texts and anchors together.

    `fixed` corrected texts are read right that the shipped head reads wrong; `broken` are
    those it reads right that turn wrong, anchors it is confident of among them.
    """

    strength: float
    fixed: int
    broken: int

    @property
    def gain(self) -> int:
        return self.fixed - self.broken

    @property
    def better(self) -> bool:
        """Whether the gain is more than chance: a one-sided sign test at 5 %, shared out over
        the strengths that are tried (Bonferroni)."""
        from scipy.stats import binomtest

        changed = self.fixed + self.broken
        return bool(changed) and (
            binomtest(self.fixed, changed, alternative="greater").pvalue < 0.05 / len(STRENGTHS)
        )


class Fitting:
    """A lesson made ready: what is fitted on, towards what, and with which weight."""

    def __init__(self, lesson: Lesson) -> None:
        taught, anchors = lesson.taught, lesson.anchors
        self.taught = len(taught.logits)
        self.logits = np.concatenate([taught.logits, anchors.logits]).astype(float)
        self.right = np.concatenate([lesson.labels, anchors.logits.argmax(1)])
        odds = softmax(anchors.logits.astype(float))
        self.counted = np.concatenate([np.ones(self.taught, bool), odds.max(1) >= _CONFIDENT])
        self.targets = np.concatenate([np.eye(3)[lesson.labels], odds])
        pooled = np.concatenate([taught.pooled, anchors.pooled]).astype(float)
        self.mean = pooled.mean(0)
        scale = pooled.std(0) + 1e-6
        with threadpool_limits(1):
            _, sizes, axes = np.linalg.svd((pooled - self.mean) / scale, full_matrices=False)
        kept = int(min(_DIRECTIONS, (sizes > 1e-6 * sizes[0]).sum()))
        spread = sizes[:kept] / np.sqrt(len(pooled))
        self.directions = axes[:kept].T / spread / scale[:, None]
        self.z = (pooled - self.mean) @ self.directions

    def heads(self, strength: float) -> HeadOffsets:
        """The offsets that the whole lesson teaches under a penalty of this strength."""
        weights = self.directions @ self._fitted(np.ones(len(self.z), bool), strength)
        bias = -self.mean @ weights
        return HeadOffsets(weights.astype(np.float32), bias.astype(np.float32))

    def trials(self) -> list[Trial]:
        """All of STRENGTHS, the most promising first.

        That is the strictest whose net gain lies within one standard error of the best one
        (the one-standard-error rule of Breiman et al. 1984), then the freer ones as good, then
        the others by their gain.
        """
        trials = [self.trial(strength) for strength in STRENGTHS]
        best = max(trials, key=lambda trial: trial.gain)
        enough = best.gain - (best.fixed + best.broken) ** 0.5
        good = [trial for trial in reversed(trials) if trial.gain >= enough]
        rest = [trial for trial in trials if trial.gain < enough]
        return good + sorted(rest, key=lambda trial: -trial.gain)

    def trial(self, strength: float) -> Trial:
        """What five-fold cross-validation says of one strength."""
        before = self.logits.argmax(1) == self.right
        after = before.copy()
        folds = np.arange(len(self.z)) % _FOLDS
        for fold in range(_FOLDS):
            out = folds == fold
            logits = self.logits[out] + self.z[out] @ self._fitted(~out, strength)
            after[out] = logits.argmax(1) == self.right[out]
        fixed = (after & ~before & self.counted).sum()
        broken = (before & ~after & self.counted).sum()
        return Trial(strength, int(fixed), int(broken))

    def _fitted(self, rows: np.ndarray, strength: float) -> np.ndarray:
        """V (directions, 3) fitted on the marked rows."""
        from scipy.optimize import minimize

        z, logits, targets = self.z[rows], self.logits[rows], self.targets[rows]
        taught = int(rows[: self.taught].sum())
        share = _ANCHOR_WEIGHT * taught / max(len(z) - taught, 1)
        weights = np.where(np.arange(len(z)) < taught, 1.0, share)[:, None]

        def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
            v = flat.reshape(-1, 3)
            odds = softmax(logits + z @ v)
            surprise = -(weights * targets * np.log(odds + 1e-12)).sum()
            slope = z.T @ (weights * (odds - targets)) + strength * v
            return surprise + strength / 2 * (v**2).sum(), slope.ravel()

        start = np.zeros(z.shape[1] * 3)
        # Arrays this small are slower on several threads than on one.
        with threadpool_limits(1):
            found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _STEPS})
        return found.x.reshape(-1, 3)
