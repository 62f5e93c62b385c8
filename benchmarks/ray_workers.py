"""Scoring on Ray: how much sooner two workers are done than one.

    python -m benchmarks.ray_workers [--rows 4000]

Needs requirements-ray.txt. A Ray cluster of two nodes with one CPU each is started on this
machine, and the same generated file is scored there by one reader, by two, by two again and by
one again, so that a machine that grew busier shows. A reader on one CPU computes on one thread.
By the clock, rows a second are counted behind the first frame of each reader: the start of the
readers is left out and told apart. By processor time, the busiest reader's is what a machine that
does nothing else would take; where other work runs beside it, only this tells how well the work
divides. The rows of all runs must be equal. Both nodes share this machine's processors.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.review_page import table
from core import scoring_ray
from core.scoring import Cluster, ScoreOrder
from tests.ray_nodes import two_nodes

_BLOCK = 125


class TimedScorer(scoring_ray.Scorer):
    """A Scorer that says beside each row which process read it and what the batch took there."""

    def __call__(self, frame: Any) -> Any:
        begun = time.process_time()
        scored = super().__call__(frame)
        return scored.assign(worker=os.getpid(), seconds=time.process_time() - begun)


@dataclass(frozen=True)
class Run:
    """One scoring: what was read, reviews a second by the clock, processor seconds of the
    busiest reader, and the seconds up to the first row."""

    read: Any
    rate: float
    busiest: float
    start: float


def scored(studio: Any, path: Path, address: str, readers: int) -> Run:
    """Score the file with so many readers."""
    import pandas as pd

    frames, times, begun = [], [], time.perf_counter()
    for frame in studio.scoring.score(path, ScoreOrder("text"), cluster=Cluster(address, readers)):
        frames.append(frame)
        times.append(time.perf_counter())
    batches = pd.DataFrame([frame[["worker", "seconds"]].iloc[0] for frame in frames])
    return Run(
        pd.concat(frames, ignore_index=True).drop(columns=["worker", "seconds"]),
        sum(map(len, frames[readers:])) / (times[-1] - times[readers - 1]),
        float(batches.groupby("worker")["seconds"].sum().max()),
        times[0] - begun,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=4000)
    args = parser.parse_args()
    try:
        import ray  # noqa: F401
    except ImportError:
        print("skipped: pip install -r requirements-ray.txt")
        return
    # Found by its name on the nodes, too, where this file is no main program.
    from benchmarks.ray_workers import TimedScorer as Timed
    from core.settings import Settings
    from core.studio import open_studio

    scoring_ray._ROWS_AT_ONCE = _BLOCK
    scoring_ray.Scorer = Timed  # type: ignore[misc]
    with tempfile.TemporaryDirectory() as home, two_nodes() as address:
        path = Path(home) / "reviews.csv"
        path.write_bytes(table(args.rows))
        studio = open_studio(Settings(home=Path(home)))
        print(f"{args.rows:,} rows; load of the machine before: {os.getloadavg()[0]:.1f}")
        runs: dict[int, list[Run]] = {1: [], 2: []}
        for readers in (1, 2, 2, 1):
            run = scored(studio, path, address, readers)
            runs[readers].append(run)
            print(
                f"{readers} worker(s): {run.rate:6.1f} reviews/s by the clock, busiest worker "
                f"{run.busiest:.2f} s of processor; first rows after {run.start:.1f} s",
                flush=True,
            )
    clock = sum(run.rate for run in runs[2]) / sum(run.rate for run in runs[1])
    processor = sum(run.busiest for run in runs[1]) / sum(run.busiest for run in runs[2])
    same = all(runs[1][0].read.equals(run.read) for run in (*runs[1], *runs[2]))
    print(f"two workers against one, by the clock:          {clock:.2f} times as fast")
    print(f"two workers against one, by the processor time: {processor:.2f} times as fast")
    print(f"the same rows: {same}")


if __name__ == "__main__":
    main()
