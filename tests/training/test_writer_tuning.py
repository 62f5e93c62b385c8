"""Tuning the writer to ratings: what is learnt, what the gate refuses, what stays as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")
import torch

from core.engines.house.adapter import Adapter
from core.engines.house_writer import HouseWriter, Scored
from core.engines.types import CopyRequest
from core.errors import EngineFailed
from core.training.house_writer import designs
from core.training.house_writer.export import lengths_of, write_model
from core.training.writer_tuning import gate
from core.training.writer_tuning.gate import (
    _SLACK,
    Exam,
    Judge,
    Marks,
    Rated,
    Task,
    judge,
    marks,
)
from core.training.writer_tuning.learn import Pair, Thumb, tuned
from core.tuning.taste import fitted_judge
from tests.training.tiny_ratings import MANNER, learnt, preferences, ratings, request, texts
from tests.training.tiny_writer import DESIGN, tiny_writer


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.manual_seed(2)
    pieces, network, sources = tiny_writer()
    folder = tmp_path_factory.mktemp("writer")
    write_model(folder, DESIGN, pieces, network, lengths_of(sources, pieces))
    return folder


def an_exam(passing: bool = True) -> Exam:
    tasks = [Task(request(i), lambda text: passing, texts(i)) for i in (40, 41)]
    return Exam(tuple(tasks), lambda one, other, language: float(one == other))


def test_thumbs_carry_over_to_briefs_that_nobody_rated(folder: Path) -> None:
    fresh = range(24, 30)
    before = preferences(HouseWriter(folder), fresh)
    assert preferences(learnt(folder, ratings(True)), fresh) > before + 0.5
    assert preferences(learnt(folder, ratings(False)), fresh) < before - 0.5


def test_pairs_teach_too_and_the_network_itself_stays_as_it_was(folder: Path) -> None:
    writer, network = HouseWriter(folder), designs.load(folder)[2]
    before = {name: value.clone() for name, value in network.state_dict().items()}
    pairs = [Pair(*(writer.scored(request(i), text) for text in texts(i))) for i in range(12)]
    heard: list[float] = []
    model = tuned(network, [], pairs, MANNER, heard.append)
    assert preferences(HouseWriter(folder, adapter=model.adapter()), range(24, 30)) > 0.5 + (
        preferences(writer, range(24, 30))
    )
    assert heard == sorted(heard)
    assert heard[-1] == 1.0
    assert all(torch.equal(value, before[name]) for name, value in network.state_dict().items())


def test_copy_that_is_held_becomes_less_likely_by_less(folder: Path) -> None:
    writer = HouseWriter(folder)
    thumbs = [
        Thumb(writer.scored(r.request, r.text), r.liked, writer.scored(r.request, "folds in half"))
        for r in ratings(False)
    ]
    learnt_before = [writer.scored(request(i), texts(i)[0]) for i in range(12, 24)]

    def odds(held: list[Scored]) -> float:
        adapter = tuned(designs.load(folder)[2], thumbs, [], MANNER, held=held).adapter()
        after = HouseWriter(folder, adapter=adapter)
        return float(np.mean([after.log_odds(request(i), texts(i)[0]).mean() for i in range(24)]))

    assert odds(learnt_before) > odds([]) + 0.1


def test_torch_and_numpy_agree_on_what_was_learnt(folder: Path) -> None:
    writer, network = HouseWriter(folder), designs.load(folder)[2]
    scored = [writer.scored(r.request, r.text) for r in ratings()[:6]]
    thumbs = [Thumb(text, i % 2 == 0, scored[0]) for i, text in enumerate(scored)]
    model = tuned(network, thumbs, [], MANNER)
    after = HouseWriter(folder, adapter=model.adapter())
    with torch.no_grad():
        told = {changed: model.log_odds(scored, changed).tolist() for changed in (True, False)}
    for i, rated in enumerate(ratings()[:6]):
        assert after.log_odds(rated.request, rated.text).sum() == pytest.approx(
            told[True][i], abs=2e-2
        )
        assert writer.log_odds(rated.request, rated.text).sum() == pytest.approx(
            told[False][i], abs=2e-2
        )


def test_the_same_ratings_teach_the_same_and_the_file_keeps_it(
    folder: Path, tmp_path: Path
) -> None:
    writer = HouseWriter(folder)
    thumbs = [
        Thumb(writer.scored(r.request, r.text), r.liked, writer.scored(r.request, "folds in half"))
        for r in ratings()[:8]
    ]
    quick = replace(MANNER, passes=1)
    one, two = (tuned(designs.load(folder)[2], thumbs, [], quick).adapter() for _ in range(2))
    assert one.digest == two.digest
    path = tmp_path / "it.safetensors"
    path.write_bytes(one.content)
    assert Adapter.load(path, one.digest).digest == one.digest
    path.write_bytes(one.content[:-4])
    for broken in (path, tmp_path / "none"):
        with pytest.raises(EngineFailed, match="Let it learn again"):
            Adapter.load(broken, one.digest)
    path.write_bytes(one.scaled(0.5).content)
    with pytest.raises(EngineFailed, match="damaged"):
        Adapter.load(path, one.digest)


def test_no_share_of_the_changes_is_the_shipped_writer(folder: Path) -> None:
    drawn = np.random.default_rng(1)
    parts = {"layers.0.up.weight": (drawn.normal(size=(96, 2)), drawn.normal(size=(2, 48)))}
    adapter = Adapter(
        {k: (a.astype(np.float32), b.astype(np.float32)) for k, (a, b) in parts.items()}
    )
    shipped, text = HouseWriter(folder), texts(1)[0]
    wanted = shipped.log_odds(request(1), text)
    assert not np.allclose(HouseWriter(folder, adapter=adapter).log_odds(request(1), text), wanted)
    same = HouseWriter(folder, adapter=adapter.scaled(0.0)).log_odds(request(1), text)
    assert np.allclose(same, wanted, atol=1e-5)


LONGER = replace(MANNER, passes=10)
LETTERS = Judge(
    lambda request, text: text.count("s") / max(1, len(text.replace(" ", ""))), 0.9, 0.8, 1.0, True
)
"""A taste for one letter: texts of an untrained writer have some of each."""


def lettered() -> list[Rated]:
    return [
        Rated(request(i), text, liked)
        for i in range(8)
        for text, liked in (("ss sss s ss", True), ("oo ooo o oo", False), ("ss s ss", True))
    ]


def many_tasks() -> Exam:
    tasks = [Task(request(i), lambda text: True, (texts(i)[0],)) for i in range(40, 64)]
    return Exam(tuple(tasks), lambda one, other, language: float(one == other))


def test_what_is_liked_better_and_costs_little_is_adopted(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "core.training.writer_tuning.gate._SLACK",
        {"passed": 0.0, "distinct": 1.0, "fluent": 9.0, "copy": 9.0},
    )
    heard: list[float] = []
    verdict = judge(
        folder,
        lettered(),
        [],
        by=LETTERS,
        exam=many_tasks(),
        manner=LONGER,
        report=heard.append,
    )
    assert verdict.outcome == "adopted"
    assert verdict.adapter is not None
    assert np.mean(verdict.after.liked) > np.mean(verdict.before.liked)
    assert heard == sorted(heard)


def test_a_judge_that_has_not_proven_itself_ends_it(folder: Path) -> None:
    verdict = judge(
        folder, ratings(), [], by=replace(LETTERS, sure=False), exam=an_exam(), manner=MANNER
    )
    assert (verdict.outcome, verdict.adapter) == ("unsure", None)


def test_what_is_not_liked_better_is_refused(folder: Path) -> None:
    indifferent = replace(LETTERS, likes=lambda request, text: 0.5)
    verdict = judge(folder, ratings(), [], by=indifferent, exam=an_exam(), manner=MANNER)
    assert (verdict.outcome, verdict.adapter) == ("no gain", None)


def test_what_writes_worse_is_refused_however_liked(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.training.writer_tuning.gate._SLACK", {"copy": -9.0})
    verdict = judge(folder, lettered(), [], by=LETTERS, exam=many_tasks(), manner=LONGER)
    assert (verdict.outcome, verdict.adapter) == ("gate", None)
    assert verdict.lost == ("copy",)


def test_a_taste_is_proven_chance_and_flipped_ratings_are_not() -> None:
    def votes(liked: Callable[[int], bool]) -> list[Rated]:
        return [
            Rated(request(i % 6), f"{'Try' if i % 2 else 'A'} Birch, {i} times.", liked(i))
            for i in range(60)
        ]

    drawn = np.random.default_rng(8)
    honest = votes(lambda i: bool(i % 2))
    assert fitted_judge(honest, []).sure
    likes = fitted_judge(honest, []).likes
    assert likes(request(3), "Try Birch.") > 0.5 > likes(request(3), "A Birch.")
    assert not fitted_judge(votes(lambda i: bool(drawn.random() < 0.5)), []).sure
    assert not fitted_judge([*honest, *votes(lambda i: not i % 2)], []).sure


def test_marks_are_those_of_the_texts(folder: Path) -> None:
    writer = HouseWriter(folder)
    good, bad = (marks(writer, an_exam(passing), LETTERS, writer) for passing in (True, False))
    assert (good.passed, bad.passed) == (1.0, 0.0)
    assert good.copy == bad.copy < 0
    assert good.fluent == bad.fluent < 0
    assert bad.lost_to(good) == ("passed",)
    assert good.lost_to(good) == ()


@pytest.mark.parametrize("name", ["passed", "distinct", "fluent", "copy"])
def test_a_mark_may_fall_by_its_slack_and_no_further(name: str) -> None:
    best = Marks(0.9, 0.9, -1.5, -2.5, (0.5, 0.6))
    slack = _SLACK[name]
    within, beyond = (
        replace(best, **{name: getattr(best, name) - fall}) for fall in (slack - 1e-6, slack + 1e-6)
    )
    assert within.lost_to(best) == ()
    assert beyond.lost_to(best) == (name,)
    assert 0 < slack < 0.2


def test_a_writer_that_repeats_itself_has_less_that_differs(folder: Path) -> None:
    class Saying(HouseWriter):
        different = 99

        def propose(self, request: CopyRequest, count: int) -> Iterator[str]:
            yield from (f"folds {n} times" for n in range(min(count, self.different)))

    writer = Saying(folder)
    assert marks(writer, an_exam(), LETTERS, writer).distinct == 1.0
    writer.different = 2
    assert marks(writer, an_exam(), LETTERS, writer).distinct < 0.1


def test_the_copy_that_the_exam_has_for_it_is_held(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[Scored] = []

    def spy(*given, **rest):
        held.extend(rest["held"])
        return tuned(*given, **rest)

    monkeypatch.setattr(gate, "tuned", spy)
    exam = replace(an_exam(), learnt=((request(3), texts(3)[0]),))
    quick = replace(MANNER, passes=1)
    judge(folder, lettered(), [], by=LETTERS, exam=exam, manner=quick)
    assert held == [HouseWriter(folder).scored(request(3), texts(3)[0])]


def test_texts_that_the_shipped_writer_would_not_write_are_less_fluent(folder: Path) -> None:
    shipped = HouseWriter(folder)
    drawn = np.random.default_rng(3)
    left, right = drawn.normal(size=(96, 2)), drawn.normal(size=(2, 48))
    change = {"layers.0.up.weight": (left.astype(np.float32), right.astype(np.float32))}
    other = HouseWriter(folder, adapter=Adapter(change))
    own = marks(shipped, an_exam(), LETTERS, shipped).fluent
    assert marks(other, an_exam(), LETTERS, shipped).fluent < own - 0.05
