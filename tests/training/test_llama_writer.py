"""The design on pretrained weights: what is learnt, what is kept of it, and tuning on top."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("gguf")
pytest.importorskip("torch")
import torch

from core.engines.house.adapter import Adapter
from core.engines.house.info import house_info
from core.engines.house_writer import HouseWriter
from core.errors import EngineFailed
from core.training.house_writer import designs
from core.training.house_writer.export import lengths_of, write_model
from core.training.house_writer.learn import Plan, Run, augmenter_for, dev_losses
from core.training.writer_tuning.learn import Pair, tuned
from tests.training.tiny_llama import DESIGN, full_precision, pretrained_in, tiny_llama
from tests.training.tiny_ratings import MANNER, learnt, preferences, ratings, request, texts

PLAN = Plan(minutes=60, tokens=24_000, warm=0.0, later_plain=0.0, rows=4, length=96, seed=3)
FRESH = range(24, 30)


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pretrained_in(tmp_path_factory.mktemp("pretrained")) as path, full_precision():
        yield path


@pytest.fixture(scope="module")
def trained(weights: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Path]:
    """A short run, and what was written of it."""
    folder = tmp_path_factory.mktemp("llama")
    torch.manual_seed(0)
    pieces, network, sources = tiny_llama(weights)
    with torch.no_grad():
        network.rows.normal_(std=0.3)
    augmenter = augmenter_for(sources, pieces, DESIGN, False)
    run = Run(DESIGN, network, augmenter, PLAN, folder / "run.pt", say=lambda line: None)
    before = dev_losses(run.network, augmenter, PLAN)["all"]
    run.train()
    assert dev_losses(run.network, augmenter, PLAN)["all"].per_token < before.per_token - 1
    write_model(folder / "model", DESIGN, pieces, run.network, lengths_of(sources, pieces))
    return run, folder / "model"


def test_only_what_is_learnt_is_kept(trained: tuple[Run, Path]) -> None:
    network = trained[0].network
    names = set(network.state_dict())
    assert names == {name for name, _ in network.named_parameters()}
    assert {name.rpartition(".")[2] for name in names} == {"rows", "left", "right"}
    assert set(torch.load(trained[0].checkpoint, weights_only=True)["network"]) == names
    shipped = sum(path.stat().st_size for path in trained[1].glob("*.safetensors"))
    assert shipped < 2 * sum(value.numel() for value in network.parameters())


def test_the_pretrained_weights_stay_as_they_are(trained: tuple[Run, Path], weights: Path) -> None:
    fresh = dict(tiny_llama(weights)[1].named_buffers())
    for name, value in trained[0].network.named_buffers():
        assert torch.equal(value, fresh[name]), name


def test_what_is_written_is_what_was_trained(trained: tuple[Run, Path]) -> None:
    run, folder = trained
    design, pieces, network = designs.load(folder)
    assert (design.name, len(pieces)) == (DESIGN.name, len(run.augmenter.pieces))
    before = dev_losses(run.network, run.augmenter, PLAN)["all"]
    after = dev_losses(network, run.augmenter, PLAN)["all"]
    assert after.per_token == pytest.approx(before.per_token, abs=0.02)
    info = house_info(folder)
    assert info.languages == DESIGN.languages
    assert "en/google_headline" in info.leads
    assert "en/email_body" not in info.leads


def test_it_writes_in_its_own_language_only(trained: tuple[Run, Path]) -> None:
    writer = HouseWriter(trained[1])
    found = list(writer.propose(request(3), 6))
    assert found
    assert found == list(HouseWriter(trained[1]).propose(request(3), 6))
    assert list(writer.propose(replace(request(3), language="zh"), 2)) == []


def test_an_adapter_on_top_changes_what_is_likely_and_none_of_it_nothing(
    trained: tuple[Run, Path],
) -> None:
    drawn = np.random.default_rng(1)
    left, right = (drawn.normal(size=size).astype(np.float32) for size in ((96, 2), (2, 128)))
    adapter = Adapter({"layers.1.down.weight": (left, right)})
    wanted = HouseWriter(trained[1]).log_odds(request(1), texts(1)[0])
    changed = HouseWriter(trained[1], adapter=adapter).log_odds(request(1), texts(1)[0])
    same = HouseWriter(trained[1], adapter=adapter.scaled(0.0)).log_odds(request(1), texts(1)[0])
    assert not np.allclose(changed, wanted, atol=0.1)
    assert np.allclose(same, wanted, atol=1e-5)


@pytest.mark.parametrize("damage", ["changed", "gone"])
def test_without_the_measured_weights_it_cannot_be_loaded(
    trained: tuple[Run, Path], weights: Path, damage: str
) -> None:
    content = weights.read_bytes()
    try:
        weights.unlink()
        if damage == "changed":
            weights.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        with pytest.raises(EngineFailed):
            list(HouseWriter(trained[1]).propose(request(1), 1))
        if damage == "gone":
            with pytest.raises(ModuleNotFoundError):
                designs.load(trained[1])
    finally:
        weights.write_bytes(content)


def test_thumbs_carry_over_to_briefs_that_nobody_rated(trained: tuple[Run, Path]) -> None:
    before = preferences(HouseWriter(trained[1]), FRESH)
    assert preferences(learnt(trained[1], ratings(True)), FRESH) > before + 0.5
    assert preferences(learnt(trained[1], ratings(False)), FRESH) < before - 0.5


def test_pairs_teach_too_and_the_network_itself_stays_as_it_was(trained: tuple[Run, Path]) -> None:
    writer, network = HouseWriter(trained[1]), designs.load(trained[1])[2]
    before = {name: value.clone() for name, value in network.state_dict().items()}
    pairs = [Pair(*(writer.scored(request(i), text) for text in texts(i))) for i in range(12)]
    model = tuned(network, [], pairs, MANNER)
    after = HouseWriter(trained[1], adapter=model.adapter())
    assert preferences(after, FRESH) > preferences(writer, FRESH) + 0.5
    assert all(torch.equal(value, before[name]) for name, value in network.state_dict().items())


def test_torch_and_numpy_agree_on_what_was_tuned(trained: tuple[Run, Path]) -> None:
    writer, network = HouseWriter(trained[1]), designs.load(trained[1])[2]
    scored = [[writer.scored(request(i), text) for text in texts(i)] for i in range(4)]
    model = tuned(network, [], [Pair(*pair) for pair in scored], MANNER)
    after = HouseWriter(trained[1], adapter=model.adapter())
    with torch.no_grad():
        for changed, one in ((False, writer), (True, after)):
            told = model.log_odds([pair[0] for pair in scored], changed).tolist()
            for i, wanted in enumerate(told):
                assert one.log_odds(request(i), texts(i)[0]).sum() == pytest.approx(wanted, abs=2)


def test_tuning_changes_the_upper_layers_alone(trained: tuple[Run, Path]) -> None:
    changed = designs.load(trained[1])[2].changeable()
    assert {name.split(".")[1] for name in changed} == {"1"}
    assert len(changed) == 7
