from __future__ import annotations

from dataclasses import replace

import pytest

from core.copywriting import CopyDesk, Filters
from core.engines.echo import EchoWriter
from core.errors import EngineFailed

FACTS = "holds 0.8 litres\nkeeps warm for 30 minutes\n$39"


def filled(app, product: str = "Brindle Kettle", facts: str = FACTS):
    app.text_input(key="copy_studio-product").set_value(product)
    app.text_area(key="copy_studio-facts").set_value(facts)
    return app


def written(app):
    app.button(key="copy_studio-write").click().run(timeout=120)
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
    app.button_group(key=f"reason-{first}").set_value("too_long").run()
    assert studio.ratings.vote(first).reason == "too_long"
    app.feedback(key=f"vote-{first}").set_value(1).run()
    assert studio.ratings.vote(first).value == 1
    assert [vote.value for vote in studio.ratings.history(first)][-1] == 1


def test_an_incomplete_brief_says_what_is_missing_and_stores_nothing(open_page, studio) -> None:
    app = written(open_page("copy_studio"))
    assert "product name" in app.error[0].value
    drawn = [f"{element.key} {getattr(element, 'value', '')}" for element in app.main]
    (said,) = [i for i, words in enumerate(drawn) if "product name" in words]
    assert any("copy_studio-write" in words for words in drawn[said - 2 : said])
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
    app.button(key=f"open-{first}").click().run()
    app.text_area(key=f"edit-{first}").set_value("Brindle Kettle holds 0.8 litres.").run()
    assert any("every check passed" in caption.value for caption in app.caption)
    app.button(key=f"save-{first}").click().run()
    assert not app.error
    assert [d.origin for d in studio.library.versions(first)] == ["engine", "edit"]


def test_an_edit_that_a_check_forbids_stays_on_the_page(open_page) -> None:
    app = written(filled(open_page("copy_studio")))
    first = app.session_state["copy_studio-drafts"][0]
    app.button(key=f"open-{first}").click().run()
    app.text_area(key=f"edit-{first}").set_value("Brindle Kettle is the best.").run()
    assert any("not usable yet" in caption.value for caption in app.caption)
    app.button(key=f"save-{first}").click().run()
    edited = app.session_state["copy_studio-drafts"][0]
    assert edited != first
    assert any(":red-background[best]" in element.value for element in app.markdown)
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


def test_a_thumb_down_with_a_reason_is_answered_by_a_redesign(
    open_page, studio, echo_writer
) -> None:
    app = written(filled(open_page("copy_studio")))
    first = app.session_state["copy_studio-drafts"][0]
    edited = studio.copy.edit(
        first, "Brindle Kettle holds 0.8 litres. It keeps warm for 30 minutes. It costs $39."
    )
    app.session_state["copy_studio-drafts"] = [edited.id]
    studio.ratings.rate(edited.id, -1, reason="untrue")
    app.run()
    told = app.button_group(key=f"untrue-{edited.id}")
    told.set_value(["keeps warm for 30 minutes"]).run()
    app.button(key=f"redesign-{edited.id}").click().run()
    assert not app.error
    new = studio.library.get(app.session_state["copy_studio-drafts"][0])
    assert (new.origin, new.parent_id) == ("redesign", edited.id)
    assert new.text == "Brindle Kettle holds 0.8 litres. It costs $39."
    assert any("Left out" in element.value for element in app.markdown)
    app.button(key="copy_studio-undo").click().run()
    assert app.session_state["copy_studio-drafts"] == [edited.id]


def test_lessons_stand_in_one_line_above_the_drafts(open_page, studio, echo_writer) -> None:
    app = written(filled(open_page("copy_studio")))
    first, second = app.session_state["copy_studio-drafts"][:2]
    studio.ratings.rate(first, 1)
    studio.ratings.rate(second, -1, comment="no exclamation marks")
    loud = studio.copy.edit(second, "Brindle Kettle holds 0.8 litres!")
    studio.ratings.rate(loud.id, -1, comment="no exclamation marks")
    written(app)
    (folded,) = [one for one in app.expander if "lesson" in one.label]
    assert folded.label == "2 lessons act here"
    words = "".join(str(one.value) for one in folded.markdown)
    assert "Avoids exclamation marks" in words
    assert "Follows 1 draft" in words
    assert not any("Avoids" in str(box.value) for box in app.info)


def test_the_head_names_the_writers_of_the_channels_and_of_the_drafts(
    open_page, studio, monkeypatch
) -> None:
    def heads(app) -> str:
        return "\n".join(str(one.value) for one in app.caption)

    leading = replace(EchoWriter.info, leads=frozenset({"en/slogan"}))
    monkeypatch.setattr(EchoWriter, "info", leading)
    studio.engines.choose("writer", "echo", workspace=1)
    app = filled(open_page("copy_studio"))
    app.button_group(key="copy_studio-channels").set_value(["slogan"]).run()
    assert "Echo writes\\." in heads(app)
    app.button_group(key="copy_studio-channels").set_value(["x_post"]).run()
    assert "Copybook writes\\." in heads(app)
    assert "goes on" not in heads(app)
    app.button_group(key="copy_studio-channels").set_value(["slogan", "x_post"]).run()
    assert "Echo writes for Slogan\\. Copybook writes for X post\\." in heads(app)
    app.slider(key="copy_studio-count").set_value(12).run()
    written(app)
    for line in heads(app).splitlines():
        if "written by" in line and line.startswith("Slogan"):
            by = [d.engine for d in (row.draft for row in drafts(studio)) if d.channel == "slogan"]
            assert f"Echo \\({by.count('echo')}\\)" in line
            assert f"Copybook \\({by.count('copybook')}\\)" in line
            break
    else:
        raise AssertionError("no line says who wrote the slogans")


def test_a_campaign_set_is_written_for_every_chosen_channel(open_page, studio, echo_writer) -> None:
    app = filled(open_page("copy_studio"))
    app.button_group(key="copy_studio-channels").set_value(["slogan", "x_post"]).run()
    app.slider(key="copy_studio-count").set_value(2).run()
    written(app)
    assert {row.draft.channel for row in drafts(studio)} == {"slogan", "x_post"}


def test_the_brief_is_kept_as_it_was_left(open_page, studio) -> None:
    filled(open_page("copy_studio")).run()
    app = open_page("copy_studio")
    app.button(key="copy_studio-go-on").click().run()
    assert app.text_input(key="copy_studio-product").value == "Brindle Kettle"
    assert app.text_area(key="copy_studio-facts").value == FACTS


def test_a_rating_of_a_deleted_draft_is_refused_in_words(open_page, studio, echo_writer) -> None:
    app = written(filled(open_page("copy_studio")))
    first = app.session_state["copy_studio-drafts"][0]
    studio.library.delete([first])
    app.feedback(key=f"vote-{first}").set_value(0).run()
    assert f"There is no draft {first}" in app.error[0].value
    app.run()
    assert not app.error


def test_a_thumb_changed_in_another_tab_stands(open_page, studio, echo_writer) -> None:
    app = written(filled(open_page("copy_studio")))
    first = app.session_state["copy_studio-drafts"][0]
    app.feedback(key=f"vote-{first}").set_value(0).run()
    studio.ratings.rate(first, 1)
    app.text_input(key=f"comment-{first}").set_value("too loud").run()
    assert studio.ratings.vote(first).value == 1
    assert app.feedback(key=f"vote-{first}").value == 1
