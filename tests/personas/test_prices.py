"""Price sensitivity: what the data tell, with its interval, and nothing where they do not."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.personas.columns import guess_mapping
from core.personas.prices import PriceSensitivity, PriceSign, PriceTalk, price_sensitivity
from core.personas.values import read_discounts
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


def bargain_counts(customers: int = 400, seed: int = 5) -> pd.DataFrame:
    """Half of the customers buy twenty times, one in ten of it as a deal; the others four times,
    half of it as a deal. So who buys more takes as many deals and needs them less."""
    rng = np.random.default_rng(seed)
    often = np.arange(customers) % 2 == 0
    orders = np.where(often, rng.integers(18, 30, customers), rng.integers(2, 9, customers))
    deals = rng.binomial(orders, np.where(often, 0.1, 0.3))
    web = rng.binomial(orders, 0.5)
    return pd.DataFrame(
        {
            "ID": np.arange(customers),
            "Plan": np.where(often, "club", "guest"),
            "NumDealsPurchases": deals,
            "NumWebPurchases": web,
            "NumStorePurchases": orders - web,
        }
    )


def deal_sign(personas, frame: pd.DataFrame, plan: str) -> PriceSign | None:
    personas.import_table(csv(frame), "people.csv")
    population = personas.population()
    members = (population.attributes["Plan"] == plan).to_numpy()
    found = price_sensitivity(population, members, PriceTalk(), PriceTalk())
    return next((sign for sign in found.signs if sign.kind == "deals"), None)


def test_deals_count_as_a_share_of_purchases(personas):
    frame = bargain_counts()
    sign = deal_sign(personas, frame, "guest")
    few = frame[frame["Plan"] == "guest"]
    orders = few[["NumWebPurchases", "NumStorePurchases"]].to_numpy().sum()
    assert sign.unit == "share"
    assert sign.value == pytest.approx(few["NumDealsPurchases"].sum() / orders, abs=0.001)
    assert few["NumDealsPurchases"].mean() < frame["NumDealsPurchases"].mean()
    assert sign.direction == 1


def test_a_column_of_all_purchases_goes_before_those_of_channels(personas):
    frame = bargain_counts()
    frame["Total orders"] = 2 * (frame["NumWebPurchases"] + frame["NumStorePurchases"])
    sign = deal_sign(personas, frame, "club")
    club = frame[frame["Plan"] == "club"]
    share = club["NumDealsPurchases"].sum() / club["Total orders"].sum()
    assert sign.value == pytest.approx(share, abs=0.001)
    assert sign.direction == -1


def test_deals_without_purchases_to_set_them_against_say_nothing(personas):
    frame = bargain_counts().drop(columns=["NumWebPurchases", "NumStorePurchases"])
    assert deal_sign(personas, frame, "guest") is None


def test_a_share_of_deals_is_taken_as_it_stands(personas):
    frame = bargain_counts()
    orders = frame["NumWebPurchases"] + frame["NumStorePurchases"]
    frame["Deal rate"] = (frame.pop("NumDealsPurchases") / orders).round(3)
    sign = deal_sign(personas, frame, "guest")
    assert (sign.unit, sign.direction) == ("mean", 1)


def test_discounts_in_words_are_read(personas):
    frame = bargains(column="优惠")
    worded = {"无": 0, "8折": 20}
    frame["优惠"] = frame["优惠"].map({off: word for word, off in worded.items()})
    found = by_channel(personas, frame)
    (sign,) = [s for s in found["app"].prices.signs if s.kind == "discount"]
    mine = frame[frame["channel"] == "app"]
    assert sign.value == pytest.approx((mine["优惠"] == "8折").mean(), abs=0.001)
    assert found["app"].prices.verdict == "more"


def test_cells_of_discounts_are_read():
    cells = pd.Series(
        ["8折", "85 折", "打9.5折", "10折", "无", "原价", "Yes", "no", "15%", "", "?"]
    )
    read = read_discounts(cells).round(3).tolist()
    assert read[:9] == [0.2, 0.15, 0.05, 0, 0, 0, 1, 0, 15]
    assert all(np.isnan(read[9:]))


def test_who_looks_at_the_price_is_not_kept_from_discounts(personas):
    """Big spenders who pay less than others for the same goods."""
    rng = np.random.default_rng(2)
    rows = []
    for i in range(240):
        keen = i % 2 == 0
        for _ in range(12 if keen else 3):
            price = 40 * (rng.choice([0.85, 1]) if keen else 1)
            day = pd.Timestamp("2025-01-01") + pd.Timedelta(days=int(rng.integers(0, 360)))
            place = "app" if keen else "store"
            rows.append((f"C{i}", f"{day:%Y-%m-%d}", price, f"Tea {i % 3}", place))
    columns = ["customer_id", "date", "amount", "product", "channel"]
    found = by_channel(personas, pd.DataFrame(rows, columns=columns))
    assert found["app"].prices.verdict == "more"
    assert not any("discounts" in line.text() for line in found["app"].avoid)
