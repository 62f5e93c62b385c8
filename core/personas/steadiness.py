"""Which columns of a purchase file describe its customers: those that stay the same for one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

_STEADY = 0.95


def changing_columns(frame: pd.DataFrame, keys: pd.Series, columns: Sequence[str]) -> list[str]:
    """The columns whose cells differ among the rows of one customer (of the same key), for more
    than one customer in twenty."""
    customers, names = pd.factorize(keys)
    found = []
    for column in columns:
        cells, values = pd.factorize(frame[column], use_na_sentinel=False)
        pairs = np.unique(customers.astype(np.int64) * len(values) + cells)
        different = np.bincount(pairs // max(len(values), 1), minlength=len(names))
        if len(names) and (different == 1).mean() < _STEADY:
            found.append(column)
    return found
