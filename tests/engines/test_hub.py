"""Models through transformers: a saved folder takes the very path a hub model takes."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from core.engines.hub import HubReader, HubWriter
from core.engines.registry import EngineRegistry
from core.engines.types import CopyRequest, Rejected
from core.errors import EngineFailed, InputRejected

REQUEST = CopyRequest("en", "google_headline", "Aurora", ("boils fast",), max_units=30, seed=3)


def test_a_writer_proposes_different_texts_that_its_seed_repeats(
    registry: EngineRegistry, models: Path
) -> None:
    writer = registry.writer(f"folder:{models / 'writer'}")
    texts = list(writer.propose(REQUEST, 3))
    assert len(set(texts)) == 3
    assert all(texts)
    assert list(writer.propose(REQUEST, 3)) == texts


def test_the_prompt_goes_through_the_chat_template(
    registry: EngineRegistry, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = HubWriter(*_address(registry, models / "writer", "writer"))
    seen: list[str] = []
    generate = writer._pipeline.model.generate

    def spy(input_ids, **options):
        seen.append(writer._pipeline.tokenizer.decode(input_ids[0]))
        return generate(input_ids=input_ids, **options)

    monkeypatch.setattr(writer._pipeline.model, "generate", spy)
    next(writer.propose(REQUEST, 1))
    assert "<system>You write marketing copy" in seen[0].replace(" <", "<")
    assert "Product: Aurora" in seen[0]
    assert seen[0].endswith("<assistant>")


def test_a_model_without_a_chat_template_gets_the_plain_prompt(
    registry: EngineRegistry, models: Path
) -> None:
    writer = registry.writer(f"folder:{models / 'plain-writer'}")
    assert len(list(writer.propose(REQUEST, 2))) == 2


def test_a_stream_that_is_closed_writes_no_further_text(
    registry: EngineRegistry, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = HubWriter(*_address(registry, models / "writer", "writer"))
    answers: list[str] = []
    answer = writer._answer
    monkeypatch.setattr(writer, "_answer", lambda r: answers.append("x") or answer(r))
    stream = writer.propose(REQUEST, 5)
    next(stream)
    stream.close()
    assert len(answers) == 1


def test_texts_to_be_written_again_are_asked_for_one_by_one(
    registry: EngineRegistry, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = HubWriter(*_address(registry, models / "writer", "writer"))
    asked: list[CopyRequest] = []
    monkeypatch.setattr(writer, "_answer", lambda r: asked.append(r) or f"Text {len(asked)}.")
    fell = tuple(Rejected(name, ("Too long.",)) for name in ("A", "B"))
    assert len(list(writer.propose(replace(REQUEST, rejected=fell), 3))) == 3
    assert [request.rejected for request in asked] == [fell[:1], fell[1:], fell[:1]]


def test_a_reader_answers_one_reading_per_text_whatever_it_holds(
    registry: EngineRegistry, models: Path
) -> None:
    reader = registry.reader(f"folder:{models / 'stars'}")
    texts = [
        "good kettle",
        "",
        "bad " * 900,
        " \n",
        "茶很好",
        "half a character \ud800",
        "good kettle",
    ]
    readings = reader.read(texts)
    assert [r.language for r in readings] == ["en", "und", "en", "und", "zh", "en", "en"]
    assert readings[0] == readings[6] == reader.read(["good kettle"])[0]
    assert readings[0] != readings[2]
    for silent in (readings[1], readings[3]):
        assert (silent.sentiment, silent.polarity, silent.confidence) == ("neutral", 0.0, 0.0)
        assert silent.unsure
    for reading in readings:
        assert -1 <= reading.polarity <= 1
        assert 0 <= reading.confidence <= 1
        assert reading.unsure == (reading.confidence < 0.6)


def test_two_classes_agree_with_the_sign_of_their_polarity(
    registry: EngineRegistry, models: Path
) -> None:
    reader = registry.reader(f"folder:{models / 'two'}")
    for reading in reader.read(["good kettle", "bad tea", "is a fast cup", "very slow"], "en"):
        assert (reading.polarity > 0) == (reading.sentiment == "positive")
        assert reading.confidence == pytest.approx((1 + abs(reading.polarity)) / 2, abs=1e-3)


def test_the_version_changes_with_the_weights(
    registry: EngineRegistry, models: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(models / "two", folder)
    address, info = _address(registry, folder, "reader")
    first = HubReader(address, info).version
    assert HubReader(address, info).version == first
    (folder / "notes.txt").write_text("fine-tuned", encoding="utf-8")
    assert HubReader(address, info).version != first


def test_a_model_that_reads_no_sentiment_is_refused_before_it_is_loaded(
    registry: EngineRegistry, models: Path
) -> None:
    with pytest.raises(InputRejected, match="sports, politics"):
        registry.add_engine("reader", f"folder:{models / 'topics'}")
    with pytest.raises(EngineFailed, match="sports, politics"):
        registry.reader(f"folder:{models / 'topics'}")


def test_a_writer_is_no_reader(registry: EngineRegistry, models: Path) -> None:
    with pytest.raises(InputRejected, match="LlamaForCausalLM and cannot"):
        registry.add_engine("reader", f"folder:{models / 'writer'}")


def test_broken_weights_are_told_in_one_line(
    registry: EngineRegistry, models: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "broken"
    shutil.copytree(models / "writer", folder)
    (folder / "model.safetensors").write_bytes(b"not weights")
    with pytest.raises(EngineFailed, match="could not be loaded") as raised:
        registry.writer(f"folder:{folder}")
    assert "\n" not in str(raised.value)


def test_a_model_that_fails_while_writing_says_so(
    registry: EngineRegistry, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = HubWriter(*_address(registry, models / "writer", "writer"))

    def out_of_memory(*args: object, **options: object) -> None:
        raise RuntimeError("out of memory\nwith a long story")

    monkeypatch.setattr(writer._pipeline.model, "generate", out_of_memory)
    with pytest.raises(EngineFailed, match=r"failed at this request: out of memory\b"):
        next(writer.propose(REQUEST, 1))


def test_a_model_that_was_not_fetched_is_told_and_nothing_is_fetched_unseen(
    registry: EngineRegistry,
) -> None:
    with pytest.raises(EngineFailed, match="Fetch them on the Engines page"):
        registry.writer("hub:someone/some-model")


def _address(registry: EngineRegistry, folder: Path, kind):
    from core.engines.added import Added
    from core.engines.addresses import parse
    from core.engines.catalogue import added_info

    id = f"folder:{folder}"
    return parse(id), added_info(Added(kind, id))
