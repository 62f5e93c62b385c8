"""One way to get an engine: loaded once for everybody, described before it is loaded."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.engines import describe
from core.engines.loaded import LoadedEngines, SharedReader, SharedWriter
from core.engines.registry import LOADED, EngineRegistry
from core.engines.types import CopyRequest
from core.errors import EngineFailed, InputRejected, NotFound
from core.store import workspaces
from core.store.store import Store

REQUEST = CopyRequest("en", "slogan", "Aurora", ("boils fast",))


class Model:
    """A writer and reader that counts who is inside at once."""

    def __init__(self) -> None:
        from core.engines.echo import EchoReader

        self.info = EchoReader.info
        self.version = "1"
        self.inside = 0
        self.most_inside = 0
        self._echo = EchoReader()

    def _enter(self) -> None:
        self.inside += 1
        self.most_inside = max(self.most_inside, self.inside)
        threading.Event().wait(0.002)
        self.inside -= 1

    def read(self, texts, language="auto"):
        self._enter()
        return self._echo.read(texts, language)

    def propose(self, request, count):
        for n in range(count):
            self._enter()
            yield f"text {n}"


def test_a_second_request_loads_nothing_in_another_session_too(settings, store, models) -> None:
    shared = LoadedEngines()
    id = f"folder:{models / 'two'}"
    first = EngineRegistry(settings, store, shared).reader(id)
    second = EngineRegistry(settings, Store(settings.database), shared).reader(id)
    assert second is first


def test_all_registries_of_a_process_share_what_is_loaded(settings, store) -> None:
    assert EngineRegistry(settings, store)._loaded is LOADED
    assert EngineRegistry(settings, store)._loaded is EngineRegistry(settings, store)._loaded


def test_two_who_ask_at_once_wait_for_one_loading() -> None:
    cache, loads, begun, go = LoadedEngines(), [], threading.Event(), threading.Event()

    def load() -> str:
        loads.append("load")
        begun.set()
        assert go.wait(60)
        return "engine"

    got: list[str] = []
    threads = [threading.Thread(target=lambda: got.append(cache.get("a", load))) for _ in range(4)]
    threads[0].start()
    assert begun.wait(60)
    for thread in threads[1:]:
        thread.start()
    go.set()
    for thread in threads:
        thread.join()
    assert got == ["engine"] * 4
    assert loads == ["load"]


def test_the_least_recently_used_engine_goes_first() -> None:
    cache = LoadedEngines(bound=2)
    for key in ("a", "b", "a", "c"):
        cache.get(key, lambda key=key: key.upper())
    assert "a" in cache
    assert "b" not in cache
    assert "c" in cache


def test_what_failed_to_load_is_tried_anew() -> None:
    cache = LoadedEngines()

    def fail() -> None:
        raise EngineFailed("no memory")

    with pytest.raises(EngineFailed):
        cache.get("a", fail)
    assert cache.get("a", lambda: "engine") == "engine"


def test_calls_into_one_reader_queue_up() -> None:
    model = Model()
    reader = SharedReader(model)
    threads = [threading.Thread(target=reader.read, args=(["x"],)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert model.most_inside == 1


def test_streams_of_one_writer_take_turns_and_an_unread_one_blocks_nobody() -> None:
    model = Model()
    writer = SharedWriter(model)
    left_unread = writer.propose(REQUEST, 3)
    assert next(left_unread) == "text 0"
    got: list[list[str]] = []
    threads = [
        threading.Thread(target=lambda: got.append(list(writer.propose(REQUEST, 4))))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [[f"text {n}" for n in range(4)]] * 3
    assert model.most_inside == 1


def test_without_a_choice_the_bundled_engines_are_chosen(registry: EngineRegistry) -> None:
    assert registry.chosen("reader") == "bundled-reader"
    assert registry.chosen("writer") == "copybook"


def test_a_choice_is_remembered_and_used(registry, settings, store) -> None:
    registry.choose("reader", "echo-reader")
    again = EngineRegistry(settings, store, LoadedEngines())
    assert again.chosen("reader") == "echo-reader"
    assert again.reader().info.id == "echo-reader"
    assert again.chosen("writer") == "copybook"
    assert [info.id for info in again.available("reader")] == ["bundled-reader", "echo-reader"]
    assert [info.id for info in again.available("writer")] == ["copybook", "house-writer"]


@pytest.mark.parametrize(
    ("kind", "id"),
    [("reader", "copybook"), ("writer", "echo-reader"), ("writer", "hub:a/b"), ("writer", "x")],
)
def test_what_is_not_on_the_list_cannot_be_chosen(registry, kind, id) -> None:
    with pytest.raises(NotFound):
        registry.choose(kind, id)
    with pytest.raises((NotFound, EngineFailed)):
        registry.reader(id if kind == "reader" else "copybook")


def test_the_list_is_made_without_loading_or_asking_anybody(
    registry, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry.add_engine("writer", f"folder:{models / 'writer'}")
    registry.add_engine("writer", "endpoint:tiny@http://127.0.0.1:9/v1")

    def nothing(*args: object) -> None:
        raise AssertionError("something was loaded")

    monkeypatch.setattr(LoadedEngines, "get", nothing)
    bundled, house, folder, server = registry.available("writer")
    assert (house.id, house.sends) == ("house-writer", "")
    assert (bundled.id, bundled.sends) == ("copybook", "")
    assert (folder.name, folder.sends) == ("writer", "")
    weights = (models / "writer" / "model.safetensors").stat().st_size
    assert folder.size_mb == pytest.approx(weights / 1e6)
    assert "go to this server" in server.sends
    assert "exemplars" in server.obeys
    assert [info.id for info in registry.available("reader")] == ["bundled-reader"]


def test_adding_twice_lists_once_and_removing_brings_the_bundled_one_back(registry, models) -> None:
    id = f"folder:{models / 'two'}"
    registry.add_engine("reader", id)
    registry.add_engine("reader", id)
    assert [info.id for info in registry.available("reader")] == ["bundled-reader", id]
    registry.choose("reader", id)
    registry.reader()
    registry.remove_engine("reader", id)
    assert registry.chosen("reader") == "bundled-reader"
    assert len(registry.available("reader")) == 1
    assert not any(id in key for key in registry._loaded._engines)
    with pytest.raises(NotFound):
        registry.remove_engine("reader", id)


@pytest.mark.parametrize(
    ("kind", "id"),
    [
        ("reader", "folder:/there/is/nothing"),
        ("reader", "endpoint:m@http://h/v1"),
        ("writer", "copybook"),
        ("writer", "endpoint:m@http://user:pw@h/v1"),
    ],
)
def test_what_cannot_work_is_not_added(registry, kind, id) -> None:
    before = registry.available(kind)
    with pytest.raises(InputRejected):
        registry.add_engine(kind, id)
    assert registry.available(kind) == before


def test_a_key_is_never_stored(registry, store, settings) -> None:
    registry.add_engine("writer", "endpoint:tiny@http://127.0.0.1:9/v1")
    with store.open() as db:
        kept = json.loads(workspaces.preference(db, 1, "engines"))
    assert set(kept[0]) == {"kind", "id", "size_mb", "licence", "seconds", "others"}


def test_a_trial_loads_answers_and_is_remembered(registry, models) -> None:
    id = f"folder:{models / 'two'}"
    registry.add_engine("reader", id)
    assert registry.speed("reader", id) is None
    trial = registry.probe("reader", id)
    assert trial.answer in {"negative", "positive"}
    assert trial.seconds > 0
    assert trial.load_seconds > 0
    assert registry.speed("reader", id).unit == "reviews per second"
    assert registry.speed("reader", id).value == pytest.approx(1 / trial.seconds)
    assert "reviews per second" in registry.available("reader")[1].speed
    writer = f"folder:{models / 'writer'}"
    registry.add_engine("writer", writer)
    assert registry.probe("writer", writer).answer
    assert registry.speed("writer", writer).unit == "seconds per draft"


def test_a_trial_of_the_echo_engines_changes_nothing(registry) -> None:
    assert registry.probe("writer", "echo").answer == "Aurora Kettle: boils in three minutes."
    assert [info.id for info in registry.available("writer")] == ["copybook", "house-writer"]


def test_a_trial_that_gets_no_answer_fails(registry) -> None:
    with pytest.raises(EngineFailed, match="cannot be reached"):
        registry.probe("writer", "endpoint:tiny@http://127.0.0.1:9/v1")


def test_a_folder_that_has_gone_is_a_failed_engine(registry, models, tmp_path) -> None:
    import shutil

    folder = tmp_path / "moved"
    shutil.copytree(models / "two", folder)
    registry.add_engine("reader", f"folder:{folder}")
    registry.choose("reader", f"folder:{folder}")
    shutil.rmtree(folder)
    with pytest.raises(EngineFailed, match="no model in"):
        registry.reader(f"folder:{folder}")


def test_where_the_chosen_reader_does_not_load_the_bundled_one_reads(
    registry, tmp_path, monkeypatch
) -> None:
    from core.engines.echo import EchoReader

    class Bundled(EchoReader):
        def __init__(self, folder: Path) -> None:
            self.folder = folder

    (tmp_path / "models" / "review_reader").mkdir(parents=True)
    monkeypatch.setattr(registry, "_settings", replace(registry._settings, assets=tmp_path))
    monkeypatch.setattr("core.engines.bundled.BundledReader", Bundled)
    monkeypatch.setattr(registry, "chosen", lambda kind, workspace: "folder:/gone")
    assert registry.reader().read(["good \U0001f44d"])[0].sentiment == "positive"
    with pytest.raises(EngineFailed, match="no model in"):
        registry.writer()


def test_texts_are_described_by_the_bundled_reader_as_it_came(
    registry, tmp_path, monkeypatch
) -> None:
    from core.engines.echo import EchoReader
    from core.engines.heads import HeadOffsets

    class Bundled(EchoReader):
        info = replace(EchoReader.info, id="bundled-reader")

        def __init__(self, folder: Path) -> None:
            self.folder = folder

        def features(self, texts):
            return np.ones((len(texts), 2))

    heads = HeadOffsets(np.zeros((2, 3), np.float32), np.zeros(3, np.float32))
    (tmp_path / "models" / "review_reader").mkdir(parents=True)
    monkeypatch.setattr(registry, "_settings", replace(registry._settings, assets=tmp_path))
    monkeypatch.setattr("core.engines.bundled.BundledReader", Bundled)
    monkeypatch.setattr(registry, "heads", lambda workspace: heads)
    assert registry.reader().version == f"{Bundled.version}+{heads.digest}"
    assert registry.describer().version == Bundled.version
    assert registry.describer().features(["good", "bad"]).shape == (2, 2)


def test_missing_bundled_files_are_told(settings, store, tmp_path) -> None:
    bare = EngineRegistry(replace(settings, assets=tmp_path), store, LoadedEngines())
    with pytest.raises(EngineFailed, match="files of the bundled engine are missing"):
        bare.reader()
    assert bare.available("reader")[0].size_mb is None


def test_size_licence_and_speed_are_read_from_the_files(tmp_path: Path) -> None:
    (tmp_path / "onnx").mkdir()
    (tmp_path / "onnx" / "model.onnx").write_bytes(b"0" * 1_500_000)
    (tmp_path / "README.md").write_text("---\nlicense: mit\n---\n# A model", encoding="utf-8")
    (tmp_path / "metrics.json").write_text(
        json.dumps({"speed": {"reviews_per_second": 340.4}}), encoding="utf-8"
    )
    facts = describe.describe_folder(tmp_path)
    assert facts.size_mb == 1.5
    assert facts.licence == "mit"
    assert str(facts.speed) == "340 reviews per second"
    (tmp_path / "MODEL_CARD.md").write_text("| Licence | Apache-2.0 |", encoding="utf-8")
    assert describe.describe_folder(tmp_path).licence == "Apache-2.0"
    (tmp_path / "metrics.json").write_text("{broken", encoding="utf-8")
    assert describe.describe_folder(tmp_path).speed is None


class HubPage:
    """What a hub says of a model."""

    def __init__(self, architectures, files, tags) -> None:
        from types import SimpleNamespace

        self.config = {"architectures": architectures}
        self.siblings = [SimpleNamespace(rfilename=n, size=s) for n, s in files.items()]
        self.tags = tags


def test_a_hub_model_is_described_before_it_is_fetched(registry, monkeypatch) -> None:
    page = HubPage(
        ["LlamaForCausalLM"],
        {"model.safetensors": 900_000_000, "pytorch_model.bin": 900_000_000, "README.md": 10},
        ["text-generation", "license:apache-2.0"],
    )
    monkeypatch.setattr("huggingface_hub.HfApi.model_info", lambda *a, **k: page)
    info = registry.add_engine("writer", "hub:org/model")
    assert (info.size_mb, info.licence) == (900.0, "apache-2.0")
    assert "fetched from the hub once" in info.sends
    with pytest.raises(InputRejected, match="LlamaForCausalLM and cannot"):
        registry.add_engine("reader", "hub:org/model")


@pytest.mark.tries_to_leave
def test_a_hub_that_is_out_of_reach_leaves_size_and_licence_unknown(registry) -> None:
    info = registry.add_engine("writer", "hub:org/model")
    assert (info.size_mb, info.licence) == (None, "")


def test_a_name_that_the_hub_does_not_know_is_not_added(registry, monkeypatch) -> None:
    import httpx2
    from huggingface_hub.errors import RepositoryNotFoundError

    def unknown(*args: object, **options: object) -> None:
        response = httpx2.Response(404, request=httpx2.Request("GET", "https://hub/api"))
        raise RepositoryNotFoundError("404", response=response)

    monkeypatch.setattr("huggingface_hub.HfApi.model_info", unknown)
    with pytest.raises(NotFound, match="no public model"):
        registry.add_engine("writer", "hub:org/model")
    assert [info.id for info in registry.available("writer")] == ["copybook", "house-writer"]


def test_without_its_pretrained_weights_the_house_writer_is_not_offered(
    registry: EngineRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.engines.house.info.pretrained_file", lambda: None)
    assert [info.id for info in registry.available("writer")] == ["copybook"]
    with pytest.raises(NotFound):
        registry.choose("writer", "house-writer")


def test_the_shipped_house_writer_writes_english_and_leaves_chinese_alone(
    registry: EngineRegistry,
) -> None:
    writer = registry.writer("house-writer")
    assert writer.info.languages == ("en",)
    facts = ("boils in 3 minutes", "holds 1.7 litres")
    request = CopyRequest("en", "google_headline", "Aurora Kettle", facts, category="kettle")
    found = list(writer.propose(request, 6))
    assert found == list(writer.propose(request, 6))
    assert any("Aurora Kettle" in text for text in found)
    assert {digit for text in found for digit in text if digit.isdigit()} <= set("317")
    assert not list(writer.propose(replace(request, language="zh"), 6))
