"""Texts for briefs of the corpus: what an engine is asked for, and what a person is then shown."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.copywriting.channels.channels import channel
from core.copywriting.writing.desk import CopyDesk
from core.engines.copybook import Copybook
from core.engines.copybook.corpus import Brief as Piece
from core.engines.types import BUNDLED_WRITER, CopyRequest, TextGenerator
from core.settings import Settings
from core.studio import Studio, open_studio
from core.training.copybook_card import request_for
from core.tuning.exam import brief_of


class _Only:
    """An engine source with one writer, the copybook beside it."""

    def __init__(self, writer: TextGenerator) -> None:
        self._writer, self._bundled = writer, Copybook()

    def writer(self, id: str | None = None, workspace: int = 1) -> TextGenerator:
        return self._bundled if id == BUNDLED_WRITER else self._writer


def request_of(piece: Piece, channel_id: str, seed: int) -> CopyRequest:
    """The request for a brief of the corpus with the channel's limits, as the desk makes it."""
    target = channel(channel_id, piece.language)
    return CopyRequest(
        **{
            **request_for(piece, channel_id, seed).__dict__,
            "min_units": target.minimum,
            "max_units": target.limit,
            "unit": "words" if target.unit == "words" else "characters",
        }
    )


@contextmanager
def empty_studio() -> Iterator[Studio]:
    """A studio in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as home:
        yield open_studio(Settings.from_environment({"BRANDLOOP_HOME": str(Path(home))}))


def desk_of(studio: Studio, writer: TextGenerator) -> CopyDesk:
    """A desk that asks `writer`, whatever the studio's settings say."""
    return CopyDesk(studio.store, studio.settings, _Only(writer), studio.ratings)


def shown(desk: CopyDesk, piece: Piece, channel: str, count: int, seed: int) -> list[str]:
    """The texts for a brief of the corpus in the order in which they are shown, at most `count`."""
    run = desk.write(brief_of(piece), channel, count, seed=seed)
    list(run)
    return [draft.text for draft in run.drafts]
