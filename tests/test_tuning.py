"""Ratings tune the house writer: what is asked of them, what is kept, and the way back."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")
import torch

from core.cli.main import main
from core.copywriting import Brief
from core.engines import registry
from core.engines.house.adapter import Adapter
from core.engines.house.prompt import END
from core.engines.types import HOUSE_WRITER, CopyRequest
from core.errors import InputRejected, NotFound
from core.settings import Settings
from core.store import engine_versions
from core.studio import Studio, open_studio
from core.training.house_writer.export import lengths_of, write_model
from core.training.writer_tuning import gate
from core.training.writer_tuning.gate import Marks, Verdict
from core.tuning import JOB, LEAST, service
from tests.training.tiny_writer import DESIGN, tiny_writer

REQUEST = CopyRequest("en", "slogan", "Aurora Kettle", ("boils in 7 minutes",), category="kettle")
BRIEF = Brief("en", "Brindle Kettle", ("holds 0.8 litres", "$39"))
MARKS = Marks(0.5, 0.9, -1.8, -2.0, (0.6, 0.8))


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.manual_seed(5)
    pieces, network, sources = tiny_writer()
    with torch.no_grad():
        network.guess_bias[pieces.control(END)] += 4
    folder = tmp_path_factory.mktemp("house")
    write_model(folder, DESIGN, pieces, network, lengths_of(sources, pieces))
    return folder


@pytest.fixture
def installed(
    writer: Path, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Studio:
    """A studio in whose assets a house writer lies."""
    assets = tmp_path / "assets"
    (assets / "models").mkdir(parents=True)
    for path in settings.assets.iterdir():
        if path.name != "models":
            (assets / path.name).symlink_to(path)
    for path in (settings.assets / "models").iterdir():
        if path.name != "house_writer":
            (assets / "models" / path.name).symlink_to(path)
    (assets / "models" / "house_writer").symlink_to(writer)
    return open_studio(replace(settings, assets=assets))


def rate(studio: Studio, count: int, brief: Brief = BRIEF, channel: str = "x_post") -> None:
    """Texts for one brief, every other one liked."""
    (draft,) = studio.copy.write(brief, channel, 1, seed=1, engine="echo")
    for number in range(count):
        text = f"{brief.product} {brief.facts[0]}, said {number} times."
        edited = studio.copy.edit(draft.id, text)
        studio.ratings.rate(edited.id, 1 if number % 2 else -1)


def adapter(seed: int = 0) -> Adapter:
    drawn = np.random.default_rng(seed)
    left, right = (drawn.normal(size=size).astype(np.float32) for size in ((96, 2), (2, 48)))
    return Adapter({"layers.0.up.weight": (left, right)})


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[dict]:
    """A gate that adopts; what it was asked is kept."""
    asked: list[dict] = []

    def judge(folder, rated, preferred, **rest) -> Verdict:
        asked.append({"rated": rated, "preferred": preferred, **rest})
        rest["report"](0.5)
        return Verdict("adopted", adapter(len(asked)), MARKS, MARKS, share=1.0)

    monkeypatch.setattr(gate, "judge", judge)
    return asked


def test_without_the_house_writer_nothing_is_tuned(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    studio = open_studio(replace(settings, assets=tmp_path / "assets"))
    assert not studio.tuning.possible
    assert studio.tuning.learn().outcome == "missing"


def test_few_ratings_are_too_few_and_their_number_is_said(installed: Studio) -> None:
    rate(installed, 6)
    tuned = installed.tuning.learn()
    assert (tuned.outcome, tuned.liked, tuned.disliked) == ("too few", 3, 3)
    assert "3 liked and 3 disliked" in tuned.reason()
    assert installed.tuning.versions() == []


def test_ratings_in_a_language_that_it_does_not_write_are_left_out(
    installed: Studio, judged: list[dict], monkeypatch: pytest.MonkeyPatch
) -> None:
    info = replace(service.house_info(installed.settings.assets), languages=("en",))
    monkeypatch.setattr(service, "house_info", lambda folder: info)
    rate(installed, LEAST, Brief("zh", "晨光水壶", ("容量1升", "39元")), "weibo")
    rate(installed, 6)
    tuned = installed.tuning.learn()
    assert (tuned.outcome, tuned.liked, tuned.disliked) == ("too few", 3, 3)
    assert f"in others ({LEAST}) do not count" in tuned.reason()
    assert installed.tuning.ratings() == (3, 3)
    rate(installed, LEAST, replace(BRIEF, product="Tessel Kettle"))
    assert installed.tuning.learn().left_out == LEAST
    assert {one.request.language for one in judged[0]["rated"]} == {"en"}
    assert {task.request.language for task in judged[0]["exam"].tasks} == {"en"}
    assert len(installed.tuning.versions()) == 1


def test_what_is_adopted_writes_and_is_taken_back(installed: Studio, judged: list[dict]) -> None:
    rate(installed, LEAST)
    shipped = list(installed.engines.writer(HOUSE_WRITER).propose(REQUEST, 6))
    tuned = installed.tuning.learn()
    assert tuned.adopted
    assert tuned.version.startswith(installed.engines.house_version() + "+")
    (version,) = installed.tuning.versions()
    assert version.active
    assert version.fits
    assert version.ratings == LEAST
    changed = list(installed.engines.writer(HOUSE_WRITER).propose(REQUEST, 6))
    assert changed != shipped
    assert list(installed.engines.writer(HOUSE_WRITER, 2).propose(REQUEST, 6)) == shipped
    installed.tuning.use(None)
    assert list(installed.engines.writer(HOUSE_WRITER).propose(REQUEST, 6)) == shipped
    installed.tuning.use(version.id)
    assert list(installed.engines.writer(HOUSE_WRITER).propose(REQUEST, 6)) == changed
    with pytest.raises(NotFound):
        installed.tuning.use(version.id + 1)


def test_ratings_since_the_version_in_force_are_told_apart(
    installed: Studio, judged: list[dict]
) -> None:
    rate(installed, LEAST)
    installed.tuning.learn()
    assert len(judged[0]["rated"]) == LEAST
    assert judged[0]["in_force"] is None
    assert installed.tuning.learn().outcome == "known"
    brief = Brief("en", "Tessel Lamp", ("weighs 300 g", "$20"))
    (draft,) = installed.copy.write(brief, "x_post", 1, seed=1, engine="echo")
    edited = installed.copy.edit(draft.id, draft.text + " It is a lamp.")
    installed.ratings.rate(draft.id, -1)
    installed.tuning.learn()
    assert {one.text for one in judged[1]["rated"]} - {one.text for one in judged[0]["rated"]} == {
        draft.text
    }
    assert edited.text in [one.better for one in judged[1]["preferred"]]
    assert judged[1]["in_force"].digest == adapter(1).digest
    assert len(installed.tuning.versions()) == 2


@pytest.mark.parametrize("holder", ["edit", "parent", "brief", "voter"])
def test_a_version_goes_with_whom_it_learnt_from(
    installed: Studio, judged: list[dict], holder: str
) -> None:
    rate(installed, LEAST)
    product = "Quillfeather Lamp" if holder == "brief" else "Tessel Lamp"
    brief = Brief("en", product, ("weighs 300 g", "$20"))
    (draft,) = installed.copy.write(brief, "x_post", 1, seed=1, engine="echo")
    if holder == "parent":
        draft = installed.copy.edit(draft.id, draft.text + " Quillfeather likes it.")
    name = "Quillfeather" if holder == "edit" else "Everybody"
    text = draft.text.replace("Quillfeather likes it.", "") + f" {name} has one."
    edited = installed.copy.edit(draft.id, text)
    if holder == "voter":
        installed.ratings.rate(edited.id, 1, "Quillfeather")
    installed.tuning.learn()
    installed.workspace.forget("Somebody else")
    assert len(installed.tuning.versions()) == 1
    installed.workspace.forget("Quillfeather")
    assert installed.tuning.versions() == []
    assert not list((installed.settings.home / engine_versions.FOLDERS["writer"]).iterdir())


@pytest.mark.parametrize("holder", ["text", "voter", "brief"])
def test_what_was_forgotten_while_it_learnt_is_not_adopted(
    installed: Studio, judged: list[dict], monkeypatch: pytest.MonkeyPatch, holder: str
) -> None:
    rate(installed, LEAST)
    product = "Quillfeather Lamp" if holder == "brief" else "Tessel Lamp"
    brief = Brief("en", product, ("weighs 300 g", "$20"))
    (draft,) = installed.copy.write(brief, "x_post", 1, seed=1, engine="echo")
    name = "Quillfeather" if holder == "text" else "Everybody"
    edited = installed.copy.edit(draft.id, f"{draft.text} {name} has one.")
    if holder == "voter":
        installed.ratings.rate(edited.id, 1, "Quillfeather")
    adopting = gate.judge

    def meanwhile(*arguments, **named) -> Verdict:
        installed.workspace.forget("Quillfeather")
        return adopting(*arguments, **named)

    monkeypatch.setattr(gate, "judge", meanwhile)
    tuned = installed.tuning.learn()
    assert (tuned.outcome, tuned.version) == ("gone", "")
    assert "deleted meanwhile" in tuned.reason()
    assert installed.tuning.versions() == []


def test_a_dry_run_and_a_refusal_change_nothing(
    installed: Studio, judged: list[dict], monkeypatch: pytest.MonkeyPatch
) -> None:
    rate(installed, LEAST)
    assert installed.tuning.learn(dry_run=True).adopted
    assert installed.tuning.versions() == []
    refused = Verdict("no gain", None, MARKS, MARKS)
    monkeypatch.setattr(gate, "judge", lambda *_, **__: refused)
    tuned = installed.tuning.learn()
    assert not tuned.adopted
    assert "70% instead of 70%" in tuned.reason()
    assert installed.tuning.versions() == []


def test_a_lost_or_foreign_version_leaves_the_writer_as_it_came(
    installed: Studio, judged: list[dict]
) -> None:
    rate(installed, LEAST)
    shipped = list(installed.engines.writer(HOUSE_WRITER).propose(REQUEST, 6))
    installed.tuning.learn()
    folder = installed.settings.home / engine_versions.FOLDERS["writer"]
    (path,) = folder.iterdir()
    path.write_bytes(b"overwritten")
    assert list(installed.engines.writer(HOUSE_WRITER).propose(REQUEST, 6)) == shipped
    with installed.store.writing() as db:
        db.execute("UPDATE engine_versions SET base = 'house-writer-earlier'")
    (version,) = installed.tuning.versions()
    assert not version.fits
    assert not version.active
    with pytest.raises(InputRejected, match="no longer ships"):
        installed.tuning.use(version.id)


def test_a_version_belongs_to_the_writer_it_was_made_from(
    installed: Studio, judged: list[dict], monkeypatch: pytest.MonkeyPatch
) -> None:
    rate(installed, LEAST)
    before = installed.engines.house_version()
    decide = gate.judge

    def judge(*given, **rest) -> Verdict:
        # Another writer is installed while this one learns.
        monkeypatch.setattr(registry, "house_version", lambda folder: "house-writer-later")
        return decide(*given, **rest)

    monkeypatch.setattr(gate, "judge", judge)
    assert installed.tuning.learn().version.startswith(f"{before}+")
    (version,) = installed.tuning.versions()
    assert not version.fits


def test_it_runs_as_a_job(installed: Studio, judged: list[dict], inline_jobs: None) -> None:
    rate(installed, LEAST)
    installed.jobs.submit(JOB)
    job = installed.jobs.latest(JOB)
    assert job is not None
    assert job.state == "done"
    assert job.result["outcome"] == "adopted"


def test_the_command_says_what_came_of_it(
    installed: Studio, judged: list[dict], capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.cli.main.open_studio", lambda *_, **__: installed)
    rate(installed, LEAST)
    assert main(["learn", "writer"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["adopted"] is True
    assert said["after"]["passed"] == MARKS.passed
    assert main(["learn", "writer", "--versions"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line)["active"] is True


def test_edits_are_learnt_from_however_many_thumbs_came_after(
    installed: Studio, judged: list[dict], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "_MOST_PAIRS", 12)
    brief = Brief("en", "Tessel Lamp", ("weighs 300 g", "$20"))
    (draft,) = installed.copy.write(brief, "x_post", 1, seed=1, engine="echo")
    edited = installed.copy.edit(draft.id, draft.text + " It is a lamp.")
    rate(installed, LEAST)
    installed.tuning.learn()
    assert [one.better for one in judged[0]["preferred"]].count(edited.text) == 1


def test_a_vote_changed_or_an_edit_made_since_is_something_new(
    installed: Studio, judged: list[dict]
) -> None:
    rate(installed, LEAST)
    installed.tuning.learn()
    assert installed.tuning.learn().outcome == "known"
    liked = installed.library.search(vote="up", usable_only=False).rows[0].draft
    installed.ratings.rate(liked.id, -1)
    assert installed.tuning.learn().adopted
    assert installed.tuning.learn().outcome == "known"
    brief = Brief("en", "Tessel Lamp", ("weighs 300 g", "$20"))
    (draft,) = installed.copy.write(brief, "x_post", 1, seed=1, engine="echo")
    installed.copy.edit(draft.id, draft.text + " It is a lamp.")
    assert installed.tuning.learn().adopted


def test_a_refusal_says_what_was_lost(
    installed: Studio, judged: list[dict], monkeypatch: pytest.MonkeyPatch
) -> None:
    rate(installed, LEAST)
    refused = Verdict("gate", None, MARKS, MARKS, lost=("fluent", "copy"))
    monkeypatch.setattr(gate, "judge", lambda *_, **__: refused)
    reason = installed.tuning.learn().reason()
    assert "would cost too much" in reason
    assert "read less fluently" in reason
    assert "has forgotten" in reason


def test_a_channel_of_ones_own_is_examined_as_the_one_it_is_like(
    installed: Studio, judged: list[dict]
) -> None:
    own = installed.copy.channels.add("en", "Shop window", {"like": "sms"})
    rate(installed, LEAST, channel=own.id)
    installed.tuning.learn()
    tasks = judged[0]["exam"].tasks
    assert {task.request.channel for task in tasks if task.judged} == {"sms"}
