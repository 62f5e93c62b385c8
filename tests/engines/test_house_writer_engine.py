"""The house writer as an engine: signs and marks, sampling, probabilities, where it is listed."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")
import torch

from core.engines.house.marks import mark, unmark
from core.engines.house.prompt import END, GO
from core.engines.house.runner import Runner
from core.engines.house.sampling import Manner, sample
from core.engines.house.slots import NUMBERS, OTHER, PRODUCT, Slots
from core.engines.house_writer import HouseWriter
from core.engines.loaded import LoadedEngines
from core.engines.registry import EngineRegistry
from core.engines.types import CopyRequest, TextGenerator
from core.errors import EngineFailed, NotFound
from core.training.house_writer.export import lengths_of, write_model
from tests.training.tiny_writer import DESIGN, tiny_writer

REQUEST = CopyRequest(
    "en", "slogan", "Aurora Kettle", ("boils in 7 minutes", "weighs 8 g"), category="kettle", seed=4
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A writer that was never trained: its texts are noise, its manners the real ones."""
    torch.manual_seed(5)
    pieces, network, sources = tiny_writer()
    with torch.no_grad():
        network.guess_bias[pieces.control(END)] += 4
    folder = tmp_path_factory.mktemp("house")
    write_model(folder, DESIGN, pieces, network, lengths_of(sources, pieces))
    return folder


def test_signs_stand_for_the_brief_and_come_back_exactly() -> None:
    slots = Slots.of("Oat 7", ["£39.90 a box", "Oat 7 keeps 12 weeks", "from 39.90"])
    assert slots.numbers == ("39.90", "12")
    hidden = slots.hide("Oat 7: £39.90, not 41. #oat7 Oat 70 Oat 7's")
    assert hidden.startswith(f"{PRODUCT}: £{NUMBERS[0]}, not {OTHER}. #")
    assert "Oat 70" not in slots.hide("Oat 7")
    assert "Oat" in slots.hide("Oat 70")
    assert slots.show(hidden) == "Oat 7: £39.90, not . #oat7 Oat  Oat 7's"
    assert Slots.of("茶白", ["容量0.6升", "129元"]).hide("茶白0.6升") == f"{PRODUCT}{NUMBERS[0]}升"
    assert slots.show("\u28ff" + NUMBERS[1] + NUMBERS[5]) == "12"


@pytest.mark.parametrize(
    "text",
    [
        "Don't wait: USB-C, 3 kg - only £5 (really)!",
        "SMALL WORDS and BPA-free cups\nkids' toys / 50% off.",
        "半盏水壶，T恤和NFC都行：容量5升。\n“够了”",
        "The iPhone kWh mL price",
    ],
)
def test_marks_bring_case_lines_and_spaces_back(text: str) -> None:
    chinese = "半" in text
    marked = mark(text, chinese)
    assert marked == marked.lower()
    assert unmark(marked.split(" "), chinese) == text


def test_a_seed_brings_the_same_texts_and_another_seed_others(folder: Path) -> None:
    writer = HouseWriter(folder)
    assert isinstance(writer, TextGenerator)
    first = list(writer.propose(REQUEST, 5))
    assert len(first) == len(set(first)) > 1
    assert list(HouseWriter(folder).propose(REQUEST, 5)) == first
    assert list(writer.propose(replace(REQUEST, seed=5), 5)) != first
    assert list(writer.propose(REQUEST, 0)) == []
    assert list(writer.propose(replace(REQUEST, channel="review_reply"), 3)) == []


def test_no_number_is_written_that_the_brief_lacks(folder: Path) -> None:
    texts = list(HouseWriter(folder, Manner(temperature=1.5, nucleus=1.0)).propose(REQUEST, 40))
    digits = "".join(c if c.isdigit() else " " for c in "|".join(texts)).split()
    assert texts
    assert set(digits) <= {"7", "8"}
    assert not any(sign in "".join(texts) for sign in (PRODUCT, OTHER, *NUMBERS))


