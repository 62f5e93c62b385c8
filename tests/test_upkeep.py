"""The day's work: a backup, then reviews past their time; forgetting reaches the backups."""

from __future__ import annotations

import json
import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from core.cli.main import main
from core.errors import InputRejected, StoreFailed
from core.store import backups as backups_module
from core.store import store as store_module
from core.store.backups import Backups
from core.store.store import Store
from core.workspace import Workspace


def imported(studio, days_ago: float, *texts: str) -> None:
    studio.reviews.import_paste("\n".join(texts))
    with studio.store.writing() as db:
        for text in texts:
            db.conn.execute(
                "UPDATE reviews SET created_at = ? WHERE text = ?",
                [f"{datetime.now(UTC) - timedelta(days=days_ago):%Y-%m-%dT%H:%M:%S.000Z}", text],
            )


def texts(store: Store) -> list[str]:
    with store.open() as db:
        return [text for (text,) in db.conn.execute("SELECT text FROM reviews ORDER BY text")]


def old(studio) -> None:
    with studio.store.writing() as db:
        db.conn.execute("UPDATE workspaces SET created_at = '2020-01-01T00:00:00.000Z'")


def test_reviews_past_their_time_go_and_leave_no_words(studio) -> None:
    imported(studio, 31, "Zanzibarium leaks")
    imported(studio, 29, "a young review")
    assert studio.upkeep.run() == {"backup": "", "reviews": 0}
    studio.upkeep.keep_reviews(30)
    assert studio.upkeep.expired(30) == 1
    assert studio.upkeep.run()["reviews"] == 1
    assert texts(studio.store) == ["a young review"]
    for file in studio.store.path.parent.glob("brandloop.db*"):
        assert b"anzibarium" not in file.read_bytes(), file.name
    with studio.store.open() as db:
        found = "SELECT count(*) FROM reviews_terms WHERE terms MATCH 'zanzibarium'"
        assert db.conn.execute(found).fetchone()[0] == 0


def test_they_are_looked_through_once_a_day_and_after_a_change(studio) -> None:
    studio.upkeep.keep_reviews(30)
    assert studio.upkeep.due()
    studio.upkeep.run()
    assert not studio.upkeep.due()
    studio.upkeep.keep_reviews(7)
    assert studio.upkeep.due()
    studio.upkeep.keep_reviews(None)
    assert studio.upkeep.review_days is None
    assert not studio.upkeep.due()


@pytest.mark.parametrize("days", [0, -1, 36_501])
def test_a_time_nobody_means_is_refused(studio, days: int) -> None:
    with pytest.raises(InputRejected):
        studio.upkeep.keep_reviews(days)
    assert studio.upkeep.review_days is None


def test_the_backup_comes_before_the_deleting(studio) -> None:
    imported(studio, 31, "an old review")
    old(studio)
    studio.upkeep.keep_reviews(30)
    done = studio.upkeep.run()
    assert done["reviews"] == 1
    (backup,) = studio.workspace.backups.list()
    assert done["backup"] == backup.path.name
    assert texts(Store(backup.path)) == ["an old review"]


def test_a_failed_backup_stops_no_deleting_and_is_said(studio, monkeypatch, inline_jobs) -> None:
    def refuse(self, target):
        raise StoreFailed("No room.")

    imported(studio, 31, "an old review")
    old(studio)
    studio.upkeep.keep_reviews(30)
    monkeypatch.setattr(Store, "backup", refuse)
    studio.upkeep.start_if_due()
    job = studio.upkeep.last()
    assert (job.state, job.message) == ("failed", "No room.")
    assert texts(studio.store) == []


def test_pages_start_it_at_most_every_ten_minutes(studio, inline_jobs) -> None:
    old(studio)
    studio.upkeep.start_if_due()
    assert studio.upkeep.last().state == "done"
    for backup in studio.workspace.backups.list():
        backup.path.unlink()
    studio.upkeep.start_if_due()
    assert studio.workspace.backups.list() == []


def test_a_workspace_of_a_minute_ago_has_nothing_to_do(studio, monkeypatch) -> None:
    monkeypatch.setattr(type(studio.jobs), "submit", pytest.fail)
    studio.upkeep.start_if_due()


def test_a_damaged_database_stops_no_page(studio) -> None:
    studio.store.path.parent.mkdir(parents=True)
    studio.store.path.write_bytes(b"nothing sound" * 500)
    studio.upkeep.start_if_due()


def test_forgetting_a_person_reaches_the_automatic_backups(studio) -> None:
    studio.reviews.import_paste("Quillfeather says it leaks\nsomebody else is glad")
    studio.workspace.backups.make()
    studio.workspace.forget("Quillfeather")
    (backup,) = studio.workspace.backups.list()
    assert texts(Store(backup.path)) == ["somebody else is glad"]
    for path in studio.workspace.backups.folder.iterdir():
        assert b"uillfeather" not in path.read_bytes()


def test_without_room_for_a_new_one_the_old_backups_go(studio, monkeypatch) -> None:
    studio.reviews.import_paste("Quillfeather says it leaks")
    studio.workspace.backups.make()
    usage = backups_module.shutil.disk_usage(studio.store.path.parent)
    full = usage._replace(free=1)
    monkeypatch.setattr(backups_module.shutil, "disk_usage", lambda folder: full)
    studio.workspace.forget("Quillfeather")
    assert studio.workspace.backups.list() == []


