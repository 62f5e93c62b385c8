"""What customers will do, on the Personas page."""

from __future__ import annotations

import pytest

from core.personas.forecasts import PURCHASES, RESPONSE, trees
from tests.personas.conftest import csv, shop
from tests.personas.test_forecasts_response import leaving


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(trees, "_ROUNDS", 20)
    monkeypatch.setattr(trees, "_LEAVES", (4,))


@pytest.fixture
def future(open_page):
    def open_(lang: str = "en", question: str = PURCHASES):
        from streamlit.testing.v1 import AppTest

        app: AppTest = open_page("personas", lang)
        app.session_state["personas-view"] = "future"
        app.session_state["personas-question"] = question
        app.run()
        assert not app.exception
        return app

    return open_


def test_without_a_forecast_the_page_teaches(future, studio):
    studio.personas.import_table(csv(shop(customers=40)[0]), "shop.csv")
    app = future()
    app.button_group(key="personas-question").set_value(RESPONSE).run()
    assert app.info
    assert not [b for b in app.button if b.key == "personas-foretell-response"]


def test_purchases_are_foretold_listed_and_explained(future, studio, inline_jobs):
    studio.personas.import_table(csv(shop(customers=200)[0]), "shop.csv")
    studio.personas.make()
    app = future()
    app.button(key="personas-foretell-purchases").click().run()
    assert not app.exception
    forecast = studio.forecasts.latest(PURCHASES)
    assert f"of {forecast.figures['buyers']} buyers stay silent" in app.subheader[0].value
    said = [caption.value for caption in app.caption]
    assert r"Customers from shop\.csv" in said
    assert not [line for line in said if "NDCG" in line or "BG/NBD" in line]
    first = studio.forecasts.listed(PURCHASES, order="stake", limit=1)[0]
    assert app.selectbox(key="personas-customer-purchases").options[0].startswith(first.key[:8])
    labels = {metric.label for metric in app.metric}
    assert {"Right order", "Chances off by", "Money off by", "Chance to stay silent"} <= labels
    app.selectbox(key="personas-list-order-purchases").set_value("value").run()
    assert not app.exception
    app.button(key="personas-forecast-delete-purchases").click().run()
    assert studio.forecasts.latest(PURCHASES) is None
    assert not app.exception


def test_an_outcome_is_foretold_with_reasons_and_what_if(future, studio, inline_jobs, quick):
    frame, _ = leaving()
    studio.personas.import_table(csv(frame), "leaving.csv")
    app = future("zh", RESPONSE)
    asked = [caption.value for caption in app.caption if r"leaving\.csv" in caption.value]
    assert asked
    app.button(key="personas-foretell-response").click().run()
    assert not app.exception
    assert studio.forecasts.latest(RESPONSE).files == ("leaving.csv",)
    assert asked[0] in [caption.value for caption in app.caption]
    assert studio.forecasts.latest(RESPONSE).settings["event"] == "yes"
    first = studio.forecasts.listed(RESPONSE, limit=1)[0]
    case = studio.forecasts.customer(RESPONSE, first.key)
    assert case.reasons[0].effect > 0
    before = app.metric[-1].value
    app.selectbox(key="personas-if-column").set_value("support calls").run()
    app.number_input(key=f"personas-if-{first.key}-support calls").set_value(0.0).run()
    assert not app.exception
    assert app.metric[-1].value != before
    assert case.what_if({"support calls": 0.0}) < first.chance


def test_a_failed_attempt_says_why(future, studio, inline_jobs):
    frame = shop(customers=40)[0]
    studio.personas.import_table(csv(frame), "shop.csv")
    app = future()
    app.button(key="personas-foretell-purchases").click().run()
    assert not app.exception
    assert "came back" in app.error[0].value


def test_outcomes_of_several_files_are_told_apart(future, studio):
    frame, _ = leaving()
    for name in ("spring.csv", "autumn.csv"):
        own = frame.assign(**{frame.columns[0]: name + frame[frame.columns[0]].astype(str)})
        studio.personas.import_table(csv(own), name)
    options = future(question=RESPONSE).selectbox(key="personas-outcome").options
    assert sorted(option.split(" · ")[1] for option in options) == ["autumn.csv", "spring.csv"]
