"""Which of many candidates to show: well-filled, in the asked style, and different."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from core.engines.types import CopyRequest


@dataclass(frozen=True)
class Candidate:
    """A text with the shapes it was made from and the facts it tells.

    `glosses` counts the sentences that say what a fact means, `jitter` is seeded, 0..1.
    """

    text: str
    shapes: tuple[str, ...]
    facts: tuple[str, ...]
    glosses: int
    jitter: float


def choose(
    candidates: Sequence[Candidate], request: CopyRequest, count: int, long: bool
) -> list[Candidate]:
    """Up to `count` candidates, best first, each unlike the ones before it."""
    styles = [style(text) for text in request.exemplars if text.strip()]
    pool = [(merit(c, request, styles, long), c) for c in candidates]
    chosen: list[Candidate] = []
    shapes: Counter[str] = Counter()
    facts: Counter[tuple[str, ...]] = Counter()
    while pool and len(chosen) < count:
        best = max(pool, key=lambda pair: pair[0] - _sameness(pair[1], chosen, shapes, facts))
        pool.remove(best)
        candidate = best[1]
        if any(_close(candidate.text, other.text, request.language) for other in chosen):
            continue
        chosen.append(candidate)
        shapes.update(candidate.shapes)
        facts[candidate.facts[:1]] += 1
    return chosen


def merit(
    candidate: Candidate, request: CopyRequest, styles: list[dict[str, float]], long: bool
) -> float:
    """How good a candidate is by itself; higher is better, about -2..4."""
    text = candidate.text
    told = len(candidate.facts)
    value = min(told, 3) * 0.8 - 0.15 * max(0, told - 4) if long else min(told, 2) * 0.8
    if request.product in text:
        value += 0.3
    if request.category:
        value -= 0.5 * max(0, text.count(request.category) - 1)
    value -= 0.4 * max(0, text.count(request.product) - 2)
    value += 0.2 * any(word and word.casefold() in text.casefold() for word in request.keywords)
    lines = sum("line}" in shape for shape in candidate.shapes)
    value += (0.2 if long else 0.3 if told else 1.2) * min(lines, 1)
    value += 0.3 * min(candidate.glosses, 2) if long else 0.0
    value -= 0.35 * _repeats(text)
    if styles:
        mine = style(text)
        value += 2.0 * max(_likeness(mine, other) for other in styles)
    return value + 0.8 * candidate.jitter


def style(text: str) -> dict[str, float]:
    """How a text is built, each trait 0..1: length, rhythm, marks, how it opens."""
    sentences = [s for s in re.split(r"[.!?。！？\n]+", text) if s.strip()] or [text]
    size = max(len(text), 1)
    mean = size / len(sentences)
    return {
        "length": min(size / 600, 1.0),
        "rhythm": min(mean / 80, 1.0),
        "exclaims": min(len(re.findall("[!！]", text)) / 2, 1.0),
        "asks": min(len(re.findall("[?？]", text)) / 2, 1.0),
        "opens_asking": float(bool(re.match(r"[^.!。！\n]{1,60}[?？]", text))),
        "colons": min(len(re.findall("[:：｜|]", text)) / 2, 1.0),
        "commas": min(len(re.findall("[,，、]", text)) / size * 30, 1.0),
        "you": min(len(re.findall(r"\byou|你|您", text, re.I)) / size * 60, 1.0),
        "digits": min(len(re.findall(r"\d+", text)) / size * 40, 1.0),
    }


def _likeness(mine: dict[str, float], other: dict[str, float]) -> float:
    return 1 - sum(abs(mine[key] - other[key]) for key in mine) / len(mine)


def _repeats(text: str) -> int:
    """Sentence openings that come more than once, beyond the first time."""
    openings = Counter(
        " ".join(re.findall(r"[\w']+", sentence)[:2]).casefold()
        for sentence in re.split(r"[.!?]\s+", text)
        if len(sentence.split()) > 2
    )
    return sum(times - 1 for times in openings.values())


def _sameness(
    candidate: Candidate,
    chosen: list[Candidate],
    shapes: Counter[str],
    facts: Counter[tuple[str, ...]],
) -> float:
    """What a candidate loses for repeating the shapes and facts of those already chosen."""
    if not chosen:
        return 0.0
    again = sum(min(shapes[shape], 3) for shape in candidate.shapes)
    return 0.55 * again + 0.5 * facts[candidate.facts[:1]]


def _close(one: str, two: str, language: str) -> bool:
    """Whether two texts are the same but for order or a word or two."""
    mine, other = (set(t if language == "zh" else t.casefold().split()) for t in (one, two))
    shared = len(mine & other)
    return shared / max(1, min(len(mine), len(other))) > (0.92 if len(one) < 60 else 0.88)
