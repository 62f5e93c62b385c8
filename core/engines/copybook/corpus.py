"""The copy corpus as the copybook reads it: briefs with their pieces, split by brief."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

ROOT = Path(__file__).resolve().parents[3] / "assets" / "corpus"
_DEV_EVERY = 20


@dataclass(frozen=True)
class Brief:
    """One brief of the corpus; `copies` maps a channel to the texts written for it."""

    id: str
    language: Literal["en", "zh"]
    industry: str
    category: str
    product: str
    facts: tuple[str, ...]
    audience: str
    tone: str
    offer: str
    cta: str
    keywords: tuple[str, ...]
    copies: dict[str, tuple[str, ...]]


def is_dev(brief_id: str) -> bool:
    """Whether a row is held out: the same answer everywhere and for ever, about 1 in 20."""
    return int(hashlib.sha1(brief_id.encode()).hexdigest()[:8], 16) % _DEV_EVERY == 0


def read_briefs(
    language: Literal["en", "zh"],
    part: Literal["train", "dev", "all"] = "train",
    root: Path = ROOT,
) -> Iterator[Brief]:
    """The briefs of one language and part, in the order of the file."""
    with gzip.open(root / f"briefs-{language}.jsonl.gz", "rt", encoding="utf-8") as rows:
        for line in rows:
            row = json.loads(line)
            if part == "all" or is_dev(row["id"]) == (part == "dev"):
                yield _brief(row)


def _brief(row: dict) -> Brief:
    return Brief(
        id=row["id"],
        language=row["lang"],
        industry=row["industry"],
        category=row["category"],
        product=row["product"],
        facts=tuple(row["facts"]),
        audience=row["audience"],
        tone=row["tone"],
        offer=row["offer"],
        cta=row["cta"],
        keywords=tuple(row["keywords"]),
        copies={channel: tuple(texts) for channel, texts in row["copies"].items()},
    )
