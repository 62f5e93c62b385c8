"""What lies in one workspace is not there for another's members, whatever id they send."""

from __future__ import annotations

from operator import attrgetter

import pytest
from access.conftest import ADMIN

from core.access import Person, Role
from core.copywriting import Brief, Filters, Voice
from core.errors import AccessDenied, InputRejected, NotFound

MEMBER = Person("tea@example.com", None, ((2, Role.ADMIN),))
BRIEF = Brief("en", "Aurora Kettle", ("boils in three minutes",))


@pytest.fixture
def theirs(studio, inline_jobs, second):
    """Workspace 1 with one of each thing."""
    for kind in ("writer", "reader"):
        studio.engines.choose(kind, "echo" if kind == "writer" else "echo-reader")
    studio.reviews.import_paste("The lid broke.\n\nQuick and quiet, a joy.", "first.txt")
    studio.personas.assume("Tea lover", who="Drinks tea all day")
    list(studio.copy.write(BRIEF, "google_headline", count=2))
    studio.brands.save("Fernhill", Voice())
    studio.reviews.labels.type_aspect("lid")
    studio.reviews.start_reading()
    return studio


@pytest.fixture
def mine(theirs, as_, second):
    return as_(MEMBER, second)


def test_a_member_sees_her_own_workspaces_only(mine, second, as_) -> None:
    assert mine.workspaces.names() == {second: "Tea shop"}
    for id in (1, second + 1, 0, -1):
        with pytest.raises(AccessDenied, match=f"workspace {id}"):
            mine.workspaces.enter(id)
        with pytest.raises(AccessDenied):
            as_(MEMBER, id)
    refusals = as_(ADMIN).audit.entries("refused")
    assert {entry.person for entry in refusals} == {MEMBER.address}


def test_a_page_that_is_drawn_again_puts_its_refusal_on_record_once(mine, as_, second) -> None:
    for id in (1, 1, 9, 1, 9):
        with pytest.raises(AccessDenied):
            mine.workspaces.enter(id)
    refusals = as_(ADMIN).audit.entries("refused")
    assert [entry.workspace for entry in refusals] == [9, 1]
    with as_(ADMIN).store.open() as db:
        db.conn.execute("DROP TRIGGER _audit_no_update")
        db.conn.execute("UPDATE _audit SET at = '2020-01-01T00:00:00.000Z'")
    with pytest.raises(AccessDenied):
        mine.workspaces.enter(1)
    with pytest.raises(AccessDenied):
        as_(Person("bo@example.com", None), 1)
    assert as_(ADMIN).audit.count("refused") == 4


def test_nothing_of_another_workspace_shows(mine) -> None:
    assert mine.overview().empty
    assert mine.reviews.figures().volume == 0
    assert not mine.reviews.sources()
    assert not mine.library.find(Filters()).rows
    assert not mine.personas.list()
    assert not mine.personas.files()
    assert not mine.copy.briefs()
    assert mine.jobs.latest("read_reviews") is None
    assert mine.engines.chosen("writer", mine.workspace.id) == "copybook"
    assert not mine.brands.list()


def own_ids(studio, table: str) -> list[int]:
    with studio.store.open() as db:
        rows = db.conn.execute(f"SELECT id FROM [{table}] WHERE workspace_id = 1 ORDER BY id")
        return [id for (id,) in rows]


ASKED = {
    "reviews": ("reviews.get",),
    "sources": ("reviews.remove_source", "personas.remove_file"),
    "drafts": ("library.get", "library.versions", "library.provenance", "ratings.history"),
    "briefs": ("copy.brief",),
    "personas": ("personas.get", "personas.versions", "personas.delete"),
    "brands": ("brands.get", "brands.delete"),
    "jobs": ("jobs.get", "jobs.cancel", "jobs.run"),
    "labels": ("reviews.labels.delete",),
}
"""Operations that take an id, by the table it is of."""


@pytest.mark.parametrize("table", ASKED)
def test_ids_of_another_workspace_are_none(theirs, mine, table: str) -> None:
    ids = own_ids(theirs, table)
    assert ids
    for place in ASKED[table]:
        for id in ids[:3]:
            try:
                assert not attrgetter(place)(mine)(id), f"{place}({id}) answered"
            except (NotFound, InputRejected):
                continue
    assert own_ids(theirs, table) == ids


def test_writes_with_ids_of_another_workspace_change_nothing(theirs, mine) -> None:
    draft, review = own_ids(theirs, "drafts")[0], own_ids(theirs, "reviews")[0]
    persona, brand = own_ids(theirs, "personas")[0], own_ids(theirs, "brands")[0]

    def stand() -> list[object]:
        with theirs.store.open() as db:
            tables = ("drafts", "ratings", "corrections", "pins", "personas", "brands", "reviews")
            return [list(db.query(f"SELECT * FROM [{table}]")) for table in tables]

    before = stand()
    for attempt in (
        lambda: mine.ratings.rate(draft, -1),
        lambda: mine.reviews.correct(review, "negative"),
        lambda: mine.library.pin(draft),
        lambda: mine.library.delete([draft]),
        lambda: mine.copy.edit(draft, "Taken over"),
        lambda: mine.brands.save("Taken", Voice(), brand),
        lambda: mine.brands.set_default(brand),
        lambda: mine.personas.update(persona, name="Taken"),
        lambda: mine.personas.bring_back(persona, 1),
        lambda: mine.experiments.start([draft, draft + 1], "a"),
    ):
        try:
            attempt()
        except (NotFound, InputRejected):
            continue
    assert stand() == before


def test_a_job_is_done_in_its_own_workspace(theirs, mine, second, monkeypatch, capsys) -> None:
    from core.cli.main import main
    from core.jobs import Jobs

    mine.reviews.import_paste("Fragrant and fresh.")
    mine.engines.choose("reader", "echo-reader", second)
    monkeypatch.setattr(Jobs, "_spawn", lambda self, job_id: None)
    job = mine.reviews.start_reading()
    assert main(["job", str(job)]) == 0
    assert mine.jobs.get(job).state == "done"
    assert mine.reviews.unread() == 0


def test_a_workspace_is_made_by_administrators_and_its_id_is_never_given_again(
    studio, as_, second
) -> None:
    with pytest.raises(AccessDenied):
        as_(MEMBER, second).workspaces.create("Mine")
    with pytest.raises(InputRejected):
        studio.workspaces.create("  ")
    studio.workspace.erase()
    assert list(studio.workspaces.names()) == [1]
    assert studio.workspaces.create("Coffee shop") > second


def test_the_command_line_works_in_the_workspace_it_is_told(second, capsys) -> None:
    from core.cli.main import main

    assert main(["--workspace", str(second), "engines"]) == 0
    assert main(["--workspace", "77", "engines"]) == 2
    assert "workspace 77" in capsys.readouterr().err
