"""The pretrained weights: read as the file's own library reads them, or refused in words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("gguf")
pytest.importorskip("torch")

from core.engines.house import pretrained
from core.engines.house.pretrained import pretrained_file, read_pretrained
from core.engines.house.weights import DamagedWeights
from core.training.house_writer.pretrained import installed, layout_of
from tests.training.tiny_llama import PACKAGE, pretrained_in, tiny_shape, write_pretrained

OURS = {
    "token_embd.weight": "table",
    "blk.0.attn_q.weight": "layers.0.query.weight",
    "blk.0.attn_k.weight": "layers.0.key.weight",
    "blk.1.attn_v.weight": "layers.1.value.weight",
    "blk.1.attn_output.weight": "layers.1.attended.weight",
    "blk.1.attn_norm.weight": "layers.1.attended_norm.weight",
    "blk.0.ffn_gate.weight": "layers.0.gate.weight",
    "blk.0.ffn_up.weight": "layers.0.up.weight",
    "blk.1.ffn_down.weight": "layers.1.down.weight",
    "blk.1.ffn_norm.weight": "layers.1.norm.weight",
    "output_norm.weight": "last_norm.weight",
}


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    with pretrained_in(tmp_path) as path:
        yield path


def test_every_packing_is_read_as_its_library_reads_it(file: Path, tmp_path: Path) -> None:
    wanted = write_pretrained(tmp_path / "again.gguf")
    layout = layout_of(file)
    found = read_pretrained(file, layout)
    assert {stored.kind for stored in layout.values()} == {"F32", "Q8_0", "Q4_1"}
    assert len(found) == len(wanted)
    assert set(OURS.values()) <= set(found)
    for theirs, ours in OURS.items():
        assert found[ours].dtype == np.float32
        assert np.allclose(found[ours], wanted[theirs], atol=1e-6), ours


def test_what_is_read_fits_the_shape(file: Path) -> None:
    shape, found = tiny_shape(), read_pretrained(file, layout_of(file))
    narrow = shape.width * shape.key_heads
    assert found["table"].shape == (shape.vocabulary, shape.hidden)
    assert found["layers.1.key.weight"].shape == (narrow, shape.hidden)
    assert found["layers.1.down.weight"].shape == (shape.hidden, shape.feed_forward)
    assert found["last_norm.weight"].shape == (shape.hidden,)


@pytest.mark.parametrize("damage", ["changed", "cut", "gone"])
def test_a_file_that_is_not_the_measured_one_is_damaged(file: Path, damage: str) -> None:
    layout, content = layout_of(file), file.read_bytes()
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes(content[:-1] + (b"" if damage == "cut" else bytes([content[-1] ^ 1])))
    with pytest.raises(DamagedWeights, match=pretrained.FILE):
        read_pretrained(file, layout)


def test_it_is_found_only_where_its_package_brings_it(file: Path) -> None:
    assert pretrained_file() == installed() == file
    file.unlink()
    assert pretrained_file() is None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pretrained, "PACKAGE", f"no_{PACKAGE}")
        assert pretrained_file() is None
        with pytest.raises(ModuleNotFoundError, match="not installed"):
            installed()
