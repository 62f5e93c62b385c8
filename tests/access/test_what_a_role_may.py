"""The core refuses what a role does not allow, whatever a page shows."""

from __future__ import annotations

import inspect
import re
from operator import attrgetter

import pytest
from access.conftest import ADMIN, MANAGER, VIEWER, WRITER

from core.access import Permission
from core.access.rules import RULES
from core.copywriting import Brief, Voice
from core.errors import AccessDenied

BRIEF = Brief("en", "Aurora Kettle", ("boils in three minutes",))


def counted(studio) -> dict[str, int]:
    """Rows of every table that holds anything of people's, the record of acts aside."""
    with studio.store.open() as db:
        names = [n for n in db.table_names() if not n.startswith("_") and "_terms" not in n]
        return {name: db.table(name).count for name in names}


@pytest.fixture
def filled(studio, inline_jobs):
    studio.reviews.import_paste("The lid broke.\n\nQuick and quiet, a joy.")
    studio.engines.choose("writer", "echo")
    studio.engines.choose("reader", "echo-reader")
    return studio


def started(studio, place: str) -> None:
    """Call an operation with as many meaningless arguments as it wants."""
    operation = attrgetter(place)(studio)
    wanted = [
        parameter
        for parameter in inspect.signature(operation).parameters.values()
        if parameter.default is parameter.empty and parameter.kind < parameter.VAR_POSITIONAL
    ]
    operation(*(1 for _ in wanted))


@pytest.mark.parametrize(
    ("person", "place"),
    [
        (person, place)
        for person in (VIEWER, WRITER, MANAGER)
        for place, rule in RULES.items()
        if not person.may(rule.permission, 1)
    ],
    ids=lambda value: getattr(value, "address", value),
)
def test_what_the_role_does_not_allow_is_refused_before_anything_happens(
    as_, person, place
) -> None:
    studio = as_(person)
    with pytest.raises(AccessDenied):
        started(studio, place)
    newest = as_(ADMIN).audit.entries(limit=1)[0]
    assert (newest.person, newest.outcome, newest.what) == (person.address, "refused", place)


WRITES = {
    "a preference": lambda s: s.workspace.prefer("key", "value"),
    "a brand": lambda s: s.brands.save("Fernhill", Voice()),
    "a thumb": lambda s: s.ratings.rate(1, 1),
    "a correction": lambda s: s.reviews.correct(1, "negative"),
    "a sketch": lambda s: s.sketches.keep("vera", {}),
    "reading": lambda s: s.reviews.start_reading(),
    "a label": lambda s: s.reviews.labels.type_aspect("lid"),
    "themes": lambda s: s.insights.start_themes(),
    "an experiment": lambda s: s.experiments.start([1, 2], "a"),
    "raw rows": lambda s: s.store.writing().__enter__(),
    "the whole file": lambda s: s.store.erase(),
    "a stolen backup": lambda s: s.store.backup(s.settings.home / "mine.db"),
}


@pytest.mark.parametrize("what", WRITES)
def test_a_viewer_changes_nothing(filled, as_, what: str) -> None:
    before = counted(filled)
    with pytest.raises(AccessDenied):
        WRITES[what](as_(VIEWER))
    assert counted(filled) == before
    assert not (filled.settings.home / "mine.db").exists()


def test_sql_itself_changes_nothing_for_a_viewer(filled, as_) -> None:
    before = counted(filled)
    for statement in ("DELETE FROM reviews", "UPDATE workspaces SET name = 'x'"):
        with pytest.raises(AccessDenied), as_(VIEWER).store.open() as db:
            db.conn.execute(statement)
    assert counted(filled) == before


def test_a_viewer_reads_what_is_there(filled, as_) -> None:
    seen = as_(VIEWER)
    assert seen.reviews.figures().volume == 2
    assert seen.overview().reviews == 2
    assert seen.jobs.active() == []
    assert seen.engines.chosen("writer") == "echo"


def test_a_writer_writes_and_deletes_but_administers_nothing(filled, as_) -> None:
    writer = as_(WRITER)
    drafts = list(writer.copy.write(BRIEF, "google_headline", count=1))
    writer.ratings.rate(drafts[0].id, 1, voter=WRITER.address)
    assert writer.library.delete([drafts[0].id]) == 1
    with pytest.raises(AccessDenied):
        writer.store.erase()
    with pytest.raises(AccessDenied):
        writer.store.restore(writer.settings.database)


def test_an_administrator_of_a_workspace_forgets_people_there(filled, as_, tmp_path) -> None:
    filled.workspace.backups.make()
    filled.reviews.import_paste("Ann Quill says it leaks.")
    manager = as_(MANAGER)
    assert manager.workspace.forget("quill").total == 1
    with pytest.raises(AccessDenied):
        manager.workspace.export(tmp_path / "all.zip")


def test_every_rule_is_of_an_operation_and_every_heavy_operation_has_a_rule(studio) -> None:
    assert all(callable(attrgetter(place)(studio)) for place in RULES)
    taken_out = re.compile(r"(delete|erase|forget|restore|export|backup|import)")
    for name, service in vars(studio).items():
        for method in dir(type(service)):
            if taken_out.match(method) and name != "store":
                assert f"{name}.{method}" in RULES, f"{name}.{method} has no rule"


def test_whoever_has_no_role_opens_no_studio(as_, second) -> None:
    with pytest.raises(AccessDenied):
        as_(MANAGER, second)


def test_nobody_administers_by_a_role_in_one_workspace() -> None:
    assert not MANAGER.may(Permission.ADMINISTER, 1)
    assert MANAGER.may(Permission.MANAGE, 1)
