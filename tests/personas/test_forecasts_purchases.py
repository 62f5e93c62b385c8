from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.errors import InputRejected
from core.personas.forecasts.measures import (
    calibration_error,
    chance_intervals,
    ndcg,
    ranking,
    value_intervals,
)
from core.personas.forecasts.products import Baskets, next_products
from core.personas.forecasts.purchases import foretell_purchases, orders_of, rhythms
from core.personas.forecasts.repeat import Buying, Rhythm, Spending, fit_buying, fit_spending

CDNOW = Buying(0.243, 4.414 * 7, 0.793, 2.426)


def quiet(done: int, total: int) -> None:
    assert 0 <= done < total


def one(again: float, last: float, age: float, spent: float = 1.0) -> Rhythm:
    return Rhythm(*(np.array([value]) for value in (again, last, age, spent)))


def test_expected_purchases_are_those_of_the_paper():
    # Fader, Hardie and Lee, "Implementing the BG/NBD model in Excel": customer 1 of CDNOW.
    found = CDNOW.expected(one(2, 30.43 * 7, 38.86 * 7), 39 * 7)
    assert found[0] == pytest.approx(1.226, abs=0.001)


def test_expected_value_is_that_of_the_paper():
    # Fader and Hardie (2013): two repeat orders of 22.35 on average, with the CDNOW parameters.
    found = Spending(6.25, 3.74, 15.44).per_order(one(1, 0, 0, 22.35))
    assert found[0] == pytest.approx(24.65, abs=0.05)


def test_silence_and_life_agree_with_each_other():
    regular, gone = one(20, 340, 350), one(20, 100, 350)
    assert CDNOW.alive(regular)[0] > 0.9
    assert CDNOW.alive(gone)[0] < 0.1
    assert CDNOW.silent(regular, 1e9)[0] == pytest.approx(1 - CDNOW.alive(regular)[0], abs=0.01)
    assert CDNOW.silent(regular, 0)[0] == pytest.approx(1)


