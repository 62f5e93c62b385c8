"""Measure the copybook on held-out briefs and write metrics.json and MODEL_CARD.md."""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from core.engines.copybook import Copybook
from core.engines.copybook.corpus import ROOT, Brief, read_briefs
from core.engines.copybook.engine import LONG
from core.engines.copybook.english_words import word_set
from core.engines.types import CopyRequest

Language = Literal["en", "zh"]
_RUN = {"en": 8, "zh": 16}
_NAME_OPTIONAL = word_set(
    """
    slogan google_headline email_subject push search_title search_description wechat_title
    google_description landing_hero
    """
)


@dataclass(frozen=True)
class Figures:
    """What the copybook does on one language's held-out briefs.

    Shares lie in 0..1. `facts_long` is the mean number of facts told in long channels,
    `facts_short` the share of short texts that tell one at least, `copied` the share of texts
    with a run of 8 words (16 characters in Chinese) from a training piece, `invented` the
    share with a number that the brief does not hold.
    """

    briefs: int
    texts: int
    empty: float
    product_missing: float
    invented: float
    facts_long: float
    facts_short: float
    copied: float
    seconds_8_short: float
    seconds_8_long: float


def request_for(brief: Brief, channel: str, seed: int = 0) -> CopyRequest:
    """The request a brief of the corpus makes for one channel."""
    return CopyRequest(
        language=brief.language,
        channel=channel,
        product=brief.product,
        facts=brief.facts,
        category=brief.category,
        audience=brief.audience,
        tone=brief.tone,
        offer=brief.offer,
        cta=brief.cta,
        keywords=brief.keywords,
        seed=seed,
    )


def tells(text: str, fact: str, language: Language) -> bool:
    """Whether a text tells a fact: all its numbers and most of its content words."""
    low = text.casefold()
    numbers = re.findall(r"\d[\d.,]*\d|\d", fact)
    if not all(number in text for number in numbers):
        return False
    if language == "zh":
        pairs = [fact[i : i + 2] for i in range(len(fact) - 1)]
        return sum(pair in text for pair in pairs) >= 0.7 * len(pairs)
    words = [w for w in re.findall(r"[a-z]+", fact.casefold()) if len(w) > 2]
    return sum(w in low for w in words) >= 0.7 * len(words)


def invents(text: str, brief: Brief) -> bool:
    """Whether a text holds a number that is nowhere in its brief."""
    held = " ".join([brief.product, brief.category, brief.audience, brief.offer, *brief.facts])
    known = set(re.findall(r"\d+", held + " ".join([brief.cta, *brief.keywords])))
    return any(number not in known for number in re.findall(r"\d+", text))


def runs(text: str, language: Language) -> Iterator[str]:
    """Every run of a text that is long enough to count as copied when found elsewhere."""
    units = (
        re.findall(r"[\w'’-]+", text.casefold())
        if language == "en"
        else list(re.sub(r"\s", "", text))
    )
    size = _RUN[language]
    glue = " " if language == "en" else ""
    return (glue.join(units[i : i + size]) for i in range(len(units) - size + 1))


def measure(language: Language, root: Path = ROOT) -> tuple[Figures, list[tuple[str, str, str]]]:
    """Figures on the dev briefs, and (channel, category, text) of everything written."""
    train = {
        run
        for brief in read_briefs(language, "train", root)
        for texts in brief.copies.values()
        for text in texts
        for run in runs(text, language)
    }
    book = Copybook()
    briefs = list(read_briefs(language, "dev", root))
    written: list[tuple[Brief, str, str]] = []
    empty = asked = 0
    for brief in briefs:
        for channel in brief.copies:
            texts = list(book.propose(request_for(brief, channel), 4))
            asked += 1
            empty += not texts
            written += [(brief, channel, text) for text in texts]
    named = [(b, c, t) for b, c, t in written if c not in _NAME_OPTIONAL]
    told = [(c, sum(tells(t, f, language) for f in b.facts)) for b, c, t in written]
    short, long = ("google_headline", "product_description")
    if language == "zh":
        short = "search_title"
    figures = Figures(
        briefs=len(briefs),
        texts=len(written),
        empty=_mean([empty / asked]),
        product_missing=_mean(b.product not in t for b, _, t in named),
        invented=_mean(invents(t, b) for b, _, t in written),
        facts_long=_mean(n for c, n in told if c in LONG),
        facts_short=_mean(n > 0 for c, n in told if c not in LONG),
        copied=_mean(any(run in train for run in runs(t, language)) for _, _, t in written),
        seconds_8_short=_seconds(book, briefs, short),
        seconds_8_long=_seconds(book, briefs, long),
    )
    return figures, [(c, b.category, t) for b, c, t in written]


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return round(sum(found) / max(1, len(found)), 3)


