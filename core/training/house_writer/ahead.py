"""Batches made ahead by other processes, for a device that learns faster than one can pack."""

from __future__ import annotations

import multiprocessing
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor

import numpy as np
import torch

from core.training.house_writer.batches import Packer
from core.training.house_writer.network import Batch

_PACKER: list[Packer] = []
_AHEAD = 3


class Ahead:
    """The batches of a packer in the order of their steps; with 0 workers it packs itself.

    Workers are forked at once, so make it before the device is used. With workers a batch is
    asked for some steps early, with the share of copy that held then.
    """

    def __init__(self, packer: Packer, rows: int, workers: int) -> None:
        self._packer, self._rows, self._workers = packer, rows, workers
        self._waiting: deque[tuple[int, Future[list[np.ndarray]]]] = deque()
        self._pool: ProcessPoolExecutor | None = None
        if workers:
            _PACKER[:] = [packer]
            fork = multiprocessing.get_context("fork")
            self._pool = ProcessPoolExecutor(workers, mp_context=fork)
            for _ in self._pool.map(_nothing, range(workers)):
                pass

    def batch(self, step: int, copy_share: float) -> Batch:
        """The batch of this step."""
        if self._pool is None:
            return self._packer.batch(step, self._rows, copy_share)
        if not self._waiting or self._waiting[0][0] != step:
            self._waiting.clear()
        following = self._waiting[-1][0] + 1 if self._waiting else step
        for wanted in range(following, step + _AHEAD * self._workers):
            asked = self._pool.submit(_packed, wanted, self._rows, copy_share)
            self._waiting.append((wanted, asked))
        arrays = self._waiting.popleft()[1].result()
        return Batch(*(torch.from_numpy(array) for array in arrays))


def _nothing(_: int) -> None:
    """Makes a pool start its processes."""


def _packed(step: int, rows: int, copy_share: float) -> list[np.ndarray]:
    batch = _PACKER[0].batch(step, rows, copy_share)
    return [getattr(batch, name).numpy() for name in Batch.__dataclass_fields__]
