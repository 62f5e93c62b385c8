"""Reading a whole file of reviews without keeping any of it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import pandas as pd

from core.engines.types import EngineSource, ReviewReader
from core.errors import InputRejected
from core.i18n import N_
from core.settings import Settings
from core.tables import Note, TableFile, format_of, open_table

LANGUAGES = ("auto", "en", "zh")
FORMATS = ("csv", "jsonl", "parquet")
ADDED = ("language", "sentiment", "polarity", "confidence", "unsure", "emotion", "aspects")

_ROWS_AT_ONCE = 2048


@dataclass(frozen=True)
class ScoreOrder:
    """What to score: the text column and those that must be there beside it."""

    text: str
    date: str = ""
    rating: str = ""
    language: str = "auto"


@dataclass(frozen=True)
class Cluster:
    """Where Ray runs: the `address` of a cluster as host:port, "auto" for the one that this
    machine belongs to, "" for what RAY_ADDRESS says, else this machine alone. `readers` work
    at once; 0 is as many as there is room for."""

    address: str = ""
    readers: int = 0


class ScoreRun:
    """Iterate to read: frames come in the order of the file, one row for each of its rows.

    Each holds the file's columns and those of ADDED; a column of the file that has the name of
    one of these keeps its content as "<name> (input)". `done` counts rows so far and
    `seconds` runs while the engine reads. `engine` is the id of the reader.
    """

    def __init__(self, table: TableFile, reader: ReviewReader, order: ScoreOrder) -> None:
        self.engine = reader.info.id
        self.done = 0
        self.seconds = 0.0
        self._table = table
        self._reader = reader
        self._order = order

    def __iter__(self) -> Iterator[pd.DataFrame]:
        for frame in self._table.chunks(_ROWS_AT_ONCE):
            begun = time.perf_counter()
            scored = scored_frame(frame, self._reader, self._order)
            self.seconds += time.perf_counter() - begun
            self.done += len(frame)
            yield scored

    @property
    def notes(self) -> list[Note]:
        """What of the file was taken differently from how it stands; grows while it is read."""
        return self._table.notes

    @property
    def rate(self) -> float:
        """Reviews per second so far, reading and writing of files left out."""
        return self.done / self.seconds if self.seconds else 0.0


class Scoring:
    """Scores files for the command line. Nothing is stored."""

    def __init__(self, settings: Settings, engines: EngineSource, workspace: int = 1) -> None:
        self._settings = settings
        self._engines = engines
        self._workspace = workspace

    def score(
        self,
        path: Path,
        order: ScoreOrder,
        engine: str | None = None,
        cluster: Cluster | None = None,
    ) -> ScoreRun:
        """Open a file and load the reader; iterate over the run to read.

        With a cluster the readers run in Ray's processes. Raises InputRejected for an unfit file,
        an unknown column or language, or where Ray is not installed, NotFound for an unknown
        engine, EngineFailed when it cannot be loaded.
        """
        if order.language not in LANGUAGES:
            raise InputRejected(
                N_("“{language}” is no language of the reader."),
                N_("Use auto, en or zh."),
                language=order.language,
            )
        table = open_table(path, path.name, self._settings)
        for column in filter(None, (order.text, order.date, order.rating)):
            if column not in table.columns:
                raise InputRejected(
                    N_("{name} has no column “{column}”."),
                    N_("Its columns are: {columns}."),
                    name=path.name,
                    column=column,
                    columns=table.columns[:20],
                )
        reader = self._engines.reader(engine, self._workspace)
        if cluster is not None:
            from core.scoring_ray import RayScoreRun

            return RayScoreRun(table, reader, order, self._settings, cluster)
        return ScoreRun(table, reader, order)


def scored_frame(frame: pd.DataFrame, reader: ReviewReader, order: ScoreOrder) -> pd.DataFrame:
    """A frame with the reader's answers beside its columns; `aspects` holds lists of dicts."""
    readings = reader.read(frame[order.text].tolist(), order.language)
    answers = pd.DataFrame(
        {
            name: pd.Series(
                [getattr(reading, name) for reading in readings]
                if name != "aspects"
                else [[asdict(aspect) for aspect in reading.aspects] for reading in readings],
                index=frame.index,
                dtype=None if name in ("polarity", "confidence", "unsure") else object,
            )
            for name in ADDED
        }
    )
    return pd.concat([_beside(frame), answers], axis=1)


def _beside(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with its columns renamed where they carry the name of an added one."""
    names = {}
    for name in ADDED:
        if name in frame.columns:
            names[name] = f"{name} (input)"
            while names[name] in frame.columns:
                names[name] += "*"
    return frame.rename(columns=names)


def output_format(target: Path) -> str:
    """The format a target's name asks for. Raises InputRejected for one that is not written."""
    format = format_of(target)
    if format not in FORMATS:
        raise InputRejected(
            N_("Scores are not written as .{format}."),
            N_("Use one of: {formats}."),
            format=format,
            formats=tuple(f".{name}" for name in FORMATS),
        )
    return format
