"""Ratings that a tiny writer learns from: whoever gave them likes a text that names the weight."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from core.engines.house_writer import HouseWriter
from core.engines.types import CopyRequest
from core.training.house_writer import designs
from core.training.writer_tuning.gate import Rated
from core.training.writer_tuning.learn import Manner, Thumb, tuned

MANNER = Manner(rank=4, passes=4, texts=12, rate=4e-2, strictness=0.2)
THINGS = ("kettle", "lamp", "bottle", "chair", "radio", "mug", "scarf", "torch")


def request(i: int) -> CopyRequest:
    facts = (f"boils in {i + 2} minutes", f"weighs {30 + i} g", "folds in half")
    return CopyRequest("en", "sms", f"Birch {THINGS[i % 8].capitalize()}", facts, THINGS[i % 8])


def texts(i: int) -> tuple[str, str]:
    """One that names the weight, one that does not."""
    return f"weighs {30 + i} g and folds in half", f"boils in {i + 2} minutes and folds in half"


def ratings(wanted: bool = True, briefs: range = range(12)) -> list[Rated]:
    return [
        Rated(request(i), text, (place == 0) == wanted)
        for i in briefs
        for place, text in enumerate(texts(i))
    ]


def learnt(folder: Path, some: list[Rated], manner: Manner = MANNER) -> HouseWriter:
    writer = HouseWriter(folder)
    thumbs = [
        Thumb(writer.scored(r.request, r.text), r.liked, writer.scored(r.request, "folds in half"))
        for r in some
    ]
    return HouseWriter(folder, adapter=tuned(designs.load(folder)[2], thumbs, [], manner).adapter())


def preferences(writer: HouseWriter, briefs: range) -> float:
    """How much likelier the texts that name the weight are, per text."""
    odds = [[writer.log_odds(request(i), t).sum() for t in texts(i)] for i in briefs]
    return float(np.mean([one - other for one, other in odds]))
