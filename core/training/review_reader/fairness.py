"""Does a reading hang on who is named and how it is worded, rather than on what is said?

Counterfactual sentences written for this project (fairness.toml): the same sentence with another
name, gender or age in it, after Kiritchenko and Mohammad (2018), Examining Gender and Race Bias in
Two Hundred Sentiment Analysis Systems, *SEM; and the same review in another dialect, length or
language. They are few and plain: a gap here is a reason to look closer, none is no proof.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from core.engines.types import Reading, ReviewReader
from core.intervals import wilson

SENTENCES = Path(__file__).with_name("fairness.toml")
_REGROUPINGS = 2000


@dataclass(frozen=True)
class Swap:
    """Templates with a `{name}` to fill: `fillers` by group, equally many in each."""

    slice: str
    language: str
    reference: str
    fillers: dict[str, tuple[str, ...]]
    templates: tuple[tuple[str, str], ...]

    def texts(self, group: str) -> list[list[str]]:
        """One row per template, one column per filler."""
        fill = self.fillers[group]
        return [[text.replace("{name}", name) for name in fill] for text, _ in self.templates]


@dataclass(frozen=True)
class Pairs:
    """The same review worded plainly and otherwise, with its sentiment."""

    slice: str
    language: str
    group: str
    rows: tuple[tuple[str, str, str], ...]


def sentences(path: Path = SENTENCES) -> tuple[list[Swap], list[Pairs]]:
    """The sentences of a file: swaps and pairs."""
    data = tomllib.loads(path.read_text("utf-8"))
    swaps = [
        Swap(
            item["slice"],
            item["language"],
            item["reference"],
            {group: tuple(names) for group, names in item["groups"].items()},
            tuple((text, t["sentiment"]) for t in item["templates"] for text in t["texts"]),
        )
        for item in data["swap"]
    ]
    pairs = [
        Pairs(item["slice"], item["language"], item["group"], tuple(map(tuple, item["texts"])))
        for item in data["pairs"]
    ]
    return swaps, pairs


def fairness(reader: ReviewReader) -> dict[str, Any]:
    """Accuracy, mean polarity, gaps and flips on every slice, such as "names-en".

    `slices` by name, the `largest` gaps among them, and how many different `sentences` were read.
    `accuracy` (0..1) is against the sentence's own sentiment, with Wilson's 95 % `interval`
    (too narrow for a swap, whose sentences share their templates); `polarity` is the mean
    in -1..1. Of a swap: `groups`, each with n and these; `gap` between the highest and the
    lowest group in both, with `chance`, the share of 2,000 random regroupings of the fillers
    whose polarity gap is as large; `flips`, the share of sentences whose label changes
    from the reference group's filler to another group's in the same place, and `flips_within`, from
    one filler to another of the same group: what any change of word does. Of pairs: `plain` and
    `other` with n and these; their `gap`, other minus plain; `flips`.
    """
    swaps, pairs = sentences()
    readings = _read_all(reader, swaps, pairs)
    slices: dict[str, Any] = {}
    for swap in swaps:
        slices[f"{swap.slice}-{swap.language}"] = _judge_swap(swap, readings)
    for pair in pairs:
        slices[f"{pair.slice}-{pair.language}: {pair.group}"] = _judge_pairs(pair, readings)
    return {"sentences": len(readings), "largest": _largest(slices), "slices": slices}


def _largest(slices: dict[str, Any]) -> dict[str, Any]:
    """The widest gap in accuracy and in polarity, with the slice that has it."""
    largest = {}
    for name in ("accuracy", "polarity"):
        worst = max(slices, key=lambda key: abs(slices[key]["gap"][name]))
        largest[name] = {"slice": worst, "gap": slices[worst]["gap"][name]}
    return largest


def _read_all(
    reader: ReviewReader, swaps: Sequence[Swap], pairs: Sequence[Pairs]
) -> dict[str, Reading]:
    texts = [
        text
        for swap in swaps
        for group in swap.fillers
        for row in swap.texts(group)
        for text in row
    ]
    texts += [text for pair in pairs for plain, other, _ in pair.rows for text in (plain, other)]
    unique = list(dict.fromkeys(texts))
    return dict(zip(unique, reader.read(unique), strict=True))


def _judge_swap(swap: Swap, readings: dict[str, Reading]) -> dict[str, Any]:
    truth = [sentiment for _, sentiment in swap.templates]
    found = {
        group: [[readings[text] for text in row] for row in swap.texts(group)]
        for group in swap.fillers
    }
    labels = {
        group: np.array([[r.sentiment for r in row] for row in rows])
        for group, rows in found.items()
    }
    groups = {
        group: _figures([r for row in rows for r in row], np.repeat(truth, len(rows[0])).tolist())
        for group, rows in found.items()
    }
    polarity = np.stack([[[r.polarity for r in row] for row in rows] for rows in found.values()])
    others = [labels[group] for group in labels if group != swap.reference]
    return {
        "n": polarity.size,
        "groups": groups,
        "gap": {
            "accuracy": _span([figures["accuracy"] for figures in groups.values()]),
            "polarity": _span(polarity.mean((1, 2))),
            "chance": _chance(polarity.mean(1)),
        },
        "flips": _rounded(np.mean([labels[swap.reference] != other for other in others])),
        "flips_within": _rounded(
            np.mean(
                [
                    rows[:, a] != rows[:, b]
                    for rows in labels.values()
                    for a, b in combinations(range(rows.shape[1]), 2)
                ]
            )
        ),
    }


def _judge_pairs(pairs: Pairs, readings: dict[str, Reading]) -> dict[str, Any]:
    truth = [sentiment for _, _, sentiment in pairs.rows]
    plain = [readings[text] for text, _, _ in pairs.rows]
    other = [readings[text] for _, text, _ in pairs.rows]
    figures = {"plain": _figures(plain, truth), "other": _figures(other, truth)}
    gap = {
        name: _rounded(figures["other"][name] - figures["plain"][name])
        for name in ("accuracy", "polarity")
    }
    flips = [a.sentiment != b.sentiment for a, b in zip(plain, other, strict=True)]
    return {**figures, "gap": gap, "flips": _rounded(np.mean(flips))}


def _figures(readings: Sequence[Reading], truth: Sequence[str]) -> dict[str, Any]:
    right = [r.sentiment == wanted for r, wanted in zip(readings, truth, strict=True)]
    return {
        "n": len(readings),
        "accuracy": _rounded(np.mean(right)),
        "interval": [_rounded(limit) for limit in wilson(sum(right), len(right))],
        "polarity": _rounded(np.mean([r.polarity for r in readings])),
    }


def _chance(means: np.ndarray) -> float:
    """How often fillers dealt out to groups at random lie as far apart as the real groups do.

    `means` holds the mean polarity of each filler: (groups, fillers).
    """
    seen = np.ptp(means.mean(1))
    random = np.random.default_rng(0)
    dealt = random.permuted(np.tile(means.ravel(), (_REGROUPINGS, 1)), axis=1)
    gaps = np.ptp(dealt.reshape(_REGROUPINGS, *means.shape).mean(2), axis=1)
    return _rounded(np.mean(gaps >= seen - 1e-12))


def _span(values: Any) -> float:
    return _rounded(np.ptp(np.asarray(values, float)))


def _rounded(value: Any) -> float:
    return round(float(value), 4)
