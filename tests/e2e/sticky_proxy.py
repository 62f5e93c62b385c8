"""A small reverse proxy that keeps a browser at one process by a cookie, as Caddy does."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count

COOKIE = "brandloop_process"
_GIVEN = re.compile(rb"\r\ncookie:[^\r]*\b" + COOKIE.encode() + rb"=(\d+)", re.IGNORECASE)
_HEAD_END = b"\r\n\r\n"


class StickyProxy:
    """Listens on loopback and hands each connection to one of the `backends`, (host, port) each.

    A request without the cookie goes to the next one in turn and is given the cookie; `served`
    counts the connections of each.
    """

    def __init__(self, backends: Sequence[tuple[str, int]]) -> None:
        self.served = [0] * len(backends)
        self.address = ""
        self._backends = backends
        self._turn = count()

    async def listen(self, ready: threading.Event, over: asyncio.Event) -> None:
        """Serve until `over`; `address` is there once `ready` is."""
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0, limit=1 << 20)
        self.address = "http://127.0.0.1:{1}".format(*server.sockets[0].getsockname())
        ready.set()
        await over.wait()
        server.close()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, EOFError, asyncio.CancelledError):
            head = await reader.readuntil(_HEAD_END)
            given = _GIVEN.search(head)
            chosen = int(given[1]) if given else next(self._turn) % len(self._backends)
            self.served[chosen] += 1
            there, back = await asyncio.open_connection(*self._backends[chosen], limit=1 << 20)
            back.write(head)
            if not given:
                answer = await there.readuntil(_HEAD_END)
                cookie = f"\r\nset-cookie: {COOKIE}={chosen}; Path=/; HttpOnly; SameSite=Lax"
                writer.write(answer.removesuffix(_HEAD_END) + cookie.encode() + _HEAD_END)
            await asyncio.gather(_piped(reader, back), _piped(there, writer))


async def _piped(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await source.read(1 << 16):
            target.write(data)
            await target.drain()
    target.close()


@contextmanager
def sticky_proxy(backends: Sequence[tuple[str, int]]) -> Iterator[StickyProxy]:
    """A proxy that runs in a thread of its own until the block ends."""
    proxy, ready, loop = StickyProxy(backends), threading.Event(), asyncio.new_event_loop()
    over = asyncio.Event()

    def run() -> None:
        loop.run_until_complete(proxy.listen(ready, over))
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()

    thread = threading.Thread(target=run, name="sticky-proxy")
    thread.start()
    assert ready.wait(60)
    try:
        yield proxy
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join(60)
