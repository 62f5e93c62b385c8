"""The designs that are compared, and where each one's vocabulary and weights start."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from core.engines.house.pieces import Kind, Pieces
from core.engines.house.prompt import POSITIONS
from core.engines.house.shape import CONFIG, Shape
from core.engines.house.weights import Shard, read_weights
from core.training.house_writer import pretrained
from core.training.house_writer.llama import LlamaNetwork
from core.training.house_writer.network import WriterNetwork
from core.training.house_writer.vocabulary import byte_vocabulary, marked_vocabulary, texts_of
from core.training.minilm import minilm_folder, minilm_positions, minilm_weights, take_encoder
from core.training.review_reader.vocabulary import starting_rows

if TYPE_CHECKING:
    from core.training.house_writer.material import Material


Network = WriterNetwork | LlamaNetwork
SMOLLM = "smollm"


@dataclass(frozen=True)
class Design:
    """How a writer is built. `slots` writes names and numbers as signs, `rates` are the peak
    learning rates of the embeddings, of new heads and of everything else; it learns and writes
    `languages`."""

    name: str
    kind: Kind
    slots: bool
    norm_first: bool
    two_way: bool
    pointer: bool
    pretrained: bool
    rates: tuple[float, float, float]
    languages: tuple[str, ...] = ("en", "zh")

    def shape(self, vocabulary: int, **sizes: int) -> Shape:
        return Shape(
            vocabulary,
            positions=POSITIONS,
            norm_first=self.norm_first,
            two_way=self.two_way,
            pointer=self.pointer,
            **sizes,
        )


DESIGNS = {
    design.name: design
    for design in (
        Design("prefix", "marked", True, False, True, True, True, (1e-3, 1e-3, 4e-4)),
        Design("decoder", "bytes", True, True, True, True, False, (1e-3, 1e-3, 1e-3)),
        Design("gpt2", "bytes", False, True, False, False, False, (1e-3, 1e-3, 1e-3)),
        Design("smollm", "bytes", True, True, False, False, True, (2e-3, 5e-4, 5e-4), ("en",)),
    )
}
"""smollm: SmolLM2-135M frozen, with low-rank changes; it knows English only. prefix: MiniLM's
weights as a prefix language model (UniLM). decoder: the same prefix and copying from scratch, over
byte pairs. gpt2: the peer, a plain decoder without any of it."""


def fresh(
    design: Design,
    material: Sequence[Material],
    *,
    rows: int,
    latin_rows: int,
    layers: int = 6,
    reader: Path | None = None,
) -> tuple[Pieces, Network]:
    """Pieces and an untrained network of a design; `reader` is a review reader's folder whose
    encoder, which has read Chinese, is taken instead of MiniLM's."""
    if design.name == SMOLLM:
        return pretrained.fresh()
    if design.kind == "bytes":
        pieces = byte_vocabulary(material, rows, design.slots)
        return pieces, WriterNetwork(design.shape(len(pieces), layers=layers))
    lines = (minilm_folder() / "vocab.txt").read_text("utf-8").splitlines()
    minilm = {piece: row for row, piece in enumerate(lines)}
    vocabulary = marked_vocabulary(material, minilm, rows, latin_rows)
    pieces = Pieces(vocabulary.tokenizer, "marked")
    network = WriterNetwork(design.shape(len(pieces), layers=layers))
    if reader is not None:
        _take_reader(network, pieces, reader)
        return pieces, network
    start = _take_minilm(network)
    learnt = [item for item in material if not item.dev]
    chinese = [text for language, text in texts_of(learnt, True) if language == "zh"]
    new = starting_rows(vocabulary, chinese, start)
    table = np.tile(start.mean(0), (len(pieces), 1)).astype(np.float32)
    table += np.random.default_rng(0).normal(0, 0.02, table.shape).astype(np.float32)
    table[: len(new)] = new
    for i, name in enumerate(pieces.names[: vocabulary.old_rows]):
        table[i] = start[minilm[name]]
    with torch.no_grad():
        network.table.copy_(torch.from_numpy(table))
    return pieces, network


def load(folder: Path) -> tuple[Design, Pieces, Network]:
    """What `export.write_model` wrote, ready to be trained on.

    Raises FileNotFoundError for it and ModuleNotFoundError for the pretrained weights it wants.
    """
    config: dict[str, Any] = json.loads((folder / CONFIG).read_text("utf-8"))
    design = DESIGNS[config["design"]]
    pieces = Pieces.load(folder, design.kind)
    arrays = read_weights(folder, [Shard(**shard) for shard in config["shards"]])
    if design.name == SMOLLM:
        return design, pieces, pretrained.loaded(config["shape"], arrays)
    network = WriterNetwork(Shape(**config["shape"]))
    network.load_state_dict({k: torch.from_numpy(v.copy()) for k, v in arrays.items()})
    return design, pieces, network


def _take_minilm(network: WriterNetwork) -> np.ndarray:
    """Fill positions and layers from MiniLM; its word embeddings come back."""
    old = minilm_weights()
    with torch.no_grad():
        network.positions.copy_(minilm_positions(old, network.shape.positions))
    take_encoder(old, network.embedded_norm, network.layers)
    return old["embeddings.word_embeddings.weight"].numpy()


def _take_reader(network: WriterNetwork, pieces: Pieces, folder: Path) -> None:
    """Fill positions, layers and the rows of pieces that a review reader knows too, or whose
    characters it knows.

    The reader's table has positions for its longest window only; later ones keep MiniLM's.
    Raises ValueError where it has fewer layers than the network.
    """
    from core.training.review_reader import start
    from core.training.review_reader.exported import INT8, load_weights

    vocabulary, reader = start.load_frame(folder)
    load_weights(reader, folder / INT8)
    if len(reader.layers) < len(network.layers):
        raise ValueError(f"{folder} has {len(reader.layers)} layers")
    _take_minilm(network)
    known = {name: row for row, name in enumerate(vocabulary.names)}
    table = reader.table().detach()
    with torch.no_grad():
        network.table.copy_(table.mean(0) + 0.02 * torch.randn(network.table.shape))
        for i, name in enumerate(pieces.names):
            rows = [known[part] for part in ([name] if name in known else name) if part in known]
            if rows and (name in known or not name.isascii()):
                network.table[i] = table[rows].mean(0)
        length = min(reader.shape.positions, network.shape.positions)
        network.positions[:length] = reader.positions.weight[:length]
        network.embedded_norm.load_state_dict(reader.embedded_norm.state_dict())
        for own, layer in zip(network.layers, reader.layers, strict=False):
            own.load_state_dict(layer.state_dict())
