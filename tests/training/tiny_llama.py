"""A pretrained decoder small enough for a test: in a package of its own, as the real one comes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from gguf import GGMLQuantizationType, GGUFWriter
from gguf.quants import dequantize, quantize

from core.engines.house import pretrained
from core.engines.house.llama_shape import LlamaShape
from core.engines.house.pieces import Pieces
from core.training.house_writer.designs import DESIGNS, SMOLLM
from core.training.house_writer.encode import Source
from core.training.house_writer.llama import LlamaNetwork
from core.training.house_writer.pretrained import layout_of
from tests.training.tiny_writer import tiny_writer

DESIGN = DESIGNS[SMOLLM]
PACKAGE = "tiny_decoder"
_OLD_ROWS = 320
_SIZES = {"hidden": 96, "layers": 2, "heads": 6, "key_heads": 2, "feed_forward": 128}
_Q4, _Q8 = GGMLQuantizationType.Q4_1, GGMLQuantizationType.Q8_0


def tiny_shape(vocabulary: int = _OLD_ROWS) -> LlamaShape:
    return LlamaShape(vocabulary, **_SIZES)


def write_pretrained(path: Path, seed: int = 0) -> dict[str, np.ndarray]:
    """Random weights in the file's own packings and by its own names; what they then are."""
    shape, drawn = tiny_shape(), np.random.default_rng(seed)
    narrow = shape.width * shape.key_heads
    sizes = {
        "attn_q": (shape.hidden, shape.hidden),
        "attn_k": (narrow, shape.hidden),
        "attn_v": (narrow, shape.hidden),
        "attn_output": (shape.hidden, shape.hidden),
        "ffn_gate": (shape.feed_forward, shape.hidden),
        "ffn_up": (shape.feed_forward, shape.hidden),
        "ffn_down": (shape.hidden, shape.feed_forward),
    }
    writer = GGUFWriter(path, "llama")
    found = {}

    def add(name: str, value: np.ndarray, kind: GGMLQuantizationType | None = None) -> None:
        value = value.astype(np.float32)
        if kind is None:
            writer.add_tensor(name, value)
            found[name] = value
        else:
            packed = quantize(value, kind)
            writer.add_tensor(name, packed, raw_dtype=kind)
            found[name] = dequantize(packed, kind)

    add("token_embd.weight", drawn.normal(size=(_OLD_ROWS, shape.hidden)) * 0.3, _Q8)
    for i in range(shape.layers):
        for name, size in sizes.items():
            add(f"blk.{i}.{name}.weight", drawn.normal(size=size) / size[1] ** 0.5, _Q4)
        for name in ("attn_norm", "ffn_norm"):
            add(f"blk.{i}.{name}.weight", 1 + drawn.normal(size=shape.hidden) * 0.1)
    add("output_norm.weight", 1 + drawn.normal(size=shape.hidden) * 0.1)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return found


@contextmanager
def pretrained_in(folder: Path) -> Iterator[Path]:
    """Within it the installed weights are tiny ones, in a package in `folder`; their file."""
    package = folder / PACKAGE
    package.mkdir()
    (package / "__init__.py").touch()
    path = package / pretrained.FILE
    write_pretrained(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pretrained, "PACKAGE", PACKAGE)
        patch.syspath_prepend(folder)
        patch.setattr(pretrained, "SHA256", hashlib.sha256(path.read_bytes()).hexdigest())
        yield path


@contextmanager
def full_precision() -> Iterator[None]:
    """Within it networks are built and computed in float32, whatever the machine can do."""
    with pytest.MonkeyPatch.context() as patch:
        for module in ("core.training.precision", "core.training.house_writer.llama"):
            patch.setattr(f"{module}.native_half", lambda: False)
        yield


def tiny_llama(path: Path, rank: int = 4) -> tuple[Pieces, LlamaNetwork, list[Source]]:
    """Pieces, a network on the weights in `path` that has learnt nothing, and English sources."""
    pieces, _, sources = tiny_writer(DESIGN)
    weights = pretrained.read_pretrained(path, layout_of(path))
    network = LlamaNetwork(tiny_shape(len(pieces)), weights, rank)
    return pieces, network, [source for source in sources if source.language == "en"]
