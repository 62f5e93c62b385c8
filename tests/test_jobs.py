from __future__ import annotations

import os
import subprocess
import sys

import pytest

from core.errors import InputRejected, NotFound
from core.jobs import Jobs
from core.settings import Settings
from core.store.store import Store


@pytest.fixture
def started() -> list[int]:
    return []


def jobs(store: Store, settings: Settings, started: list[int], **handlers) -> Jobs:
    made = Jobs(store, settings, handlers, workspace=1)
    made._spawn = started.append  # type: ignore[method-assign]
    return made


def set_row(store: Store, job_id: int, **values: object) -> None:
    with store.writing() as db:
        db.table("jobs").update(job_id, values)


def dead_pid() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_a_job_runs_and_tells_how_far_it_is(store, settings, started) -> None:
    seen = []

    def count(arguments, progress):
        for done in range(1, arguments["to"] + 1):
            progress(done, arguments["to"])
            seen.append(done)
        return {"counted": len(seen)}

    all_jobs = jobs(store, settings, started, count=count)
    job_id = all_jobs.submit("count", {"to": 3})
    assert started == [job_id]
    assert all_jobs.get(job_id).state == "queued"
    job = all_jobs.run(job_id)
    assert (job.state, job.done, job.total, job.share) == ("done", 3, 3, 1.0)
    assert job.result == {"counted": 3}
    assert job.finished
    assert job.seconds_left == 0
    assert all_jobs.latest("count") == all_jobs.get(job_id)


def test_one_job_of_a_kind_at_a_time(store, settings, started) -> None:
    all_jobs = jobs(store, settings, started, work=lambda arguments, progress: {})
    first = all_jobs.submit("work")
    assert all_jobs.submit("work") == first
    all_jobs.run(first)
    assert all_jobs.submit("work") != first


def test_cancel_ends_a_job_at_its_next_step(store, settings, started) -> None:
    def work(arguments, progress):
        all_jobs.cancel(job_id)
        progress(1, 1)
        raise AssertionError("went on")

    all_jobs = jobs(store, settings, started, work=work)
    job_id = all_jobs.submit("work")
    assert all_jobs.run(job_id).state == "cancelled"


def test_a_queued_job_is_cancelled_at_once(store, settings, started) -> None:
    all_jobs = jobs(store, settings, started, work=lambda arguments, progress: {})
    job_id = all_jobs.submit("work")
    all_jobs.cancel(job_id)
    assert all_jobs.run(job_id).state == "cancelled"


def test_failures_are_said_in_words(store, settings, started, caplog) -> None:
    def refuse(arguments, progress):
        raise InputRejected("No {thing}.", "Bring one.", thing="file")

    def crash(arguments, progress):
        raise ZeroDivisionError

    all_jobs = jobs(store, settings, started, refuse=refuse, crash=crash)
    refused = all_jobs.run(all_jobs.submit("refuse"))
    assert (refused.state, refused.message) == ("failed", "No {thing}.")
    assert refused.result == {"hint": "Bring one.", "params": {"thing": "file"}}
    crashed = all_jobs.run(all_jobs.submit("crash"))
    assert crashed.state == "failed"
    assert "ZeroDivisionError" in caplog.text
    assert all_jobs.run(all_jobs.submit("unknown")).state == "failed"


def test_a_job_whose_process_died_is_started_anew_and_then_given_up(
    store, settings, started
) -> None:
    all_jobs = jobs(store, settings, started, work=lambda arguments, progress: {})
    job_id = all_jobs.submit("work")
    set_row(store, job_id, state="running", pid=dead_pid(), attempts=1)
    assert [job.state for job in all_jobs.active("work")] == ["queued"]
    assert started == [job_id, job_id]
    set_row(store, job_id, state="running", pid=dead_pid(), attempts=3)
    assert all_jobs.active("work") == []
    assert all_jobs.get(job_id).state == "failed"


def test_a_living_job_is_left_alone(store, settings, started) -> None:
    all_jobs = jobs(store, settings, started, work=lambda arguments, progress: {})
    job_id = all_jobs.submit("work")
    set_row(store, job_id, state="running", pid=os.getpid(), attempts=1)
    all_jobs.recover()
    assert all_jobs.get(job_id).state == "running"
    assert started == [job_id]


def test_unknown_jobs_are_not_found(store, settings, started) -> None:
    with pytest.raises(NotFound):
        jobs(store, settings, started).get(99)
