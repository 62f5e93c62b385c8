from __future__ import annotations

import pytest

from core.copywriting import Brief
from core.errors import StoreFailed


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


def test_automatic_backups_are_listed_and_brought_back(open_page, studio) -> None:
    studio.copy.keep(Brief("en", "Kettle", ("holds 0.8 litres",)))
    app = open_page("workspace", section="keep")
    app.button(key="workspace-backup-now").click().run()
    (made,) = studio.workspace.backups.list()
    with studio.store.writing() as db:
        db.conn.execute("DELETE FROM briefs")
    app.button(key=f"workspace-backup-{made.number}").click().run()
    assert not app.error
    assert len(studio.copy.briefs()) == 1
    assert len(studio.workspace.backups.list()) == 2


def test_reviews_past_their_time_are_counted_before_they_go(open_page, studio, inline_jobs) -> None:
    studio.reviews.import_paste("an old review\na young review")
    with studio.store.writing() as db:
        db.conn.execute("UPDATE reviews SET created_at = '2020-01-01' WHERE id = 1")
    app = open_page("workspace", section="keep")
    assert app.button(key="workspace-review-days-save").disabled
    app.selectbox(key="workspace-review-days").set_value(90).run()
    assert any("1 review is older" in element.value for element in app.markdown)
    app.button(key="workspace-review-days-save").click().run()
    assert not app.error
    assert studio.upkeep.review_days == 90
    assert [row.text for row in studio.reviews.rows().rows] == ["a young review"]


def test_why_the_daily_work_failed_is_said(open_page, studio, inline_jobs, monkeypatch) -> None:
    with studio.store.writing() as db:
        db.conn.execute("UPDATE workspaces SET created_at = '2020-01-01T00:00:00.000Z'")

    def refuse(self, **_):
        raise StoreFailed("No room in {place}.", place="[here]")

    monkeypatch.setattr(type(studio.workspace.backups), "make", refuse)
    app = open_page("workspace", section="keep")
    app.run()
    assert any("No room in" in error.value for error in app.error)


@pytest.mark.parametrize("address", ["home", "reviews", "library", "workspace"])
def test_every_page_offers_the_last_backup_of_a_damaged_database(
    open_page, studio, address: str
) -> None:
    studio.copy.keep(Brief("en", "Kettle", ("holds 0.8 litres",)))
    studio.workspace.backups.make()
    studio.store.path.write_bytes(b"nothing sound" * 500)
    app = open_page(address)
    assert any("damaged" in error.value for error in app.error)
    app.button(key="recovery-restore").click().run()
    assert not app.error
    assert len(studio.copy.briefs()) == 1


def test_a_damaged_database_without_a_backup_says_where_to_bring_one(open_page, studio) -> None:
    studio.store.path.parent.mkdir(parents=True)
    studio.store.path.write_bytes(b"nothing sound" * 500)
    app = open_page("home")
    assert any("Workspace" in element.value for element in app.markdown)
    assert not open_page("workspace", section="keep").exception