def bought(seed: int, customers: int = 900, days: int = 720) -> pd.DataFrame:
    """Orders of customers who come at a rate of their own, until some go for good."""
    rng = np.random.default_rng(seed)
    rows = []
    for i in range(customers):
        rate, leaves = rng.gamma(0.8, 1 / 60), rng.beta(0.8, 4)
        usual, day = rng.gamma(4, 10), rng.integers(0, days // 2)
        while day < days:
            rows.append((i, day, usual * rng.gamma(5, 0.2)))
            if rng.random() < leaves:
                break
            day += max(1, int(rng.exponential(1 / max(rate, 1e-6))))
    return pd.DataFrame(rows, columns=["customer", "day", "amount"])


@pytest.fixture(scope="module")
def orders():
    table = bought(4)
    at = pd.Timestamp("2024-01-01") + pd.to_timedelta(table["day"], unit="D")
    return orders_of(table["customer"].to_numpy(), at, table["amount"])


def test_planted_habits_are_found_again():
    rng = np.random.default_rng(5)
    n = 4000
    rate, leaves = rng.gamma(0.9, 1 / 12, n), rng.beta(0.8, 3, n)
    age = rng.uniform(20, 60, n)
    again, last = np.zeros(n), np.zeros(n)
    for i in range(n):
        at = 0.0
        while rng.random() >= leaves[i] or again[i] == 0:
            at += rng.exponential(1 / rate[i])
            if at > age[i]:
                break
            again[i], last[i] = again[i] + 1, at
    spent = rng.gamma(6, 1, n) * 10
    found = fit_buying(Rhythm(again, 7 * last, 7 * age, spent))
    assert found.r == pytest.approx(0.9, rel=0.25)
    assert found.alpha == pytest.approx(12 * 7, rel=0.3)
    assert found.a / (found.a + found.b) == pytest.approx(0.8 / 3.8, abs=0.08)


def test_planted_spending_is_found_again():
    rng = np.random.default_rng(6)
    n, p, q, v = 4000, 4.0, 3.0, 20.0
    again = rng.poisson(3, n).astype(float)
    scale = rng.gamma(q, 1 / v, n)
    spent = rng.gamma(p * (again + 1), 1 / scale) / (again + 1)
    found = fit_spending(Rhythm(again, again, again, spent))
    assert found.p * found.v / (found.q - 1) == pytest.approx(p * v / (q - 1), rel=0.05)


def test_the_forecast_beats_the_same_as_last_period(orders):
    made = foretell_purchases(orders, 91, quiet)
    figures = made.figures
    for kind in ("purchases", "value"):
        for error in ("mean", "squares"):
            assert figures[f"{kind}_error"][error] < figures[f"{kind}_baseline"][error]
    assert figures["ece"] < 0.05
    assert figures["auc"] > figures["baseline_auc"] > 0.6
    assert (made.low <= made.chances).all()
    assert (made.chances <= made.high).all()
    assert (made.value_low <= made.value_high).all()
    assert made.figures["until"] == orders.span[1]


def test_returns_and_lines_of_a_day_make_no_orders():
    at = pd.to_datetime(
        pd.Series(["2024-01-01 09:00", "2024-01-01 17:00", "2024-01-05", None]), format="ISO8601"
    )
    found = orders_of(np.array([0, 0, 0, 0]), at, pd.Series([5.0, 7.0, -5.0, 9.0]))
    assert list(found.amount) == [12.0]
    assert found.priced


def test_an_unknown_amount_is_left_out_of_what_a_customer_spends():
    at = pd.Series(pd.to_datetime(["2024-01-01", "2024-01-05", "2024-01-09", "2024-01-02"]))
    found = orders_of(np.array([0, 0, 0, 1]), at, pd.Series([30.0, np.nan, 50.0, np.nan]))
    _, rhythm = rhythms(found, found.day.max())
    assert rhythm.spent[0] == pytest.approx(40)
    assert np.isnan(rhythm.spent[1])
    spending = Spending(6.25, 3.74, 15.44)
    value = spending.per_order(rhythm)
    assert value[0] == spending.per_order(one(1, 0, 0, 40.0))[0]
    assert value[1] == pytest.approx(6.25 * 15.44 / 2.74)


def test_missing_amounts_hardly_move_the_forecast(orders):
    rng = np.random.default_rng(6)
    known = np.where(rng.random(len(orders.amount)) < 0.7, orders.amount, np.nan)
    whole = foretell_purchases(orders, 91, quiet)
    part = foretell_purchases(replace(orders, amount=known), 91, quiet)
    assert whole.figures["priced"] == 1
    assert part.figures["priced"] == pytest.approx(0.7, abs=0.02)
    assert part.value.sum() == pytest.approx(whole.value.sum(), rel=0.05)
    assert part.figures["value_sum"][1] == pytest.approx(whole.figures["value_sum"][1], rel=0.05)


def test_too_short_a_time_is_said():
    at = pd.Series(pd.date_range("2024-01-01", periods=40))
    with pytest.raises(InputRejected, match="came back"):
        foretell_purchases(orders_of(np.arange(40), at, pd.Series([1.0] * 40)), 30, quiet)


def lines(seed: int, taste: bool) -> Baskets:
    """Six lines each over a year: by one of three tastes, or all of them by the same odds."""
    rng = np.random.default_rng(seed)
    n, items = 500, 30
    common = rng.dirichlet(np.full(items, 2.0))
    odds = np.tile(common, (3, 1))
    if taste:
        for kind in range(3):
            odds[kind, np.arange(items) % 3 != kind] *= 0.15
        odds /= odds.sum(axis=1, keepdims=True)
    customer = np.repeat(np.arange(n), 8)
    item = np.array([rng.choice(items, p=odds[c % 3]) for c in customer])
    day = rng.uniform(0, 360, len(customer))
    return Baskets(customer, item, day, [f"item {i}" for i in range(items)], n)


def test_next_products_beat_the_most_popular_where_people_differ():
    found = next_products(lines(7, taste=True), 60)
    assert found.figures["gain_low"] > 0
    assert found.figures["ndcg"] > found.figures["baseline_ndcg"] + 0.05
    assert found.top.shape == (500, 10)
    assert (found.because >= -1).all()
    assert (found.because >= 0).mean() > 0.9


def test_where_all_choose_alike_the_most_popular_is_kept():
    figures = next_products(lines(8, taste=False), 60).figures
    assert figures["share"] == 0
    assert figures["ndcg"] == pytest.approx(figures["baseline_ndcg"], abs=0.01)


def test_rankings_are_measured_as_published():
    assert (
        ranking(np.array([0.1, 0.4, 0.35, 0.8]), np.array([False, False, True, True])).auc == 0.75
    )
    relevant = np.array([[True, False, True, False]])
    perfect, late = np.array([[0, 2, 1, 3]]), np.array([[1, 3, 0, 2]])
    assert ndcg(perfect, relevant)[0] == pytest.approx(1.0)
    expected = (1 / np.log2(4) + 1 / np.log2(5)) / (1 + 1 / np.log2(3))
    assert ndcg(late, relevant)[0] == pytest.approx(expected)


def test_calibration_and_intervals_follow_what_happened():
    rng = np.random.default_rng(9)
    chances = rng.random(4000)
    happened = rng.random(4000) < chances
    assert calibration_error(chances, happened) < 0.03
    assert calibration_error(chances**3, happened) > 0.2
    low, high, like = chance_intervals(chances, happened, np.array([0.2, 0.9]))
    assert like == 400
    assert low[0] < 0.2 < high[0] < low[1] < 0.9 < high[1]
    low, high, _ = value_intervals(chances, chances * rng.uniform(0, 3, 4000), np.array([0.5]))
    assert low[0] == pytest.approx(0.15, abs=0.08)
    assert high[0] == pytest.approx(1.35, abs=0.15)


def test_a_forecast_lies_within_its_range_and_not_at_its_end():
    rng = np.random.default_rng(3)
    known = rng.uniform(10, 100, 2000)
    became = np.where(rng.random(2000) < 0.92, 0.0, known * 12)  # the mean is right, most bring 0
    low, high, _ = value_intervals(known, became, known)
    assert (low < known).all()
    assert (high > 1.05 * known).all()
    chances = rng.uniform(0.05, 0.95, 2000)
    never = np.zeros(2000, dtype=bool)
    low, high, _ = chance_intervals(chances, never, chances)
    assert (low < chances).all()
    assert (high > chances).all()
