"""The endpoint against a server on loopback that answers, refuses, hangs and breaks off."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from chat_server import Handler, Server, endpoint, running

from core.engines.addresses import may_carry_a_key
from core.engines.endpoint import Endpoint, key_for
from core.engines.types import CopyRequest
from core.errors import EngineFailed
from core.settings import Settings

REQUEST = CopyRequest("en", "slogan", "Aurora Kettle", ("boils in three minutes",), tone="witty")
KEY = "sk-a-secret-of-this-test"


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as server:
        yield server


def failure(engine: Endpoint) -> str:
    with pytest.raises(EngineFailed) as raised:
        list(engine.propose(REQUEST, 2))
    return str(raised.value)


def test_texts_come_one_by_one_while_the_answer_is_still_under_way(server: Server) -> None:
    def answer(handler: Handler) -> None:
        handler.begin()
        handler.piece("Tea in three.\n=")
        handler.piece("==\nTwo ")
        assert server.release.wait(60)
        handler.piece("cups, no wait.")
        handler.piece(None, "stop")

    server.answer = answer
    drafts = endpoint(server.url).propose(REQUEST, 2)
    assert next(drafts) == "Tea in three."
    server.release.set()
    assert list(drafts) == ["Two cups, no wait."]
    assert len(server.requests) == 1


def test_the_brief_and_the_model_are_sent_and_the_key_only_in_the_header(server: Server) -> None:
    server.answer = lambda handler: handler.whole("One.\n===\nTwo.")
    assert list(endpoint(server.url, KEY).propose(REQUEST, 2)) == ["One.", "Two."]
    (sent,) = server.requests
    assert sent["model"] == "tiny"
    assert sent["stream"] is True
    assert "Aurora Kettle" in sent["messages"][1]["content"]
    assert "boils in three minutes" in sent["messages"][1]["content"]
    assert KEY not in json.dumps(sent)
    assert server.keys == [f"Bearer {KEY}"]


def test_nothing_of_the_environment_travels_to_a_typed_address(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("API_KEY", "ADMIN_KEY", "ORG_ID", "PROJECT_ID", "WEBHOOK_SECRET"):
        monkeypatch.setenv(f"OPENAI_{name}", KEY)
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", f"X-Mine: {KEY}\nAuthorization: Bearer {KEY}")
    server.answer = lambda handler: handler.whole("One.")
    list(endpoint(server.url).propose(REQUEST, 1))
    list(endpoint(server.url, "the-right-one").propose(REQUEST, 1))
    assert KEY not in str(server.headers)
    assert server.keys == [None, "Bearer the-right-one"]
    names = {name for headers in server.headers for name in headers}
    assert not {name for name in names if name.startswith(("openai-", "x-"))}


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://api.openai.com/v1", "openai"),
        ("https://API.OpenAI.com:443/v1", "openai"),
        ("https://gateway.example/v1", "other"),
        ("https://Gateway.example:8443/v1", "other"),
        ("https://api.openai.com.evil.example/v1", ""),
        ("https://evil.example/gateway.example/v1", ""),
        ("https://gateway.example.evil.example/v1", ""),
        ("http://localhost:11434/v1", ""),
    ],
)
def test_a_key_is_for_the_host_it_was_entered_with(settings: Settings, url: str, key: str) -> None:
    both = replace(
        settings, openai_key="openai", endpoint_key="other", endpoint_host="gateway.example"
    )
    assert key_for(url, both) == key
    typed = replace(both, endpoint_host="https://Gateway.example:8443/v1")
    assert key_for(url, typed) == key
    hostless = replace(both, openai_key="", endpoint_host="")
    assert key_for(url, hostless) == ""


@pytest.mark.parametrize(
    ("url", "variable"),
    [
        ("http://192.0.2.7:8000/v1", "BRANDLOOP_ENDPOINT_KEY"),
        ("http://localhost.example/v1", "BRANDLOOP_ENDPOINT_KEY"),
        ("HTTP://api.openai.com/v1", "OPENAI_API_KEY"),
    ],
)
def test_no_key_goes_over_plain_http_to_another_machine(url: str, variable: str) -> None:
    engine = endpoint(url, KEY, timeout=0.01)
    engine._client = Unasked()
    said = failure(engine)
    assert "https" in said
    assert variable in said
    assert KEY not in said


class Unasked:
    """A client that nothing may be asked of."""

    def __getattr__(self, name: str) -> None:
        raise AssertionError("something was sent")


@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("https://gateway.example/v1", True),
        ("http://localhost:1/v1", True),
        ("http://127.8.9.1:1/v1", True),
        ("http://[::1]:1/v1", True),
        ("http://10.0.0.1/v1", False),
        ("http://[2001:db8::1]/v1", False),
        ("http://127.0.0.1.example/v1", False),
    ],
)
def test_where_a_key_may_go(url: str, may: bool) -> None:
    assert may_carry_a_key(url) is may


@pytest.mark.parametrize(
    ("status", "key", "words"),
    [
        (401, KEY, ("refused the key", "Check the key in BRANDLOOP_ENDPOINT_KEY")),
        (401, "", ("refused the key", "Put its key into BRANDLOOP_ENDPOINT_KEY")),
        (403, KEY, ("refused the key", "403")),
        (404, "", ("knows no model “tiny”", "/v1")),
        (429, "", ("busy or your allowance", "try again")),
        (500, "", ("fault of its own", "500")),
        (503, "", ("fault of its own", "503")),
        (400, "", ("refused the request", "context too long")),
    ],
)
def test_a_refusal_says_what_happened_and_what_to_do(
    server: Server, status: int, key: str, words: tuple[str, ...]
) -> None:
    body = json.dumps({"error": {"message": f"context too long {KEY}"}})
    server.answer = lambda handler: handler.refuse(status, body)
    said = failure(endpoint(server.url, key))
    for part in words:
        assert part in said
    if key:
        assert KEY not in said


def test_a_server_with_a_fault_is_asked_once_more(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.engines.endpoint._PAUSE", 0.0)

    def answer(handler: Handler) -> None:
        if len(server.requests) == 1:
            handler.refuse(503, "{}")
        else:
            handler.whole("One.")

    server.answer = answer
    assert list(endpoint(server.url, retries=1).propose(REQUEST, 1)) == ["One."]
    assert len(server.requests) == 2


def test_nobody_listens() -> None:
    free = Server()
    url = free.url
    free.server_close()
    assert "cannot be reached" in failure(endpoint(url))


def test_a_server_that_hangs_is_left_after_the_time_out(server: Server) -> None:
    server.answer = lambda handler: server.release.wait(60)
    said = failure(endpoint(server.url, timeout=0.2))
    assert "did not answer for 0.2 seconds" in said
    assert "BRANDLOOP_ENDPOINT_TIMEOUT" in said


def test_a_server_that_falls_silent_midway_is_left_too(server: Server) -> None:
    def answer(handler: Handler) -> None:
        handler.begin()
        handler.piece("One.\n===\nTw")
        server.release.wait(60)

    server.answer = answer
    drafts = endpoint(server.url, timeout=3).propose(REQUEST, 2)
    assert next(drafts) == "One."
    with pytest.raises(EngineFailed, match="did not answer"):
        next(drafts)


@pytest.mark.parametrize("measured", [False, True])
def test_a_stream_that_breaks_off_keeps_the_whole_texts_only(
    server: Server, measured: bool
) -> None:
    def answer(handler: Handler) -> None:
        if measured:
            handler.protocol_version = "HTTP/1.1"
            handler.send_response(200)
            handler.send_header("content-type", "text/event-stream")
            handler.send_header("content-length", "100000")
            handler.end_headers()
        else:
            handler.begin()
        handler.piece("One.\n===\nHalf of a sec")
        handler.close_connection = True

    server.answer = answer
    drafts = endpoint(server.url).propose(REQUEST, 2)
    assert next(drafts) == "One."
    with pytest.raises(EngineFailed, match="broke off"):
        next(drafts)


@pytest.mark.parametrize("pieces", [(), ("",), ("  \n",)])
def test_an_empty_answer_is_a_failure(server: Server, pieces: tuple[str, ...]) -> None:
    server.answer = lambda handler: handler.whole(*pieces)
    assert "empty answer" in failure(endpoint(server.url))


def test_a_page_instead_of_a_stream_is_an_empty_answer(server: Server) -> None:
    server.answer = lambda handler: handler.refuse(200, "<html>hello</html>")
    assert "empty answer" in failure(endpoint(server.url))


@pytest.mark.parametrize("data", ["{broken", "[1, 2]", '{"choices": 7}', '{"choices": [{}]}'])
def test_an_answer_in_another_shape_is_no_crash(server: Server, data: str) -> None:
    def answer(handler: Handler) -> None:
        handler.begin()
        handler.event(data)

    server.answer = answer
    said = failure(endpoint(server.url))
    assert "cannot be understood" in said or "empty answer" in said


def test_an_error_inside_the_stream_is_told(server: Server) -> None:
    def answer(handler: Handler) -> None:
        handler.begin()
        handler.event('{"error": {"message": "out of memory"}}')

    server.answer = answer
    assert "out of memory" in failure(endpoint(server.url))


@pytest.mark.parametrize(
    ("reason", "words"), [("length", "length limit"), ("content_filter", "filter")]
)
def test_a_text_that_was_cut_or_withheld_is_not_shown(
    server: Server, reason: str, words: str
) -> None:
    def answer(handler: Handler) -> None:
        handler.begin()
        handler.piece("Half of a te")
        handler.piece(None, reason)

    server.answer = answer
    assert words in failure(endpoint(server.url))


def test_whole_texts_before_a_cut_are_an_answer(server: Server) -> None:
    def answer(handler: Handler) -> None:
        handler.begin()
        handler.piece("One.\n===\nHalf of a te")
        handler.piece(None, "length")

    server.answer = answer
    assert list(endpoint(server.url).propose(REQUEST, 3)) == ["One."]


def test_enough_texts_end_the_stream_and_close_the_connection(server: Server) -> None:
    def answer(handler: Handler) -> None:
        handler.begin()
        for n in range(200_000):
            handler.piece(f"Text {n}\n===\n")

    server.answer = answer
    assert list(endpoint(server.url).propose(REQUEST, 2)) == ["Text 0", "Text 1"]
    assert server.broken.wait(60)
    assert len(server.requests) == 1


def test_reading_the_info_sends_nothing(server: Server) -> None:
    engine = endpoint(server.url, KEY)
    assert "go to this server" in engine.info.sends
    assert server.requests == []
