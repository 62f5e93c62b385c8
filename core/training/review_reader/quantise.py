"""The trained network in int8 with fixed scales: what a text scores hangs on itself alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import NodeProto, helper, numpy_helper

_SMALLEST = 16  # heads with fewer outputs stay in float
_WEIGHT_LEVELS = 63
_LEVELS = 255
_KEPT = 20_000
_CLIPS = np.linspace(0.15, 1.0, 35)


def quantise(full: Path, path: Path, batches: Sequence[np.ndarray]) -> None:
    """Write `full`, an fp32 network, in int8 to `path`.

    Weights take one scale per output and 7 of the 8 bits: processors without VNNI add two
    products in 16 bits and would overflow with 8. Inputs of the matrices take one scale each,
    the one with the least square error on `batches` of token ids.
    """
    model = onnx.load(full)
    scales = {name: _scale(values) for name, values in _inputs(model, batches).items()}
    if not any(opset.domain == "com.microsoft" for opset in model.opset_import):
        model.opset_import.append(helper.make_opsetid("com.microsoft", 1))
    weights = {tensor.name: tensor for tensor in model.graph.initializer}
    users = {name: node for node in model.graph.node for name in node.input}
    nodes: list[NodeProto] = []
    added: set[str] = set()
    for node in model.graph.node:
        if node.output[0] in added:
            continue
        if not _is_layer(node, weights):
            nodes.append(node)
            continue
        source, name = node.input
        plus = users[node.output[0]]
        if plus.op_type != "Add":
            raise ValueError(f"{node.name} has no bias")
        bias = next(i for i in plus.input if i != node.output[0])
        added.add(plus.output[0])
        matrix = numpy_helper.to_array(weights[name])
        steps = np.maximum(np.abs(matrix).max(0), 1e-8) / _WEIGHT_LEVELS
        step, zero = scales[source]
        constants = {
            "q": np.round(matrix / steps).astype(np.int8),
            "steps": steps.astype(np.float32),
            "zeros": np.zeros(len(steps), np.int8),
            "step": np.array(step, np.float32),
            "zero": np.array(zero, np.uint8),
        }
        for key, value in constants.items():
            model.graph.initializer.append(numpy_helper.from_array(value, f"{name}.{key}"))
        model.graph.initializer.remove(weights[name])
        q, steps_, zeros, step_, zero_ = (f"{name}.{key}" for key in constants)
        small = f"{node.output[0]}.q"
        nodes.append(helper.make_node("QuantizeLinear", [source, step_, zero_], [small]))
        nodes.append(
            helper.make_node(
                "MatMulIntegerToFloat",
                [small, q, step_, steps_, zero_, zeros, bias],
                [plus.output[0]],
                domain="com.microsoft",
            )
        )
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    onnx.save(model, path)


def _is_layer(node: NodeProto, weights: dict[str, onnx.TensorProto]) -> bool:
    return (
        node.op_type == "MatMul"
        and node.input[1] in weights
        and min(weights[node.input[1]].dims) >= _SMALLEST
    )


def _inputs(model: onnx.ModelProto, batches: Sequence[np.ndarray]) -> dict[str, np.ndarray]:
    """Values that reach each matrix: the least, the greatest and a sample of each batch."""
    import onnxruntime

    weights = {tensor.name: tensor for tensor in model.graph.initializer}
    names = list(dict.fromkeys(n.input[0] for n in model.graph.node if _is_layer(n, weights)))
    looking = onnx.ModelProto()
    looking.CopyFrom(model)
    looking.graph.output.extend(helper.make_tensor_value_info(n, 1, None) for n in names)
    session = onnxruntime.InferenceSession(
        looking.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    dice = np.random.default_rng(1)
    seen: dict[str, list[np.ndarray]] = {name: [] for name in names}
    for ids in batches:
        for name, values in zip(names, session.run(names, {"ids": ids}), strict=True):
            real = values[ids != 0].ravel()
            ends = np.array([real.min(), real.max()], np.float32)
            seen[name] += [ends, dice.choice(real, min(len(real), _KEPT), replace=False)]
    return {name: np.concatenate(parts) for name, parts in seen.items()}


def _scale(values: np.ndarray) -> tuple[float, int]:
    """Step and zero point of 8 bits over the range that loses least when it is clipped."""
    low, high = min(float(values.min()), 0.0), max(float(values.max()), 0.0)
    best = (np.inf, 1.0, 0)
    for clip in _CLIPS:
        # GELU ends at -0.17: clipping that end saves nothing.
        bottom, top = (low if low > -0.5 else low * clip), high * clip
        step = max(top - bottom, 1e-6) / _LEVELS
        zero = round(-bottom / step)
        kept = (np.clip(np.round(values / step) + zero, 0, _LEVELS) - zero) * step
        loss = float(((kept - values) ** 2).mean())
        best = min(best, (loss, step, zero))
    return best[1], best[2]
