"""Long work in a process of its own, with progress, cancel and a second life after a crash."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from core.errors import JobFailed, NotFound, StudioError
from core.i18n import N_
from core.settings import Settings
from core.store import jobs as rows
from core.store.heartbeat import abandoned, beating
from core.store.store import Store

log = logging.getLogger(__name__)

_PROJECT = Path(__file__).resolve().parent.parent
_REPORT_EVERY = 0.5
_MAX_ATTEMPTS = 3

Handler = Callable[[dict[str, Any], "Progress"], dict[str, Any]]


class JobCancelled(Exception):
    """Raised inside a handler when a person asked for the job to stop."""


@dataclass(frozen=True)
class Job:
    """A background job as stored. `done` and `total` count the job's own units.

    `state` is queued, running, done, failed or cancelled; `message` an English sentence
    of the catalogue with its `params` in `result` under "params" where it has any.
    """

    id: int
    kind: str
    state: str
    done: int
    total: int | None
    message: str
    created_at: str
    started_at: str | None
    finished_at: str | None
    result: dict[str, Any] = field(default_factory=dict)
    arguments: dict[str, Any] = field(default_factory=dict)

    @property
    def finished(self) -> bool:
        return self.state in {"done", "failed", "cancelled"}

    @property
    def share(self) -> float:
        """Progress in 0..1; 0 while the total is unknown."""
        return min(1.0, self.done / self.total) if self.total else 0.0

    @property
    def rate(self) -> float:
        """Units per second since the start; 0 where the clock was set back since."""
        seconds = self.seconds_taken
        return 0.0 if seconds is None else self.done / max(seconds, 0.001)

    @property
    def seconds_taken(self) -> float | None:
        """Seconds from its start to its end, or to now; None before it starts and where the clock
        was set back since."""
        if not self.started_at:
            return None
        end = _time(self.finished_at) if self.finished_at else datetime.now(UTC)
        seconds = (end - _time(self.started_at)).total_seconds()
        return seconds if seconds >= 0 else None

    @property
    def seconds_left(self) -> float | None:
        """Estimated seconds to the end at the rate so far, None while unknown."""
        if not self.total or not self.rate:
            return None
        return max(self.total - self.done, 0) / self.rate

    @property
    def error(self) -> StudioError | None:
        """What ended it, to be shown in a visitor's language; None unless it failed."""
        if self.state != "failed":
            return None
        return StudioError.kept(self.message, self.result)


class Progress:
    """What a handler calls to say how far it is; it also brings the wish to cancel.

    A process that has lost its job to another is told to stop as well.
    """

    def __init__(self, store: Store, job_id: int) -> None:
        self._store = store
        self._job_id = job_id
        self._reported_at = 0.0

    def __call__(self, done: int, total: int | None = None, message: str = "") -> None:
        """Store progress, at most twice a second. Raises JobCancelled when asked to stop."""
        now = time.monotonic()
        if now - self._reported_at < _REPORT_EVERY and done != total:
            return
        self._reported_at = now
        with self._store.open() as db:
            if not rows.advance(
                db, self._job_id, os.getpid(), done=done, total=total, message=message
            ):
                raise JobCancelled


