"""Suggested messages on a card, and the Copy studio writing a set for each persona."""

from __future__ import annotations

import pytest

from core.copywriting import Brief
from pages._ui.brief_form import ALL_PERSONAS
from tests.personas.conftest import csv, shop

BRIEF = Brief(
    "en", "Torvi mug", ("keeps tea hot for two hours", "350 ml", "$19"), "travel mug", tone="witty"
)


@pytest.fixture
def stocked(studio, inline_jobs):
    studio.personas.import_table(csv(shop(customers=150)[0]), "shop.csv")
    studio.personas.make()
    return studio


def shown(app) -> str:
    return " ".join(element.value for element in (*app.subheader, *app.markdown, *app.caption))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_card_says_where_it_comes_from_and_what_the_price_means(open_page, stocked, lang):
    persona = stocked.personas.list()[0]
    app = open_page("personas", lang, persona=str(persona.id))
    assert "shop\\.csv" in shown(app)
    assert not app.exception


def test_three_messages_are_asked_for_and_taken_to_the_copy_studio(open_page, stocked):
    stocked.copy.keep(BRIEF)
    persona = stocked.personas.list()[0]
    app = open_page("personas", persona=str(persona.id))
    assert "does not read personas" in shown(app)
    app.button(key="personas-messages-start").click().run()
    assert not app.exception
    messages = stocked.personas.get(persona.id).messages
    assert len(messages) == 3
    assert shown(app).count("Leans on") == 3
    app.feedback(key=f"vote-{messages[0].draft}").set_value(1).run()
    assert stocked.ratings.vote(messages[0].draft).value == 1
    app.button(key="personas-messages-open").click().run()
    assert not app.exception
    assert app.session_state["copy_studio-drafts"] == [one.draft for one in messages]
    assert app.text_input(key="copy_studio-product").value == "Torvi mug"
    assert app.selectbox(key="copy_studio-persona").value == persona.id


def test_without_a_brief_the_card_says_what_is_missing(open_page, stocked):
    app = open_page("personas", persona=str(stocked.personas.list()[0].id))
    assert any("brief" in info.value for info in app.info)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_set_for_each_persona_is_laid_side_by_side(open_page, stocked, lang):
    app = open_page("copy_studio", lang)
    app.text_input(key="copy_studio-product").set_value("Torvi mug")
    app.segmented_control(key="copy_studio-lang").set_value("en")
    app.text_area(key="copy_studio-facts").set_value("\n".join(BRIEF.facts))
    app.selectbox(key="copy_studio-persona").set_value(ALL_PERSONAS).run()
    assert not app.exception
    people = app.multiselect(key="copy_studio-personas").value
    assert len(people) == len(stocked.personas.list())
    app.slider(key="copy_studio-count").set_value(1).run()
    app.button(key="copy_studio-write").click().run()
    assert not app.exception
    found = stocked.persona_copy.sets()
    assert len(found) == len(people)
    texts = shown(app)
    assert all(stocked.personas.get(one.persona_id).name[:4] for one in found)
    assert all(one.drafts[0].text[:6] in texts.replace("\\", "") for one in found)


def test_two_imports_are_shown_one_at_a_time(open_page, stocked):
    own = shop(seed=4, customers=120)[0]
    own["customer_id"] = "X" + own["customer_id"]
    stocked.personas.import_table(csv(own), "own.csv")
    made = stocked.personas.make()
    app = open_page("personas")
    drawn = {b.key for b in app.button if str(b.key).startswith("personas-open-")}
    assert drawn == {f"personas-open-{persona.id}" for persona in made}
    chosen = app.selectbox(key="personas-origin")
    chosen.set_value("purchases/shop.csv").run()
    assert not app.exception
    drawn = {b.key for b in app.button if str(b.key).startswith("personas-open-")}
    assert drawn & {f"personas-open-{persona.id}" for persona in made} == set()
    assert drawn
