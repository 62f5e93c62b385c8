"""The pretrained decoder in NumPy does the sums that torch does, at once and step by step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest

pytest.importorskip("gguf")
pytest.importorskip("torch")
import torch

from core.engines.house import products
from core.engines.house.adapter import Adapter
from core.engines.house.llama_runner import LlamaRunner
from core.engines.house.pretrained import read_pretrained
from core.training.house_writer.augment import Shown, ShownText
from core.training.house_writer.batches import collate
from core.training.house_writer.pretrained import layout_of
from tests.training.tiny_llama import full_precision, pretrained_in, tiny_llama, tiny_shape

GIVEN = 2
BYTES = products.fastest() is products.in_bytes


@dataclass(frozen=True)
class Case:
    """Weights with something learnt in them, a text under a brief, and what torch says of it."""

    weights: dict[str, np.ndarray]
    shown: Shown
    odds: np.ndarray


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    torch.manual_seed(4)
    with pretrained_in(tmp_path_factory.mktemp("runner")) as path, full_precision():
        _, network, _ = tiny_llama(path)
        for parameter in network.parameters():
            torch.nn.init.normal_(parameter, std=0.1)
        arrays = network.arrays()
        weights = read_pretrained(path, layout_of(path))
        weights["table"] = np.concatenate([weights["table"], arrays.pop("rows")])
        drawn = np.random.default_rng(3).integers(0, len(weights["table"]), 40).tolist()
        shown = Shown(drawn[:14], [ShownText(drawn[14:17], [], drawn[17:], GIVEN)])
        with torch.no_grad():
            odds = -network.losses(collate([[shown]], 1)).numpy()
        Adapter.from_tensors(arrays).added_to(weights)
        yield Case(weights, shown, odds)


def runner_of(case: Case, multiplied: products.Multiplied = products.exact) -> LlamaRunner:
    return LlamaRunner(tiny_shape(len(case.weights["table"])), case.weights, multiplied)


def test_a_whole_text_is_as_likely_as_torch_says(case: Case) -> None:
    text = case.shown.texts[0]
    found = runner_of(case).score(case.shown.prefix, text.head, text.ids)
    assert np.allclose(found[GIVEN - 1 :], case.odds, atol=1e-4)


def test_step_by_step_is_the_same_for_every_row_that_is_kept(case: Case) -> None:
    runner, text = runner_of(case), case.shown.texts[0]
    read = runner.read(case.shown.prefix, text.head)
    texts = runner.begin(3, len(text.ids))
    others = np.random.default_rng(5).integers(0, 300, (len(text.ids), 2))
    for at, id in enumerate(text.ids[:-1]):
        if at == 6:
            texts.keep(np.array([1, 2]))
        rest = others[at, -len(texts.keys[0]) + 1 :]
        odds = runner.step(read, texts, np.array([*rest, id]))
        assert np.allclose(np.exp(odds).sum(1), 1, atol=1e-4)
        if at >= GIVEN - 1:
            wanted = case.odds[at - GIVEN + 1]
            assert odds[-1, text.ids[at + 1]] == pytest.approx(wanted, abs=1e-4)
    assert texts.length == len(text.ids) - 1


def test_texts_of_one_brief_do_not_see_one_another(case: Case) -> None:
    runner, (head, _, ids, _) = runner_of(case), case.shown.texts[0]
    read = runner.read(case.shown.prefix, head)
    apart, together = runner.begin(1, 8), runner.begin(2, 8)
    for id in ids[:6]:
        alone = runner.step(read, apart, np.array([id]))
        beside = runner.step(read, together, np.array([id + 1, id]))
        assert np.allclose(alone[0], beside[1], atol=1e-4)


@pytest.mark.skipif(not BYTES, reason="this processor has no product in bytes (VNNI)")
def test_products_in_bytes_are_close(case: Case) -> None:
    text = case.shown.texts[0]
    found = runner_of(case, products.in_bytes).score(case.shown.prefix, text.head, text.ids)
    assert np.abs(found[GIVEN - 1 :] - case.odds).mean() < 0.1


@pytest.mark.skipif(not BYTES, reason="this processor has no product in bytes (VNNI)")
def test_a_product_in_bytes_holds_rows_of_any_size() -> None:
    drawn = np.random.default_rng(1)
    matrix = drawn.normal(size=(24, 64)).astype(np.float32) * np.logspace(-3, 2, 24)[:, None]
    rows = drawn.normal(size=(5, 64)).astype(np.float32) * np.logspace(-2, 3, 5)[:, None]
    matrix, rows = matrix.astype(np.float32), rows.astype(np.float32)
    rows[0] = 0
    exact, close = products.exact(matrix)(rows), products.in_bytes(matrix)(rows)
    size = np.linalg.norm(rows, axis=1)[:, None] * np.linalg.norm(matrix, axis=1)
    assert close.dtype == np.float32
    assert np.all(np.abs(close - exact) <= 0.03 * size)
    assert not close[0].any()
