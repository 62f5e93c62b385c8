"""The load benchmark in small: several sessions at once, nothing lost, nothing doubled."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from benchmarks import load
from benchmarks.review_insights import fill
from core.copywriting import Brief
from core.settings import Settings
from tests.e2e.conftest import finished


@pytest.mark.slow
def test_sessions_at_once_lose_and_double_nothing(home: Path, app: str, store) -> None:
    fill(store, 300)
    tally = finished(load.crowd(app, sessions=2, seconds=0, every=0, least=9))
    assert tally.errors == []
    assert {"studio", "write", "rate", "library"} <= set(tally.seconds)
    assert tally.drafts
    assert tally.votes
    assert load.held_to_account(Settings(home=home).database, tally) == ([], [])


def test_rows_that_are_lost_or_doubled_are_found(studio) -> None:
    studio.engines.choose("writer", "echo")
    brief = Brief("en", "Kettle", ("holds one litre", "boils quickly", "keeps warm"))
    kept, gone, twice = studio.copy.write(brief, "slogan", 3)
    with studio.store.writing() as db:
        db.conn.execute("DELETE FROM drafts WHERE id = ?", [gone.id])
        db.conn.execute("UPDATE drafts SET text = ? WHERE id = ?", [kept.text, twice.id])
    studio.ratings.rate(kept.id, 1)
    tally = load.Tally(drafts={kept.id, gone.id}, votes={kept.id: -1}, written={"Never"})
    lost, doubled = load.held_to_account(studio.store.path, tally)
    assert lost == [f"draft {gone.id}", "copy for Never", f"vote on {kept.id}"]
    assert doubled == [f"draft {kept.id}"]


def test_no_session_can_begin_where_nobody_serves() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{probe.getsockname()[1]}"
    tally = finished(load.crowd(address, sessions=2, seconds=0, every=0))
    assert len(tally.errors) == 2


@pytest.mark.parametrize(("share", "found"), [(0.95, 19), (0.5, 10), (1.0, 20)])
def test_a_percentile_is_a_value_that_was_seen(share: float, found: int) -> None:
    assert load.percentile([float(n) for n in range(20, 0, -1)], share) == found