def test_one_failure_does_not_cost_every_backup(studio, monkeypatch) -> None:
    studio.reviews.import_paste("Quillfeather says it leaks\nsomebody else is glad")
    studio.workspace.backups.make()
    written, tries = Store.backup, []

    def fails_once(self, target):
        tries.append(target)
        if len(tries) == 1:
            raise StoreFailed("Taken away.")
        return written(self, target)

    monkeypatch.setattr(Store, "backup", fails_once)
    studio.workspace.forget("Quillfeather")
    (backup,) = studio.workspace.backups.list()
    assert texts(Store(backup.path)) == ["somebody else is glad"]


@pytest.mark.parametrize("earlier", [0, 1])
def test_a_backup_under_way_does_not_outlive_whom_it_holds(studio, monkeypatch, earlier) -> None:
    studio.reviews.import_paste("Quillfeather says it leaks\nsomebody else is glad")
    for _ in range(earlier):
        studio.workspace.backups.make()
    forgetting = threading.Thread(target=studio.workspace.forget, args=["Quillfeather"])
    during(studio, monkeypatch, forgetting)
    (backup,) = studio.workspace.backups.list()
    assert texts(Store(backup.path)) == ["somebody else is glad"]


def test_a_backup_under_way_does_not_outlive_everything(studio, monkeypatch) -> None:
    studio.reviews.import_paste("Quillfeather says it leaks")
    during(studio, monkeypatch, threading.Thread(target=studio.workspace.erase))
    assert studio.workspace.backups.list() == []
    assert texts(studio.store) == []


def during(studio, monkeypatch, other: threading.Thread) -> None:
    """Start other work while an automatic backup has its copy and not yet its name."""
    checked = store_module.must_be_sound

    def slow(connection) -> None:
        checked(connection)
        monkeypatch.setattr(store_module, "must_be_sound", checked)
        other.start()
        other.join(0.3)

    monkeypatch.setattr(store_module, "must_be_sound", slow)
    Backups(studio.store).make()
    other.join(60)
    assert not other.is_alive()


def test_backups_a_week_apart_do_not_hold_what_went_for_longer(studio) -> None:
    def aged(days: float) -> None:
        """Let a week go by for all that is there."""
        for backup in studio.workspace.backups.list():
            made_at = backup.made_at - timedelta(days=days)
            name = f"brandloop-{backup.number:06}-{made_at:%Y%m%dT%H%M%S}.db"
            backup.path.rename(backup.path.with_name(name))

    imported(studio, 31, "an old review")
    old(studio)
    for _ in range(3):
        studio.upkeep.run()
        aged(7)
    assert len(studio.workspace.backups.list()) == 3, "nothing went: all may stay"
    studio.upkeep.keep_reviews(30)
    assert studio.upkeep.run()["reviews"] == 1
    assert len(studio.workspace.backups.list()) == 1
    studio.upkeep.keep_reviews(None)
    aged(7)
    studio.upkeep.run()
    (left,) = studio.workspace.backups.list()
    assert texts(Store(left.path)) == []


def test_erasing_takes_the_automatic_backups(studio) -> None:
    studio.workspace.backups.make()
    studio.workspace.erase()
    assert studio.workspace.backups.list() == []


def test_a_restore_can_be_taken_back(studio, tmp_path) -> None:
    studio.reviews.import_paste("before")
    first = studio.workspace.backups.make()
    studio.reviews.import_paste("after")
    studio.workspace.restore(first.path)
    assert texts(studio.store) == ["before"]
    newest, earlier = studio.workspace.backups.list()
    assert earlier == first
    studio.workspace.restore(newest.path)
    assert texts(studio.store) == ["after", "before"]
    (tmp_path / "no.db").write_bytes(b"no backup" * 99)
    count = len(studio.workspace.backups.list())
    with pytest.raises(InputRejected):
        studio.workspace.restore(tmp_path / "no.db")
    assert len(studio.workspace.backups.list()) == count


def test_the_drill_back_up_damage_restore_export_forget_erase(studio, tmp_path) -> None:
    studio.reviews.import_paste("Quillfeather says it leaks\nsomebody else is glad")
    kept = studio.workspace.backup(tmp_path / "kept.db")
    studio.store.path.write_bytes(b"nothing sound" * 500)
    studio.workspace.restore(kept)
    assert len(texts(studio.store)) == 2
    assert studio.workspace.export(tmp_path / "all.zip") > 2
    assert studio.workspace.forget("Quillfeather").counts["reviews"] == 1
    studio.workspace.erase()
    assert texts(studio.store) == []
    Workspace(studio.store).restore(kept)
    assert len(texts(studio.store)) == 2
    with closing(sqlite3.connect(studio.store.path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_the_commands_list_backups_and_do_the_days_work(studio, capsys) -> None:
    imported(studio, 31, "an old review")
    old(studio)
    assert main(["upkeep", "--keep-reviews", "30"]) == 0
    done = json.loads(capsys.readouterr().out)
    assert done["reviews"] == 1
    assert done["reviews_kept_days"] == 30
    assert main(["backups"]) == 0
    (line,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert line["path"].endswith(done["backup"])
    assert main(["upkeep", "--keep-reviews", "forever"]) == 0
    done = json.loads(capsys.readouterr().out)
    assert done == {"backup": "", "reviews": 0, "reviews_kept_days": None}
    for wrong in ("0", "soon", "-3.5"):
        assert main(["upkeep", f"--keep-reviews={wrong}"]) == 2
        assert "1 to 36500 days" in capsys.readouterr().err