class Jobs:
    """The jobs of one workspace. `handlers` maps a kind of job to what does it.

    A handler must be able to run again after a crash and go on with what is missing.
    """

    def __init__(
        self, store: Store, settings: Settings, handlers: Mapping[str, Handler], workspace: int
    ) -> None:
        self._store = store
        self._settings = settings
        self._handlers = handlers
        self._workspace = workspace

    def submit(self, kind: str, arguments: dict[str, Any] | None = None) -> int:
        """Start a job in a process of its own and return its id.

        Where a job of this kind is already under way, that one's id comes back instead.
        """
        with self._store.writing() as db:
            under_way = rows.unfinished(db, self._workspace, kind)
            if under_way:
                return int(under_way[0]["id"])
            job_id = rows.insert(db, self._workspace, kind, arguments or {})
        self._spawn(job_id)
        return job_id

    def get(self, job_id: int) -> Job:
        """The job as it stands. Raises NotFound for an unknown id."""
        with self._store.open() as db:
            row = rows.get(db, job_id)
        if row is None or row["workspace_id"] != self._workspace:
            raise NotFound(N_("There is no job {id}."), id=job_id)
        return _job(row)

    def active(self, kind: str | None = None) -> list[Job]:
        """Queued and running jobs, oldest first; those whose process died are started anew."""
        self.recover()
        with self._store.open() as db:
            return [_job(row) for row in rows.unfinished(db, self._workspace, kind)]

    def latest(self, kind: str) -> Job | None:
        """The newest job of a kind, finished or not."""
        with self._store.open() as db:
            found = rows.latest(db, self._workspace, [kind], 1)
        return _job(found[0]) if found else None

    def cancel(self, job_id: int) -> None:
        """Ask a job to stop; it ends at its next step and keeps what it has stored."""
        with self._store.open() as db:
            rows.request_cancel(db, self._workspace, job_id)

    def recover(self) -> None:
        """Start anew what no living process does; after three attempts it fails.

        That is a running job whose process is gone or has given no sign of life for ten
        minutes, and a queued one that nobody claimed within half a minute.
        """
        # Whoever looks brings back what died, whether or not they may start such work.
        own = self._store.own
        with own.open() as db:
            unfinished = rows.unfinished(db, self._workspace)
        for row in filter(abandoned, unfinished):
            if row["attempts"] >= _MAX_ATTEMPTS or row["cancel_requested"]:
                state = "cancelled" if row["cancel_requested"] else "failed"
                message = N_("The work stopped unexpectedly. What was done is kept.")
                with own.open() as db:
                    rows.finish(db, row["id"], row["pid"], state, message=message)
                continue
            with own.open() as db:
                requeued = rows.requeue(db, row)
            if requeued:
                # Where it cannot be started the job ends as failed and says why.
                with suppress(JobFailed):
                    self._spawn(row["id"])

    def workspace_of(self, job_id: int) -> int:
        """The workspace that a job belongs to, this one or another. Raises NotFound."""
        with self._store.open() as db:
            row = rows.get(db, job_id)
        if row is None:
            raise NotFound(N_("There is no job {id}."), id=job_id)
        return int(row["workspace_id"])

    def run(self, job_id: int) -> Job:
        """Do a queued job here and now; what the job's process calls.

        A StudioError ends the job as failed with its words; anything else is logged and
        ends it as failed too. Raises NotFound for one of another workspace.
        """
        self.get(job_id)
        with self._store.open() as db:
            claimed = rows.claim(db, job_id, os.getpid())
            row = rows.get(db, job_id)
        if not claimed or row is None:
            return self.get(job_id)
        with beating(self._store, job_id):
            state, message, result = self._attempt(row)
        with self._store.open() as db:
            rows.finish(db, job_id, os.getpid(), state, message=message, result=result)
        return self.get(job_id)

    def _attempt(self, row: dict[str, Any]) -> tuple[str, str, dict[str, Any]]:
        handler = self._handlers.get(row["kind"])
        if handler is None:
            return "failed", N_("Nothing here can do this work."), {}
        try:
            result = handler(json.loads(row["arguments"]), Progress(self._store, row["id"]))
        except JobCancelled:
            return "cancelled", "", {}
        except StudioError as error:
            return "failed", error.message, error.details
        except Exception:
            log.exception("job %s (%s) failed", row["id"], row["kind"])
            return "failed", N_("The work stopped unexpectedly. What was done is kept."), {}
        return "done", "", result

    def _spawn(self, job_id: int) -> None:
        environment = {**os.environ, "BRANDLOOP_HOME": str(self._settings.home)}
        try:
            self._settings.logs.mkdir(parents=True, exist_ok=True)
            with (self._settings.logs / "jobs.log").open("ab") as output:
                subprocess.Popen(
                    [sys.executable, "-m", "core", "job", str(job_id)],
                    cwd=_PROJECT,
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=output,
                    start_new_session=True,
                )
        except OSError as error:
            failure = JobFailed(
                N_("The work could not be started: {problem}."),
                N_("Close other programs and try again."),
                problem=error,
            )
            with self._store.own.open() as db:
                rows.finish(
                    db, job_id, None, "failed", message=failure.message, result=failure.details
                )
            raise failure from error


def _job(row: dict[str, Any]) -> Job:
    names = ("id", "kind", "state", "done", "total", "message")
    times = ("created_at", "started_at", "finished_at")
    told = {name: json.loads(row[name]) for name in ("result", "arguments")}
    return Job(**{name: row[name] for name in names + times}, **told)


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
