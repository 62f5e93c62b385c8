"""Which of many candidates to show: well-filled, in the asked style, and different."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from heapq import heapify, heappop, heapreplace

from core.engines.copybook.english_forms import head_noun
from core.engines.types import CopyRequest
from core.text import first_sentences

_OPENING = 3.0
_SAME_OPENING = 2.0
# A moment out of the reader's life is worth more than one fact told, but one who chooses by a
# taste of her own is given the other texts as well.
_SCENE = 1.6
# More facts than that read like a list.
_ENOUGH = 3
_LIST = 0.3
# What she is given first is what anybody is.
_FOR_ANYBODY = 12


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
    """Up to `count` candidates, best first, each unlike the ones before it.

    Where the request asks for texts that are alike too, those for anybody come first and all
    others after them in no other order than their own merit's.
    """
    styles = [style(text) for text in request.exemplars if text.strip()]
    if request.alike:
        apart = replace(request, alike=False)
        first = choose(candidates, apart, min(count, _FOR_ANYBODY), long)
        others = sorted(candidates, key=lambda c: -merit(c, request, styles, long))
        return list({candidate.text: candidate for candidate in (*first, *others)}.values())[:count]
    # What a candidate is worth only falls as others are chosen: an old figure is an upper bound.
    heap = [(-merit(c, request, styles, long), at) for at, c in enumerate(candidates)]
    heapify(heap)
    merits = {at: -value for value, at in heap}
    chosen: list[Candidate] = []
    told: list[set[str]] = []
    shapes: Counter[str] = Counter()
    facts: Counter[tuple[str, ...]] = Counter()
    begun: set[str] = set()
    while heap and len(chosen) < count:
        _bound, at = heap[0]
        candidate = candidates[at]
        value = merits[at] - _sameness(candidate, chosen, shapes, facts)
        value -= _SAME_OPENING * bool(begun & first_sentences(candidate.text))
        if len(heap) > 1 and (-value, at) > min(heap[1:3]):
            heapreplace(heap, (-value, at))
            continue
        heappop(heap)
        units = _units(candidate.text, request.language)
        if any(_close(candidate.text, units, other) for other in told):
            continue
        chosen.append(candidate)
        told.append(units)
        shapes.update(candidate.shapes)
        facts[candidate.facts[:1]] += 1
        begun |= first_sentences(candidate.text)
    return chosen


def merit(
    candidate: Candidate, request: CopyRequest, styles: list[dict[str, float]], long: bool
) -> float:
    """How good a candidate is by itself; higher is better, about -2..4."""
    text = candidate.text
    told = len(candidate.facts)
    value = (
        min(told, _ENOUGH) * 0.8 - _LIST * max(0, told - _ENOUGH) if long else min(told, 2) * 0.8
    )
    if request.product in text:
        value += 0.3
    if request.category:
        value -= 0.5 * max(0, text.count(request.category) - 1)
    value -= 0.4 * max(0, text.count(request.product) - 2)
    value += 0.6 * _says_what_it_is(text, request)
    value += 0.3 * (request.offer.rstrip(".。").casefold() in text.casefold())
    value += 0.2 * any(word and word.casefold() in text.casefold() for word in request.keywords)
    headed = any("line}" in shape or "{head}" in shape for shape in candidate.shapes)
    value += (0.2 if long else 0.3 if told else 1.2) * headed
    value += 0.5 * any("{head}" in shape for shape in candidate.shapes)
    if not request.alike:
        value += _SCENE * any("{scene}" in shape for shape in candidate.shapes)
    value += 0.45 * min(candidate.glosses, 2) if long else 0.0
    value -= 0.35 * _repeats(text)
    if styles:
        mine = style(text)
        value += 2.0 * max(_likeness(mine, other) for other in styles)
    return value + 0.8 * candidate.jitter


def _says_what_it_is(text: str, request: CopyRequest) -> bool:
    """Whether the kind of product is named, by its noun at least, beside the product's name or in
    a text of one sentence: a fact alone could be of anything."""
    noun = head_noun(request.category).removesuffix("s")
    if request.language == "zh":
        noun = request.category[-2:]
    said = [s for s in re.split(r"(?<=[.!?])\s+|[。！？\n]+", text) if s]
    return any(noun in s.casefold() and (len(said) == 1 or request.product in s) for s in said)


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
    """1 for texts built alike, 0 for those that share no trait; how they open is felt first."""
    weights = {key: _OPENING if key == "opens_asking" else 1.0 for key in mine}
    apart = sum(weight * abs(mine[key] - other[key]) for key, weight in weights.items())
    return 1 - apart / sum(weights.values())


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


def _units(text: str, language: str) -> set[str]:
    """The words of an English text, the characters of a Chinese one."""
    return set(text if language == "zh" else text.casefold().split())


def _close(text: str, mine: set[str], other: set[str]) -> bool:
    """Whether a text with units `mine` is the same as another but for order or a word or two."""
    shared = len(mine & other)
    return shared / max(1, min(len(mine), len(other))) > (0.92 if len(text) < 60 else 0.88)
