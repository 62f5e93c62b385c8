from __future__ import annotations

import pytest

from tests.personas.conftest import csv, shop


@pytest.fixture
def stocked(studio):
    studio.personas.import_table(csv(shop()[0]), "shop.csv")
    return studio


def shown(app) -> str:
    return " ".join(element.value for element in (*app.subheader, *app.markdown, *app.caption))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_empty_page_teaches(open_page, lang):
    app = open_page("personas", lang)
    assert len(app.subheader) == 1
    assert not app.exception


def test_customers_become_cards(open_page, stocked):
    app = open_page("personas")
    assert app.subheader[0].value == "Your customers are in. Which groups are among them?"
    app.button(key="personas-find").click().run()
    assert not app.exception
    made = stocked.personas.list()
    assert made
    assert all(app.button(key=f"personas-write-{persona.id}") for persona in made)
    assert "Champions" in shown(app)


def test_segments_by_likeness(open_page, stocked):
    app = open_page("personas")
    app.radio(key="personas-how").set_value("clusters").run()
    app.button(key="personas-find").click().run()
    assert not app.exception
    assert {p.grouping.method for p in stocked.personas.list()} == {"clusters"}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_card_opens_with_its_evidence(open_page, stocked, lang):
    persona = stocked.personas.make()[0]
    app = open_page("personas", lang, persona=str(persona.id))
    assert not app.exception
    table = app.dataframe[0].value
    assert len(table) == len(persona.traits)


def test_an_unknown_persona_shows_the_list(open_page, stocked):
    stocked.personas.make()
    app = open_page("personas", persona="999")
    assert app.button(key="personas-add")


def test_rename_and_delete(open_page, stocked):
    persona = stocked.personas.make()[0]
    app = open_page("personas", persona=str(persona.id))
    app.text_input(key=f"personas-name-{persona.id}").set_value("Tea people <b>")
    app.button(key="personas-rename").click().run()
    assert stocked.personas.get(persona.id).name == "Tea people <b>"
    assert "Tea people \\<b\\>" in shown(app)
    app.button(key="personas-delete").click().run()
    assert persona.id not in {p.id for p in stocked.personas.list()}
    assert not app.exception


def test_a_note_a_lock_and_an_earlier_version(open_page, stocked):
    persona = stocked.personas.make()[0]
    stocked.personas.make()
    app = open_page("personas", persona=str(persona.id))
    assert "Nothing that chance does not explain" in shown(app)
    app.text_area(key=f"personas-note-{persona.id}").set_value("First names, please").run()
    app.toggle(key=f"personas-lock-{persona.id}").set_value(True).run()
    kept = stocked.personas.get(persona.id)
    assert (kept.note, kept.locked, kept.version) == ("First names, please", True, 2)
    app.button(key=f"personas-bring-back-{persona.id}").click().run()
    assert not app.exception
    assert stocked.personas.get(persona.id).version == 3


def test_movement_over_time_is_drawn_when_asked_for(open_page, stocked):
    stocked.personas.make()
    app = open_page("personas")
    before = len(app.get("plotly_chart"))
    app.toggle(key="personas-history").set_value(True).run()
    assert not app.exception
    assert len(app.get("plotly_chart")) == before + 2


def test_write_for_them_chooses_the_persona_in_the_copy_studio(open_page, stocked):
    persona = stocked.personas.make()[0]
    app = open_page("personas")
    app.button(key=f"personas-write-{persona.id}").click().run()
    assert not app.exception
    assert app.selectbox(key="copy_studio-persona").value == persona.id


def test_an_upload_is_guessed_confirmed_and_stored(open_page, studio):
    app = open_page("personas")
    app.file_uploader(key="personas-file").set_value(("shop.csv", csv(shop()[0]), "text/csv")).run()
    assert not app.exception
    guessed = [box.value for box in app.selectbox]
    assert guessed == [
        "customer_id",
        "order_date",
        None,
        "amount",
        "product",
        "channel",
        *[None] * 3,
    ]
    app.button(key="personas-import").click().run()
    assert not app.exception
    (file,) = studio.personas.files()
    assert file.customers == 600
    app.button(key="personas-find").click().run()
    assert studio.personas.list()


def test_a_picture_is_refused_in_words(open_page, studio):
    app = open_page("personas")
    picture = b"\x89PNG\r\n\x1a\n" + b"\0" * 200
    app.file_uploader(key="personas-file").set_value(("shop.csv", picture, "text/csv")).run()
    assert not app.exception
    assert app.error
    assert studio.personas.files() == []


def test_a_persona_by_hand_is_marked(open_page, studio):
    app = open_page("personas")
    app.text_input(key="personas-new-name").set_value("Busy parents")
    app.text_area(key="personas-new-who").set_value("Little time")
    app.button(key="personas-new-save").click().run()
    assert not app.exception
    (made,) = studio.personas.list()
    assert made.assumed
    assert "Little time" in shown(app)


def test_a_file_can_be_removed(open_page, stocked):
    stocked.personas.make()
    (file,) = stocked.personas.files()
    app = open_page("personas")
    app.button(key=f"personas-remove-{file.id}").click().run()
    assert not app.exception
    assert stocked.personas.files() == []


def test_rules_of_ones_own_are_asked_for_and_missing_ones_named(open_page, studio):
    studio.personas.import_table(csv(shop(customers=60)[0]), "shop.csv")
    app = open_page("personas")
    app.radio(key="personas-how").set_value("rules").run()
    assert not app.exception
    app.button(key="personas-find").click().run()
    assert not app.exception
    assert "0 rules" in app.error[0].value
    assert studio.personas.list() == []


def test_cut_points_typed_by_a_person_are_kept(open_page, studio):
    studio.personas.import_table(csv(shop(customers=120)[0]), "shop.csv")
    app = open_page("personas")
    app.number_input(key="personas-cut-recent").set_value(30.0).run()
    app.button(key="personas-find").click().run()
    assert not app.exception
    made = studio.personas.list()
    assert made[0].grouping.wishes == {"cuts": {"recent": 30.0}}
