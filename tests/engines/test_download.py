"""A hub model's files: what is missing, fetching them as a job, stopping, and faults."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from core.engines.download import Downloads
from core.errors import EngineFailed
from core.jobs import JobCancelled

ID = "hub:org/model"
FILES = {
    "config.json": 10,
    "tokenizer.json": 20,
    "model.safetensors.index.json": 15,
    "model-00001-of-00002.safetensors": 500,
    "model-00002-of-00002.safetensors": 400,
    "model.fp16.safetensors": 450,
    "pytorch_model.bin": 900,
    "optimizer.bin": 800,
    "onnx/model.onnx": 900,
    "README.md": 5,
}
SHARDS = [f"model-0000{i}-of-00002.safetensors" for i in (1, 2)]
INDEX = json.dumps({"weight_map": dict(zip("ab", SHARDS, strict=True))})


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A hub that is a folder: what was fetched lies there."""
    folder = tmp_path / "cache"
    folder.mkdir()
    page = SimpleNamespace(siblings=_siblings(FILES))
    here = SimpleNamespace(folder=folder, asked=[], breaks_at="", page=page)

    def fetch(name: str, file: str, tqdm_class) -> str:
        assert name == "org/model"
        if file == here.breaks_at:
            raise OSError("the line went dead\nat length")
        here.asked.append(file)
        size = next(item.size for item in page.siblings if item.rfilename == file)
        bar = tqdm_class(total=size, initial=0)
        bar.update(size // 2)
        bar.update(size - size // 2)
        (folder / file).write_text(INDEX if "index" in file else "x", encoding="utf-8")
        return str(folder / file)

    def cached(name: str, file: str) -> str | None:
        path = folder / file
        return str(path) if path.is_file() else None

    monkeypatch.setattr("huggingface_hub.HfApi.model_info", lambda *a, **k: page)
    monkeypatch.setattr("huggingface_hub.hf_hub_download", fetch)
    monkeypatch.setattr("huggingface_hub.try_to_load_from_cache", cached)
    return here


def _siblings(files: dict[str, int]) -> list[SimpleNamespace]:
    return [SimpleNamespace(rfilename=file, size=size) for file, size in files.items()]


def test_one_form_of_the_weights_is_fetched_and_progress_counts_bytes(hub) -> None:
    told: list[tuple[int, int | None]] = []
    downloads = Downloads(jobs=None)  # type: ignore[arg-type]
    assert downloads.missing(ID)
    done = downloads.job(
        {"name": "org/model"}, lambda n, total=None, message="": told.append((n, total))
    )
    assert done == {"name": "org/model"}
    assert hub.asked == [
        "config.json",
        "model.safetensors.index.json",
        "tokenizer.json",
        "model-00002-of-00002.safetensors",
        "model-00001-of-00002.safetensors",
    ]
    assert told[-1] == (945, 945)
    assert [n for n, _ in told] == sorted(n for n, _ in told)
    assert not downloads.missing(ID)


def test_a_shard_that_is_missing_makes_a_model_missing(hub) -> None:
    downloads = Downloads(jobs=None)  # type: ignore[arg-type]
    (hub.folder / "config.json").write_text("{}", encoding="utf-8")
    assert downloads.missing(ID)
    (hub.folder / "model.safetensors.index.json").write_text(INDEX, encoding="utf-8")
    for file in ("optimizer.bin", "training_args.bin", "model.fp16.safetensors", SHARDS[0]):
        (hub.folder / file).write_text("x", encoding="utf-8")
        assert downloads.missing(ID)
    (hub.folder / SHARDS[1]).write_text("x", encoding="utf-8")
    assert not downloads.missing(ID)
    assert not downloads.missing("folder:/models/mine")
    assert not downloads.missing("copybook")


def test_weights_in_one_file_come_last_and_are_enough(hub) -> None:
    hub.page.siblings = _siblings({"pytorch_model.bin": 900, "optimizer.bin": 9, "big.json": 2000})
    downloads = Downloads(jobs=None)  # type: ignore[arg-type]
    downloads.job({"name": "org/model"}, lambda *a, **k: None)
    assert hub.asked == ["big.json", "pytorch_model.bin"]
    (hub.folder / "config.json").write_text("{}", encoding="utf-8")
    assert not downloads.missing(ID)


def test_a_model_without_weights_is_refused_in_its_own_words(hub) -> None:
    hub.page.siblings = _siblings({"config.json": 10, "optimizer.bin": 9})
    with pytest.raises(EngineFailed, match="has no weights that can be loaded") as refused:
        Downloads(jobs=None).job({"name": "org/model"}, lambda *a, **k: None)  # type: ignore[arg-type]
    assert "could not be fetched" not in str(refused.value)


def test_stopping_ends_it_in_the_middle_of_a_file(hub) -> None:
    def stop(done: int, total: int | None = None, message: str = "") -> None:
        if done > 100:
            raise JobCancelled

    with pytest.raises(JobCancelled):
        Downloads(jobs=None).job({"name": "org/model"}, stop)  # type: ignore[arg-type]
    assert "model-00001-of-00002.safetensors" not in hub.asked


def test_a_job_that_breaks_off_says_why_and_the_next_goes_on(hub, studio, inline_jobs) -> None:
    hub.breaks_at = "tokenizer.json"
    job = studio.jobs.get(studio.downloads.start(ID))
    assert job.state == "failed"
    assert job.result["params"] == {"name": "org/model", "problem": "the line went dead"}
    assert studio.downloads.last() == job
    assert studio.downloads.under_way() is None
    hub.breaks_at = ""
    assert studio.jobs.get(studio.downloads.start(ID)).state == "done"


@pytest.mark.tries_to_leave
def test_a_hub_out_of_reach_ends_the_job_in_words(studio, inline_jobs) -> None:
    job = studio.jobs.get(studio.downloads.start("hub:someone/some-model"))
    assert job.state == "failed"
    assert "could not be fetched" in job.message
