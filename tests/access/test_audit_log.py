from __future__ import annotations

import csv
import io
import sqlite3

import pytest
from access.conftest import ADMIN, MANAGER, VIEWER, WRITER

from core.errors import AccessDenied, NotFound, StoreFailed

SECRETS = ("quill", "leaks", "reviews-of-quill.csv", "sk-secret", "gateway.example")


def acts(studio) -> list[tuple[str, str, str, int]]:
    return [(e.person, e.action, e.what, e.count) for e in reversed(studio.audit.entries())]


def test_the_only_user_of_a_machine_is_on_record_too(studio, tmp_path, monkeypatch) -> None:
    studio.reviews.import_paste("Ann Quill says it leaks.\n\nA joy.", "reviews-of-quill.csv")
    studio.workspace.backup(tmp_path / "all.db")
    rows = studio.workspace.export(tmp_path / "all.zip")
    studio.upkeep.keep_reviews(90)
    studio.engines.choose("writer", "echo")
    studio.engines.add_endpoint("llama", "https://gateway.example/v1")
    studio.workspace.forget("quill")
    studio.reviews.remove_source(1)
    assert acts(studio) == [
        ("local", "import", "reviews.import_paste", 2),
        ("local", "backup", "workspace.backup", 0),
        ("local", "export", "workspace.export", rows),
        ("local", "settings", "upkeep.keep_reviews", 0),
        ("local", "engines", "engines.choose", 0),
        ("local", "engines", "engines.add_endpoint", 0),
        ("local", "forget", "workspace.forget", 2),
        ("local", "delete", "reviews.remove_source", 0),
    ]
    told = studio.audit.csv().decode().lower()
    assert not [secret for secret in SECRETS if secret in told]


def test_what_failed_is_not_said_to_be_done(studio) -> None:
    with pytest.raises(NotFound):
        studio.reviews.remove_source(99)
    assert acts(studio) == []


def test_what_broke_off_is_on_record_for_some_of_it_may_be_done(studio, monkeypatch) -> None:
    def full(_) -> None:
        raise StoreFailed("The disk is full.")

    studio.reviews.import_paste("a joy")
    monkeypatch.setattr(type(studio.workspace), "_sweep", full)
    with pytest.raises(StoreFailed):
        studio.workspace.erase()
    assert not studio.reviews.rows().rows
    newest = studio.audit.entries()[0]
    assert (newest.action, newest.outcome) == ("erase", "failed")


def test_the_log_cannot_be_changed(studio) -> None:
    studio.audit.note("import")
    for statement in ("UPDATE _audit SET person = 'x'", "DELETE FROM _audit"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"), studio.store.open() as db:
            db.conn.execute(statement)
    assert studio.audit.count() == 1


def test_it_outlives_erasing_forgetting_and_restoring(studio, tmp_path) -> None:
    early = studio.workspace.backup(tmp_path / "early.db")
    studio.reviews.import_paste("local people like it")
    studio.workspace.forget("local")
    studio.workspace.erase()
    studio.workspace.restore(early)
    studio.workspace.restore(early)
    assert [action for _, action, _, _ in acts(studio)] == [
        "backup", "import", "forget", "erase", "restore", "restore",
    ]  # fmt: skip


def test_it_stays_out_of_the_export(studio, tmp_path) -> None:
    import zipfile

    studio.audit.note("import")
    studio.workspace.export(tmp_path / "all.zip")
    names = zipfile.ZipFile(tmp_path / "all.zip").namelist()
    assert not [name for name in names if "audit" in name or "sign" in name]


def test_who_may_read_it(as_, second) -> None:
    as_(ADMIN, second).audit.note("import")
    as_(WRITER).audit.note("import")
    assert {e.workspace for e in as_(ADMIN).audit.entries()} == {1, second}
    assert {e.workspace for e in as_(MANAGER).audit.entries()} == {1}
    assert f",{second}," not in as_(MANAGER).audit.csv().decode()
    for person in (VIEWER, WRITER):
        for look in ("entries", "count", "csv"):
            with pytest.raises(AccessDenied):
                getattr(as_(person).audit, look)()
    assert as_(ADMIN).audit.entries("refused", limit=1)[0].what == "audit"


def test_the_table_is_safe_in_a_spreadsheet(settings) -> None:
    from core.access import Person, Role
    from core.studio import open_studio

    studio = open_studio(settings, Person("=cmd|' /C calc'!A0", Role.ADMIN))
    studio.audit.note("import")
    rows = list(csv.DictReader(io.StringIO(studio.audit.csv().decode("utf-8-sig"))))
    assert rows[0]["person"].startswith("'=")


def test_it_is_paged_and_asked_for_by_kind(studio) -> None:
    for number in range(5):
        studio.audit.note("import" if number % 2 else "delete", count=number)
    assert [e.count for e in studio.audit.entries(limit=2, offset=1)] == [3, 2]
    assert [e.count for e in studio.audit.entries("import")] == [3, 1]
    assert studio.audit.count("delete") == 3


def test_the_command_line_prints_it(studio, capsys) -> None:
    import json

    from core.cli.main import main

    studio.audit.note("import", count=3)
    assert main(["audit"]) == 0
    line = json.loads(capsys.readouterr().out)
    assert (line["person"], line["action"], line["count"]) == ("local", "import", 3)
    assert main(["audit", "--csv"]) == 0
