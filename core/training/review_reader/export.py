"""The trained network as int8 ONNX beside its tokenizer and settings: what BundledReader opens."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from core.engines.bundled import CONFIG, ReaderSettings
from core.training.review_reader.model import Outputs, ReaderNetwork
from core.training.review_reader.start import rounded, save_frame
from core.training.review_reader.vocabulary import Vocabulary

OUTPUTS = list(Outputs._fields)
INT8, FLOAT = "reader.int8.onnx", "reader.onnx"
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


def export_onnx(network: ReaderNetwork, path: Path, small: bool) -> None:
    """Write the network as ONNX; with `small` in int8, one scale per row and per output channel.

    Weights take 7 of the 8 bits: processors without VNNI add two products in 16 bits and
    would overflow with 8.
    """
    network.eval()
    full = path.with_suffix(".full") if small else path
    torch.onnx.export(
        Served(network, small).eval(),
        (torch.tensor([[2, 5, 6, 3], [2, 5, 3, 0]]),),
        str(full),
        input_names=["ids"],
        output_names=OUTPUTS,
        dynamic_axes={"ids": {0: "n", 1: "length"}}
        | {name: {0: "n", 1: "length"} if "span" in name else {0: "n"} for name in OUTPUTS},
        opset_version=17,
        dynamo=False,
    )
    if small:
        from onnxruntime.quantization import QuantType, quantize_dynamic

        quantize_dynamic(
            full,
            path,
            op_types_to_quantize=["MatMul"],
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
        )
        full.unlink()


def write_reader(
    network: ReaderNetwork,
    vocabulary: Vocabulary,
    folder: Path,
    small: bool,
) -> None:
    """Make `folder` a complete reader: weights, tokenizer, config.json with the checksum.

    It is not calibrated: all temperatures are 1, no reading is unsure. What is there is replaced.
    """
    folder.mkdir(parents=True, exist_ok=True)
    save_frame(vocabulary, network, folder)
    path = folder / (INT8 if small else FLOAT)
    export_onnx(network, path, small)
    settings = ReaderSettings(
        weights=path.name,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        window=WINDOW,
        overlap=OVERLAP,
        batch_tokens=BATCH_TOKENS,
        sentiment_temperature=1.0,
        emotion_temperature=1.0,
        polarity_temperature=1.0,
        unsure_below=0.0,
    )
    write_config(folder, settings)


def write_config(folder: Path, settings: ReaderSettings) -> None:
    """Write config.json. Its bytes decide the reader's version."""
    config = {"reader": asdict(settings)}
    (folder / CONFIG).write_text(json.dumps(config, indent=1) + "\n", "utf-8")
