from __future__ import annotations

import pytest

from core.copywriting import CopyDesk, Filters
from core.errors import EngineFailed

FACTS = "holds 0.8 litres\nkeeps warm for 30 minutes\n$39"


def filled(app, product: str = "Brindle Kettle", facts: str = FACTS):
    app.text_input(key="copy_studio-product").set_value(product)
    app.text_area(key="copy_studio-facts").set_value(facts)
    return app


def written(app):
    app.button(key="copy_studio-write").click().run(timeout=90)
    assert not app.exception
    return app


def drafts(studio):
    return studio.library.find(Filters()).rows


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_brief_becomes_stored_drafts_that_can_be_rated(open_page, studio, lang: str) -> None:
    product = {"en": "Brindle Kettle", "zh": "半盏水壶"}[lang]
    facts = {"en": FACTS, "zh": "容量0.6升\n三分钟烧开\n129元"}[lang]
    app = written(filled(open_page("copy_studio", lang=lang), product, facts))
    assert not app.error
    rows = drafts(studio)
    assert rows
    assert {row.draft.language for row in rows} == {lang}
    first = app.session_state["copy_studio-drafts"][0]
    app.feedback(key=f"vote-{first}").set_value(0).run()
    assert studio.ratings.vote(first).value == -1
    app.button_group(key=f"reason-{first}").set_value("dull").run()
    assert studio.ratings.vote(first).reason == "dull"
    app.feedback(key=f"vote-{first}").set_value(1).run()
    assert studio.ratings.vote(first).value == 1
    assert [vote.value for vote in studio.ratings.history(first)][-1] == 1


def test_an_incomplete_brief_says_what_is_missing_and_stores_nothing(open_page, studio) -> None:
    app = written(open_page("copy_studio"))
    assert "product name" in app.error[0].value
    app = written(filled(open_page("copy_studio"), facts="x" * 10_000))
    assert app.error
    assert not drafts(studio)


def test_markup_in_a_brief_is_shown_as_text(open_page, studio) -> None:
    app = written(filled(open_page("copy_studio"), product="<b>Kettle</b>"))
    shown = " ".join(element.value for element in app.markdown)
    assert "<b>" not in shown.replace("\\<b\\>", "")


def test_an_example_fills_the_form(open_page) -> None:
    app = open_page("copy_studio")
    start = app.selectbox(key="copy_studio-start")
    start.set_value(start.options[0]).run()
    assert app.text_input(key="copy_studio-product").value
    assert app.text_area(key="copy_studio-facts").value.count("\n") >= 2


def test_an_edit_is_a_new_version(open_page, studio) -> None:
    app = written(filled(open_page("copy_studio")))
    first = app.session_state["copy_studio-drafts"][0]
    app.text_area(key=f"edit-{first}").set_value("Brindle Kettle holds 0.8 litres.").run()
    app.button(key=f"save-{first}").click().run()
    assert not app.error
    assert [d.origin for d in studio.library.versions(first)] == ["engine", "edit"]


def test_an_edit_that_a_check_forbids_stays_on_the_page(open_page) -> None:
    app = written(filled(open_page("copy_studio")))
    first = app.session_state["copy_studio-drafts"][0]
    app.text_area(key=f"edit-{first}").set_value("Brindle Kettle is the best.").run()
    app.button(key=f"save-{first}").click().run()
    edited = app.session_state["copy_studio-drafts"][0]
    assert edited != first
    assert app.text_area(key=f"edit-{edited}").value == "Brindle Kettle is the best."
    assert any("not usable" in caption.value for caption in app.caption)


def test_a_request_that_breaks_off_shows_no_earlier_report(open_page, monkeypatch) -> None:
    def fails(*given: object, **wishes: object) -> None:
        raise EngineFailed("It broke.")

    app = written(filled(open_page("copy_studio")))
    assert any("written by" in caption.value for caption in app.caption)
    monkeypatch.setattr(CopyDesk, "write", fails)
    written(app)
    app.run()
    assert not any("written by" in caption.value for caption in app.caption)
