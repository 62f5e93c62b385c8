"""Describe ordinary copy, which a brand's manner stands out against, from the copy corpus.

    python -m core.training.copy_manner

Reads assets/corpus/briefs-*.jsonl.gz and writes assets/vocabulary/copy-<language>.json.gz: in how
many texts each word of three texts or more stands, how many have which trait, mean and spread of
each measure (core.copywriting.brand.style). The bytes are the same every time.
"""

from __future__ import annotations

import argparse
import gzip
import json
from pathlib import Path
from typing import Literal

from core.copywriting.brand.style import describe
from core.engines.copybook.corpus import ROOT, read_briefs
from core.settings import ASSETS


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--corpus", type=Path, default=ROOT)
    arguments.add_argument("--out", type=Path, default=ASSETS / "vocabulary")
    given = arguments.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    languages: tuple[Literal["en", "zh"], ...] = ("en", "zh")
    for language in languages:
        briefs = read_briefs(language, "all", given.corpus)
        texts = [text for brief in briefs for copies in brief.copies.values() for text in copies]
        found = describe(texts, language)
        spreads = {name: [round(x, 4) for x in pair] for name, pair in found.measures.items()}
        kept = {
            "texts": found.texts,
            "having": found.having,
            "measures": spreads,
            "words": found.words,
        }
        data = json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()
        (given.out / f"copy-{language}.json.gz").write_bytes(gzip.compress(data, 9, mtime=0))
        print(f"{language}: {len(texts)} texts, {len(found.words)} words")


if __name__ == "__main__":
    main()
