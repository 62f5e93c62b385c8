"""The arithmetic of the sizing table, and what the document says of it."""

from __future__ import annotations

import json
import math
from itertools import pairwise
from pathlib import Path

import pytest

from benchmarks import growth
from benchmarks.sizing import HEADER, ROWS, Assumed, Measured, line, need

MEASURED = Measured(import_seconds=1e-4, read_seconds=3.6e-3, bytes_each=1000, process_mb=500)
ASSUMED = Assumed(hours=10, busy=0.5, requests_per_million=60, tokens_per_second=1000)


def test_a_billion_reviews() -> None:
    found = need(10**9, MEASURED, ASSUMED)
    assert found.shards == 1000
    assert found.disk_gb == pytest.approx(1000)
    assert found.with_backups_gb == pytest.approx(8000)
    assert found.memory_gb == pytest.approx(500)
    assert found.import_core_hours == pytest.approx(27.8, abs=0.1)
    assert found.read_core_hours == pytest.approx(1000)
    # 1,000 core-hours by readers of two cores that compute for 5 of 10 hours.
    assert found.ray_readers == 100
    assert found.requests_per_hour == pytest.approx(60_000)
    # 60,000 requests of 600 tokens an hour are 10,000 tokens a second.
    assert found.replicas == 10


def test_the_smallest_takes_one_of_each() -> None:
    found = need(1, MEASURED, ASSUMED)
    assert (found.shards, found.ray_readers, found.replicas) == (1, 1, 1)


def test_needs_grow_with_the_reviews() -> None:
    found = [need(rows, MEASURED, ASSUMED) for rows in ROWS]
    for less, more in pairwise(found):
        assert more.disk_gb == pytest.approx(10 * less.disk_gb)
        assert more.shards >= less.shards
        assert more.ray_readers >= less.ray_readers


def test_of_each_figure_the_one_of_the_most_rows_counts() -> None:
    results = {
        "1000": {"import": 9.0, "read": 4.0, "database": 9.0, "peak": 300.0},
        "10000": {"import": 5.0, "database": 20.0, "peak": 400.0},
    }
    assert Measured.of(results) == Measured(5e-4, 4e-3, 2000.0, 400.0)


@pytest.mark.parametrize(("power", "slope"), [(1.0, 1.0), (0.0, 0.0), (2.0, 2.0)])
def test_the_exponent_is_the_slope_of_the_logarithms(power: float, slope: float) -> None:
    rows = [1000, 10_000, 100_000]
    assert growth.exponent(rows, [3 * n**power for n in rows]) == pytest.approx(slope)
    assert math.isnan(growth.exponent([1000], [1.0]))


def test_the_table_in_the_document_is_the_one_that_is_reckoned() -> None:
    document = (Path(growth.SAVED).parent / "performance.md").read_text("utf-8")
    measured = Measured.of(json.loads(growth.SAVED.read_text("utf-8"))["results"])
    assert f"| {' | '.join(HEADER)} |" in document
    for rows in ROWS:
        assert line(need(rows, measured, Assumed())) in document, "python -m benchmarks.sizing"
