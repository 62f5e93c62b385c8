"""One person's taste from a few thumbs and edits: logistic regression that knows what it does
not know.

Weights have a normal prior whose variance is small for most features and larger for those that
the votes single out, so twenty thumbs can find the one habit that matters among hundreds, and
a vote or two shift little. The posterior is Laplace's approximation in its dual form: Rasmussen
and Williams (2006), Gaussian Processes for Machine Learning, algorithms 3.1 and 3.2. How much a
feature is singled out is Wakefield's approximate Bayes factor (2009), Genetic Epidemiology 33,
79-86, shared out as in a single-effect regression (Wang and others 2020, JRSS B 82, 1273-1300).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

Features = Mapping[str, float]

WORD = "word "
"""Names of wording features begin so; all others are habits of style."""

_BASE = {"style": 0.05, "word": 0.01}
_LIFT = 6.0
_UNHEARD = 0.2
_EFFECTS = 3
_PRIOR = {"style": 0.7, "word": 0.3}
_EFFECT_VARIANCE = 4.0
_BIAS = 0.5
# Nearly at the mean: what all rated texts share is in part why they were liked or not.
_CENTRE = 0.8
_OTHER_CHANNEL = 0.6
_STEPS = 30
_MANY_NAMES = 1000
_PROBIT = np.pi / 8


@dataclass(frozen=True)
class Example:
    """A rated text, or with `worse` a pair of which the first was preferred.

    `up` is the vote, ignored for a pair; `weight` counts how often it was said.
    """

    features: Features
    up: bool = True
    weight: float = 1.0
    channel: str = ""
    worse: Features | None = None


@dataclass(frozen=True)
class Text:
    """A text to be judged, by its features."""

    features: Features
    channel: str = ""


@dataclass
class Preference:
    """A fitted taste. Without examples every text is liked with probability 0.5."""

    examples: Sequence[Example]
    _names: dict[str, int] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        if self.examples:
            self._fit()

    def likes(self, texts: Sequence[Text], hope: float = 0.0) -> np.ndarray:
        """The probability, in 0..1, that each text is liked, against one of the rated texts
        taken at random; drawn towards 0.5 where little is known. With `hope` texts of which less
        is known get so many standard deviations of credit."""
        mean, variance = self.judged(texts)
        mean = mean + hope * np.sqrt(variance)
        return 1 / (1 + np.exp(-mean / np.sqrt(1 + _PROBIT * variance)))

    def judged(self, texts: Sequence[Text]) -> tuple[np.ndarray, np.ndarray]:
        """Log-odds of being liked: mean and variance of what is believed of each text."""
        if not self.examples or not texts:
            return np.zeros(len(texts)), np.ones(len(texts))
        rows = self._matrix([text.features for text in texts]) - self._centre
        near = self._near([text.channel for text in texts])
        cross = (rows * self._variance @ self._rows.T) * near
        own = (rows**2 * self._variance).sum(1) + self._unheard(texts)
        mean = cross @ self._pull
        spread = (cross * self._root) @ self._whitened.T
        return mean, np.maximum(own - (spread**2).sum(1), 1e-6)

    def weights(self, channel: str = "") -> dict[str, float]:
        """What each feature adds to the log-odds for a channel, only features that were seen."""
        if not self.examples:
            return {}
        near = self._near([channel])[0]
        weights = self._variance * (self._rows.T @ (self._pull * near))
        return {name: float(weights[i]) for name, i in self._names.items()}

    def _unheard(self, texts: Sequence[Text]) -> np.ndarray:
        """The variance that habits of style bring which no rated text had."""
        return np.array(
            [
                sum(
                    value**2 * _UNHEARD
                    for name, value in text.features.items()
                    if name not in self._names and not name.startswith(WORD)
                )
                for text in texts
            ]
        )

    def _fit(self) -> None:
        thumbs = [e for e in self.examples if e.worse is None]
        seen = Counter(name for e in self.examples for name in {**e.features, **(e.worse or {})})
        self._names = {name: i for i, name in enumerate(_worth_a_weight(seen))}
        self._centre = np.zeros(len(self._names))
        if thumbs:
            self._centre = _CENTRE * self._matrix([e.features for e in thumbs]).mean(0)
        single = np.array([e.worse is None for e in self.examples], float)
        other = self._matrix([e.worse or {} for e in self.examples])
        paired = np.where(single[:, None] > 0, self._centre, other)
        self._rows = self._matrix([e.features for e in self.examples]) - paired
        self._channels = [e.channel for e in self.examples]
        signs = np.array([1.0 if e.worse is not None or e.up else -1.0 for e in self.examples])
        weight = np.array([e.weight for e in self.examples], float)
        self._variance = self._singled_out(signs, weight, single)
        self._laplace(signs, weight, single)

    def _singled_out(self, signs: np.ndarray, weight: np.ndarray, single: np.ndarray) -> np.ndarray:
        """The prior variance of each feature's weight, given what the votes say of it alone.

        Each effect is looked for in what those found before it leave unexplained.
        """
        names = list(self._names)
        kinds = np.array(["word" if name.startswith(WORD) else "style" for name in names])
        prior = np.zeros(len(names))
        variance = np.zeros(len(names))
        for kind, share in _PRIOR.items():
            of = kinds == kind
            prior[of] = share / max(1, of.sum())
            variance[of] = _BASE[kind]
        thumbs = single * weight
        rate = ((signs > 0) @ thumbs + 1) / (thumbs.sum() + 2)
        expected = np.where(single > 0, rate, 0.5)
        offset = np.log(expected / (1 - expected))
        for _ in range(_EFFECTS):
            chance = 1 / (1 + np.exp(-offset))
            residual = weight * ((signs > 0) - chance)
            information = (weight * chance * (1 - chance)) @ self._rows**2 + 1e-9
            score = residual @ self._rows
            shrunk = _EFFECT_VARIANCE / (1 + _EFFECT_VARIANCE * information)
            log_factor = 0.5 * np.log(shrunk / _EFFECT_VARIANCE) + 0.5 * score**2 * shrunk
            factor = prior * np.exp(log_factor - log_factor.max())
            # "None of them" competes, with the weight of one unremarkable feature of style.
            share = factor / (factor.sum() + np.exp(-log_factor.max()))
            variance = variance + _LIFT / _EFFECTS * share
            offset = offset + self._rows @ (share * score * shrunk)
        return variance

    def _laplace(self, signs: np.ndarray, weight: np.ndarray, single: np.ndarray) -> None:
        kernel = (self._rows * self._variance @ self._rows.T) * self._near(self._channels)
        # How generous a voter is says nothing of which text is better: it is fitted and left out.
        whole = kernel + _BIAS * np.outer(single, single)
        value = np.zeros(len(signs))
        for _ in range(_STEPS):
            chance = 1 / (1 + np.exp(-value))
            gradient = weight * ((signs > 0) - chance)
            curve = np.maximum(weight * chance * (1 - chance), 1e-9)
            root = np.sqrt(curve)
            inner = np.eye(len(signs)) + root[:, None] * whole * root
            target = curve * value + gradient
            solved = target - root * np.linalg.solve(inner, root * (whole @ target))
            after = whole @ solved
            moved = float(np.abs(after - value).max())
            value = after
            if moved < 1e-6:
                break
        chance = 1 / (1 + np.exp(-value))
        self._pull = weight * ((signs > 0) - chance)
        self._root = np.sqrt(np.maximum(weight * chance * (1 - chance), 1e-9))
        inner = np.eye(len(signs)) + self._root[:, None] * whole * self._root
        self._whitened = np.linalg.inv(np.linalg.cholesky(inner))

    def _near(self, channels: Sequence[str]) -> np.ndarray:
        own = np.array(self._channels, object)
        there = np.array(channels, object)
        return np.where(there[:, None] == own[None, :], 1.0, _OTHER_CHANNEL)

    def _matrix(self, rows: Sequence[Features]) -> np.ndarray:
        matrix = np.zeros((len(rows), len(self._names)))
        for i, row in enumerate(rows):
            for name, value in row.items():
                at = self._names.get(name)
                if at is not None:
                    matrix[i, at] = value
        return matrix


def _worth_a_weight(seen: Counter[str]) -> list[str]:
    """All names but, where there are many, words of a single text: they say nothing of others."""
    least = 2 if len(seen) > _MANY_NAMES else 1
    return [name for name, times in seen.items() if times >= least or not name.startswith(WORD)]
