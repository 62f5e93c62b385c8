"""Work that gets killed in the middle: what each does, and what must hold afterwards.

Every act runs in a process of its own over a home that earlier trials have left behind. It
says over a pipe what it was told is stored, and besides each time that it opens the database or
SQLite has worked for a while; then it waits until it may go on. A reader of that pipe holds the
store to it.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from core.copywriting import Brief
from core.engines.heads import HeadOffsets
from core.engines.registry import EngineRegistry
from core.settings import Settings
from core.store.migrations import migrations
from core.store.store import Store
from core.studio import Studio, open_studio
from core.teaching import Teaching
from tests import lexicon_reader

Say = Callable[[Any], None]

READY, DONE = ("ready", None), ("done", None)

_BRIEF = {
    "lang": "en",
    "product": "Aurora Kettle",
    "category": "electric kettle",
    "facts": ["boils in three minutes", "holds one litre", "keeps tea warm for an hour"],
}
_SOME_WORK = 100_000
"""SQLite's instructions between two messages."""

_OLD = "m007_insights"
_OLD_REVIEWS = 20_000


@dataclass(frozen=True)
class Act:
    """`prepare` is done once; `work` is what gets killed, trial by trial; `check` holds the
    store to all that was said so far."""

    prepare: Callable[[Studio], None]
    work: Callable[[Studio, int, Say], None]
    check: Callable[[Studio, list[Any]], None]


def studio_at(home: str | Path) -> Studio:
    return open_studio(Settings(home=Path(home)))


def run(name: str, home: str, trial: int, pipe: Any) -> None:
    """What the killed process does."""
    turn = threading.Lock()

    def say(message: Any) -> None:
        with turn:
            pipe.send(message)
            pipe.recv()

    studio = studio_at(home)
    say(READY)
    _tell_of_work(lambda: say(("works", None)))
    ACTS[name].work(studio, trial, lambda word: say(("said", word)))
    say(DONE)


def _tell_of_work(tell: Callable[[], None]) -> None:
    connected = Store._connected

    @contextmanager
    def told(self: Store, read_only: bool = False) -> Iterator[Database]:
        with connected(self, read_only) as db:
            tell()
            db.conn.set_progress_handler(tell, _SOME_WORK)
            yield db

    Store._connected = told  # type: ignore[method-assign]


def must_be_whole(path: Path) -> None:
    """The file is sound by SQLite's own checks."""
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []


def _asked(studio: Studio, sql: str) -> list[tuple[Any, ...]]:
    with studio.store.open() as db:
        return db.conn.execute(sql).fetchall()


def _nothing(studio: Studio) -> None:
    pass


def _import(studio: Studio, trial: int, say: Say) -> None:
    for n in range(6):
        name = f"{trial}-{n}"
        text = "\n".join(f"Batch {name} number {i} is fine" for i in range(60))
        say((name, studio.reviews.import_paste(text, name).added))


def _imported(studio: Studio, said: list[Any]) -> None:
    sql = "SELECT s.name, count(*) FROM reviews r JOIN sources s ON s.id = source_id GROUP BY 1"
    stored = dict(_asked(studio, sql))
    assert dict(said).items() <= stored.items()
    assert set(stored.values()) <= {60}, "an import is there whole or not at all"
    terms = _asked(studio, "SELECT count(*) FROM reviews_terms")[0][0]
    facts = _asked(studio, "SELECT count(*) FROM _review_facts")[0][0]
    assert terms == facts == sum(stored.values())


def _echo(studio: Studio) -> None:
    studio.engines.choose("writer", "echo")
    studio.engines.choose("reader", "echo-reader")


def _write(studio: Studio, trial: int, say: Say) -> None:
    for n in range(4):
        for draft in studio.copy.write(Brief.from_dict(_BRIEF), "slogan", 4, seed=trial * 100 + n):
            say((draft.id, draft.text))


def _written(studio: Studio, said: list[Any]) -> None:
    assert set(said) <= set(_asked(studio, "SELECT id, text FROM drafts"))
    assert _asked(studio, "SELECT count(*) FROM briefs WHERE id IN (SELECT brief_id FROM drafts)")


def _drafts(studio: Studio) -> None:
    _echo(studio)
    _write(studio, 0, lambda _: None)


def _rate(studio: Studio, trial: int, say: Say) -> None:
    ids = [id for (id,) in _asked(studio, "SELECT id FROM drafts ORDER BY id")]
    for n in range(20):
        value = 1 if (trial + n) % 2 else -1
        vote = studio.ratings.rate(ids[n % len(ids)], value, f"voter {trial}-{n}")
        say((vote.draft_id, vote.voter, vote.value))


def _rated(studio: Studio, said: list[Any]) -> None:
    votes = _asked(studio, "SELECT draft_id, voter, value FROM votes")
    assert set(said) <= set(votes)
    assert len(votes) == len({vote[:2] for vote in votes}), "one standing word of each voter"


