"""The Experiments page: plan, enter, read the sentence, close with a winner."""

from __future__ import annotations

import json

import pytest

from core.copywriting import Brief
from core.i18n import translation


@pytest.fixture
def drafts(echo_writer) -> list[int]:
    brief = Brief("en", "Brindle Kettle", ("holds 0.8 litres", "$39"))
    return [d.id for d in echo_writer.copy.write(brief, "slogan", count=3, seed=1) if d.usable][:2]


def test_a_test_is_planned_fed_and_closed(echo_writer, drafts: list[int], open_page) -> None:
    app = open_page("experiments")
    app.multiselect(key="experiments-drafts").set_value(drafts)
    app.text_input(key="experiments-name").set_value("Openings")
    app.number_input(key="experiments-planned").set_value(5000)
    app.run()
    app.button(key="experiments-start").click().run()
    assert not app.exception
    (test,) = echo_writer.experiments.all()
    assert list(test.texts) == sorted(drafts)
    assert test.planned == 5000
    for i, id in enumerate(sorted(drafts)):
        app.number_input(key=f"experiments-n-{test.id}-{id}-0-0-0").set_value(5000)
        app.number_input(key=f"experiments-c-{test.id}-{id}-0-0-0").set_value(100 + 100 * i)
    app.button(key=f"experiments-save-{test.id}").click().run()
    assert not app.exception
    assert any("Draft B wins" in str(box.value) for box in app.success)
    app.button(key=f"experiments-win-{test.id}-{max(drafts)}").click().run()
    assert echo_writer.experiments.get(test.id).winner_id == max(drafts)


def test_bad_figures_get_a_sentence_and_store_nothing(
    echo_writer, drafts: list[int], open_page
) -> None:
    id = echo_writer.experiments.start(drafts, "Openings")
    app = open_page("experiments")
    app.number_input(key=f"experiments-n-{id}-{min(drafts)}-0-0-0").set_value(3)
    app.number_input(key=f"experiments-c-{id}-{min(drafts)}-0-0-0").set_value(30)
    app.number_input(key=f"experiments-o-{id}-{max(drafts)}-0-0-0").set_value(-3)
    app.button(key=f"experiments-save-{id}").click().run()
    # Beside the draft's fields, and not at the head of a page that may be out of sight.
    drawn = [f"{element.key} {getattr(element, 'value', '')}" for element in app.main]
    (said,) = [i for i, words in enumerate(drawn) if "more clicks or conversions" in words]
    fields = [i for i, words in enumerate(drawn) if f"experiments-c-{id}" in words]
    (negative,) = [i for i, words in enumerate(drawn) if "negative" in words]
    assert fields[0] < said < fields[1] < negative
    assert any("figures of draft A\\, B cannot be" in str(box.value) for box in app.error)
    assert set(echo_writer.experiments.get(id).figures.values()) == {(0, 0, 0)}
    app.number_input(key=f"experiments-c-{id}-{min(drafts)}-0-0-0").set_value(2)
    app.number_input(key=f"experiments-o-{id}-{max(drafts)}-0-0-0").set_value(0)
    app.button(key=f"experiments-save-{id}").click().run()
    assert not app.error


def test_a_plan_without_a_name_is_refused_below_its_button(
    echo_writer, drafts: list[int], open_page
) -> None:
    app = open_page("experiments")
    app.multiselect(key="experiments-drafts").set_value(drafts)
    app.button(key="experiments-start").click().run()
    drawn = [f"{element.key} {getattr(element, 'value', '')}" for element in app.main]
    (said,) = [i for i, words in enumerate(drawn) if "has no name" in words]
    assert "experiments-start" in drawn[said - 1]


def test_the_picture_names_drafts_by_their_words_and_channel(
    echo_writer, drafts: list[int], open_page
) -> None:
    id = echo_writer.experiments.start(drafts, "Openings")
    echo_writer.experiments.enter(dict.fromkeys(drafts, (100, 7, 0)))
    app = open_page("experiments", lang="zh")
    (figure,) = [json.loads(one.proto.spec) for one in app.get("plotly_chart")]
    (arms,) = figure["data"]
    slogan = translation("zh").gettext("Slogan")
    for name, hover, (draft, text) in zip(
        arms["y"], arms["text"], echo_writer.experiments.get(id).texts.items(), strict=True
    ):
        assert text[:8] in name
        assert name.endswith(slogan)
        assert str(draft) not in name
        assert str(draft) in hover


def test_the_size_of_a_test_is_worked_out(open_page) -> None:
    app = open_page("experiments", lang="zh")
    app.number_input(key="experiments-rate").set_value(10.0)
    app.number_input(key="experiments-lift").set_value(10.0).run()
    assert any("14,751" in str(one.value) for one in app.markdown)


def test_the_size_worked_out_is_planned(echo_writer, drafts: list[int], open_page) -> None:
    app = open_page("experiments")
    app.number_input(key="experiments-rate").set_value(10.0)
    app.number_input(key="experiments-lift").set_value(10.0).run()
    app.button(key="experiments-take").click().run()
    assert not app.exception
    assert app.number_input(key="experiments-planned").value == 14_751
