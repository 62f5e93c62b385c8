"""score: one row out per row in, whatever the file, and nothing kept."""

from __future__ import annotations

import gzip
import io
import json
import sys
from importlib.util import find_spec
from pathlib import Path

import pandas as pd
import pytest

from core.cli.main import main
from core.engines.bundled import BundledReader
from core.engines.echo import EchoReader
from core.errors import EngineFailed, InputRejected
from core.scoring import ADDED, ScoreOrder, scored_frame
from core.scoring_ray import Scorer, room
from core.settings import ASSETS

ROWS = [
    {"id": "7", "review": "Great kettle \U0001f44d", "day": "2026-01-02", "stars": "5"},
    {"id": "7", "review": "水壶漏水 \U0001f44e", "day": "2026-01-03", "stars": "1"},
    {"id": "9", "review": "", "day": "", "stars": ""},
    {"id": "1", "review": 'Two lines,\n"quoted" \U0001f44d', "day": "soon", "stars": "5"},
]
SAID = ["positive", "negative", "neutral", "positive"]


def write(path: Path, format: str) -> Path:
    frame = pd.DataFrame(ROWS)
    if format in ("csv", "tsv"):
        frame.to_csv(path, sep="\t" if format == "tsv" else ",", index=False)
    elif format == "jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    elif format == "xlsx":
        frame.to_excel(path, index=False)
    elif format == "parquet":
        frame.to_parquet(path)
    return path


def score(*arguments: object) -> int:
    return main(["score", *map(str, arguments), "--text", "review", "--engine", "echo-reader"])


@pytest.mark.parametrize(
    "suffix", ["csv", "tsv", "jsonl", "xlsx", "parquet", "csv.gz", "tsv.gz", "jsonl.gz"]
)
def test_every_format_gives_its_rows_in_order(tmp_path, capsys, suffix) -> None:
    format, _, packed = suffix.partition(".")
    path = write(tmp_path / f"reviews.{format}", format)
    if packed:
        packed_path = path.with_name(path.name + ".gz")
        packed_path.write_bytes(gzip.compress(path.read_bytes()))
        path = packed_path
    assert score(path) == 0
    shown = capsys.readouterr()
    frame = pd.read_csv(io.StringIO(shown.out), dtype=str, keep_default_na=False)
    assert list(frame.columns) == ["id", "review", "day", "stars", *ADDED]
    for name in ("id", "review", "day", "stars"):
        assert frame[name].tolist() == [row[name] for row in ROWS]
    assert frame["sentiment"].tolist() == SAID
    assert frame["language"].tolist() == ["en", "zh", "und", "en"]
    assert "4 reviews read by echo-reader" in shown.err
    assert "reviews/s" in shown.err


def test_figures_lie_in_their_ranges_and_aspects_point_into_the_text(tmp_path) -> None:
    out = tmp_path / "out.jsonl"
    assert score(write(tmp_path / "r.csv", "csv"), "--out", out) == 0
    for line in out.read_text("utf-8").splitlines():
        row = json.loads(line)
        assert -1 <= row["polarity"] <= 1
        assert 0 <= row["confidence"] <= 1
        assert isinstance(row["unsure"], bool)
        for aspect in row["aspects"]:
            assert set(aspect) == {"aspect", "polarity", "confidence", "start", "end"}
            part = row["review"][aspect["start"] : aspect["end"]]
            assert part.lower() == aspect["aspect"]


def test_parquet_and_csv_files_hold_aspects_as_json(tmp_path) -> None:
    source = write(tmp_path / "r.csv", "csv")
    for name, read in (("o.parquet", pd.read_parquet), ("o.csv", pd.read_csv)):
        assert score(source, "--out", tmp_path / name) == 0
        frame = read(tmp_path / name)
        assert frame["sentiment"].tolist() == SAID
        assert frame["unsure"].dtype == bool
        assert json.loads(frame["aspects"][0])[0]["aspect"] == "great"


def test_a_column_with_the_name_of_an_added_one_is_kept_beside_it(tmp_path, capsys) -> None:
    path = tmp_path / "r.csv"
    path.write_text("review,sentiment,sentiment (input)\nGood \U0001f44d,bad,old\n", "utf-8")
    assert score(path) == 0
    row = pd.read_csv(io.StringIO(capsys.readouterr().out)).iloc[0]
    assert row["sentiment"] == "positive"
    assert row["sentiment (input)*"] == "bad"
    assert row["sentiment (input)"] == "old"


def test_a_long_file_is_read_in_parts_and_stays_in_order(tmp_path, capsys, monkeypatch) -> None:
    monkeypatch.setattr("core.scoring._ROWS_AT_ONCE", 100)
    monkeypatch.setattr("core.cli.score._REPORT_EVERY", 0.0)
    texts = [f"review {n}" for n in range(950)]
    path, out = tmp_path / "r.csv", tmp_path / "o.parquet"
    pd.DataFrame({"review": texts}).to_csv(path, index=False)
    assert score(path, "--out", out) == 0
    assert pd.read_parquet(out)["review"].tolist() == texts
    told = capsys.readouterr().err.splitlines()
    assert len(told) >= 9
    assert told[-1].startswith("950 reviews read by echo-reader")


def test_nothing_is_kept(tmp_path, studio) -> None:
    score(write(tmp_path / "r.csv", "csv"), "--out", tmp_path / "o.csv")
    assert studio.reviews.rows().total == 0
    assert studio.overview().empty


