"""Wherever a job runs, the page says how far it is and can stop it, and why the last one failed."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import pytest

from core.copywriting import Brief
from core.errors import InputRejected
from core.persona_copy import SETS_JOB
from core.persona_swap import JOB as SWAP_JOB
from core.personas.forecasts import PURCHASES_JOB
from core.store import jobs as rows
from core.tuning import JOB as TUNE_JOB
from core.tuning import Tuning
from pages._ui.brief_form import ALL_PERSONAS
from tests.personas.conftest import csv, shop


def under_way(studio, kind: str, done: int = 0, total: int | None = None) -> int:
    with studio.store.writing() as db:
        job = rows.insert(db, 1, kind, {})
        rows.claim(db, job, os.getpid())
        rows.advance(db, job, os.getpid(), done=done, total=total, message="")
    return job


def bars(app) -> list[str]:
    return [element.proto.text for element in app.get("progress")]


@pytest.mark.parametrize(
    ("kind", "view", "stop", "said"),
    [
        (SWAP_JOB, "fair", "personas-swap-stop", "2 of 8"),
        (PURCHASES_JOB, "future", "personas-forecast-stop-purchases", "step 2 of 8"),
    ],
)
def test_a_job_is_followed_and_stopped(open_page, studio, *, kind, view, stop, said) -> None:
    studio.personas.import_table(csv(shop(customers=40)[0]), "shop.csv")
    job = under_way(studio, kind, 2, 8)
    app = open_page("personas")
    app.session_state["personas-view"] = view
    app.run()
    assert said in bars(app)[0]
    app.button(key=stop).click().run()
    assert not app.exception
    with studio.store.open() as db:
        assert rows.get(db, job)["cancel_requested"]


def test_a_writer_that_learns_says_how_long_and_is_stopped(
    open_page, studio, echo_writer, monkeypatch
) -> None:
    monkeypatch.setattr(Tuning, "possible", True)
    brief = Brief("en", "Brindle Kettle", ("holds 0.8 litres", "$39"))
    studio.ratings.rate(next(iter(studio.copy.write(brief, "slogan", count=1, seed=1))).id, 1)
    job = under_way(studio, TUNE_JOB, 30, 100)
    with studio.store.writing() as db:
        begun = (datetime.now(UTC) - timedelta(minutes=6, seconds=5)).isoformat()
        db["jobs"].update(job, {"started_at": begun})
    app = open_page("loop")
    assert "learning from your ratings… · 6 min so far · about 14 min left" in bars(app)[0]
    app.button(key="loop-tune-stop").click().run()
    assert not app.exception
    with studio.store.open() as db:
        assert rows.get(db, job)["cancel_requested"]


def test_before_the_first_step_the_writer_is_got_ready(open_page, studio) -> None:
    for name in ("Tea lover", "Night owl"):
        studio.personas.assume(name, who="Drinks tea all day")
    under_way(studio, SETS_JOB)
    app = open_page("copy_studio")
    app.selectbox(key="copy_studio-persona").set_value(ALL_PERSONAS).run()
    assert "Getting the writer ready…" in bars(app)


def test_reading_says_how_long_it_takes(open_page, studio) -> None:
    studio.reviews.import_paste("Strong tape.\nThe lid leaks.", "pasted")
    under_way(studio, "read_reviews", 1, 2)
    app = open_page("reviews")
    assert "1 of 2 reviews read" in bars(app)[0]
    assert "left" in bars(app)[0]


def test_a_failed_job_says_what_to_do_in_the_visitors_language(
    open_page, studio, inline_jobs
) -> None:
    def fails(arguments, report):
        raise InputRejected(
            "{columns} are missing.", "Use one of: {formats}.", columns="a", formats=["c", "d"]
        )

    studio.personas.assume("Tea lover", who="Drinks tea all day")
    studio.jobs._handlers[SWAP_JOB] = fails
    job = studio.jobs.get(studio.jobs.submit(SWAP_JOB))
    assert str(job.error) == "a are missing. Use one of: c, d."
    app = open_page("personas", "zh")
    app.session_state["personas-view"] = "fair"
    app.run()
    assert "可用的格式：c、d。" in app.error[0].value.replace("\\", "")


@pytest.mark.parametrize(
    ("kind", "key", "shown"),
    [
        ("label_reviews", "reviews-label-way", "typed"),
        ("find_themes", "reviews-insight", "themes"),
    ],
)
def test_what_goes_through_all_reviews_says_why_it_failed(
    open_page, studio, inline_jobs, *, kind, key, shown
) -> None:
    studio.engines.choose("reader", "echo-reader")
    studio.reviews.import_paste("Strong tape.\nThe lid leaks.", "pasted")
    studio.reviews.start_reading()
    with studio.store.writing() as db:
        rows.finish(db, rows.insert(db, 1, kind, {}), None, "failed", message="No room is left.")
    app = open_page("reviews")
    app.segmented_control(key).set_value(shown).run()
    assert not app.exception
    assert "No room is left" in app.error[0].value
