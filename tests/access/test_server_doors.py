"""Where the server listens, whom it answers, and what its answers carry: really started."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from core.binding import is_loopback, may_bind
from core.errors import AccessDenied, InputRejected
from pages._ui.headers import HEADERS, LoopbackOnly, SafeHeaders
from tests.e2e.conftest import free_port, start_app

ROOT = Path(__file__).resolve().parent.parent.parent
AUTH = {"cookie_secret": "x" * 32}


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.8.9.1", "::1", "[::1]", "localhost", "LOCALHOST.", "app.localhost",
     "::ffff:127.0.0.1", "unix:///run/app.sock", "::1%lo"],
)  # fmt: skip
def test_only_this_machine_reaches_loopback(host: str) -> None:
    assert is_loopback(host)
    may_bind(host, None, allowed=False)


@pytest.mark.parametrize(
    "host",
    [None, "", " ", "0.0.0.0", "::", "0", "10.0.0.7", "192.168.1.5", "2001:db8::1", "127.1",
     "localhost.example.com", "127.0.0.1.example.com", "example.com", "::ffff:10.0.0.7"],
)  # fmt: skip
def test_others_reach_the_rest(host: str | None) -> None:
    assert not is_loopback(host)
    with pytest.raises(AccessDenied, match="does not listen"):
        may_bind(host, None, allowed=False)
    may_bind(host, None, allowed=True)
    may_bind(host, AUTH, allowed=False)


@pytest.mark.parametrize("secret", [{}, {"cookie_secret": "xxx"}, {"cookie_secret": "x" * 31}])
def test_a_cookie_secret_that_can_be_guessed_is_refused_everywhere(secret: dict) -> None:
    with pytest.raises(InputRejected, match="cookie_secret"):
        may_bind("127.0.0.1", secret, allowed=True)


def own_address() -> str | None:
    """An address of this machine that others can reach, where it has one."""
    found = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
    return next((host for *_, (host, _port) in found if not is_loopback(host)), None)


def test_the_server_does_not_start_where_everybody_would_come_in(home) -> None:
    hosts = {"0.0.0.0": {}, "::": {}, "": {}, "env": {"STREAMLIT_SERVER_ADDRESS": "0.0.0.0"}}
    if own := own_address():
        hosts[own] = {}
    started = {}
    for host, more in hosts.items():
        command = [sys.executable, "-m", "streamlit", "run", "serve.py"]
        command += ["--server.port", str(free_port())]
        command += [] if more else ["--server.address", host]
        started[host] = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "LANG": "C", **more},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
    for host, process in started.items():
        _, said = process.communicate(timeout=120)
        assert process.returncode == 2, f"{host}: {said}"
        assert "Brandloop does not listen on" in said, host
        assert "Traceback" not in said


def answer(address: str, **headers: str) -> tuple[int, dict[str, str]]:
    request = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as got:
            return got.status, {name.lower(): value for name, value in got.headers.items()}
    except urllib.error.HTTPError as error:
        return error.code, {name.lower(): value for name, value in error.headers.items()}


def test_a_server_of_ones_own_answers_this_machine_only(home) -> None:
    process, address = start_app(home, "--server.address", "localhost")
    try:
        for path in ("/", "/_stcore/health", "/nothing/here"):
            _status, headers = answer(address + path)
            assert {name: headers.get(name.lower()) for name in HEADERS} == HEADERS, path
        policy = answer(address)[1]["content-security-policy"]
        assert "frame-ancestors 'none'" in policy
        script = next(part for part in policy.split("; ") if part.startswith("script-src"))
        assert "unsafe-inline" not in script
        port = address.rpartition(":")[2]
        assert answer(address, Host=f"localhost:{port}")[0] == 200
        for host in ("evil.example", f"evil.example:{port}", "127.0.0.1.evil.example"):
            assert answer(address, Host=host)[0] == 403
    finally:
        process.terminate()
        process.communicate(timeout=60)


async def answered(app, scope: dict) -> list[dict]:
    sent: list[dict] = []

    async def receive() -> dict:
        return {"type": f"{scope['type']}.connect"}

    async def send(message: dict) -> None:
        sent.append(message)

    await app({"headers": [], "method": "GET", "path": "/", **scope}, receive, send)
    return sent


async def open_door(scope, receive, send) -> None:
    cookies = [(b"set-cookie", b"a=1; HttpOnly"), (b"set-cookie", b"b=2; Secure")]
    await send({"type": "http.response.start", "status": 200, "headers": cookies})
    await send({"type": "http.response.body", "body": b"come in"})


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize(
    ("server", "host"), [("10.0.0.7", b"10.0.0.7"), ("127.0.0.1", b"evil.example:80")]
)
def test_nobody_else_is_answered_however_the_server_was_started(kind, server, host) -> None:
    scope = {"type": kind, "server": (server, 80), "headers": [(b"host", host)]}
    first = asyncio.run(answered(LoopbackOnly(open_door), scope))[0]
    assert first.get("status") == 403 or first["type"] == "websocket.close"
    scope = {"type": "http", "server": ("::1", 80), "headers": [(b"host", b"[::1]:80")]}
    assert asyncio.run(answered(LoopbackOnly(open_door), scope))[0]["status"] == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "", "http://[broken"])
def test_no_page_on_the_web_opens_a_session(origin: str) -> None:
    headers = [(b"host", b"localhost:80"), (b"origin", origin.encode())]
    scope = {"type": "websocket", "server": ("127.0.0.1", 80), "headers": headers}
    assert asyncio.run(answered(LoopbackOnly(open_door), scope))[0]["type"] == "websocket.close"


def test_behind_https_no_cookie_travels_in_the_open() -> None:
    app = SafeHeaders(open_door, secure=True)
    found = asyncio.run(answered(app, {"type": "http"}))[0]["headers"]
    cookies = [value for name, value in found if name == b"set-cookie"]
    assert cookies == [b"a=1; HttpOnly; Secure", b"b=2; Secure"]
    plain = asyncio.run(answered(SafeHeaders(open_door), {"type": "http"}))[0]["headers"]
    assert (b"set-cookie", b"a=1; HttpOnly") in plain
