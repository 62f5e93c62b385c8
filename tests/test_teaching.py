"""Corrections teach the reader: a rule is learnt, poison is refused, every step can be undone."""

from __future__ import annotations

import json
import random
from contextlib import contextmanager

import numpy as np
import pytest

from core.__main__ import main
from core.engines.heads import HeadOffsets
from core.errors import EngineFailed, InputRejected, NotFound
from core.store import engine_versions
from core.store import teaching as queries
from core.store.store import Store
from core.teaching import LEAST
from tests.lexicon_reader import BAD, GOOD, THINGS, correct, lexicon, samples, scores, slang

__all__ = ["lexicon"]
pytestmark = pytest.mark.usefixtures("lexicon")


def read(studio, text: str) -> int:
    seen, heads = scores([text]), studio.engines.heads()
    return int((seen.logits + (heads.shift(seen.pooled) if heads else 0)).argmax())


def files(studio) -> list[str]:
    return sorted(
        p.name for p in (studio.settings.home / engine_versions.FOLDERS["reader"]).glob("*")
    )


def test_a_rule_of_the_shop_is_learnt_and_holds_for_other_wording(studio) -> None:
    correct(studio, slang())
    assert read(studio, "how sick this scooter rides") == 1
    learnt = studio.teaching.learn()
    assert learnt.adopted, learnt
    assert "Adopted" in learnt.reason()
    assert read(studio, "how sick this scooter rides") == 2
    assert read(studio, "an awful scooter") == 0
    assert read(studio, "the grey scooter was ordinary") == 1
    held = learnt.results["held out"]
    assert (held["before"], held["total"]) == (0, 4)
    assert held["after"] > 0
    for exam in ("en", "zh"):
        assert learnt.results[exam]["after"] >= learnt.results[exam]["before"]


def test_the_same_corrections_give_the_same_heads(studio) -> None:
    correct(studio, slang())
    first = studio.teaching.learn(dry_run=True)
    assert studio.teaching.versions() == []
    assert files(studio) == []
    again = studio.teaching.learn()
    assert first.version == again.version != ""
    assert studio.teaching.learn().outcome == "known"
    assert len(studio.teaching.versions()) == 1


def test_too_few_corrections_change_nothing(studio) -> None:
    correct(studio, slang(LEAST - 1))
    learnt = studio.teaching.learn()
    assert (learnt.outcome, learnt.corrections) == ("too few", LEAST - 1)
    assert f"from {LEAST} corrections on; there are {LEAST - 1}" in learnt.reason()


@pytest.mark.parametrize("seed", range(3))
def test_random_labels_are_refused(studio, seed: int) -> None:
    chance = random.Random(seed)
    labels = ("negative", "neutral", "positive")
    texts = [
        f"{thing} {word} number {n}" for n, thing in enumerate(THINGS) for word in (*GOOD, *BAD)
    ]
    correct(studio, [(text, chance.choice(labels)) for text in texts])
    learnt = studio.teaching.learn()
    assert not learnt.adopted
    assert studio.engines.heads() is None


def test_inverted_labels_are_refused(studio) -> None:
    wrong = [(f"{thing} {word} indeed", "negative") for thing in THINGS for word in GOOD]
    wrong += [(f"{thing} {word} indeed", "positive") for thing in THINGS for word in BAD]
    correct(studio, wrong)
    assert not studio.teaching.learn().adopted
    assert files(studio) == []


def test_a_wrong_rule_is_refused_by_the_gate(studio) -> None:
    """What points one way but is wrong elsewhere: "today" would be a complaint."""
    correct(
        studio, [(f"today {thing} today {n}", "negative") for n in range(4) for thing in THINGS]
    )
    learnt = studio.teaching.learn()
    assert learnt.outcome == "gate"
    assert "fixed gate reviews" in learnt.reason()
    exams = [learnt.results[exam] for exam in ("en", "zh")]
    assert any(exam["after"] < exam["before"] for exam in exams)
    assert files(studio) == []


