"""What the design on pretrained weights starts from: its pieces, rows for signs and controls."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

import numpy as np
import torch
from gguf import GGUFReader
from tokenizers import AddedToken, Tokenizer, decoders, pre_tokenizers
from tokenizers.models import BPE

from core.engines.house.llama_shape import LlamaShape
from core.engines.house.pieces import Pieces
from core.engines.house.pretrained import (
    PACKAGE,
    Layout,
    Packing,
    Stored,
    pretrained_file,
    read_pretrained,
)
from core.engines.house.prompt import END
from core.engines.house.slots import NUMBERS, OTHER, PRODUCT, SIGNS, TAG
from core.training.house_writer.llama import LlamaNetwork

RANK = 16
_PARTS = {
    "attn_q": "query",
    "attn_k": "key",
    "attn_v": "value",
    "attn_output": "attended",
    "attn_norm": "attended_norm",
    "ffn_gate": "gate",
    "ffn_up": "up",
    "ffn_down": "down",
    "ffn_norm": "norm",
}
_ENDED = "<|im_end|>"
_NOISE = 0.1
_SAID = {PRODUCT: " name", TAG: "name", OTHER: "0"} | {
    sign: str(i % 10) for i, sign in enumerate(NUMBERS, 1)
}


def fresh(rank: int = RANK, seed: int = 0) -> tuple[Pieces, LlamaNetwork]:
    """The pretrained pieces and network with signs and controls added, nothing learnt yet.

    A new row starts as the mean of the words that name it. Raises ModuleNotFoundError where the
    weights are not installed.
    """
    path = installed()
    tokenizer = _tokenizer(path)
    words = tokenizer.encode
    ended = tokenizer.token_to_id(_ENDED)
    tokenizer.add_special_tokens([AddedToken(sign, special=True) for sign in SIGNS])
    pieces = Pieces(tokenizer, "bytes")
    weights = read_pretrained(path, layout_of(path))
    network = LlamaNetwork(LlamaShape(len(pieces)), weights, rank, seed)
    table = torch.from_numpy(weights["table"])
    drawn = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for row, name in enumerate(pieces.names[len(table) :]):
            said = _SAID.get(name) or " " + " ".join(re.findall("[a-z]+", name))
            ids = [ended] if name == END else words(said).ids
            noise = torch.randn(table.shape[1], generator=drawn) * table.std() * _NOISE
            network.rows[row] = table[ids].mean(0) + noise
    return pieces, network


def loaded(shape: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> LlamaNetwork:
    """The network with what an earlier run learnt. Raises ModuleNotFoundError as `fresh` does."""
    rank = arrays["layers.0.query.weight.left"].shape[1]
    path = installed()
    network = LlamaNetwork(LlamaShape(**shape), read_pretrained(path, layout_of(path)), rank)
    network.take(arrays)
    return network


def installed() -> Path:
    """Where the pretrained weights lie. Raises ModuleNotFoundError without their package."""
    path = pretrained_file()
    if path is None:
        raise ModuleNotFoundError(f"the package {PACKAGE} is not installed", name=PACKAGE)
    return path


@cache
def layout_of(path: Path) -> Layout:
    """Where each array lies in the file, by our names."""
    return {
        _name(tensor.name): Stored(
            int(tensor.data_offset),
            tuple(int(size) for size in reversed(tensor.shape)),
            cast(Packing, tensor.tensor_type.name),
        )
        for tensor in GGUFReader(path).tensors
    }


def _tokenizer(path: Path) -> Tokenizer:
    """The tokenizer that the file describes: byte-level pairs, digits one by one."""
    fields = GGUFReader(path).fields

    def listed(name: str) -> list[Any]:
        return fields[f"tokenizer.ggml.{name}"].contents()

    merges = [(left, right) for left, _, right in (m.partition(" ") for m in listed("merges"))]
    vocabulary = {token: i for i, token in enumerate(listed("tokens"))}
    tokenizer = Tokenizer(BPE(vocab=vocabulary, merges=merges))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Digits(individual_digits=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def _name(name: str) -> str:
    """Our name of one of the file's tensors: "blk.3.attn_q.weight" is "layers.3.query.weight"."""
    parts = name.split(".")
    if parts[0] == "blk":
        return f"layers.{parts[1]}.{_PARTS[parts[2]]}.weight"
    return {"token_embd.weight": "table", "output_norm.weight": "last_norm.weight"}[name]
