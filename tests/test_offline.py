"""The claim that nothing leaves the machine is proved by a guard; here the guard is proved."""

from __future__ import annotations

import socket
import subprocess
import sys

import offline
import pytest


@pytest.mark.parametrize(
    ("address", "local"),
    [
        (("127.0.0.1", 80), True),
        (("127.9.9.9", 80), True),
        (("::1", 80, 0, 0), True),
        (("localhost", 80), True),
        (("0.0.0.0", 80), True),
        ("/run/some.sock", True),
        (None, True),
        (("192.0.2.1", 80), False),
        (("2001:db8::1", 80, 0, 0), False),
        (("example.com", 443), False),
        ("example.com", False),
        (b"example.com", False),
    ],
)
def test_what_lies_on_this_machine(address: object, local: bool) -> None:
    assert offline.is_local(address) is local


@pytest.mark.tries_to_leave
def test_connections_look_ups_and_datagrams_are_refused() -> None:
    with socket.socket() as stream, pytest.raises(offline.LeftTheMachine):
        stream.connect(("192.0.2.1", 80))
    with socket.socket() as stream, pytest.raises(offline.LeftTheMachine):
        stream.connect_ex(("192.0.2.1", 80))
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams,
        pytest.raises(offline.LeftTheMachine),
    ):
        datagrams.sendto(b"x", ("192.0.2.1", 53))
    with pytest.raises(offline.LeftTheMachine):
        socket.getaddrinfo("example.com", 443)
    assert len(offline.attempts()) == 4


@pytest.mark.tries_to_leave
def test_a_process_that_a_test_starts_is_guarded_too() -> None:
    code = "import socket; socket.create_connection(('192.0.2.1', 80))"
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False, text=True
    )
    assert "the tests are offline" in ended.stderr
    assert offline.attempts() == ["socket.getaddrinfo 192.0.2.1"]


def test_loopback_and_unix_sockets_work(tmp_path) -> None:
    for family, address in (
        (socket.AF_INET, ("127.0.0.1", 0)),
        (socket.AF_UNIX, str(tmp_path / "s")),
    ):
        with socket.socket(family) as server, socket.socket(family) as client:
            server.bind(address)
            server.listen(1)
            client.connect(server.getsockname())
    assert not offline.attempts()
