from __future__ import annotations

from core.copywriting import Brief


def test_a_brand_is_saved_and_its_rules_hold(open_page, studio) -> None:
    app = open_page("workspace")
    app.text_input[0].set_value("Fernhill")
    app.text_area[0].set_value("cheap\nbudget")
    app.button[0].click().run()
    assert not app.error
    brand = studio.brands.default()
    assert brand.name == "Fernhill"
    assert brand.voice.banned == ("cheap", "budget")
    verdict = studio.copy.check(
        "A cheap Kettle", Brief("en", "Kettle", ("holds 0.8 litres",)), "slogan", brand.id
    )
    assert not verdict.usable


def test_forget_shows_what_it_finds_before_it_deletes(open_page, studio) -> None:
    studio.copy.keep(Brief("en", "Kettle", ("made for Quillfeather",)))
    app = open_page("workspace", section="remove")
    app.text_input(key="workspace-pattern").set_value("nobody here").run()
    assert app.button(key="workspace-forget").disabled
    app.text_input(key="workspace-pattern").set_value("quillfeather").run()
    assert any("Briefs: 1" in element.value for element in app.markdown)
    app.button(key="workspace-forget").click().run()
    assert studio.copy.briefs() == []


def test_forget_deletes_only_what_was_shown(open_page, studio) -> None:
    studio.copy.keep(Brief("en", "Kettle", ("made for Quillfeather",)))
    studio.copy.keep(Brief("en", "Kettle", ("made for Zanzibarium",)))
    app = open_page("workspace", section="remove")
    app.text_input(key="workspace-pattern").set_value("quillfeather").run()
    app.text_input(key="workspace-pattern").set_value("zanzibarium")
    app.button(key="workspace-forget").click().run()
    assert studio.workspace.holding("quillfeather").total == 0
    assert studio.workspace.holding("zanzibarium").total == 1
    assert app.text_input(key="workspace-pattern").value == "zanzibarium"


def test_erase_asks_for_the_word(open_page, studio) -> None:
    studio.copy.keep(Brief("en", "Kettle", ("holds 0.8 litres",)))
    app = open_page("workspace", section="remove")
    assert app.button(key="workspace-erase").disabled
    app.text_input(key="workspace-erase-word").set_value("erase").run()
    app.button(key="workspace-erase").click().run()
    assert studio.copy.briefs() == []


def test_backup_and_export_are_offered(open_page) -> None:
    app = open_page("workspace", section="keep")
    assert len(app.get("download_button")) == 2
