"""Which arithmetic a training step runs in."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from functools import cache

import torch


def half_precision(device: torch.device) -> AbstractContextManager[object]:
    """bf16 autocast where the machine computes it natively: elsewhere it is slower than fp32."""
    if device.type == "cuda" or native_half():
        return torch.autocast(device.type, torch.bfloat16)
    return nullcontext()


@cache
def native_half() -> bool:
    """Whether this machine computes bf16 natively: its GPU, or else its processor."""
    if torch.cuda.is_available():
        return True
    able = torch.cpu.get_capabilities()
    return bool(able.get("amx_bf16") or able.get("avx512_bf16"))
