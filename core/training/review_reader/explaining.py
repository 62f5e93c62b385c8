"""Do explanations name the words that matter? The deletion test.

The strongest words that speak for a reading are taken out together, and as many random ones;
the former must move it further. DeYoung et al. (2020), ERASER, ACL, section 4.2 calls the drop
comprehensiveness.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from typing import Any

import numpy as np

from core.engines.explain import LONGEST, Explanation, explain
from core.engines.types import ReviewReader
from core.engines.word_spans import Span, without

TAKEN = (1, 2, 3)
_DRAWS = 5
_FEWEST_WORDS = 6
_ABOUT_50 = (40, 60)


def deletion_test(reader: ReviewReader, texts: Sequence[str], seed: int = 0) -> dict[str, Any]:
    """How far readings move without their strongest words and without random ones.

    Texts under 6 words are left out. `taken` holds, for 1, 2 and 3 words: `top` and `random`,
    the mean |change of polarity| (0..2; five draws a text), their `ratio`, and `top_wins`, the
    share of texts whose top words moved it further than the mean of its draws. Random words come
    from those the explanation tried. `seconds` per explanation are wall time: p50, p95 and
    the median of those of 40 to 60 words (None without any), after one that is not counted.
    """
    chance = random.Random(seed)
    moved: list[np.ndarray] = []
    seconds: list[float] = []
    lengths: list[int] = []
    if texts:
        explain(reader, texts[0])
    for text in texts:
        begun = time.perf_counter()
        found = explain(reader, text)
        took = time.perf_counter() - begun
        if len(found.words) < _FEWEST_WORDS:
            continue
        moved.append(_moved(reader, text[:LONGEST], found, chance))
        seconds.append(took)
        lengths.append(len(found.words))
    if not moved:
        return {"n": 0}
    top, drawn = np.stack(moved).transpose(1, 0, 2)
    return {
        "n": len(moved),
        "words": {"p50": float(np.median(lengths)), "most": max(lengths)},
        "taken": {
            str(k): {
                "top": _rounded(top[:, place].mean()),
                "random": _rounded(drawn[:, place].mean()),
                "ratio": _rounded(top[:, place].mean() / max(drawn[:, place].mean(), 1e-9)),
                "top_wins": _rounded((top[:, place] > drawn[:, place]).mean()),
            }
            for place, k in enumerate(TAKEN)
        },
        "seconds": _times(np.array(seconds), np.array(lengths)),
    }


def _moved(
    reader: ReviewReader, text: str, found: Explanation, chance: random.Random
) -> np.ndarray:
    """|Change of polarity| without the top and without random words: (2, len(TAKEN))."""
    side = 1 if found.polarity >= 0 else -1
    ranked = sorted(found.words, key=lambda word: -side * word.weight)
    spans = [Span(word.start, word.end) for word in ranked]
    variants = [text]
    for k in TAKEN:
        variants.append(without(text, spans[:k]))
        variants += [without(text, chance.sample(spans, k)) for _ in range(_DRAWS)]
    base, *rest = (reading.polarity for reading in reader.read(variants))
    change = np.abs(np.array(rest) - base).reshape(len(TAKEN), 1 + _DRAWS)
    return np.stack([change[:, 0], change[:, 1:].mean(1)])


def _times(seconds: np.ndarray, lengths: np.ndarray) -> dict[str, float | None]:
    about_50 = seconds[(lengths >= _ABOUT_50[0]) & (lengths <= _ABOUT_50[1])]
    return {
        "p50": _rounded(np.quantile(seconds, 0.5)),
        "p95": _rounded(np.quantile(seconds, 0.95)),
        "of_50_words": _rounded(np.median(about_50)) if len(about_50) else None,
    }


def _rounded(value: Any) -> float:
    return round(float(value), 4)