def test_date_and_rating_columns_must_be_there(tmp_path, capsys) -> None:
    source = write(tmp_path / "r.csv", "csv")
    assert score(source, "--date", "day", "--rating", "stars") == 0
    capsys.readouterr()
    assert score(source, "--rating", "points") == 2
    assert "no column “points”" in capsys.readouterr().err


def test_a_language_that_is_given_is_taken(tmp_path, capsys) -> None:
    assert score(write(tmp_path / "r.csv", "csv"), "--language", "zh") == 0
    frame = pd.read_csv(io.StringIO(capsys.readouterr().out))
    assert set(frame["language"]) == {"zh"}


def test_cells_that_a_spreadsheet_would_run_are_defused(tmp_path, capsys) -> None:
    path = tmp_path / "r.csv"
    path.write_text('review\n"=HYPERLINK(""http://x"")"\n', encoding="utf-8")
    assert score(path) == 0
    frame = pd.read_csv(io.StringIO(capsys.readouterr().out))
    assert frame["review"][0].startswith("'=")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.csv", b"", "is empty"),
        ("photo.csv", b"\x89PNG\r\n\x1a\n" + bytes(50), "picture"),
        ("head.csv", b"review,stars\n", "no rows"),
        ("other.csv", b"text\nhello\n", "no column “review”"),
        ("cut.csv.gz", gzip.compress(b"review\nhello there\n", mtime=0)[:-12], "damaged"),
    ],
)
def test_an_unfit_file_is_refused_in_one_line(tmp_path, capsys, name, content, words) -> None:
    (tmp_path / name).write_bytes(content)
    out = tmp_path / "out.csv"
    assert score(tmp_path / name, "--out", out) == 2
    shown = capsys.readouterr()
    assert words in shown.err
    assert len(shown.err.splitlines()) == 1
    assert not out.exists()


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_other_encodings_are_read(tmp_path, capsys, encoding) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes("review\n这款水壶很好用，烧水很快，推荐购买\n".encode(encoding) * 1)
    assert score(path) == 0
    assert "这款水壶很好用" in capsys.readouterr().out


def test_an_engine_that_is_no_reader_is_refused(tmp_path, capsys) -> None:
    source = write(tmp_path / "r.csv", "csv")
    for engine in ("copybook", "endpoint:m@http://127.0.0.1:9/v1", "nobody"):
        command = ["score", str(source), "--text", "review", "--engine", engine]
        assert main(command) == 2
        assert engine in capsys.readouterr().err


def test_ray_that_is_not_there_is_asked_for(tmp_path, capsys, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    assert score(write(tmp_path / "r.csv", "csv"), "--runner", "ray") == 2
    shown = capsys.readouterr()
    assert shown.err == "Ray is not installed. Run: pip install -r requirements-ray.txt\n"


def test_what_runs_on_ray_scores_a_batch_as_the_local_runner_does(settings) -> None:
    order = ScoreOrder("review")
    frame = pd.DataFrame(ROWS)
    local = scored_frame(frame, EchoReader(), order)
    there = Scorer(settings, "echo-reader", order, EchoReader().version)(frame)
    assert [json.loads(text) for text in there.pop("aspects")] == local.pop("aspects").tolist()
    pd.testing.assert_frame_equal(there, local)
    assert not settings.home.exists(), "its home is one of its own"


def test_a_machine_with_another_reader_takes_no_part(settings) -> None:
    with pytest.raises(EngineFailed, match="another version than here"):
        Scorer(settings, "echo-reader", ScoreOrder("review"), "an older one")


@pytest.mark.parametrize(
    ("machines", "asked", "found"),
    [
        ([2.0], 0, (1, 2)),
        ([16.0, 8.0], 0, (12, 2)),
        ([1.0, 1.0], 0, (2, 1)),
        ([3.0, 1.0], 0, (1, 2)),
        ([2.0], 2, (2, 1)),
        ([16.0], 3, (3, 2)),
    ],
)
def test_a_reader_gets_two_processors_where_there_are(machines, asked, found) -> None:
    assert room(machines, asked) == found


@pytest.mark.parametrize(("machines", "asked"), [([2.0], 3), ([0.5], 0), ([], 0)])
def test_no_more_readers_than_there_is_room_for(machines, asked) -> None:
    with pytest.raises(InputRejected, match="The cluster has room for"):
        room(machines, asked)


@pytest.mark.skipif(find_spec("ray") is None, reason="requirements-ray.txt is not installed")
@pytest.mark.parametrize("address", ["127.0.0.1:1", "ray://127.0.0.1:1", "127.0.0.1", "[::1]:1"])
def test_an_address_where_nobody_listens_is_said_at_once(tmp_path, capsys, address) -> None:
    source = write(tmp_path / "r.csv", "csv")
    assert score(source, "--runner", "ray", "--ray-address", address) == 2
    assert f"No Ray cluster answers at {address}" in capsys.readouterr().err


def test_an_address_is_for_ray_alone(tmp_path, capsys) -> None:
    assert score(write(tmp_path / "r.csv", "csv"), "--ray-address", "127.0.0.1:6379") == 2
    assert "are for --runner ray" in capsys.readouterr().err


@pytest.mark.parametrize(("said", "threads"), [("", 2), ("1", 1), ("8", 8), ("0", 1), ("4,2", 2)])
def test_the_reader_keeps_to_the_processors_it_was_given(monkeypatch, said, threads) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", said)
    reader = BundledReader(ASSETS / "models" / "review_reader")
    assert reader._threads == threads
