"""How much planted personal data the masking finds, and what else it takes for such.

    python -m benchmarks.review_privacy [--texts 2000] [--seed 2026] [--developing]

Per kind as many sentences with an item as without, English and Chinese, from
benchmarks/_planted_pii.py, which shares nothing with the recognisers; the held-back half of its
frames unless --developing. An item is found when exactly it, and nothing around it, is masked
as its kind; whatever else is masked as a kind counts against that kind's precision. The peer in
the same run is a plain expression per kind, as such filters are commonly written.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks._planted_pii import Planted, planted
from core.privacy import find

Span = tuple[str, int, int]
MASKED_AS = {"mobile": "phone"}
PEER = {
    "email": re.compile(r"\b[\w.+-]+@[\w-]+\.[\w.]+\b", re.ASCII),
    "id": re.compile(r"\d{17}[\dXx]"),
    "card": re.compile(r"\b(?:\d[ -]?){13,19}\b", re.ASCII),
    "phone": re.compile(r"\+?\d[\d ().-]{7,}\d"),
    "order": re.compile(r"(?:order|订单)\D{0,10}(\d{5,})", re.IGNORECASE),
}


@dataclass
class Score:
    """Items planted and found by style; finds that were none by kind, with examples."""

    planted: Counter[tuple[str, str]] = field(default_factory=Counter)
    found: Counter[tuple[str, str]] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    missed: list[tuple[str, str]] = field(default_factory=list)
    wrong: list[tuple[str, str, str]] = field(default_factory=list)

    def recall(self, kind: str) -> float:
        items = sum(n for (k, _), n in self.planted.items() if k == kind)
        return sum(n for (k, _), n in self.found.items() if k == kind) / items

    def precision(self, kind: str) -> float:
        """Of what was masked as `kind`: for phones of every style together."""
        right = sum(n for (k, _), n in self.found.items() if MASKED_AS.get(k, k) == kind)
        return right / max(1, right + self.false[kind])


def score(texts: Iterable[Planted], finder: Callable[[str], Iterable[Span]]) -> Score:
    """Count what a finder of (kind, start, end) makes of the texts."""
    result = Score()
    for planted_text in texts:
        spans = set(finder(planted_text.text))
        for kind, style, start, end in planted_text.items:
            result.planted[kind, style] += 1
            if (span := (MASKED_AS.get(kind, kind), start, end)) in spans:
                result.found[kind, style] += 1
                spans.remove(span)
            else:
                result.missed.append((kind, planted_text.text))
        for kind, start, end in spans:
            result.false[kind] += 1
            result.wrong.append((kind, planted_text.text[start:end], planted_text.text))
    return result


def ours(text: str) -> list[Span]:
    return [(found.kind, found.start, found.end) for found in find(text)]


def peer(text: str) -> list[Span]:
    return [
        (kind, *match.span(1 if kind == "order" else 0))
        for kind, pattern in PEER.items()
        for match in pattern.finditer(text)
    ]


def main(texts: int, seed: int, developing: bool, show: int) -> None:
    sample = list(planted(texts, seed, held_back=not developing))
    result, plain = score(sample, ours), score(sample, peer)
    half = "developing" if developing else "held-back"
    print(f"{len(sample):,} sentences, seed {seed}, {half} frames; recall and precision")
    for kind in dict.fromkeys(kind for kind, _ in result.planted):
        masked_as = MASKED_AS.get(kind, kind)
        print(
            f"{kind:<8} recall {result.recall(kind):7.2%}  precision "
            f"{result.precision(masked_as):7.2%}   plain expression: "
            f"{plain.recall(kind):7.2%} {plain.precision(masked_as):7.2%}"
        )
        for (k, style), count in sorted(result.planted.items()):
            if k == kind:
                share = result.found[k, style] / count
                print(f"         {style:<16} {share:7.2%} of {count:,}")
    for line in [*result.missed[:show], *result.wrong[:show]]:
        print("  ", line)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--developing", action="store_true", help="the half one may look at")
    parser.add_argument("--show", type=int, default=0, help="so many misses and false finds")
    options = parser.parse_args()
    main(options.texts, options.seed, options.developing, options.show)