def _teach_by_words() -> None:
    EngineRegistry.shipped_version = lambda self: "base-1"  # type: ignore[method-assign]
    EngineRegistry.shipped_scores = (  # type: ignore[method-assign]
        lambda self, texts: lexicon_reader.scores(texts)
    )
    Teaching._samples = lexicon_reader.samples  # type: ignore[method-assign]


def _corrections(studio: Studio) -> None:
    lexicon_reader.correct(studio, lexicon_reader.slang())


def _learn(studio: Studio, trial: int, say: Say) -> None:
    _teach_by_words()
    for _ in range(2):
        studio.teaching.use(None)
        say(studio.teaching.learn().version)


def _learnt(studio: Studio, said: list[Any]) -> None:
    versions = {
        f"base-1+{name}" for (name,) in _asked(studio, "SELECT engine FROM engine_versions")
    }
    assert set(said) <= versions
    for engine, folder in _asked(studio, "SELECT engine, folder FROM engine_versions"):
        assert HeadOffsets.load(studio.settings.home / folder, engine) is not None


def old_database(path: Path) -> None:
    """A database as an earlier release made it, with reviews in it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    with closing(Database(path)) as db:
        migrations.apply(db, stop_before=_OLD)
        db.conn.execute("INSERT INTO sources VALUES (1, 1, 'reviews', 'f', 'd', '{}', '{}', '')")
        db.conn.executemany(
            "INSERT INTO reviews (workspace_id, source_id, digest, text, language) "
            "VALUES (1, 1, ?, ?, 'en')",
            ((str(n), f"number {n} is fine") for n in range(_OLD_REVIEWS)),
        )
        db.conn.commit()


def _migrate(studio: Studio, trial: int, say: Say) -> None:
    home = studio.settings.home / f"old-{trial}"
    old_database(home / "brandloop.db")
    say(("old", trial))
    with Store(home / "brandloop.db").open():
        say(("new", trial))


def _migrated(studio: Studio, said: list[Any]) -> None:
    for trial in {trial for state, trial in said if state == "old"}:
        path = studio.settings.home / f"old-{trial}" / "brandloop.db"
        if not path.exists():
            continue
        with Store(path).open() as db:
            assert not migrations.pending(db)
            for table in ("reviews", "_review_facts"):
                assert db.table(table).count == _OLD_REVIEWS
        must_be_whole(path)
        path.unlink()


def _unread(studio: Studio) -> None:
    _echo(studio)
    texts = [f"Item {i} was good" for i in range(1500)]
    studio.reviews.import_paste("\n".join(texts))


def _read(studio: Studio, trial: int, say: Say) -> None:
    studio.jobs._spawn = lambda id: None  # type: ignore[method-assign]
    if not studio.jobs.active("read_reviews"):
        with studio.store.writing() as db:
            db.conn.execute("DELETE FROM readings WHERE review_id > 100")
        studio.reviews.start_reading()
    for job in studio.jobs.active("read_reviews"):
        say(studio.jobs.run(job.id).state)


def _taken_up(studio: Studio, said: list[Any]) -> None:
    """Whoever looks next finds the job queued anew, ended, or given up after three attempts."""
    studio.jobs._spawn = lambda id: None  # type: ignore[method-assign]
    assert all(job.state == "queued" for job in studio.jobs.active("read_reviews"))
    assert set(said) <= {"done", "failed"}
    last = studio.jobs.latest("read_reviews")
    if last is not None and last.state == "failed":
        assert last.message
    twice = "SELECT review_id FROM readings WHERE current GROUP BY 1 HAVING count(*) > 1"
    assert _asked(studio, twice) == []


def _back_up(studio: Studio, trial: int, say: Say) -> None:
    for _ in range(6):
        say(studio.workspace.backups.make().path.name)


def _backed_up(studio: Studio, said: list[Any]) -> None:
    made = studio.workspace.backups.list()
    assert not said or said[-1] in {backup.path.name for backup in made}
    for backup in made:
        must_be_whole(backup.path)
    studio.workspace.backups.sweep()
    assert not list(studio.workspace.backups.folder.glob("*.partial"))


ACTS = {
    "import": Act(_nothing, _import, _imported),
    "write": Act(_echo, _write, _written),
    "rate": Act(_drafts, _rate, _rated),
    "learn": Act(_corrections, _learn, _learnt),
    "migrate": Act(_nothing, _migrate, _migrated),
    "read": Act(_unread, _read, _taken_up),
    "back up": Act(_unread, _back_up, _backed_up),
}


def heard(messages: Iterable[Any]) -> list[Any]:
    """What an act said was stored."""
    return [word for kind, word in messages if kind == "said"]
