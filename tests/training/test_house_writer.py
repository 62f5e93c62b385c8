"""The house writer's recipe: what is shown, what may be seen, and that it learns to copy."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")
import torch

from core.engines.house.prompt import CONTROLS, MOST_FIELD
from core.engines.house.runner import Runner
from core.engines.house.slots import NUMBERS, OTHER
from core.engines.house_writer import HouseWriter
from core.engines.types import CopyRequest
from core.training.house_writer import designs, packing
from core.training.house_writer.augment import Augmenter
from core.training.house_writer.batches import Packer, collate
from core.training.house_writer.encode import encode
from core.training.house_writer.export import lengths_of, write_model
from core.training.house_writer.learn import Plan, Run, augmenter_for, dev_losses
from core.training.house_writer.material import Target, read_material
from core.training.house_writer.network import NO_TARGET
from core.training.house_writer.warmup import read_warmup, spans
from tests.training.tiny_writer import DESIGN, tiny_material, tiny_writer

PLAN = Plan(minutes=60, tokens=400_000, warm=0.0, later_plain=0.0, rows=8, length=128, seed=3)
REQUEST = CopyRequest(
    "en", "slogan", "Quillo Lantern", ("boils in 91 minutes", "weighs 45 g"), category="lamp"
)


def quiet(_line: str) -> None:
    pass


def run_in(folder: Path, plan: Plan = PLAN) -> Run:
    torch.manual_seed(0)
    pieces, network, sources = tiny_writer()
    augmenter = augmenter_for(sources, pieces, DESIGN, plan.exemplars)
    return Run(DESIGN, network, augmenter, plan, folder / "run.pt", say=quiet)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Path]:
    folder = tmp_path_factory.mktemp("writer")
    plan = replace(PLAN, tokens=60_000, rows=4, length=96)
    run = run_in(folder, plan)
    before = dev_losses(run.network, run.augmenter, plan)["all"]
    run.train()
    assert run.best_weights is not None
    assert dev_losses(run.network, run.augmenter, plan)["all"].per_token < before.per_token / 4
    sources, pieces = run.augmenter.sources, run.augmenter.pieces
    write_model(folder / "model", DESIGN, pieces, run.network, lengths_of(sources, pieces))
    return run, folder / "model"


def test_it_learns_to_copy_a_name_and_a_number_it_never_saw(trained: tuple[Run, Path]) -> None:
    texts = list(HouseWriter(trained[1]).propose(REQUEST, 6))
    assert texts
    assert all("Quillo Lantern" in text for text in texts)
    assert any("91" in text or "45" in text for text in texts)
    digits = {
        part for text in texts for part in "".join(c if c.isdigit() else " " for c in text).split()
    }
    assert digits <= {"91", "45"}


def test_an_exported_writer_can_be_trained_on(trained: tuple[Run, Path]) -> None:
    run, folder = trained
    design, pieces, network = designs.load(folder)
    assert design.name == DESIGN.name
    assert pieces.names == run.augmenter.pieces.names
    for name, value in network.state_dict().items():
        scale = run.network.state_dict()[name].abs().max()
        assert torch.allclose(value, run.network.state_dict()[name], atol=float(scale) / 100)


def test_the_brief_sees_itself_both_ways_and_the_copy_cannot_see_the_future() -> None:
    _, network, sources = tiny_writer()
    augmenter = augmenter_for(sources, tiny_writer()[0], DESIGN, False)
    batch = Packer(augmenter, 128, 1).batch(0, 2, 1.0)
    visible = batch.visible(two_way=True)
    for row in range(2):
        group, segment = batch.group[row], batch.segment[row]
        for i in range(128):
            for j in (0, i // 2, i, min(i + 1, 127), 127):
                same = bool(group[i] == group[j])
                prefix = bool(segment[j] == 0)
                own = bool(segment[i] == segment[j]) and j <= i
                assert bool(visible[row, i, j]) == (same and (prefix or own))
    first = (batch.segment[0] == 1).nonzero()[0].item()
    changed = batch.ids.clone()
    changed[0, first + 4] = (changed[0, first + 4] + 7) % 300
    network.eval()
    before, after = network.encode(batch), network.encode(replace(batch, ids=changed))
    assert torch.allclose(before[0, : first + 4], after[0, : first + 4], atol=1e-5)
    assert not torch.allclose(before[0, first + 4], after[0, first + 4], atol=1e-3)
    changed = batch.ids.clone()
    changed[0, 3] = (changed[0, 3] + 7) % 300
    assert not torch.allclose(before[0, 0], network.encode(replace(batch, ids=changed))[0, 0])
    causal = batch.visible(two_way=False)
    assert not causal.triu(1).any()


@pytest.mark.parametrize("name", sorted(designs.DESIGNS))
def test_numpy_and_torch_agree_and_the_cache_equals_a_full_pass(name: str) -> None:
    torch.manual_seed(1)
    design = designs.DESIGNS[name]
    pieces, network, sources = tiny_writer(design)
    for parameter in network.parameters():
        torch.nn.init.normal_(parameter, std=0.2)
    network.eval()
    augmenter = augmenter_for(sources, pieces, design, False)
    place = next(i for i, source in enumerate(sources) if source.language == "en")
    shown = augmenter.plain(place, False, 1)[1]
    head, _, text, given = shown.texts[0]
    with torch.no_grad():
        wanted = -network.losses(collate([[shown]], 64)).numpy()
    runner = Runner(network.shape, network.arrays())
    full = runner.score(shown.prefix, head, text)[given - 1 :]
    assert np.allclose(full, wanted, atol=2e-3)
    read = runner.read(shown.prefix, head)
    texts = runner.begin(3, len(text))
    for at, id in enumerate(text[:-1]):
        odds = runner.step(read, texts, np.array([id] * 3))
        assert np.allclose(np.exp(odds).sum(1), 1, atol=1e-3)
        if at >= given - 1:
            assert np.allclose(odds[:, text[at + 1]], full[at - given + 1], atol=2e-3)
        if at == 4:
            texts.keep(np.array([0, 2]))
            text = [*text[: at + 1], *text[at + 1 :]]
            break


def test_packed_sources_come_back_as_they_were(tmp_path: Path) -> None:
    _, _, sources = tiny_writer()
    packing.save(tmp_path / "p.npz", sources)
    assert packing.load(tmp_path / "p.npz") == sources
    assert any(source.like for source in sources)


def test_a_batch_is_the_same_in_every_process_and_holds_no_held_out_text() -> None:
    pieces, _, sources = tiny_writer()
    one, two = (
        Packer(augmenter_for(sources, pieces, DESIGN, True), 128, 5).batch(11, 4, 1.0)
        for _ in range(2)
    )
    assert torch.equal(one.ids, two.ids)
    packer = Packer(augmenter_for(sources, pieces, DESIGN, False), 128, 5)
    assert not torch.equal(one.ids, packer.batch(12, 4, 1.0).ids)
    assert all(not sources[i].dev for i in packer._pools[True][0])
    assert (one.target != NO_TARGET).any()
    learnt = one.ids[one.target != NO_TARGET]
    assert (one.segment[one.target != NO_TARGET] > 0).all()
    assert len(learnt) < one.ids.numel()


@pytest.mark.parametrize("exemplars", [False, True])
def test_rows_are_full_and_each_teaches_something(exemplars: bool) -> None:
    pieces, _, sources = tiny_writer()
    packer = Packer(augmenter_for(sources, pieces, DESIGN, exemplars), 256, 5)
    for step in range(20):
        batch = packer.batch(step, 4, 1.0)
        assert (batch.target != NO_TARGET).any(1).all()
        assert (batch.group > 0).float().mean() > 0.75


def test_a_run_that_was_cut_off_ends_as_one_that_was_not(tmp_path: Path) -> None:
    plan = replace(PLAN, tokens=9_000, rows=2)
    (tmp_path / "a").mkdir()
    whole = run_in(tmp_path / "a", plan)
    whole.train()
    (tmp_path / "b").mkdir()
    run_in(tmp_path / "b", plan).train(pause_after=4)
    again = run_in(tmp_path / "b", plan)
    again.restore()
    assert again.progress.step == 4
    again.train()
    assert again.progress.step == whole.progress.step
    for name, value in whole.network.state_dict().items():
        assert torch.allclose(value, again.network.state_dict()[name], atol=1e-6), name


def test_no_text_with_a_number_that_its_brief_lacks_is_learnt() -> None:
    pieces, _, _ = tiny_writer()
    item = tiny_material(8)[0]
    wrong = replace(item.targets[0], text=f"{item.product} boils in 999 minutes.")
    sources = encode([replace(item, targets=(wrong, item.targets[1]))], pieces, slots=True)
    assert len(sources[0].lessons) == 1
    assert pieces.id(OTHER) not in sources[0].lessons[0].ids


def test_a_swapped_fact_changes_brief_and_text_together() -> None:
    pieces, _, sources = tiny_writer()
    augmenter = Augmenter(sources, pieces, swap=1.0)
    changed = 0
    for seed in range(30):
        shown = augmenter.show(0, random.Random(seed), 200)
        prefix = pieces.decode(shown.prefix, False)
        for _, _, ids, given in shown.texts:
            text = pieces.decode(ids[given:], False)
            signs = [c for c in text if c in NUMBERS]
            assert all(sign in prefix for sign in signs)
            changed += "charges" in text or "folds" in text
    assert changed


def test_fields_are_cut_and_controls_are_no_pieces() -> None:
    pieces, _, _ = tiny_writer()
    assert [pieces.control(name) for name in CONTROLS] == list(
        range(len(pieces) - len(CONTROLS), len(pieces))
    )
    long = replace(tiny_material(8)[0], fields=(("fact", "desk " * 200),))
    long = replace(long, targets=(Target(("[channel:slogan]",), "A small desk."),))
    source = encode([long], pieces, slots=True)[0]
    shown = Augmenter([source], pieces).plain(0, False, 384)[0]
    assert len(shown.prefix) == 3 + 1 + MOST_FIELD


def test_the_corpus_is_split_by_number_across_languages() -> None:
    material = read_material()
    parts = {
        name: {item.dev for item in material if item.set == name} for name in ("briefs", "rewrite")
    }
    assert parts == {"briefs": {True, False}, "rewrite": {True, False}}
    assert {target.order[0] for item in material for target in item.targets} >= {
        "[rewrite]",
        "[reply]",
        "[outline]",
        "[section]",
        "[channel:slogan]",
    }


def test_phrases_of_a_text_keep_every_number_and_absent_sets_are_no_error(tmp_path: Path) -> None:
    rng = random.Random(0)
    text = "It cost 39 pounds and lasted 2 weeks before the lid broke off in the sink."
    for _ in range(20):
        assert {"39", "2"} <= set(" ".join(spans(text, False, rng)).split())
    assert read_warmup(tmp_path) == []
