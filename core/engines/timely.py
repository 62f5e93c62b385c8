"""A stream that cannot hold its reader up: it is read in a thread of its own."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Generator, Iterable
from contextlib import AbstractContextManager, suppress
from typing import Any

_ROOM = 1000
_GLANCE = 0.2


class Silent(Exception):
    """Nothing came for as long as the reader was ready to wait."""


class Endless(Exception):
    """The stream goes on longer than the reader is ready to listen."""


def timely(
    begin: Callable[[], AbstractContextManager[Iterable[Any]]], silence: float, whole: float
) -> Generator[Any, None, None]:
    """The items of the stream that `begin` opens, as they come.

    Raises Silent when nothing came for `silence` seconds, be it that the connection hangs or
    that only bytes without meaning drip in; Endless after `whole` seconds; and what the stream
    raises. Closing the generator closes the stream.
    """
    items: queue.Queue[Any] = queue.Queue(_ROOM)
    left = threading.Event()
    opened: list[Any] = []
    end = object()

    def read() -> None:
        try:
            with begin() as stream:
                opened.append(stream)
                for item in stream:
                    if not _put(items, (item, None), left):
                        return
            _put(items, (end, None), left)
        except Exception as error:
            _put(items, (end, error), left)

    deadline = time.monotonic() + whole
    threading.Thread(target=read, name="engine-stream", daemon=True).start()
    try:
        while True:
            patience = min(silence, deadline - time.monotonic())
            try:
                item, error = items.get(timeout=max(patience, 0.001))
            except queue.Empty:
                raise Silent if patience >= silence else Endless from None
            if error is not None:
                raise error
            if item is end:
                return
            yield item
            if time.monotonic() > deadline:
                raise Endless
    finally:
        left.set()
        for stream in opened:
            with suppress(Exception):
                stream.close()


def _put(items: queue.Queue[Any], item: Any, left: threading.Event) -> bool:
    while not left.is_set():
        with suppress(queue.Full):
            items.put(item, timeout=_GLANCE)
            return True
    return False
