"""Signs of life of background work: who gives them, and when their absence means an end."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from core.errors import StoreFailed
from core.store import jobs as rows
from core.store.store import Store

log = logging.getLogger(__name__)

_BEAT_EVERY = 20.0
_DEAD_AFTER = 600.0
_CLAIMED_WITHIN = 30.0


@contextmanager
def beating(store: Store, job_id: int) -> Iterator[None]:
    """Renew the heartbeat of this process's job every 20 seconds until the block ends."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(_BEAT_EVERY):
            try:
                with store.open() as db:
                    rows.beat(db, job_id, os.getpid())
            except StoreFailed:
                log.warning("no heartbeat for job %s", job_id, exc_info=True)

    thread = threading.Thread(target=beat, name=f"heartbeat-{job_id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def abandoned(row: Mapping[str, Any]) -> bool:
    """Whether nobody does an unfinished job any more.

    A running one whose process is gone, or is silent for ten minutes (its number may have
    passed to another program); a queued one that no process claimed in 30 seconds, or that waits
    since a time which a clock that was set back has not reached again.
    """
    last = datetime.fromisoformat(row["heartbeat_at"] or row["created_at"])
    quiet = (datetime.now(UTC) - last).total_seconds()
    if row["state"] == "queued":
        return not -_CLAIMED_WITHIN <= quiet <= _CLAIMED_WITHIN
    return quiet > _DEAD_AFTER or not _alive(row["pid"])


def _alive(pid: int | None) -> bool:
    """Whether a process is there and is no zombie of ours."""
    if not pid:
        return False
    try:
        if os.waitpid(pid, os.WNOHANG)[0] == pid:
            return False
    except ChildProcessError:
        pass
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
