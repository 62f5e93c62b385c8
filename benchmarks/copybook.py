"""What the copybook does on held-out briefs: facts told, copying, speed, beside the corpus.

    python -m benchmarks.copybook

The peer is the corpus piece written for the same brief and channel: its facts told and its
invented numbers are counted in the same run by the same rules.
"""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import asdict

from core.engines.copybook.corpus import read_briefs
from core.engines.copybook.engine import LONG
from core.training.copybook_card import Language, invents, measure, tells


def corpus_figures(language: Language) -> dict[str, float]:
    """The same counts for the pieces that the corpus holds for the dev briefs."""
    long: list[int] = []
    short: list[bool] = []
    invented: list[bool] = []
    for brief in read_briefs(language, "dev"):
        for channel, texts in brief.copies.items():
            for text in texts:
                told = sum(tells(text, fact, language) for fact in brief.facts)
                invented.append(invents(text, brief))
                if channel in LONG:
                    long.append(told)
                else:
                    short.append(told > 0)
    return {
        "facts_long": round(sum(long) / len(long), 3),
        "facts_short": round(sum(short) / len(short), 3),
        "invented": round(sum(invented) / len(invented), 3),
    }


def cold_seconds() -> float:
    """Seconds of a fresh process from start to its first headline."""
    code = (
        "from core.engines.copybook import Copybook\n"
        "from core.engines.types import CopyRequest\n"
        "r = CopyRequest('en', 'google_headline', 'Ada Cup', ('holds 300 ml', 'dishwasher-safe'))\n"
        "next(Copybook().propose(r, 1))"
    )
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return round(time.perf_counter() - start, 2)


def main() -> None:
    """Print a table per language and the cold start."""
    for language in ("en", "zh"):
        figures, _ = measure(language)
        peer = corpus_figures(language)
        print(f"{language}: copybook, and the corpus piece for the same brief")
        for name, value in asdict(figures).items():
            print(f"  {name:18} {value:>8}   {peer.get(name, '')}")
    print(f"cold start to the first headline: {cold_seconds()} s")


if __name__ == "__main__":
    main()
