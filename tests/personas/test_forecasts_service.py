from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.errors import InputRejected, NotFound
from core.jobs import Jobs
from core.personas.forecasts import PURCHASES, RESPONSE, action_list, trees
from core.settings import Settings
from core.studio import Studio, open_studio
from tests.personas.conftest import csv, shop
from tests.personas.test_forecasts_response import leaving


def shop_of(home, customers: int) -> Studio:
    """A studio with a shop's personas and the forecast of their purchases."""
    studio = open_studio(Settings(home=home))
    studio.personas.import_table(csv(shop(customers=customers)[0]), "shop.csv")
    studio.personas.make()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Jobs, "_spawn", lambda self, job_id: self.run(job_id))
        job = studio.forecasts.start_purchases(91)
    assert studio.jobs.get(job).state == "done"
    return studio


@pytest.fixture(scope="module")
def shopping(tmp_path_factory):
    return shop_of(tmp_path_factory.mktemp("home"), 300)


def test_every_buyer_has_a_row_with_their_group(shopping):
    groups = shopping.forecasts.by_segment(PURCHASES)
    assert sum(group.customers for group in groups) == 300
    assert {g.segment for g in groups} == {p.segment for p in shopping.personas.list()}


def test_a_newer_forecast_takes_the_place_of_the_last_and_rows_go_with_customers(
    tmp_path, inline_jobs
):
    studio = shop_of(tmp_path / "other", 120)
    first = studio.forecasts.latest(PURCHASES)
    studio.forecasts.start_purchases(30)
    second = studio.forecasts.latest(PURCHASES)
    assert second.id != first.id
    assert second.settings == {"days": 30}
    with studio.store.open() as db:
        assert db.table("forecasts").count == 1
        assert db.table("forecast_rows").count == 120
    studio.personas.remove_file(studio.personas.files()[0].id)
    with studio.store.open() as db:
        assert db.table("forecast_rows").count == 0


def test_a_file_without_ids_cannot_be_laid_beside(shopping):
    colours = pd.DataFrame({"colour": ["red", "blue"] * 20})
    with pytest.raises(InputRejected, match="no column with a customer id"):
        shopping.forecasts.beside(PURCHASES, csv(colours), "colours.csv", str)


def test_the_list_goes_out_with_reasons_and_beside_own_ids(shopping):
    found = shopping.forecasts.listed(PURCHASES, order="stake", limit=5)
    table = action_list(shopping.forecasts.cases(PURCHASES, found), {"rfm:loyal": "Loyal"})
    assert list(table["Customer"]) == [one.key for one in found]
    assert table["Why"].str.contains("Last bought").all()
    own = pd.DataFrame({"customer_id": ["C0001", "C0002", "stranger"], "score": [1, 2, 3]})
    beside = shopping.forecasts.beside(PURCHASES, csv(own), "own.csv", str)
    assert list(beside["customer_id"]) == ["C0001", "C0002"]
    chances = {
        round(100 * one.chance, 1) for one in shopping.forecasts.listed(PURCHASES, limit=300)
    }
    assert set(beside["Chance in %"]) <= chances


def test_a_file_of_strangers_is_refused(shopping):
    own = pd.DataFrame({"customer_id": ["x1", "x2"], "score": [1, 2]})
    with pytest.raises(InputRejected, match="No row"):
        shopping.forecasts.beside(PURCHASES, csv(own), "own.csv", str)


def test_buying_today_makes_silence_less_likely(shopping):
    risky = shopping.forecasts.listed(PURCHASES, limit=1)[0]
    plan = shopping.forecasts.customer(PURCHASES, risky.key)
    assert plan.if_bought_today()[0] < risky.chance <= plan.if_silent(90)[0] + 1e-9


def test_unknown_ones_are_refused(shopping):
    with pytest.raises(NotFound):
        shopping.forecasts.customer(PURCHASES, "nobody")
    with pytest.raises(NotFound):
        shopping.forecasts.listed(RESPONSE)
    with pytest.raises(InputRejected):
        shopping.forecasts.start_purchases(17)


def test_an_outcome_is_offered_and_a_stored_case_agrees_with_its_row(
    studio, inline_jobs, monkeypatch
):
    monkeypatch.setattr(trees, "_ROUNDS", 20)
    monkeypatch.setattr(trees, "_LEAVES", (4,))
    studio.personas.import_table(csv(leaving()[0]), "leaving.csv")
    ((file, outcome),) = studio.forecasts.outcomes()
    assert (outcome.column, outcome.event) == ("churned", "yes")
    studio.forecasts.start_response(file, "churned", "yes", without=["noise"])
    found = studio.forecasts.listed(RESPONSE, limit=50)
    assert studio.forecasts.latest(RESPONSE).figures["used"] == ["support calls", "plan"]
    assert np.all(np.diff([one.chance for one in found]) <= 0)
    for case in studio.forecasts.cases(RESPONSE, found):
        assert case.what_if({}) == pytest.approx(case.foretold.chance)
