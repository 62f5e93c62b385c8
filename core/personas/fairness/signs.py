"""Which of many differences between paired texts are more than chance.

Where an attribute changes nothing, the two texts of a pair could as well have changed places.
So the places are changed at random in every pair, again and again, and each difference is held
against the largest of all differences that this gives: the step of Westfall and Young (1993),
Resampling-Based Multiple Testing, on Fisher's sign-flip test. The chance that an audit of a fair
writer reports anything at all is then at most the level, however many things are looked at.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

_FLIPS = 1999
_AT_ONCE = 500


def chances(apart: Numbers, seed: int = 0) -> Numbers:
    """Of each column of `apart` (pairs, things looked at), one text's value less the other's, the
    chance that the largest difference of a fair writer is as large: adjusted p-values in 0..1."""
    pairs, things = apart.shape
    scale = np.sqrt((apart**2).sum(axis=0))
    seen = np.divide(np.abs(apart.sum(axis=0)), scale, out=np.zeros(things), where=scale > 0)
    if not (scale > 0).any():
        return np.ones(things)
    rng = np.random.default_rng(seed)
    unit = apart[:, scale > 0] / scale[scale > 0]
    largest = np.concatenate(
        [
            np.abs(rng.choice((-1.0, 1.0), (_AT_ONCE, pairs)) @ unit).max(axis=1)
            for _ in range(-(-_FLIPS // _AT_ONCE))
        ]
    )[:_FLIPS]
    beaten = (largest[:, None] >= seen[None, :] - 1e-9).sum(axis=0)
    return np.asarray((1 + beaten) / (1 + _FLIPS), dtype=np.float64)
