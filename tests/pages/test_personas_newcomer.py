"""What somebody meets who sees the Personas page for the first time."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.personas.conftest import csv, shop


def others() -> bytes:
    """Purchases by nobody who is in the first file."""
    rows = shop(seed=1, customers=150)[0]
    return csv(rows.assign(customer_id="other " + rows["customer_id"]))


@pytest.fixture
def grouped(studio):
    studio.personas.import_table(csv(shop(customers=150)[0]), "shop.csv")
    studio.personas.make()
    return studio


def test_refused_answers_stay_in_the_form(open_page, studio):
    app = open_page("personas")
    app.text_area(key="personas-new-wants").set_value("Dinner in twenty minutes")
    app.button(key="personas-new-save").click().run()
    assert not app.exception
    assert app.error[0].value
    assert app.text_area(key="personas-new-wants").value == "Dinner in twenty minutes"
    app.text_input(key="personas-new-name").set_value("Busy parents")
    app.button(key="personas-new-save").click().run()
    assert [persona.name for persona in studio.personas.list()] == ["Busy parents"]
    assert app.text_area(key="personas-new-wants").value == ""


def test_a_further_import_leads_to_its_groups(open_page, grouped):
    app = open_page("personas")
    app.session_state["personas-report"] = grouped.personas.import_table(others(), "more.csv")
    app.run()
    app.button(key="personas-find-now").click().run()
    assert not app.exception
    assert app.selectbox(key="personas-origin").value.endswith("more.csv")
    assert not [button for button in app.button if button.key == "personas-report-close"]


def test_one_customer_makes_one_card(open_page, studio):
    days = pd.date_range("2025-01-03", periods=40, freq="7D")
    rows = pd.DataFrame({"customer": "C1", "date": days, "amount": range(10, 50), "product": "Tea"})
    studio.personas.import_table(csv(rows), "one.csv")
    (persona,) = studio.personas.make()
    assert persona.size == 1
    app = open_page("personas")
    assert not app.exception
    said = " ".join(element.value for element in app.markdown)
    assert "Less often" not in said
    assert "1× all" not in said
    assert "one customer only" in said


def test_a_card_bears_one_badge_everywhere(open_page, grouped):
    file = grouped.personas.import_table(others(), "more.csv").source_id
    persona = grouped.personas.make(file)[0]
    listed = [line.value for line in open_page("personas").markdown]
    (opened,) = [
        line.value
        for line in open_page("personas", persona=str(persona.id)).markdown
        if line.value.startswith("####")
    ]
    assert opened in listed
    badge = opened.split("&nbsp;")[1]
    page = grouped.personas.card(persona.id, "html", "en", str).decode()
    assert f">{badge}<" in page


def test_without_a_brief_a_card_leads_to_writing_one(open_page, grouped):
    persona = grouped.personas.list()[0]
    app = open_page("personas", persona=str(persona.id))
    assert not app.exception
    assert "Write a brief" in [link.proto.label for link in app.get("page_link")]


def test_a_card_that_is_kept_says_so_among_the_others(open_page, grouped):
    persona = grouped.personas.list()[0]
    before = open_page("personas").markdown
    assert not [line for line in before if "Kept as it is" in line.value]
    grouped.personas.update(persona.id, locked=True)
    marked = [line for line in open_page("personas").markdown if "Kept as it is" in line.value]
    assert len(marked) == 1


def test_a_newer_file_tells_how_many_they_are_now(open_page, studio):
    rows = shop(customers=150)[0]
    studio.personas.import_table(csv(rows), "spring.csv")
    first = studio.personas.make()[0]
    newer = shop(seed=4, customers=260)[0]
    studio.personas.import_table(csv(newer), "autumn.csv")
    (now,) = [one for one in studio.personas.make() if one.id == first.id]
    assert now.version == 2
    said = [line.value for line in open_page("personas", persona=str(first.id)).caption]
    assert f"Customers: {first.size} → {now.size}" in said