def test_every_fifth_correction_is_kept_out_of_the_learning(studio) -> None:
    labelled = slang()
    # The fifth, tenth, … say the opposite: they can only be held out, so nothing turns them.
    for place in range(4, len(labelled), 5):
        labelled[place] = (labelled[place][0], "neutral")
    correct(studio, labelled)
    learnt = studio.teaching.learn()
    assert learnt.results["held out"]["before"] == learnt.results["held out"]["total"] == 4
    assert learnt.outcome == "held out"
    assert "kept out of the learning" in learnt.reason()


def test_a_gate_review_that_was_corrected_is_not_learnt_from(studio) -> None:
    correct(studio, [*slang(), ("the kettle was lovely today", "negative")])
    studio.teaching.learn()
    ids = [row.id for row in studio.reviews.rows().rows if "the kettle was" in row.text]
    with studio.store.open() as db:
        row = engine_versions.active(db, 1, "reader")
    assert ids
    assert ids[0] not in engine_versions.metrics_of(row)["reviews"]


def test_back_to_the_shipped_reader_and_forth(studio) -> None:
    correct(studio, slang())
    studio.teaching.learn()
    (version,) = studio.teaching.versions()
    assert version.active
    assert version.fits
    assert version.corrections == 24
    studio.teaching.use(None)
    assert studio.engines.heads() is None
    assert not studio.teaching.versions()[0].active
    studio.teaching.use(version.id)
    assert studio.engines.heads().digest == version.name
    with pytest.raises(NotFound):
        studio.teaching.use(77)


def test_another_shipped_reader_is_not_read_with_old_heads(studio, monkeypatch) -> None:
    correct(studio, slang())
    studio.teaching.learn()
    monkeypatch.setattr(type(studio.engines), "shipped_version", lambda self: "base-2")
    assert studio.engines.heads() is None
    (version,) = studio.teaching.versions()
    assert not version.fits
    assert not version.active
    with pytest.raises(InputRejected):
        studio.teaching.use(version.id)


def test_a_damaged_or_lost_file_is_not_read_with(studio) -> None:
    correct(studio, slang())
    studio.teaching.learn()
    path = studio.settings.home / engine_versions.FOLDERS["reader"] / files(studio)[0]
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert studio.engines.heads() is None
    with pytest.raises(EngineFailed, match="damaged"):
        HeadOffsets.load(path, studio.teaching.versions()[0].name)
    path.unlink()
    assert studio.engines.heads() is None
    assert studio.teaching.learn().adopted
    assert studio.engines.heads() is not None


def test_one_workspace_learns_for_itself(studio) -> None:
    with studio.store.writing() as db:
        db.table("workspaces").insert({"id": 2, "name": "other", "pseudonym_key": "k"})
    correct(studio, slang())
    studio.teaching.learn()
    assert studio.engines.heads(1) is not None
    assert studio.engines.heads(2) is None


def test_forgetting_a_person_takes_what_their_reviews_taught(studio) -> None:
    correct(studio, [*slang(), ("Quillfeather says sick mug", "positive")])
    studio.reviews.import_paste("Bystander has a lamp")
    studio.teaching.learn()
    assert len(files(studio)) == 1
    studio.workspace.forget("Bystander")
    assert len(files(studio)) == 1
    studio.workspace.forget("Quillfeather")
    assert files(studio) == []
    assert studio.teaching.versions() == []
    assert studio.engines.heads() is None


def test_what_was_deleted_while_it_learnt_does_not_live_on(studio, monkeypatch) -> None:
    correct(studio, slang())
    judged = studio.teaching._judged

    def meanwhile(corrected, *rest):
        verdict = judged(corrected, *rest)
        with studio.store.writing() as db:
            db.execute("DELETE FROM reviews WHERE id = ?", [corrected[0][1]])
        return verdict

    monkeypatch.setattr(studio.teaching, "_judged", meanwhile)
    learnt = studio.teaching.learn()
    assert (learnt.outcome, learnt.version) == ("gone", "")
    assert "deleted meanwhile" in learnt.reason()
    assert studio.teaching.versions() == []
    assert files(studio) == []


def test_erasing_takes_what_was_learnt(studio) -> None:
    correct(studio, slang())
    studio.teaching.learn()
    studio.workspace.erase()
    assert files(studio) == []
    assert studio.teaching.versions() == []


