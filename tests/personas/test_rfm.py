from __future__ import annotations

import pandas as pd

from core.personas import rfm
from core.personas.population import gather
from tests.personas.conftest import shop


def summed(frame: pd.DataFrame):
    stored = frame.rename(columns={"customer_id": "customer_key", "order_date": "bought_at"})
    stored["bought_at"] = stored["bought_at"].str.replace(" ", "T")
    return gather("purchases", [], stored, frozenset())


def test_segments_mean_what_their_names_say():
    frame, _ = shop()
    population = summed(frame)
    found = rfm.segment(population.purchases)
    table = population.purchases.per_customer.assign(segment=found.keys)
    middle = table.groupby("segment")[["recency", "orders", "spend"]].median()
    assert middle.loc["champions", "orders"] > middle.loc["attention", "orders"]
    assert middle.loc["champions", "recency"] < middle.loc["lapsed", "recency"]
    assert set(table.loc[table["segment"] == "gifts", "orders"]) == {1.0}
    assert 0.7 < found.stability <= 1


def test_late_year_buyers_are_called_gift_buyers_only_where_they_crowd():
    frame, _ = shop()
    spread = frame.copy()
    days = pd.date_range("2025-01-01", "2025-12-30", periods=len(spread))
    spread["order_date"] = days.strftime("%Y-%m-%d %H:%M")
    assert "gifts" in set(rfm.segment(summed(frame).purchases).keys)
    assert "gifts" not in set(rfm.segment(summed(spread).purchases).keys)


def test_lines_of_one_moment_are_one_order_and_returns_are_none():
    frame = pd.DataFrame(
        {
            "customer_id": ["a", "a", "a", "b"],
            "order_date": ["2025-01-01", "2025-01-01", "2025-02-01", "2025-01-31"],
            "amount": [10.0, 5.0, -5.0, 7.0],
            "product": ["", "", "", ""],
            "channel": ["", "", "", ""],
        }
    )
    table = summed(frame).purchases.per_customer
    assert table["orders"].tolist() == [1.0, 1.0]
    assert table["spend"].tolist() == [10.0, 7.0]
    assert table["recency"].tolist() == [30.0, 0.0]


def test_the_cut_points_are_told():
    frame, _ = shop()
    sentences = [phrase.text() for phrase in rfm.segment(summed(frame).purchases).explained()]
    assert all("{" not in sentence for sentence in sentences)
    assert sentences[0].startswith("Recent means at most ")
