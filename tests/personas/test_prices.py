"""Price sensitivity: what the data tell, with its interval, and nothing where they do not."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.personas.columns import guess_mapping
from core.personas.prices import PriceSensitivity, PriceSign
from tests.personas.conftest import csv


def bargains(customers: int = 300, seed: int = 3, column: str = "discount") -> pd.DataFrame:
    """Every other customer buys half of everything reduced, the others one purchase in twenty."""
    rng = np.random.default_rng(seed)
    rows = []
    for i in range(customers):
        keen = i % 2 == 0
        for _ in range(4 if keen else 5):
            off = 20 * (rng.random() < (0.5 if keen else 0.05))
            day = pd.Timestamp("2025-01-01") + pd.Timedelta(days=int(rng.integers(0, 360)))
            rows.append((f"C{i}", f"{day:%Y-%m-%d}", 40 * (1 - off / 100), "Tea", off,
                         "app" if keen else "store"))  # fmt: skip
    return pd.DataFrame(
        rows, columns=["customer_id", "date", "amount", "product", column, "channel"]
    )


def by_channel(personas, frame: pd.DataFrame):
    personas.import_table(csv(frame), "shop.csv")
    made = personas.make(method="clusters")
    return {p.channels[0].name: p for p in made}


def test_who_buys_at_reduced_prices_is_told_apart(personas):
    frame = bargains()
    found = by_channel(personas, frame)
    assert found["app"].prices.verdict == "more"
    assert found["store"].prices.verdict == "less"
    (sign,) = [s for s in found["app"].prices.signs if s.kind == "discount"]
    mine = frame[frame["channel"] == "app"]
    assert sign.value == pytest.approx((mine["discount"] > 0).mean(), abs=0.001)
    assert sign.low < sign.value < sign.high
    assert sign.all == pytest.approx((frame["discount"] > 0).mean(), abs=0.001)
    assert sign.n == 150
    assert any("Lead with the price" in line.text() for line in found["app"].say)
    again = PriceSensitivity.from_dict(found["app"].prices.to_dict())
    assert again == found["app"].prices


def test_a_lower_price_for_the_same_product_is_a_sign(personas):
    found = by_channel(personas, bargains().drop(columns="discount"))
    (sign,) = [s for s in found["app"].prices.signs if s.kind == "level"]
    assert sign.high < 1
    assert found["app"].prices.verdict == "more"
    assert "discount" in found["app"].prices.missing


def test_shares_of_the_price_that_are_left_are_read_as_such(personas):
    frame = bargains(column="折扣")
    frame["折扣"] = 1 - frame["折扣"] / 100
    found = by_channel(personas, frame)
    (sign,) = [s for s in found["app"].prices.signs if s.kind == "discount"]
    assert sign.value == pytest.approx(
        (frame[frame["channel"] == "app"]["折扣"] < 1).mean(), abs=0.001
    )


def test_under_thirty_nothing_is_claimed():
    few = PriceSign("discount", None, "share", 29, 0.5, 0.4, 0.6, 0.1)
    assert not few.reliable
    assert PriceSensitivity((few,)).verdict == "unknown"


def test_signs_that_disagree_are_said_to():
    low = PriceSign("discount", None, "share", 90, 0.5, 0.4, 0.6, 0.1)
    dear = PriceSign("level", None, "ratio", 90, 1.3, 1.2, 1.4, 1.0, sensitive=False)
    assert PriceSensitivity((low, dear)).verdict == "mixed"
    assert PriceSensitivity((dear,)).verdict == "less"


def test_without_prices_the_card_says_why_it_knows_nothing(personas):
    rows = [
        (f"C{i}", "a" if i % 2 else "b", i % 7, (i * 3) % 11 + 20 * (i % 2)) for i in range(200)
    ]
    frame = pd.DataFrame(rows, columns=["customer_id", "plan", "visits", "logins"])
    personas.import_table(csv(frame), "people.csv")
    first = personas.make()[0].prices
    assert (first.signs, first.verdict, first.leading) == ((), "unknown", None)
    assert "discount column" in first.why_not()


def test_money_columns_of_a_customer_file_are_added_up(personas):
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(
        {
            "ID": range(200),
            "MntWines": rng.integers(0, 900, 200),
            "MntFruits": rng.integers(0, 90, 200),
            "Income": rng.integers(9000, 90000, 200),
        }
    )
    report = personas.import_table(csv(frame), "people.csv")
    assert report.mapping.spending == ("MntWines", "MntFruits")
    worth = personas.population().worth
    assert worth.sum() == pytest.approx(frame[["MntWines", "MntFruits"]].to_numpy().sum())
    assert sum(p.value for p in personas.make()) == pytest.approx(worth.sum())


@pytest.mark.parametrize("column", ["TotalCharges", "MonthlyCharges"])
def test_charges_are_money(column):
    frame = pd.DataFrame({"customerID": ["a", "b", "c"], column: ["29.85", "56.95", "1889.5"]})
    assert guess_mapping(list(frame.columns), frame).amount == column