def _seconds(book: Copybook, briefs: list[Brief], channel: str) -> float:
    start = time.perf_counter()
    for brief in briefs[:10]:
        list(book.propose(request_for(brief, channel), 8))
    return round((time.perf_counter() - start) / min(10, len(briefs)), 3)


def write_card(folder: Path, counts: dict[str, dict[str, int]], root: Path = ROOT) -> None:
    """Measure both languages and write metrics.json and MODEL_CARD.md into a folder."""
    figures: dict[str, Figures] = {}
    samples: list[str] = []
    for language in ("en", "zh"):
        figures[language], written = measure(language, root)
        drawn = random.Random(7).sample(written, min(12, len(written)))
        samples += [f"- {c}, {k}: {t.replace(chr(10), ' / ')}" for c, k, t in drawn]
    metrics = {"patterns": counts, "dev": {k: asdict(v) for k, v in figures.items()}}
    (folder / "metrics.json").write_text(json.dumps(metrics, indent=2) + "\n", encoding="utf-8")
    rows = [
        f"| {name} | " + " | ".join(str(asdict(figures[k])[name]) for k in ("en", "zh")) + " |"
        for name in asdict(figures["en"])
    ]
    card = _CARD.format(
        en=counts["en"]["patterns"],
        zh=counts["zh"]["patterns"],
        table="\n".join(rows),
        samples="\n".join(samples),
    )
    (folder / "MODEL_CARD.md").write_text(card, encoding="utf-8")


_CARD = """# Copybook

A writer without weights. It reads the facts of a brief as sentence parts (a verb phrase, a noun
phrase, a clause, a price ...) and sets them into shapes of copy. `frames-*.txt`, `articles-*.txt`
(parts of long pieces), `benefits-*.txt` (what a fact means) and `scenes-*.txt` (openings for a kind
of product, found by its category) are written by hand for this project,
`patterns-*.txt` ({en} English and {zh} Chinese shapes) is mined from the training briefs of
`assets/corpus`, where the rhythm of a piece is kept and everything of its product cut out. Made
and measured by `python -m core.training.copybook` in under a minute on one core.

Intended use: the floor where no model is there, and a second source of candidates beside one.
Facts are told word for word or with a small verb added. It retrieves no single nearest piece: what
it takes from the corpus are the mined shapes. A sentence that says what a fact means is chosen by
a pattern found in that fact; such a pattern can misfire, and no figure below would notice. It does
not know the world, so it is plain rather than clever, and texts for one product share openings
with texts for another of the same tone. Death and grave illness get the trustworthy voice.

## Held-out briefs (1 in 20 of the corpus)

| | English | Chinese |
|---|---|---|
{table}

How to read it: patterns are mined from training briefs only, but the hand-written shapes and word
lists were mended after reading outputs for these dev briefs too, so the figures are kinder than
on briefs never seen. `invented` sees digits only, not claims in words. `copied` is low because the
shapes are hand-written. A fact counts as told when its numbers and 70 % of its words are there,
which favours a writer that quotes. Seconds depend on what else the machine is doing.

## Drawn at random by code, unedited

{samples}

## Data

`assets/corpus`, written for this project: 466 English and 422 Chinese training briefs, free to
use under the licence of this repository.
"""
