"""Development rows decide how the reader's parts are mixed, how sure it is and when it is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import minimize

from core.engines.bundled import BundledReader
from core.engines.mixing import Mix
from core.engines.reader_settings import ReaderSettings
from core.engines.spans import label_of, softmax
from core.text import detect_language
from core.training.review_reader.measures import best_temperature, macro_f1
from core.training.review_reader.rows import NEUTRAL, SHOP, Rows
from core.training.review_reader.scoring import Scored, sample, score, term_polarities

SHARE_UNSURE = 0.12
# Their development rows are phrases of sentences whose other phrases are trained on.
_RELATED = ("sst2",)
_LANGUAGES = ("en", "zh")
_START = Mix(network=0.8, ngrams=1.0, neutral=0.3, neutral_bias=0.0)
_PULL = 1e-3
# As in training: sets of two classes leave neutral texts out, so theirs are seldom neutral.
_NOT_NEUTRAL = 0.1
# Written to be hard: as many as it has would make the reader doubt plain reviews.
_WEIGHTS = {SHOP: 0.1}
_FEW = 300
# Stray rows of the other language in a set decide nothing.
_FEWEST = 40
_NEUTRAL_ODDS = np.linspace(1.0, 1.6, 13)


@dataclass(frozen=True)
class _Set:
    """One set's rows of one language: what was said and what is true, -1 where nothing is.

    A sentiment that only follows from an emotion label is none: chat without an emotion is
    not a neutral review.
    """

    name: str
    network: np.ndarray
    emotions: np.ndarray
    ngrams: np.ndarray
    two: np.ndarray
    three: np.ndarray
    emotion: np.ndarray


def calibrate(reader: BundledReader, dev: Rows, most: int = 0) -> ReaderSettings:
    """The reader's settings with its mixes, polarity temperature and thresholds fitted.

    Read are at most `most` development rows of a set (0 = all); large sets weigh alike.
    Two-class sets are renormalised over negative and positive. `neutral_odds` is what gives
    the three-class sets the best mean macro-F1, `unsure_below` leaves SHARE_UNSURE of the
    rows, sets weighed alike, below it.
    """
    done = {name: score(reader, sample(rows, most)) for name, rows in dev.items()}
    sets = {lang: list(_of_language(done, lang)) for lang in _LANGUAGES}
    mixes = {lang: _fit(sets[lang]) for lang in _LANGUAGES if sets[lang]}
    mixes.setdefault("en", Mix())
    odds = {
        lang: [softmax(mixes[lang].sentiment(s.network, s.ngrams)) for s in sets[lang]]
        for lang in mixes
    }
    neutral_odds = _neutral_odds(
        [(o, s.three) for lang in mixes for o, s in zip(odds[lang], sets[lang], strict=True)]
    )
    everything = [o for lang in mixes for o in odds[lang] if len(o)]
    return replace(
        reader.settings,
        mixes=mixes,
        neutral_odds=neutral_odds,
        polarity_temperature=_polarity_temperature(done),
        unsure_below=_threshold(everything, neutral_odds),
    )


def _of_language(done: dict[str, Scored], language: str) -> Iterator[_Set]:
    for name, scored in done.items():
        pick = [
            i
            for i, row in enumerate(scored.rows)
            if name not in _RELATED
            and row.terms is None
            and (detect_language(row.text) == "zh") == (language == "zh")
        ]
        if len(pick) >= min(_FEWEST, len(scored.rows)):
            rows = [scored.rows[i] for i in pick]
            parts = [scored.scores[i].parts for i in pick]
            yield _Set(
                name,
                np.stack([p.sentiment for p in parts]),
                np.stack([p.emotion for p in parts]),
                np.stack([p.ngrams for p in parts]),
                np.array([r.two for r in rows]),
                np.array([r.three if r.emotion < 0 else -1 for r in rows]),
                np.array([r.emotion for r in rows]),
            )


def _fit(sets: list[_Set]) -> Mix:
    """The mix with the least log loss, sets weighed by `_weight`."""

    def sentiment_loss(x: np.ndarray) -> float:
        mix = Mix(*x)
        total = _PULL * float(np.square(x - start).sum())
        for s in sets:
            logits = mix.sentiment(s.network, s.ngrams)
            total += _weight(s) * (_loss(logits, s.three) + _loss(logits[:, [0, 2]], s.two // 2))
            if (s.two >= 0).any():
                neutral = softmax(logits[s.two >= 0])[:, NEUTRAL]
                total -= _NOT_NEUTRAL * float(np.log1p(-neutral).mean())
        return total

    def emotion_loss(x: np.ndarray) -> float:
        mix = Mix(emotion_network=x[0], emotion_ngrams=x[1])
        return _PULL * float(np.square(x - 0.8).sum()) + sum(
            _loss(mix.emotion(s.emotions, s.ngrams), s.emotion) for s in sets
        )

    start = np.array(
        [_START.network, _START.ngrams, _START.neutral, _START.neutral_bias, _START.polarity_bias]
    )
    positive = (0.05, 5.0)
    any_sign = (-5.0, 5.0)
    share = (0.0, 5.0)
    limits = (positive, share, share, any_sign, any_sign)
    first = minimize(sentiment_loss, start, bounds=limits, method="L-BFGS-B").x
    second = minimize(
        emotion_loss, np.array([0.8, 0.8]), bounds=(positive, share), method="L-BFGS-B"
    ).x
    return Mix(*(round(float(v), 4) for v in (*first, *second)))


def _weight(s: _Set) -> float:
    """What a set counts: 1 for one of many rows, less where few rows decide by chance."""
    rows = int(((s.two >= 0) | (s.three >= 0)).sum())
    return _WEIGHTS.get(s.name, 1.0) * rows / (rows + _FEW)


def _loss(logits: np.ndarray, truth: np.ndarray) -> float:
    known = truth >= 0
    if not known.any():
        return 0.0
    odds = softmax(logits[known])
    return float(-np.log(np.maximum(odds[np.arange(known.sum()), truth[known]], 1e-9)).mean())


def _neutral_odds(judged: list[tuple[np.ndarray, np.ndarray]]) -> float:
    """The weight of neutral with the best mean macro-F1 over sets that have all three classes."""
    sets = [(odds[t >= 0], t[t >= 0]) for odds, t in judged if (t == NEUTRAL).any()]
    sets = [(odds, truth) for odds, truth in sets if len(set(truth.tolist())) == 3]
    if not sets:
        return 1.0

    def mean(weight: float) -> float:
        return float(np.mean([macro_f1(truth, label_of(odds, weight)) for odds, truth in sets]))

    return round(float(max(_NEUTRAL_ODDS, key=mean)), 2)


def _threshold(odds: list[np.ndarray], neutral_odds: float) -> float:
    if not odds:
        return 0.0
    weights = np.concatenate([np.full(len(o), 1 / len(o)) for o in odds])
    together = np.concatenate(odds)
    said = label_of(together, neutral_odds)
    confidence = together[np.arange(len(said)), said]
    order = np.argsort(confidence)
    below = int(np.searchsorted(np.cumsum(weights[order]) / weights.sum(), SHARE_UNSURE))
    return round(float(confidence[order[min(below, len(order) - 1)]]), 4)


def _polarity_temperature(done: dict[str, Scored]) -> float:
    logits, truths, weights = [], [], []
    for scored in done.values():
        odds, truth = term_polarities(scored)
        if len(truth):
            logits.append(np.log(np.maximum(odds, 1e-9)))
            truths.append(truth)
            weights.append(np.full(len(truth), 1 / len(truth)))
    if not truths:
        return 1.0
    return round(
        best_temperature(np.concatenate(logits), np.concatenate(truths), np.concatenate(weights)), 4
    )
