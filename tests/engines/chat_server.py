"""A server on loopback that answers what a test tells it to, and an endpoint that asks it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from core.engines.added import Added
from core.engines.addresses import endpoint_id, parse
from core.engines.catalogue import added_info
from core.engines.endpoint import _EXTRAS, Endpoint
from core.engines.pool.circuits import CIRCUITS


class Server(ThreadingHTTPServer):
    """Answers each request with what `answer` writes, and whether it is up with the status in
    `up` of the path; remembers what it was sent."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answer: Callable[[Handler], None] = lambda handler: None
        self.up: dict[str, int] = {"/health": 200}
        self.asked_up: list[tuple[str, str | None]] = []
        self.requests: list[dict] = []
        self.keys: list[str | None] = []
        self.headers: list[dict[str, str]] = []
        self.release = threading.Event()
        self.broken = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, request, client_address) -> None:
        self.broken.set()


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked_up.append((self.path, self.headers["authorization"]))
        self.refuse(self.server.up.get(self.path, 404), "{}")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.requests.append(json.loads(body))
        self.server.keys.append(self.headers["authorization"])
        self.server.headers.append({name.lower(): text for name, text in self.headers.items()})
        self.server.answer(self)

    def log_message(self, format: str, *args: object) -> None:
        pass

    def refuse(self, status: int, body: str, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def begin(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()

    def event(self, data: str) -> None:
        self.wfile.write(f"data: {data}\n\n".encode())
        self.wfile.flush()

    def piece(self, text: str | None, finish: str | None = None) -> None:
        choice = {"index": 0, "delta": {"content": text}, "finish_reason": finish}
        self.event(json.dumps({"id": "1", "object": "chat.completion.chunk", "choices": [choice]}))

    def whole(self, *pieces: str, usage: tuple[int, int] | None = None) -> None:
        self.begin()
        for text in pieces:
            self.piece(text)
        self.piece(None, "stop")
        if usage:
            tokens = {"prompt_tokens": usage[0], "completion_tokens": usage[1]}
            self.event(json.dumps({"id": "1", "choices": [], "usage": tokens}))
        self.event("[DONE]")


@contextmanager
def running() -> Iterator[Server]:
    """A server that listens; at the end whoever waits for `release` is let go."""
    _EXTRAS.clear()  # a port may have been another test's server
    CIRCUITS._known.clear()
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.release.set()
        server.shutdown()
        server.server_close()
        thread.join()


def endpoint(
    url: str, key: str = "", timeout: float = 30.0, retries: int = 0, model: str = "tiny"
) -> Endpoint:
    """An endpoint as the registry makes it, its patience the test's."""
    id = endpoint_id(model, url)
    return Endpoint(parse(id), added_info(Added("writer", id)), key, timeout, retries)
