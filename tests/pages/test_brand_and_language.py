"""On the pages: the learnt style guide, how much a draft sounds like its brand, the other
language."""

from __future__ import annotations

import pytest

from core.copywriting import Brief, Voice
from pages._ui import brand_guide
from pages._ui.texts import plain

TEXTS = (
    "We boil. You sleep. The harbour is quiet.",
    "We pour. You wait a little. The harbour wakes.",
    "We hum. You rest. No harbour lights yet.",
    "We warm the cup. You read. The harbour stays dark.",
    "We listen. You talk. The harbour carries it.",
)
BRIEF = Brief.from_dict(
    {"lang": "en", "product": "Aurora Kettle", "facts": ["boils in three minutes", "$39"]}
)


def said(app) -> str:
    parts = [*app.markdown, *app.caption, *app.subheader, *app.info, *app.warning, *app.success]
    return "\n".join(part.value for part in parts)


def draft(studio) -> int:
    studio.engines.choose("writer", "echo")
    (found,) = studio.copy.write(BRIEF, "x_post", 1, seed=1)
    return found.id


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_under_five_texts_the_page_says_how_many_it_takes(open_page, studio, lang) -> None:
    studio.brands.save("Harbour", Voice(examples=TEXTS[:4]))
    app = open_page("workspace", lang=lang)
    assert any("5" in info.value and "4" in info.value for info in app.info)


def test_the_guide_stands_on_the_page_and_a_text_is_held_against_it(open_page, studio) -> None:
    brand = studio.brands.save("Harbour", Voice(examples=TEXTS))
    app = open_page("workspace")
    app.text_area(key=f"workspace-guide-text-{brand.id}").set_value("BUY NOW! Best deal!").run()
    assert not app.exception
    text = said(app)
    assert plain("Sounds like your brand:") in text
    assert plain("An exclamation mark; only 0 of your 5 texts have one.") in text


def test_a_card_says_how_much_it_sounds_like_the_brand(open_page, studio) -> None:
    studio.brands.save("Harbour", Voice(examples=TEXTS))
    draft(studio)
    assert plain("Sounds like your brand:") in said(open_page("library"))


def open_panel(app, id: int):
    app.session_state["drafts-transcreating"] = id
    return app.run()


def test_without_a_language_model_the_panel_says_what_is_needed(open_page, studio) -> None:
    id = draft(studio)
    app = open_panel(open_page("library"), id)
    assert not app.exception
    assert "This takes a language model" in app.info[0].value


def test_a_server_that_fails_leaves_the_panel_standing(open_page, studio) -> None:
    id = draft(studio)
    studio.engines.add_endpoint("tiny", "http://127.0.0.1:9/v1")
    app = open_panel(open_page("library"), id)
    app.button(key=f"transcreate-go-{id}").click().run()
    assert not app.exception
    assert "cannot be reached" in app.error[0].value
    assert app.button(key=f"transcreate-go-{id}")


def test_what_is_typed_into_the_table_becomes_the_guide(studio) -> None:
    brand = studio.brands.save("Harbour", Voice(examples=TEXTS))
    lines = studio.brands.guide(brand.id, "en")
    shown = [{"on": x.on, "words": x.said(), "low": x.low, "high": x.high} for x in lines]
    typed = [dict(row) for row in shown]
    typed[0] |= {"low": 6.0, "high": 9.0}
    typed[1] |= {"words": "Talk to one reader."}
    typed[2] |= {"on": False}
    typed[3] |= {"low": float("nan")}
    wanted = [
        brand_guide._as_wanted(line, before, after)
        for line, before, after in zip(lines, shown, typed, strict=True)
    ]
    studio.brands.change_guide(brand.id, "en", wanted)
    changed = studio.brands.guide(brand.id, "en")
    assert changed[0].said() == "Sentences have 6 to 9 words."
    assert changed[1].said() == "Talk to one reader."
    assert [line.on for line in changed[:4]] == [True, True, False, True]
    assert changed[3:] == lines[3:]
