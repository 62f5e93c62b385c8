"""Description to slogan on the curated SLOGAN test, beside the description's first sentence."""

from __future__ import annotations

import csv
import gzip
import os
import re
from collections import Counter
from pathlib import Path

from core.engines.types import CopyRequest, TextGenerator

_TEST = "en_slogan_generation/test_curated.csv.gz"


def rouge(text: str, wanted: str) -> tuple[float, float]:
    """ROUGE-1 and ROUGE-L as F1 in 0..1, over lower-case words (Lin 2004), no stemming."""
    a, b = (re.findall(r"\w+", t.lower()) for t in (text, wanted))
    if not a or not b:
        return 0.0, 0.0
    shared = sum((Counter(a) & Counter(b)).values())
    row = [0] * (len(b) + 1)
    for word in a:
        before = 0
        for j, other in enumerate(b, 1):
            before, row[j] = row[j], before + 1 if word == other else max(row[j], row[j - 1])
    return _f1(shared, len(a), len(b)), _f1(row[-1], len(a), len(b))


def slogan_rouge(writer: TextGenerator, most: int) -> dict[str, str]:
    """Mean ROUGE-1/L over at most `most` rows, evenly drawn; nothing where the set is absent."""
    folder = os.environ.get("BRANDLOOP_DATA")
    path = Path(folder or "") / _TEST
    if not folder or not path.exists():
        return {}
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows = rows[:: max(1, len(rows) // most)]
    own, first = [], []
    for number, row in enumerate(rows):
        name = row["alias"] or row["company"].title()
        about = row["desc"].replace("<company>", name)
        wanted = row["output"].replace("<company>", name)
        facts = tuple(re.split(r"(?<=[.!?])\s+", about))
        request = CopyRequest("en", "slogan", name, facts[:4], row["industry"], seed=number)
        own.append(rouge(next(iter(writer.propose(request, 1)), ""), wanted))
        first.append(rouge(facts[0], wanted))
    return {
        f"SLOGAN ROUGE-1/L, {len(rows)} rows": _means(own),
        "SLOGAN first sentence": _means(first),
    }


def _f1(shared: int, a: int, b: int) -> float:
    return 2 * shared / (a + b)


def _means(pairs: list[tuple[float, float]]) -> str:
    one, long = (100 * sum(values) / len(pairs) for values in zip(*pairs, strict=True))
    return f"{one:.1f} / {long:.1f}"
