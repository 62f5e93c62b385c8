"""The guard that keeps the test run offline: only loopback and Unix sockets are let through.

It is an audit hook, so neither a patched socket class nor a library of its own gets round it in
Python; `processes/sitecustomize.py` puts it into every Python process that a test starts. What a
program outside Python does (Chromium) is held by its own flags in e2e/conftest.py.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path

LOG = "BRANDLOOP_TESTS_ATTEMPTS"
_PROCESSES = Path(__file__).resolve().parent / "processes"
_PLACES = {
    # Which argument of an audited call names the other side.
    "socket.connect": 1,
    "socket.sendto": 1,
    "socket.sendmsg": 1,
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
    "socket.gethostbyaddr": 0,
}


class LeftTheMachine(OSError):
    """A connection or a look-up that would leave the machine was refused."""


def is_local(address: object) -> bool:
    """Whether an address, as sockets take it, lies on this machine."""
    host = address[0] if isinstance(address, tuple) and address else address
    if isinstance(host, bytes):
        host = host.decode("utf-8", "replace")
    if not isinstance(host, str):
        return True  # none given, or a family without hosts
    if isinstance(address, str) and host.startswith(("/", "\0")):
        return True  # a Unix socket
    if host in ("", "localhost", socket.gethostname()):
        return True
    try:
        found = ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return found.is_loopback or found.is_unspecified


def guard() -> None:
    """Refuse from now on what would leave the machine, and note it in the file LOG names."""
    sys.addaudithook(_hook)


def attempts() -> list[str]:
    """What was refused since the last call, in this process and those it started."""
    log = Path(os.environ[LOG])
    found = log.read_text("utf-8").splitlines() if log.exists() else []
    log.unlink(missing_ok=True)
    return found


@contextmanager
def guarded_process(log: Path) -> Iterator[None]:
    """Guard this process and, by their environment, the ones it starts."""
    if LOG not in os.environ:
        guard()
    os.environ[LOG] = str(log)
    known = os.environ.get("PYTHONPATH", "")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(_PROCESSES), known]))
    yield


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    place = _PLACES.get(event)
    if place is None or is_local(arguments[place]):
        return
    told = f"{event} {arguments[place]}"
    if LOG in os.environ:
        with Path(os.environ[LOG]).open("a", encoding="utf-8") as log:
            log.write(told + "\n")
    raise LeftTheMachine(f"the tests are offline: {told}")