def test_avoided_words_and_repeats_do_not_come(folder: Path) -> None:
    manner = Manner(temperature=1.2, nucleus=1.0)
    free = " ".join(HouseWriter(folder, manner).propose(REQUEST, 30)).lower()
    word = next(w for w in ("kettle", "desk", "small", "colours", "shop") if w in free)
    avoiding = replace(REQUEST, avoid=(word,))
    texts = list(HouseWriter(folder, manner).propose(avoiding, 30))
    assert texts
    assert not any(word in text.lower().split() for text in texts)


def test_blocked_runs_and_forced_starts(folder: Path) -> None:
    pieces, network, _ = tiny_writer()
    with torch.no_grad():
        network.guess_bias[pieces.control(END)] += 3
    runner = Runner(network.shape, network.arrays())
    read = runner.read([pieces.control("[en]"), 9, 10, 11], [pieces.control("[channel:slogan]")])
    starts = [[pieces.control("[length:3]"), pieces.control(GO)]] * 6
    manner = Manner(temperature=0.0, no_repeat=2, most_tokens=40, banned=(7,), avoided=((8, 9),))
    end = pieces.control(END)
    found = [t.ids for t in sample(runner, read, starts, end=end, manner=manner, seed=1)]
    forced = Manner(temperature=1.0, nucleus=1.0, no_repeat=2, most_tokens=60, banned=(7,))
    found += [t.ids for t in sample(runner, read, starts, end=end, manner=forced, seed=1)]
    assert found
    for ids in found:
        pairs = list(pairwise(ids))
        assert len(pairs) == len(set(pairs))
        assert 7 not in ids


def test_log_odds_are_those_of_the_sampler(folder: Path) -> None:
    writer = HouseWriter(folder)
    odds = writer.log_odds(REQUEST, "Aurora Kettle boils in 7 minutes.")
    assert odds.shape == (7,)
    assert np.isfinite(odds).all()
    assert (odds < 0).all()
    longer = writer.log_odds(REQUEST, "Aurora Kettle boils in 7 minutes. Shop now.")
    assert len(longer) > len(odds)


def test_it_rewrites_and_replies_with_the_same_weights(folder: Path) -> None:
    writer = HouseWriter(folder)
    draft = "Aurora Kettle boils in 7 minutes!!!"
    assert draft not in list(writer.rewrite(REQUEST, draft, "calmer_punctuation", 3))
    replies = writer.reply(
        "The lid broke after 3 weeks.", ["refund within 14 days"], language="en", count=3
    )
    digits = "".join(c for text in replies for c in text if c.isdigit())
    assert set(digits) <= set("314")


def test_damaged_or_missing_weights_say_so(folder: Path, tmp_path: Path) -> None:
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    shard = next(tmp_path.glob("writer-*.safetensors"))
    shard.write_bytes(shard.read_bytes()[:-4] + b"\x01\x02\x03\x04")
    with pytest.raises(EngineFailed, match="damaged"):
        next(HouseWriter(tmp_path).propose(REQUEST, 1))
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(EngineFailed):
        next(HouseWriter(tmp_path).propose(REQUEST, 1))
    with pytest.raises(EngineFailed):
        next(HouseWriter(tmp_path / "none").propose(REQUEST, 1))


def test_it_is_listed_only_where_its_weights_are(settings, store, folder, tmp_path) -> None:
    assets = tmp_path / "assets"
    (assets / "models" / "copybook").mkdir(parents=True)
    registry = EngineRegistry(replace(settings, assets=assets), store, LoadedEngines())
    assert [info.id for info in registry.available("writer")] == ["copybook"]
    with pytest.raises(NotFound):
        registry.choose("writer", "house-writer")
    with pytest.raises(EngineFailed):
        registry.writer("house-writer")
    (assets / "models" / "house_writer").symlink_to(folder)
    (folder / "metrics.json").write_text(json.dumps({"seconds_per_draft": 0.05}))
    assert [info.id for info in registry.available("writer")] == ["copybook", "house-writer"]
    assert str(registry.speed("writer", "house-writer")) == "0.05 seconds per draft"
    registry.choose("writer", "house-writer")
    assert registry.writer().info.id == "house-writer"
    assert next(registry.writer().propose(REQUEST, 1))
