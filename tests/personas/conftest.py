"""Customers and purchases with planted groups, written as the files people export."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.personas import Personas


@pytest.fixture
def personas(store, settings) -> Personas:
    return Personas(store, settings)


def csv(frame: pd.DataFrame) -> bytes:
    return frame.to_csv(index=False).encode()


def planted(
    seed: int, rows: int = 900, groups: int = 4, numbers: int = 4, categories: int = 3
) -> tuple[pd.DataFrame, np.ndarray]:
    """Mixed columns whose levels follow a hidden group, beside two columns that follow none."""
    rng = np.random.default_rng(seed)
    group = rng.integers(0, groups, rows)
    columns: dict[str, object] = {}
    for i in range(numbers):
        columns[f"number_{i}"] = 1.8 * rng.permutation(groups)[group] + rng.normal(size=rows)
    for i in range(categories):
        level = np.where(
            rng.random(rows) < 0.8, rng.permutation(groups)[group], rng.integers(0, groups, rows)
        )
        columns[f"kind_{i}"] = np.array(list("abcdefgh"))[level].astype(object)
    columns["noise"] = rng.lognormal(size=rows)
    columns["coin"] = rng.choice(["heads", "tails"], rows).astype(object)
    return pd.DataFrame(columns), group


def shop(seed: int = 0, customers: int = 600) -> tuple[pd.DataFrame, np.ndarray]:
    """A year of purchases: early birds buying tea in the app, gift buyers of December, and
    others. The group of customer i is the second result's i-th entry."""
    rng = np.random.default_rng(seed)
    group = rng.choice(3, customers, p=[0.3, 0.3, 0.4])
    rows = []
    for i, kind in enumerate(group):
        orders = (rng.integers(8, 16), 1, rng.integers(2, 7))[kind]
        for _ in range(orders):
            if kind == 0:
                day, hour, product, channel = rng.integers(0, 365), 7, "Tea", "app"
            elif kind == 1:
                day, hour, product, channel = 325 + rng.integers(0, 35), 20, "Lamp", "web"
            else:
                day, hour = rng.integers(0, 300), rng.integers(9, 22)
                product = rng.choice(["Tea", "Lamp", "Bag"])
                channel = rng.choice(["app", "web", "store"])
            at = pd.Timestamp("2025-01-01") + pd.Timedelta(days=int(day), hours=int(hour))
            rows.append((f"C{i:04d}", f"{at:%Y-%m-%d %H:%M}", 12.5 + 40 * (product == "Lamp"),
                         product, channel))  # fmt: skip
    columns = ["customer_id", "order_date", "amount", "product", "channel"]
    return pd.DataFrame(rows, columns=columns), group
