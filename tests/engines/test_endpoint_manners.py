"""What an endpoint asks of a server beside the texts, and how long it bears with one."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest
from chat_server import Handler, Server, endpoint, running

from core.engines.answers import texts_of
from core.engines.tokens import estimated_tokens
from core.engines.types import CopyRequest, Rejected, Usage
from core.errors import EngineFailed

REQUEST = CopyRequest("en", "slogan", "Aurora Kettle", ("boils in three minutes",))


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as server:
        yield server


def test_json_is_asked_for_and_read_as_it_streams(server: Server) -> None:
    def answer(handler: Handler) -> None:
        handler.begin()
        handler.piece('{"drafts": ["Tea in three.", "Two')
        assert server.release.wait(10)
        handler.piece('\\ncups."]}', "stop")

    server.answer = answer
    drafts = endpoint(server.url).propose(REQUEST, 2)
    assert next(drafts) == "Tea in three."
    server.release.set()
    assert list(drafts) == ["Two\ncups."]
    (sent,) = server.requests
    assert sent["response_format"]["json_schema"]["strict"] is True
    assert '{"drafts": ["…", "…"]}' in sent["messages"][1]["content"]
    assert "===" not in sent["messages"][1]["content"]


@pytest.mark.parametrize(
    ("status", "said", "kept"),
    [
        (400, "response_format is not supported", ["stream_options"]),
        (422, "Unexpected fields: {'stream_options', 'response_format'}", []),
        (400, "stream_options: unknown", ["response_format"]),
        (400, "no", []),
    ],
)
def test_a_server_that_refuses_the_form_gets_plain_lines(
    server: Server, status: int, said: str, kept: list[str]
) -> None:
    def answer(handler: Handler) -> None:
        sent = server.requests[-1]
        if len(set(sent) & {"response_format", "stream_options"}) > len(kept):
            handler.refuse(status, json.dumps({"detail": said}))
        else:
            handler.whole("One.\n===\nTwo.")

    server.answer = answer
    assert list(endpoint(server.url).propose(REQUEST, 2)) == ["One.", "Two."]
    assert len(server.requests) == 2
    assert sorted(set(server.requests[1]) & {"response_format", "stream_options"}) == kept
    asked = server.requests[1]["messages"][1]["content"]
    assert ("===" in asked) is ("response_format" not in kept)
    assert list(endpoint(server.url).propose(REQUEST, 1)) == ["One."]
    assert len(server.requests) == 3, "the refusal is remembered"


def test_a_refusal_for_another_reason_does_not_cost_the_form(server: Server) -> None:
    server.answer = lambda handler: handler.refuse(400, "context too long")
    with pytest.raises(EngineFailed, match="context too long"):
        list(endpoint(server.url).propose(REQUEST, 1))
    server.answer = lambda handler: handler.whole("One.")
    list(endpoint(server.url).propose(REQUEST, 1))
    assert "response_format" in server.requests[-1]


@pytest.mark.parametrize(
    ("said", "texts"),
    [
        ('{"drafts": ["One.", "Two.", "Thr', ["One.", "Two."]),
        ('```json\n["One.", "Two."]\n```', ["One.", "Two."]),
        ('[{"text": "One.", "id": "1"}, {"text": "Two."}]', ["One.", "Two."]),
        ('<think>["no"]</think>{"drafts": ["One.", "One.", " "]}', ["One."]),
        ('{"drafts": ["a \\"b\\" c"]}', ['a "b" c']),
        ("[New] One.\n===\nTwo.", ["[New] One.", "Two."]),
        ('"Tea, sooner."', ["Tea, sooner."]),
        ('{"drafts": []}', []),
        ("{broken", []),
    ],
)
def test_any_form_of_an_answer_is_taken_apart(said: str, texts: list[str]) -> None:
    assert list(texts_of([said], 5)) == texts
    assert list(texts_of(said, 5)) == texts
    assert list(texts_of([said], 1)) == texts[:1]


def test_tokens_are_the_servers_or_marked_as_estimated(server: Server) -> None:
    server.answer = lambda handler: handler.whole("One.", usage=(120, 7))
    engine = endpoint(server.url)
    assert engine.usage is None
    list(engine.propose(REQUEST, 2))
    assert engine.usage == Usage(120, 7, estimated=False)
    server.answer = lambda handler: handler.whole("Tea in three.")
    list(engine.propose(REQUEST, 2))
    assert engine.usage is not None
    assert engine.usage.estimated
    assert engine.usage.output_tokens == 4
    assert engine.usage.input_tokens > 50
    server.answer = lambda handler: handler.refuse(500, "{}")
    with pytest.raises(EngineFailed):
        list(engine.propose(REQUEST, 2))
    assert engine.usage is None


def test_chinese_takes_a_token_a_character() -> None:
    assert estimated_tokens("三分钟烧开") == 5
    assert estimated_tokens("tea for 2") == 3
    assert estimated_tokens("") == 0


@pytest.mark.parametrize(("asked", "words"), [("90", "90 seconds"), ("soon", "Wait a little")])
def test_a_long_wait_is_told_and_not_waited_out(server: Server, asked: str, words: str) -> None:
    server.answer = lambda handler: handler.refuse(429, "{}", retry_after=asked)
    begun = time.monotonic()
    with pytest.raises(EngineFailed, match=words):
        list(endpoint(server.url, retries=1).propose(REQUEST, 1))
    assert time.monotonic() - begun < 45
    assert len(server.requests) == 1


def test_a_short_wait_is_waited_out(server: Server) -> None:
    def answer(handler: Handler) -> None:
        if len(server.requests) == 1:
            handler.refuse(429, "{}", retry_after="0")
        else:
            handler.whole("One.")

    server.answer = answer
    assert list(endpoint(server.url, retries=1).propose(REQUEST, 1)) == ["One."]


def test_a_server_that_drips_is_left_as_one_that_is_silent(server: Server) -> None:
    def answer(handler: Handler) -> None:
        handler.begin()
        while not server.release.wait(0.02):
            handler.wfile.write(b": still here\n\n")
            handler.wfile.flush()

    server.answer = answer
    with pytest.raises(EngineFailed, match=r"did not answer for 0\.3 seconds"):
        list(endpoint(server.url, timeout=0.3).propose(REQUEST, 1))


def test_an_answer_without_end_is_left(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.engines.endpoint._WHOLE", 0.1)

    def answer(handler: Handler) -> None:
        handler.begin()
        handler.piece("One.\n===\n")
        while not server.release.wait(0.02):
            handler.piece("la")

    server.answer = answer
    drafts = endpoint(server.url, timeout=40).propose(REQUEST, 2)
    assert next(drafts) == "One."
    with pytest.raises(EngineFailed, match=r"still answering after 4 seconds"):
        next(drafts)


def test_a_brief_goes_nowhere_else(server: Server) -> None:
    with running() as other:
        server.answer = lambda handler: handler.refuse(307, "", location=f"{other.url}/x")
        with pytest.raises(EngineFailed, match="sends on to another address"):
            list(endpoint(server.url, "a-key").propose(REQUEST, 1))
        assert not other.requests


def test_what_fell_goes_along_with_its_reasons(server: Server) -> None:
    fell = Rejected("The best kettle.", ("“best” may not be advertised.",))
    server.answer = lambda handler: handler.whole("One.")
    request = CopyRequest("en", "slogan", "Aurora", ("boils",), rejected=(fell,), samples=("Hum.",))
    list(endpoint(server.url).propose(request, 1))
    asked = server.requests[0]["messages"][1]["content"]
    assert "- The best kettle.\n  (“best” may not be advertised.)" in asked
    assert "written for other products" in asked