def test_learning_runs_as_a_job(studio, inline_jobs) -> None:
    correct(studio, slang())
    job = studio.jobs.get(studio.jobs.submit("learn_reader"))
    assert job.state == "done"
    assert job.result["outcome"] == "adopted"


def test_the_command_reports_lists_and_takes_back(studio, capsys) -> None:
    correct(studio, slang())
    assert main(["learn", "reader", "--dry-run"]) == 0
    said = capsys.readouterr()
    report = json.loads(said.out)
    assert report["adopted"] is False
    assert "Nothing was changed" in said.err
    assert main(["learn", "reader"]) == 0
    said = capsys.readouterr()
    report = json.loads(said.out)
    assert report["adopted"] is True
    assert set(report["before"]) == {"en", "zh", "held out"}
    assert "Held-out corrections: 0 of 4 right before" in said.err
    assert main(["learn", "--versions"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    id = json.loads(line)["id"]
    assert main(["learn", "reader", "--use", "shipped"]) == 0
    assert json.loads(capsys.readouterr().out)["active"] is False
    assert main(["learn", "reader", "--use", str(id)]) == 0
    assert json.loads(capsys.readouterr().out)["active"] is True
    assert main(["learn", "reader", "--use", "latest"]) == 2
    assert "no version" in capsys.readouterr().err


def test_heads_are_added_to_the_logits() -> None:
    heads = HeadOffsets(np.eye(4, 3, dtype=np.float32), np.array([0, 0, 1], np.float32))
    assert heads.shift(np.array([[1, 2, 3, 4]], np.float32)).tolist() == [[1, 2, 4]]
    same = HeadOffsets(heads.sentiment_weights.copy(), heads.sentiment_bias.copy())
    assert heads.digest == same.digest


def test_corrections_of_gate_reviews_are_too_few(studio) -> None:
    gate = samples(studio.teaching, "gate-en.csv")[: LEAST + 2]
    correct(studio, gate)
    learnt = studio.teaching.learn()
    assert (learnt.outcome, learnt.corrections) == ("too few", 0)


def test_the_same_corrections_stay_held_out_when_others_go(studio, store) -> None:
    def held() -> set[str]:
        with store.open() as db:
            return {text for number, _, text, _ in queries.corrected(db, 1, 99) if number % 5 == 0}

    correct(studio, slang())
    before = held()
    assert len(before) == 4
    with store.writing() as db:
        db.conn.execute("DELETE FROM reviews WHERE id IN (SELECT id FROM reviews LIMIT 2)")
        left = {text for (text,) in db.conn.execute("SELECT text FROM reviews")}
    assert held() == before & left


def test_a_sweep_between_file_and_row_takes_nothing(studio, monkeypatch) -> None:
    writing = Store.writing

    @contextmanager
    def swept_first(self: Store):
        with writing(self) as db:
            engine_versions.sweep(db, studio.settings.home)
        with writing(self) as db:
            yield db

    correct(studio, slang())
    monkeypatch.setattr(Store, "writing", swept_first)
    assert studio.teaching.learn().adopted
    assert studio.engines.heads() is not None


@pytest.mark.parametrize("how", ["forget", "erase"])
def test_files_are_swept_under_the_write_lock(studio, monkeypatch, how: str) -> None:
    locked = []
    monkeypatch.setattr(
        engine_versions, "sweep", lambda db, home: locked.append(db.conn.in_transaction)
    )
    if how == "forget":
        studio.workspace.forget("Quillfeather")
    else:
        studio.workspace.erase()
    assert locked == [True]


def test_choosing_a_version_is_no_dry_run_and_no_version_is_none(studio, capsys) -> None:
    correct(studio, slang())
    studio.teaching.learn()
    with pytest.raises(SystemExit) as end:
        main(["learn", "--use", "shipped", "--dry-run"])
    assert end.value.code == 2
    studio.teaching.use(None)
    assert main(["learn", "reader", "--use", ""]) == 2
    assert "no version" in capsys.readouterr().err
    assert studio.engines.heads() is None
