"""Scoring on Ray Data: the same rows in the same order, read by as many readers as there is
room for, on this machine or on a Ray cluster.

The cluster's machines need this program and its models under the same path; what corrections
taught the reader travels with the work, the database does not.
"""

from __future__ import annotations

import json
import logging
import os
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import pandas as pd

from core.engines.heads import HeadOffsets, heads_of, taught
from core.engines.loaded import SharedReader
from core.engines.types import ReviewReader
from core.errors import EngineFailed, InputRejected
from core.i18n import N_, NN_
from core.scoring import Cluster, ScoreOrder, ScoreRun, scored_frame
from core.settings import Settings
from core.tables import TableFile

_PROJECT = Path(__file__).resolve().parent.parent
_ROWS_AT_ONCE = 2048
_BLOCKS_PER_READER = 128
"""How many blocks of rows each reader gets before more of the file is taken into memory, which
costs a start of the readers."""
_CPUS_PER_READER = 2
_START_SECONDS = 180
_KNOCK_SECONDS = 10.0
_USE_LOCAL = N_("Score with --runner local, or look into Ray's own log.")


class RayScoreRun(ScoreRun):
    """A ScoreRun whose frames come back from Ray; `seconds` counts the start of Ray too.

    A part of the file at a time is in memory, however long it is. Raises InputRejected where
    the cluster has no room for the readers, EngineFailed when it cannot be reached or a reader
    fails there.
    """

    def __init__(
        self,
        table: TableFile,
        reader: ReviewReader,
        order: ScoreOrder,
        settings: Settings,
        cluster: Cluster,
    ) -> None:
        super().__init__(table, reader, order)
        self.readers = 0
        self._settings = settings
        self._cluster = cluster

    def __iter__(self) -> Iterator[pd.DataFrame]:
        begun = time.perf_counter()
        with _started(self._cluster.address) as data:
            self.readers, cpus = room(_machines(), self._cluster.readers)
            # A reader needs no key, so none travels.
            settings = replace(self._settings, endpoint_key="", openai_key="")
            told = (settings, self.engine, self._order, self._reader.version)
            frames = self._table.chunks(_ROWS_AT_ONCE)
            while part := list(islice(frames, _BLOCKS_PER_READER * self.readers)):
                scored = data.from_pandas(part).map_batches(
                    Scorer,
                    fn_constructor_args=(*told, heads_of(self._reader)),
                    batch_size=None,
                    batch_format="pandas",
                    compute=data.ActorPoolStrategy(size=min(self.readers, len(part))),
                    num_cpus=cpus,
                )
                for frame in scored.iter_batches(batch_size=None, batch_format="pandas"):
                    self.done += len(frame)
                    self.seconds = time.perf_counter() - begun
                    found = [json.loads(text) for text in frame["aspects"]]
                    yield frame.assign(aspects=pd.Series(found, index=frame.index, dtype=object))


class Scorer:
    """One reader in a Ray process, loaded once and kept for all the batches it gets.

    Its home is an empty one of its own. Raises EngineFailed where the machine it runs on has
    another version of the reader than the one that was asked for.
    """

    def __init__(
        self,
        settings: Settings,
        engine: str,
        order: ScoreOrder,
        version: str,
        heads: HeadOffsets | None = None,
    ) -> None:
        from core.studio import open_studio

        with tempfile.TemporaryDirectory() as home:
            engines = open_studio(replace(settings, home=Path(home))).engines
            self._reader = engines.reader(engine)
        if heads is not None and isinstance(self._reader, SharedReader):
            self._reader = taught(self._reader, heads)
        self._order = order
        if self._reader.version != version:
            raise EngineFailed(
                N_("The reader on {machine} is another version than here."),
                N_("Bring the same program and models to every machine of the cluster."),
                machine=socket.gethostname(),
            )

    def __call__(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The frame scored; aspects as JSON, since Arrow wants one type for all batches."""
        scored = scored_frame(frame, self._reader, self._order)
        texts = [json.dumps(found, ensure_ascii=False) for found in scored["aspects"]]
        return scored.assign(aspects=texts)


def room(machines: list[float], readers: int = 0) -> tuple[int, int]:
    """How many readers there is room for, and the CPUs each gets, by the CPUs of each machine.

    A reader runs on one machine and gets two CPUs where it can. With `readers` that many.
    Raises InputRejected where there is no room for them.
    """
    for cpus in range(_CPUS_PER_READER, 0, -1):
        found = sum(int(has) // cpus for has in machines)
        if found >= max(1, readers):
            return readers or found, cpus
    most = sum(map(int, machines))
    raise InputRejected(
        NN_(
            "The cluster has room for {count} reader at once.",
            "The cluster has room for {count} readers at once.",
            most,
        ),
        N_("Ask for that many, or leave --readers away."),
        count=most,
    )


def _machines() -> list[float]:
    """The CPUs of each machine of the cluster."""
    return [node["Resources"].get("CPU", 0.0) for node in _ray().nodes() if node["Alive"]]


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


@contextmanager
def _started(address: str) -> Iterator[Any]:
    """Ray's data module with Ray running, its order kept and its chatter off; left at the end."""
    address = address or os.environ.get("RAY_ADDRESS", "")
    if address == "local":
        address = ""
    if not address:
        # Read when Ray is imported: all of it on loopback, as Ray does on Windows and macOS.
        os.environ.setdefault("RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER", "0")
    ray = _ray()
    if address and address != "auto":
        _knock(address)
    path = os.pathsep.join(filter(None, [str(_PROJECT), os.environ.get("PYTHONPATH")]))
    local = {"address": "local", "include_dashboard": False}
    try:
        # Ray raises a bare Exception when it does not come up.
        ray.init(
            ignore_reinit_error=True,
            log_to_driver=False,
            logging_level="ERROR",
            runtime_env={"env_vars": {"PYTHONPATH": path}},
            **({"address": address} if address else local),
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
    try:
        yield ray.data
    except ray.exceptions.RayError as error:
        raise EngineFailed(
            N_("Ray could not finish: {problem}"), _USE_LOCAL, problem=_last_line(error)
        ) from error
    finally:
        ray.shutdown()


def _knock(address: str) -> None:
    """Raise EngineFailed where nobody listens at an address; Ray itself tries for minutes."""
    host, _, port = address.rpartition("://")[2].rpartition(":")
    try:
        socket.create_connection((host.strip("[]"), int(port)), _KNOCK_SECONDS).close()
    except (OSError, ValueError) as error:
        raise EngineFailed(
            N_("No Ray cluster answers at {address}."),
            N_("Give host:port as “ray start --head” told it; port 6379 if it was not changed."),
            address=address,
        ) from error


def _last_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[-1][:300]
