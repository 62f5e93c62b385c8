from __future__ import annotations

import os
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta

import pytest

from core.errors import InputRejected, JobFailed, NotFound
from core.jobs import Jobs
from core.settings import Settings
from core.store import heartbeat
from core.store import jobs as rows
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


def ago(seconds: float) -> str:
    return (datetime.now(UTC) - timedelta(seconds=seconds)).isoformat()


def test_a_job_silent_for_long_is_started_anew_though_its_number_lives(
    store, settings, started
) -> None:
    all_jobs = jobs(store, settings, started, work=lambda arguments, progress: {})
    job_id = all_jobs.submit("work")
    set_row(store, job_id, state="running", pid=os.getpid(), attempts=1, heartbeat_at=ago(500))
    all_jobs.recover()
    assert started == [job_id]
    set_row(store, job_id, heartbeat_at=ago(700))
    all_jobs.recover()
    assert started == [job_id, job_id]
    assert all_jobs.get(job_id).state == "queued"


def test_a_job_nobody_claimed_is_started_anew_and_then_given_up(store, settings, started) -> None:
    all_jobs = jobs(store, settings, started, work=lambda arguments, progress: {})
    job_id = all_jobs.submit("work")
    all_jobs.recover()
    assert started == [job_id]
    set_row(store, job_id, created_at=ago(40))
    all_jobs.recover()
    all_jobs.recover()
    assert started == [job_id, job_id], "the second process has half a minute as well"
    for _ in range(3):
        set_row(store, job_id, heartbeat_at=ago(40))
        all_jobs.recover()
    assert len(started) == 4
    assert all_jobs.get(job_id).state == "failed"


def test_only_one_of_two_who_look_starts_a_job_anew(store, settings, started) -> None:
    all_jobs = jobs(store, settings, started, work=lambda arguments, progress: {})
    job_id = all_jobs.submit("work")
    with store.open() as db:
        seen = rows.get(db, job_id)
        assert rows.requeue(db, seen)
        assert not rows.requeue(db, seen)


def test_a_running_job_renews_its_sign_of_life(store, settings, started, monkeypatch) -> None:
    monkeypatch.setattr(heartbeat, "_BEAT_EVERY", 0.001)
    beaten = threading.Event()
    beat = rows.beat

    def noticed(*arguments):
        beat(*arguments)
        beaten.set()

    def work(arguments, progress):
        set_row(store, job_id, heartbeat_at="2020-01-01")
        monkeypatch.setattr(rows, "beat", noticed)
        assert beaten.wait(60)
        with store.open() as db:
            return {"alive": rows.get(db, job_id)["heartbeat_at"] > "2020-01-02"}

    all_jobs = jobs(store, settings, started, work=work)
    job_id = all_jobs.submit("work")
    assert all_jobs.run(job_id).result == {"alive": True}
    assert not [t for t in threading.enumerate() if t.name.startswith("heartbeat-")]


def test_a_process_that_lost_its_job_stops_and_ends_nothing(store, settings, started) -> None:
    def work(arguments, progress):
        set_row(store, job_id, pid=os.getpid() + 1)
        progress(5, 5)
        raise AssertionError("went on")

    all_jobs = jobs(store, settings, started, work=work)
    job_id = all_jobs.submit("work")
    job = all_jobs.run(job_id)
    assert (job.state, job.done) == ("running", 0)


def test_a_process_that_cannot_start_leaves_no_job_behind(store, settings, monkeypatch) -> None:
    def refuse(*arguments, **options):
        raise OSError("no room for {more}")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    all_jobs = Jobs(store, settings, {}, workspace=1)
    with pytest.raises(JobFailed):
        all_jobs.submit("work")
    job = all_jobs.latest("work")
    assert job.state == "failed"
    assert job.result["params"] == {"problem": "no room for {more}"}
    assert all_jobs.active() == []
    with store.writing() as db:
        waiting = rows.insert(db, 1, "work", {})
    set_row(store, waiting, created_at=ago(40))
    assert all_jobs.active() == []
    assert all_jobs.get(waiting).state == "failed"


def test_arguments_are_stored_as_they_read(store, settings, started) -> None:
    job_id = jobs(store, settings, started).submit("work", {"name": "王芳"})
    with store.open() as db:
        assert "王芳" in rows.get(db, job_id)["arguments"]


def test_unknown_jobs_are_not_found(store, settings, started) -> None:
    with pytest.raises(NotFound):
        jobs(store, settings, started).get(99)
