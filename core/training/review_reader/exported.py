"""The weights of an exported reader, taken back into a network that can be trained."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from core.training.review_reader.model import ReaderNetwork

INT8, FLOAT = "reader.int8.onnx", "reader.onnx"
_OURS = "network."
GUESSING = "guess"


def load_weights(network: ReaderNetwork, path: Path) -> None:
    """Fill a network of the same shape from what `export.write_reader` wrote, int8 or fp32.

    The head that guesses masked words is not served, so it stays as it is. Raises
    FileNotFoundError, and ValueError where the file is of another shape or lacks a weight.
    """
    graph = onnx.load(path).graph
    found = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    state = {k.removeprefix(_OURS): v for k, v in found.items() if k.startswith(_OURS)}
    products: dict[str, np.ndarray] = {}
    for node in graph.node:
        matrix = found.get(node.input[1]) if len(node.input) > 1 else None
        if node.op_type == "MatMulIntegerToFloat" and matrix is not None:
            state[_weight(node.input[6])] = (matrix * found[node.input[3]]).T
        elif node.op_type == "MatMul" and matrix is not None:
            products[node.output[0]] = matrix.T
        elif node.op_type == "Add":
            product = next((products[name] for name in node.input if name in products), None)
            bias = next((name for name in node.input if name.startswith(_OURS)), None)
            if product is not None and bias:
                state[_weight(bias)] = product
    table = found["rows"] * found["scales"]
    state["old"], state["new"] = np.split(table, [network.shape.old_rows])
    tensors = {name: torch.from_numpy(np.array(v, np.float32)) for name, v in state.items()}
    own = network.state_dict()
    wanted = {name for name in own if name != "row_of" and not name.startswith(GUESSING)}
    if {n for n in tensors if own.get(n) is None or own[n].shape != tensors[n].shape}:
        raise ValueError(f"{path} is of another shape")
    if missing := wanted - tensors.keys():
        raise ValueError(f"{path} lacks {', '.join(sorted(missing))}")
    network.load_state_dict(tensors, strict=False)


def _weight(bias: str) -> str:
    return bias.removeprefix(_OURS).removesuffix("bias") + "weight"
