"""A request to a server that fails: what is said, who goes on, and what is kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from chat_server import Handler, Server, running

from core.copywriting import Brief
from core.settings import Settings
from core.store import engine_calls
from core.studio import Studio, open_studio

BRIEF = Brief.from_dict(
    {
        "lang": "en",
        "product": "Aurora Kettle",
        "category": "electric kettle",
        "facts": ["boils one litre in three minutes", "keeps water hot for an hour", "$39"],
    }
)
ITS = "Aurora Kettle boils one litre in three minutes, so breakfast is on time."


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as server:
        yield server


def choosing(server: Server, settings: Settings, patience: float = 60.0) -> Studio:
    """A studio whose chosen writer is the server, which may be silent for `patience` seconds."""
    studio = open_studio(replace(settings, endpoint_timeout=patience))
    studio.engines.choose("writer", studio.engines.add_endpoint("tiny", server.url).id)
    return studio


def cut(handler: Handler) -> None:
    handler.begin()
    handler.piece(json.dumps({"drafts": [ITS]})[:-2] + ', "half of a')
    handler.close_connection = True


def hang(handler: Handler) -> None:
    handler.server.release.wait(60)


def bad_json(handler: Handler) -> None:
    handler.begin()
    handler.event("{broken")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda handler: handler.refuse(401, "{}"), "refused the key"),
        (lambda handler: handler.refuse(404, "{}"), "knows no model"),
        (lambda handler: handler.refuse(429, "{}", retry_after="60"), "wait 60 seconds"),
        (lambda handler: handler.refuse(500, "{}", retry_after="0"), "fault of its own"),
        (lambda handler: handler.whole(), "empty answer"),
        (hang, "did not answer for 0.5 seconds"),
        (bad_json, "cannot be understood"),
        (cut, "broke off"),
    ],
    ids=["401", "404", "429", "500", "empty", "hangs", "bad json", "cut"],
)
def test_the_bundled_writer_takes_over_and_the_reason_is_told(
    server: Server, settings: Settings, answer: Callable[[Handler], None], words: str
) -> None:
    server.answer = answer
    studio = choosing(server, settings, patience=0.5 if answer is hang else 60.0)
    run = studio.copy.write(BRIEF, "x_post", 2, seed=3)
    drafts = list(run)
    assert len(drafts) == 2
    assert run.report.engine == "copybook"
    assert any(words in str(params.get("reason")) for _, params in run.report.notes)
    with studio.store.open() as db:
        rows = {row["engine"]: row for row in engine_calls.of_request(db, 1, run.id)}
    failed, went_on = rows[studio.engines.chosen("writer")], rows["copybook"]
    assert (failed["failures"], went_on["failures"]) == (1, 0)
    assert (failed["input_tokens"] is None) is (answer is not cut)


def test_what_a_server_said_before_it_broke_off_is_among_the_drafts(
    server: Server, settings: Settings
) -> None:
    server.answer = cut
    studio = choosing(server, settings)
    drafts = list(studio.copy.write(BRIEF, "x_post", 8, seed=3))
    by = {draft.text: draft.engine for draft in drafts}
    assert by[ITS].startswith("endpoint:tiny@")
    assert "copybook" in by.values()
    assert ITS in {row.draft.text for row in studio.library.search().rows}
