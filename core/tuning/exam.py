"""The fixed briefs that both versions of a writer write for before one is adopted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Literal

from core.copywriting.briefs.brief import Brief
from core.copywriting.channels.channels import Channel, channel
from core.copywriting.checks.check import usable
from core.copywriting.checks.run import check
from core.copywriting.measures.similarity import jaccard
from core.copywriting.writing.requests import copy_request
from core.engines.copybook.corpus import Brief as Piece
from core.engines.copybook.corpus import read_briefs
from core.engines.types import CopyRequest
from core.feedback import Lessons
from core.training.writer_tuning.gate import Exam, Task

_JUDGED, _UNRATED = 16, 5
_MOST_CHANNELS = 2
_COPY = 2
_EVERY = 8
_CHANNELS = {"en": ("x_post", "google_description"), "zh": ("weibo", "product_description")}
LANGUAGES: tuple[Literal["en", "zh"], ...] = ("en", "zh")


def fixed_exam(
    corpus: Path,
    rated: Mapping[str, Sequence[str]],
    languages: Collection[str] = LANGUAGES,
) -> Exam:
    """Tasks for held-out briefs of the corpus in the `languages` that a writer writes.

    `rated` names by language the channels in which texts were rated, most rated first. Sixteen
    tasks, each for another brief, in the first two of them that the corpus has (in two usual ones
    where it has none) are judged by taste too: a taste shown in one channel says little of
    another. A language without ratings gets five briefs in two channels. What tuning holds is
    copy of every eighth brief that the writer was trained on.
    """
    tasks: list[Task] = []
    learnt: list[tuple[CopyRequest, str]] = []
    for language in (one for one in LANGUAGES if one in languages):
        channels = _channels(corpus, language, rated.get(language, ()))
        judged = language in rated
        held_out = islice(read_briefs(language, "dev", corpus), _JUDGED if judged else _UNRATED)
        tasks += [
            _task(piece, channel(name, language), number, judged)
            for number, piece in enumerate(held_out)
            # The test over judged tasks takes them for independent: a brief comes once.
            for name in ([channels[number % len(channels)]] if judged else channels)
        ]
        learnt += [
            (_request(piece, channel(name, language)), text)
            for piece in islice(read_briefs(language, "train", corpus), 0, None, _EVERY)
            for name in channels
            for text in piece.copies.get(name, ())[:1]
        ]
    return Exam(tuple(tasks), jaccard, tuple(learnt))


def _channels(corpus: Path, language: Literal["en", "zh"], rated: Sequence[str]) -> Sequence[str]:
    """Of the rated channels the first two that the corpus has copy for; else two usual ones."""
    known = next(iter(read_briefs(language, "dev", corpus))).copies
    found = [name for name in rated if name in known][:_MOST_CHANNELS]
    return found or _CHANNELS[language]


def brief_of(piece: Piece) -> Brief:
    """A row of the corpus as the copy desk's brief."""
    fields = {name: getattr(piece, name) for name in ("product", "category", "audience", "tone")}
    lists = {"facts": list(piece.facts), "keywords": list(piece.keywords)}
    return Brief.from_dict(
        {"lang": piece.language, "offer": piece.offer, "cta": piece.cta, **fields, **lists}
    )


def _task(piece: Piece, target: Channel, seed: int, judged: bool) -> Task:
    passes: Callable[[str], bool] = partial(_passes, brief_of(piece), target)
    copy = piece.copies.get(target.id, ())[:_COPY]
    return Task(_request(piece, target, seed), passes, copy, judged)


def _request(piece: Piece, target: Channel, seed: int = 0) -> CopyRequest:
    return copy_request(brief_of(piece), target, None, Lessons(), seed=seed)[0]


def _passes(brief: Brief, target: Channel, text: str) -> bool:
    return usable(check(text, brief, target))
