"""A clock that is set back: nothing waits for it to come round again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from core.copywriting import Brief


def ahead(hours: float) -> str:
    return (datetime.now(UTC) + timedelta(hours=hours)).isoformat()


def test_a_queued_job_of_a_later_hour_is_started_anew(studio, monkeypatch) -> None:
    started: list[int] = []
    monkeypatch.setattr(studio.jobs, "_spawn", started.append)
    job_id = studio.jobs.submit("upkeep")
    with studio.store.writing() as db:
        db.table("jobs").update(job_id, {"created_at": ahead(5)})
    assert [job.state for job in studio.jobs.active("upkeep")] == ["queued"]
    assert started == [job_id, job_id]
    studio.jobs.recover()
    assert started == [job_id, job_id], "the second process has half a minute as well"


def test_a_job_that_began_in_a_later_hour_tells_no_nonsense(studio, monkeypatch) -> None:
    monkeypatch.setattr(studio.jobs, "_spawn", lambda id: None)
    job_id = studio.jobs.submit("upkeep")
    with studio.store.writing() as db:
        values = {"started_at": ahead(1), "state": "running", "pid": 1, "done": 5, "total": 9}
        db.table("jobs").update(job_id, values | {"heartbeat_at": ahead(1)})
    job = studio.jobs.get(job_id)
    assert job.rate == 0
    assert job.seconds_left is None


def test_the_last_thumb_stands_whatever_the_clock_said(studio) -> None:
    studio.engines.choose("writer", "echo")
    (draft,) = studio.copy.write(Brief("en", "Kettle", ("holds one litre",)), "slogan", 1)
    with studio.store.writing() as db:
        db.conn.execute(
            "INSERT INTO ratings (draft_id, voter, value, created_at) VALUES (?, 'me', 1, ?)",
            [draft.id, ahead(24)],
        )
    studio.ratings.rate(draft.id, -1)
    assert studio.ratings.vote(draft.id).value == -1


def test_reviews_are_not_deleted_before_their_time(studio) -> None:
    studio.reviews.import_paste("from a later day")
    with studio.store.writing() as db:
        db.conn.execute("UPDATE reviews SET created_at = ?", [ahead(48)])
    studio.upkeep.keep_reviews(1)
    assert studio.upkeep.run()["reviews"] == 0
    assert studio.upkeep.run()["reviews"] == 0


def test_upkeep_done_on_a_later_day_is_due_again(studio) -> None:
    studio.upkeep.keep_reviews(1)
    studio.upkeep.run()
    with studio.store.writing() as db:
        db.conn.execute(
            "UPDATE preferences SET value = '2099-01-01' WHERE key = 'reviews-expired-on'"
        )
    assert studio.upkeep.due()
