"""Scoring on Ray Data: the same rows in the same order, read by as many readers as there is
room for, on this machine or on the cluster that RAY_ADDRESS names.

A cluster's machines need this program and its models under the same path.
"""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from core.engines.types import ReviewReader
from core.errors import EngineFailed, InputRejected
from core.i18n import N_
from core.scoring import ScoreOrder, ScoreRun, scored_frame
from core.settings import Settings
from core.tables import TableFile

_PROJECT = Path(__file__).resolve().parent.parent
_ROWS_AT_ONCE = 2048
_CPUS_PER_READER = 2
_START_SECONDS = 180
_USE_LOCAL = N_("Score with --runner local, or look into Ray's own log.")


class RayScoreRun(ScoreRun):
    """A ScoreRun whose frames come back from Ray; `seconds` counts the start of Ray too.

    Raises EngineFailed when a reader fails there.
    """

    def __init__(
        self, table: TableFile, reader: ReviewReader, order: ScoreOrder, settings: Settings
    ) -> None:
        super().__init__(table, reader, order)
        self._settings = settings

    def __iter__(self) -> Iterator[pd.DataFrame]:
        begun = time.perf_counter()
        data = _started()
        blocks = data.from_pandas(list(self._table.chunks(_ROWS_AT_ONCE)))
        # A reader needs no key, so none travels.
        settings = replace(self._settings, endpoint_key="", openai_key="")
        readers, cpus = _room()
        scored = blocks.map_batches(
            Scorer,
            fn_constructor_args=(settings, self.engine, self._order),
            batch_size=None,
            batch_format="pandas",
            compute=data.ActorPoolStrategy(size=readers),
            num_cpus=cpus,
        )
        try:
            for frame in scored.iter_batches(batch_size=None, batch_format="pandas"):
                self.done += len(frame)
                self.seconds = time.perf_counter() - begun
                found = [json.loads(text) for text in frame["aspects"]]
                yield frame.assign(aspects=pd.Series(found, index=frame.index, dtype=object))
        except _ray().exceptions.RayError as error:
            raise EngineFailed(
                N_("Ray could not finish: {problem}"), _USE_LOCAL, problem=_last_line(error)
            ) from error


class Scorer:
    """One reader in a Ray process, loaded once and kept for all the batches it gets."""

    def __init__(self, settings: Settings, engine: str, order: ScoreOrder) -> None:
        from core.studio import open_studio

        self._reader = open_studio(settings).engines.reader(engine)
        self._order = order

    def __call__(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The frame scored; aspects as JSON, since Arrow wants one type for all batches."""
        scored = scored_frame(frame, self._reader, self._order)
        texts = [json.dumps(found, ensure_ascii=False) for found in scored["aspects"]]
        return scored.assign(aspects=texts)


def _ray() -> Any:
    # Ray reports its use to its makers unless told not to; it reads all three at import.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    os.environ.setdefault("RAY_raylet_start_wait_time_s", str(_START_SECONDS))
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise InputRejected(
            N_("Ray is not installed."), N_("Run: pip install -r requirements-ray.txt")
        ) from error
    return ray


def _started() -> Any:
    """Ray's data module with Ray running, its order kept and its chatter off."""
    ray = _ray()
    path = os.pathsep.join(filter(None, [str(_PROJECT), os.environ.get("PYTHONPATH")]))
    local = {} if os.environ.get("RAY_ADDRESS") else {"include_dashboard": False}
    try:
        # Ray raises a bare Exception when it does not come up.
        ray.init(
            ignore_reinit_error=True,
            log_to_driver=False,
            logging_level="ERROR",
            runtime_env={"env_vars": {"PYTHONPATH": path}},
            **local,
        )
    except Exception as error:
        raise EngineFailed(
            N_("Ray did not start: {problem}"), _USE_LOCAL, problem=_last_line(error)
        ) from error
    logging.getLogger("ray").setLevel(logging.ERROR)
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    context = ray.data.DataContext.get_current()
    context.execution_options.preserve_order = True
    context.enable_progress_bars = False
    return ray.data


def _room() -> tuple[int, int]:
    """How many readers find room at once, and the CPUs each is given."""
    cpus = int(_ray().cluster_resources().get("CPU", 1))
    return max(1, cpus // _CPUS_PER_READER), min(cpus, _CPUS_PER_READER)


def _last_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[-1][:300]
