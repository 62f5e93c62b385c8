"""Two processes of the app over one home, behind a proxy that keeps a visitor at one of them."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from benchmarks import load
from benchmarks._browser_session import Visit
from benchmarks.review_insights import fill
from core.settings import Settings
from core.store import jobs as rows
from tests.e2e.conftest import ROOT, finished, start_app
from tests.e2e.sticky_proxy import COOKIE, StickyProxy, sticky_proxy

KINDS = ("find_duplicates", "find_themes", "upkeep")
_RECOVER = """
import json, sys, time
from core.studio import open_studio
studio = open_studio()
studio.jobs._spawn = lambda job_id: print(job_id, flush=True)
print("ready", flush=True)
sys.stdin.readline()
for _ in range(8):
    studio.jobs.recover()
"""


@contextmanager
def behind_a_proxy(home: Path) -> Iterator[StickyProxy]:
    with ThreadPoolExecutor(2) as pool:
        started = list(pool.map(start_app, [home, home]))
    places = [urlsplit(address) for _, address in started]
    try:
        with sticky_proxy([(place.hostname, place.port) for place in places]) as proxy:
            yield proxy
    finally:
        for process, _ in started:
            process.terminate()
        for process, _ in started:
            process.wait(timeout=60)
            process.stdout.close()


def cookie(address: str) -> str:
    """What the proxy gives a browser that comes for the first time."""
    with urllib.request.urlopen(f"{address}/_stcore/health", timeout=60) as answer:
        given = answer.headers.get_all("set-cookie")
    (own,) = (line for line in given if line.startswith(COOKIE))
    return own.partition(";")[0]


def old_job(store, kind: str) -> int:
    """A job that was queued an hour ago and that nobody took up."""
    with store.writing() as db:
        id = rows.insert(db, 1, kind, {})
        db.conn.execute("UPDATE jobs SET created_at = '2020-01-01T00:00:00+00:00'")
    return id


async def both(first, second):
    return await asyncio.gather(first, second)


async def visit_both(address: str, cookies: list[str], store) -> tuple[load.Tally, list[int]]:
    """Two people, one at each process, who write, rate and search; then each looks for what
    the other has written. What they saw, and the jobs that were there to be taken up."""
    tally = load.Tally()
    visits = await both(*(Visit.begin(address, cookie) for cookie in cookies))
    waiting = [old_job(store, kind) for kind in KINDS]
    people = [load.Person(3 * number, visit, tally) for number, visit in enumerate(visits)]
    for _ in load.Person.CYCLE:
        await both(*(person.act() for person in people))
    for number, visit in enumerate(visits):
        await visit.open("library")
        await visit.fill({"q": f"Kettle {3 * (1 - number)}-1"})
        shown = [key for key in visit.screen.widgets if key.startswith("vote-")]
        assert len(shown) >= 3, "the other process's drafts are not found"
    await both(*(visit.end() for visit in visits))
    return tally, waiting


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_two_processes_share_a_home_and_do_everything_once(home: Path, store) -> None:
    fill(store, 300)
    with behind_a_proxy(home) as proxy:
        cookies = [cookie(proxy.address) for _ in range(2)]
        assert cookies == [f"{COOKIE}=0", f"{COOKIE}=1"]
        tally, waiting = finished(visit_both(proxy.address, cookies, store))
        assert proxy.served == [2, 2], "a visitor's connections end at one process"
        ended = until_ended(store, waiting)
    assert tally.errors == []
    assert tally.drafts
    assert tally.votes
    assert load.held_to_account(Settings(home=home).database, tally) == ([], [])
    # Queued by nobody's process: one attempt for that, one for the process that did it.
    assert {row["state"] for row in ended} == {"done"}
    assert {row["attempts"] for row in ended} == {2}
    told = (home / "logs" / "jobs.log").read_text("utf-8")
    assert [told.count(f"job {id} (") for id in waiting] == [1] * len(waiting)


def until_ended(store, jobs: list[int]) -> list[dict]:
    until = time.monotonic() + 240
    while True:
        with store.open() as db:
            found = [rows.get(db, id) for id in jobs]
        if all(row["state"] in ("done", "failed", "cancelled") for row in found):
            return found
        assert time.monotonic() < until, found
        time.sleep(0.2)


def test_processes_that_recover_at_once_start_each_job_once(home: Path, store) -> None:
    waiting = [old_job(store, "upkeep") for _ in range(30)]
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", _RECOVER],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    told = [process.communicate(timeout=240)[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert sorted(json.loads(id) for lines in told for id in lines.split()) == waiting
