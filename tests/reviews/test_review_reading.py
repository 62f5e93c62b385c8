"""Reading goes batch by batch, can stop and go on, and reads nothing twice."""

from __future__ import annotations

import pytest
from word_reader import WordReader

from core.errors import EngineFailed
from core.jobs import JobCancelled
from core.reviews import reading
from core.store.known_readings import known_readings


@pytest.fixture
def ten(reviews, monkeypatch):
    """Ten different reviews in batches of three."""
    monkeypatch.setattr(reading, "BATCH", 3)
    reviews.import_paste("\n".join(f"good number {n}" for n in range(10)))
    return reviews


def stored(store) -> list[tuple]:
    with store.open() as db:
        return db.conn.execute(
            "SELECT review_id, version, label FROM readings WHERE current ORDER BY review_id"
        ).fetchall()


def test_everything_is_read_once(ten, engines, store) -> None:
    steps = []
    result = ten.read_job({}, lambda done, total: steps.append((done, total)))
    assert result["read"] == 10
    assert steps == [(0, 10), (3, 10), (6, 10), (9, 10), (10, 10)]
    assert len(stored(store)) == 10
    assert ten.unread() == 0
    assert ten.read_job({}, lambda *step: None)["read"] == 0
    assert len(engines.chosen.seen) == 10


def test_a_stop_keeps_what_was_read_and_the_next_run_goes_on(ten, engines, store) -> None:
    def stop_at_six(done: int, total: int) -> None:
        if done == 6:
            raise JobCancelled

    with pytest.raises(JobCancelled):
        ten.read_job({}, stop_at_six)
    assert len(stored(store)) == 6
    assert ten.read_job({}, lambda *step: None)["read"] == 4
    assert len(engines.chosen.seen) == 10


def test_the_same_text_is_read_once(reviews, engines, table, monkeypatch) -> None:
    monkeypatch.setattr(reading, "BATCH", 2)
    reviews.import_table(table("user,text", *(f"u{n},good one" for n in range(7))), "x.csv")
    assert reviews.read_job({}, lambda *step: None)["read"] == 7
    assert engines.chosen.seen == ["good one"]
    assert reviews.figures().positive == 7


def test_a_new_version_reads_again_and_the_old_one_comes_back_unread(ten, engines, store) -> None:
    ten.read_job({}, lambda *step: None)
    old, engines.chosen = engines.chosen, WordReader("words-2")
    assert ten.start_reading() is None
    assert ten.start_reading(again=True) is not None
    assert ten.versions() == [("words-2", 10)]
    engines.chosen = old
    assert ten.read_job({}, lambda *step: None)["read"] == 0
    assert ten.versions() == [("words-1", 10)]
    assert len(old.seen) == 10


def test_a_failing_engine_leaves_the_rest_to_the_bundled_one(ten, engines, store) -> None:
    engines.chosen.fails_at = 4
    result = ten.read_job({}, lambda *step: None)
    assert result["replaced"] == "words"
    assert result["engine"] == "bundled-reader"
    assert dict(ten.versions()) == {"bundled-1": 7, "words-1": 3}


def test_nothing_is_stored_of_a_batch_that_fails(ten, engines, store) -> None:
    engines.chosen = engines.bundled
    engines.bundled.fails_at = 4
    with pytest.raises(EngineFailed):
        ten.read_job({}, lambda *step: None)
    assert len(stored(store)) == 3


def test_an_engine_that_loses_texts_is_not_believed(ten, engines, monkeypatch) -> None:
    monkeypatch.setattr(engines.chosen, "read", lambda texts, language="auto": [])
    monkeypatch.setattr(engines.bundled, "read", lambda texts, language="auto": [])
    with pytest.raises(EngineFailed, match="answered 0 of 3"):
        ten.read_job({}, lambda *step: None)


def test_a_review_deleted_while_it_is_read_is_passed_over(ten, engines, store) -> None:
    read = engines.chosen.read

    def read_and_lose_one(texts, language="auto"):
        with store.writing() as db:
            db.conn.execute("DELETE FROM reviews WHERE text = 'good number 1'")
        return read(texts, language)

    engines.chosen.read = read_and_lose_one
    ten.read_job({}, lambda *step: None)
    assert len(stored(store)) == 9


def test_the_job_reads_and_reports(ten) -> None:
    job = ten._jobs.get(ten.start_reading())
    assert (job.state, job.done, job.total) == ("done", 10, 10)
    assert job.result["version"] == "words-1"
    assert ten.start_reading() is None


def test_a_correction_outlives_a_new_reading(ten, engines) -> None:
    ten.read_job({}, lambda *step: None)
    id = ten.rows().rows[0].id
    ten.correct(id, "negative", "me")
    engines.chosen = WordReader("words-2")
    ten.read_job({}, lambda *step: None)
    review = ten.get(id)
    assert (review.version, review.read_sentiment, review.sentiment) == (
        "words-2",
        "positive",
        "negative",
    )


def test_the_revision_tells_every_reading_apart(ten, engines) -> None:
    seen = [ten.revision()]
    old, new = engines.chosen, WordReader("words-2")
    for reader in (old, new):
        engines.chosen = reader
        ten.read_job({}, lambda *step: None)
        seen.append(ten.revision())
    assert len(set(seen)) == 3
    engines.chosen = old
    ten.read_job({}, lambda *step: None)
    assert ten.revision() not in (seen[0], seen[2])
    stays = ten.revision()
    assert ten.revision() == stays


def test_the_revision_tells_an_import_from_the_one_before_it(reviews) -> None:
    reviews.import_paste("good one\nbad one")
    first = reviews.revision()
    reviews.remove_source(reviews.sources()[0].id)
    reviews.import_paste("bad two\nbad three")
    assert reviews.revision() != first


def test_words_read_in_another_import_cost_no_engine_call(reviews, engines, table, store) -> None:
    for day, user in ((1, "u1"), (2, "u2")):
        rows = [f"2026-07-0{day},{user},good delivery no {n}" for n in range(4)]
        reviews.import_table(table("day,user,text", *rows), f"{day}.csv")
        assert reviews.read_job({}, lambda *step: None)["read"] == 4
    assert len(engines.chosen.seen) == 4
    with store.open() as db:
        kept = "sentiment, polarity, confidence, unsure, emotion"
        rows = db.conn.execute(f"SELECT count(*), {kept} FROM readings GROUP BY {kept}").fetchall()
        terms = db.conn.execute(
            'SELECT count(*) FROM reading_aspects GROUP BY aspect, polarity, start, "end"'
        ).fetchall()
    assert [row[0] for row in rows] == [8]
    assert terms == [(8,)]


def test_another_version_or_workspace_reads_for_itself(reviews, engines, store) -> None:
    reviews.import_paste("good delivery")
    reviews.read_job({}, lambda *step: None)
    with store.open() as db:
        found = known_readings(db, 1, "words-1", ["good delivery", "Good delivery", "unread"])
        assert list(found) == ["good delivery"]
        assert found["good delivery"] == WordReader().read(["good delivery"])[0]
        assert not known_readings(db, 1, "words-2", ["good delivery"])
        assert not known_readings(db, 2, "words-1", ["good delivery"])
