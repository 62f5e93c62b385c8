"""The reader's second opinion: a linear model over runs of one to three tokens.

The network and this table are added like the deep and the wide half of Cheng et al. 2016
(arXiv:1606.07792): the table remembers wordings, the network reads order and context.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

POLARITY, NEUTRAL, EMOTION = 0, 1, 2
_LONGEST = 3
_MIX = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0x165667B19E3779F9))
_HALF = np.uint64(32)
_SOME = np.uint64(29)


def ngram_keys(rows: np.ndarray) -> np.ndarray:
    """The different runs of up to three tokens as sorted 32-bit hashes."""
    grams = rows.astype(np.uint64) + np.uint64(1)
    run, found = grams, []
    for length in range(1, min(_LONGEST, len(grams)) + 1):
        if length > 1:
            run = (run[:-1] * _MIX[1]) ^ grams[length - 1 :]
        mixed = run * _MIX[0] + np.uint64(length) * _MIX[2]
        mixed ^= mixed >> _SOME
        found.append((mixed * _MIX[1]) >> _HALF)
    if not found:
        return np.zeros(0, np.uint32)
    return np.unique(np.concatenate(found).astype(np.uint32))


@dataclass(frozen=True)
class NgramTable:
    """Weights of `keys` (n,), sorted: `weights` (n, outputs) in int8 times `scales`.

    Outputs are how much a text is positive rather than negative, how neutral it is, and one
    per emotion. `rarity` (n,) are inverse document frequencies, `row_of` (tokens,) the
    embedding row of each token id, so that a Chinese word counts alike wherever it stands.
    """

    keys: np.ndarray
    rarity: np.ndarray
    weights: np.ndarray
    scales: np.ndarray
    bias: np.ndarray
    row_of: np.ndarray

    def scores(self, ids: Sequence[int]) -> np.ndarray:
        """Log-odds (outputs,) of a text's token ids: its n-grams weighed by rarity, length 1."""
        at, share = self.shares(ids)
        weighed = share @ self.weights[at].astype(np.float32)
        return np.asarray(weighed * self.scales + self.bias, np.float32)

    def shares(self, ids: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
        """Which keys a text has and the weight of each, squares summing to 1."""
        if not len(self.keys) or not len(ids):
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        keys = ngram_keys(self.row_of[np.asarray(ids, np.int64)])
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        at = at[self.keys[at] == keys]
        rarity = self.rarity[at].astype(np.float32)
        return at, rarity / max(float(np.linalg.norm(rarity)), 1e-9)

    def save(self, path: Path) -> None:
        """Write the table as safetensors."""
        from safetensors.numpy import save_file

        save_file(vars(self), path)
        path.chmod(0o644)


def load_ngrams(content: bytes) -> NgramTable:
    """The table that `NgramTable.save` wrote. Raises ValueError or KeyError for anything else."""
    from safetensors.numpy import load

    return NgramTable(**load(content))


NO_NGRAMS = NgramTable(
    np.zeros(0, np.uint32),
    np.zeros(0, np.float16),
    np.zeros((0, 10), np.int8),
    np.zeros(10, np.float32),
    np.zeros(10, np.float32),
    np.zeros(0, np.uint32),
)
