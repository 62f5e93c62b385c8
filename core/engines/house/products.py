"""Products with a matrix that stays the same: exact, or in bytes and several times as fast."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

Array = np.ndarray
Product = Callable[[Array], Array]
"""Rows (n, columns) times the matrix (rows, columns) turned: (n, rows), float32."""

Multiplied = Callable[[Array], Product]
"""Makes a product of a matrix."""

_LARGEST = 127
_MIDDLE = 128
_LEAST = np.float32(1e-8)


def fastest() -> Multiplied:
    """The product in bytes where the processor multiplies bytes natively (VNNI): elsewhere their
    sums may overflow, so there it is the exact one."""
    import torch

    able = torch.cpu.get_capabilities()
    return in_bytes if able.get("avx512_vnni") or able.get("avx_vnni") else exact


def exact(matrix: Array) -> Product:
    """The product in float32."""
    return lambda x: x @ matrix.T


def in_bytes(matrix: Array) -> Product:
    """The product in eight bits: the matrix with a scale per row, what comes in with a scale per
    row of its own. The matrix itself is not kept."""
    import torch

    whole = torch.from_numpy(matrix)
    by_row = whole.abs().amax(1).clamp_(min=float(_LEAST)) / _LARGEST
    levels = (whole / by_row[:, None]).round_().to(torch.int8)
    packed = torch.ops.onednn.qlinear_prepack(levels, None)
    zeros = torch.zeros(len(matrix), dtype=torch.int32)

    def product(x: Array) -> Array:
        largest = np.maximum(np.abs(x).max(1, keepdims=True), _LEAST)
        levels = np.rint(x * (_LARGEST / largest)) + _MIDDLE
        found = torch.ops.onednn.qlinear_pointwise(
            torch.from_numpy(levels.astype(np.uint8)),
            *(1 / _LARGEST, _MIDDLE, packed, by_row, zeros, None),
            *(1.0, 0, torch.float32, "none", [], ""),
        )
        return np.asarray(found.numpy() * largest)

    return product
