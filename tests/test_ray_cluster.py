"""Scoring on a running Ray cluster of two nodes: the same rows as here, in the same order.

Ray asks by itself where it runs and says elsewhere that its reports are off; both are refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.cli.main import main
from core.engines.heads import HeadOffsets, heads_of
from core.scoring import Cluster, ScoreOrder
from tests.ray_nodes import two_nodes
from tests.test_teaching_shipped import adopt

pytestmark = [
    pytest.mark.skipif(
        # Not imported here: Ray reads its environment when it is.
        find_spec("ray") is None,
        reason="Ray is not installed: pip install -r requirements-ray.txt",
    ),
    pytest.mark.slow,
    pytest.mark.tries_to_leave,
    pytest.mark.timeout(600),
]

SAID = ("The lid broke after {n} weeks, sadly.", "I love it, day {n}!", "第{n}天就坏了，很失望")


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    with two_nodes() as address:
        yield address


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "reviews.csv"
    rows = [{"id": n, "review": SAID[n % 3].format(n=n)} for n in range(240)]
    pd.DataFrame(rows).to_csv(path, index=False)
    return path


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twelve blocks, in two parts of the file."""
    monkeypatch.setattr("core.scoring._ROWS_AT_ONCE", 20)
    monkeypatch.setattr("core.scoring_ray._ROWS_AT_ONCE", 20)
    monkeypatch.setattr("core.scoring_ray._BLOCKS_PER_READER", 3)


def test_two_nodes_give_the_rows_of_one_machine(cluster, table, tmp_path, capsys, small_parts):
    def score(name: str, *arguments: str) -> bytes:
        out = tmp_path / name
        command = ["score", str(table), "--text", "review", "--out", str(out), *arguments]
        assert main(command) == 0
        return out.read_bytes()

    here = score("here.jsonl")
    assert score("there.jsonl", "--runner", "ray", "--ray-address", cluster) == here
    assert "240 reviews read by bundled-reader" in capsys.readouterr().err


@pytest.mark.nightly
def test_a_reader_runs_on_each_node_with_what_corrections_taught_it(
    cluster, table, studio, monkeypatch
) -> None:
    monkeypatch.setattr("core.scoring_ray._ROWS_AT_ONCE", 20)
    width = studio.engines.describer().features(["x"]).shape[1]
    offsets = HeadOffsets(np.zeros((width, 3), np.float32), np.array([0, 50, 0], np.float32))
    adopt(studio, offsets)
    assert heads_of(studio.engines.reader()).digest == offsets.digest
    run = studio.scoring.score(table, ScoreOrder("review"), cluster=Cluster(cluster))
    frames = list(run)
    assert {label for frame in frames for label in frame["sentiment"]} == {"neutral"}
    assert (len(frames), run.readers) == (12, 2)


def test_more_readers_than_there_is_room_for_are_refused(cluster, table, capsys) -> None:
    command = ["score", str(table), "--text", "review", "--runner", "ray"]
    assert main([*command, "--ray-address", cluster, "--readers", "3"]) == 2
    assert "room for 2 readers at once" in capsys.readouterr().err


@pytest.mark.nightly
def test_ray_of_its_own_gives_the_same_rows(table, tmp_path, small_parts) -> None:
    command = ["score", str(table), "--text", "review", "--engine", "echo-reader", "--out"]
    assert main([*command, str(tmp_path / "here.jsonl")]) == 0
    assert main([*command, str(tmp_path / "ray.jsonl"), "--runner", "ray"]) == 0
    assert (tmp_path / "ray.jsonl").read_bytes() == (tmp_path / "here.jsonl").read_bytes()
