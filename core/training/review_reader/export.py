"""The trained network as int8 ONNX beside its tokenizer and settings: what BundledReader opens."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from core.engines import windows
from core.engines.ngrams import NgramTable
from core.engines.reader_settings import CONFIG, ReaderSettings, read_settings
from core.training.review_reader.exported import FLOAT, INT8
from core.training.review_reader.model import Outputs, ReaderNetwork
from core.training.review_reader.quantise import quantise
from core.training.review_reader.rows import sample_shop
from core.training.review_reader.start import save_frame
from core.training.review_reader.vocabulary import Vocabulary

OUTPUTS = list(Outputs._fields)
NGRAMS = "ngrams.safetensors"
WINDOW, OVERLAP, BATCH_TOKENS = 96, 16, 1024


class Served(nn.Module):
    """The network as it is served; with `small` its embedding rows are int8 with a scale each."""

    rows: Tensor
    scales: Tensor
    row_of: Tensor

    def __init__(self, network: ReaderNetwork, small: bool) -> None:
        super().__init__()
        self.network = network
        table = network.table().detach()
        rows, scales = rounded(table) if small else (table, torch.ones(len(table), 1))
        self.register_buffer("rows", rows)
        self.register_buffer("scales", scales)
        self.register_buffer("row_of", network.row_of.to(torch.int32))

    def forward(self, ids: Tensor) -> Outputs:
        at = functional.embedding(ids, self.row_of[:, None]).squeeze(-1).long()
        table = functional.embedding(at, self.rows).float() * functional.embedding(at, self.scales)
        x = self.network.embedded_norm(table + self.network.positions.weight[: ids.shape[1]])
        return self.network.read_embedded(x, ids != 0)


def rounded(table: Tensor) -> tuple[Tensor, Tensor]:
    """A table in int8 with one float scale per row: table ≈ rows * scales."""
    scales = table.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
    return (table / scales).round().to(torch.int8), scales


def export_onnx(network: ReaderNetwork, path: Path) -> None:
    """Write the network in fp32 as ONNX, with its embedding rows in int8 where `path` says so."""
    network.eval()
    torch.onnx.export(
        Served(network, path.name != FLOAT).eval(),
        (torch.tensor([[2, 5, 6, 3], [2, 5, 3, 0]]),),
        str(path),
        input_names=["ids"],
        output_names=OUTPUTS,
        dynamic_axes={"ids": {0: "n", 1: "length"}}
        | {name: {0: "n", 1: "length"} if "span" in name else {0: "n"} for name in OUTPUTS},
        opset_version=17,
        dynamo=False,
    )


def sample_batches(tokenizer: Tokenizer) -> list[np.ndarray]:
    """Token ids of the project's own sample texts, in batches as they are served."""
    encoded = windows.encode(tokenizer, [row.text for row in sample_shop()])
    cut = windows.cut([len(e.ids) for e in encoded], WINDOW, OVERLAP)
    return [windows.padded(batch, encoded) for batch in windows.batches(cut, BATCH_TOKENS)]


def write_reader(
    network: ReaderNetwork,
    vocabulary: Vocabulary,
    folder: Path,
    small: bool,
    ngrams: NgramTable | None = None,
) -> None:
    """Make `folder` a complete reader: weights, tokenizer, config.json with the checksums.

    It is not calibrated: the network alone decides, no reading is unsure. What is there is
    replaced.
    """
    folder.mkdir(parents=True, exist_ok=True)
    save_frame(vocabulary, network, folder)
    path = folder / (INT8 if small else FLOAT)
    if small:
        full = path.with_suffix(".full")
        export_onnx(network, full)
        quantise(full, path, sample_batches(vocabulary.tokenizer))
        full.unlink()
    else:
        export_onnx(network, path)
    (folder / NGRAMS).unlink(missing_ok=True)
    if ngrams:
        ngrams.save(folder / NGRAMS)
    settings = ReaderSettings(
        weights=path.name,
        sha256=_checksum(path),
        window=WINDOW,
        overlap=OVERLAP,
        batch_tokens=BATCH_TOKENS,
        ngrams=NGRAMS if ngrams else "",
        ngrams_sha256=_checksum(folder / NGRAMS) if ngrams else "",
    )
    write_config(folder, settings)


def with_files_of(settings: ReaderSettings, folder: Path) -> ReaderSettings:
    """The calibration of `settings` for the files that `folder`'s own config.json names."""
    own, _ = read_settings(folder)
    return replace(settings, weights=own.weights, sha256=own.sha256)


def _checksum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_config(folder: Path, settings: ReaderSettings) -> None:
    """Write config.json. Its bytes decide the reader's version."""
    config = {"reader": asdict(settings)}
    (folder / CONFIG).write_text(json.dumps(config, indent=1) + "\n", "utf-8")
