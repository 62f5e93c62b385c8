"""What the studio does by itself once a day: a backup, and deleting reviews past their time."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from core.errors import InputRejected, StoreFailed, StudioError
from core.i18n import N_
from core.jobs import Job, Jobs
from core.store import retention
from core.store import workspaces as rows
from core.store.backups import Backups
from core.store.store import Store

JOB = "upkeep"
LONGEST = 36_500
"""The most days that reviews can be kept for, if not for good."""

_LOOK_EVERY = 600.0
_AT_ONCE = 2000
_DAYS = "reviews-kept-days"
_DONE_ON = "reviews-expired-on"
_WENT_AT = "reviews-went-at"


class Upkeep:
    """The daily work of one workspace. It runs as a job, so that nobody waits for it."""

    def __init__(self, store: Store, jobs: Jobs, backups: Backups, workspace: int = 1) -> None:
        self._store = store
        self._jobs = jobs
        self._backups = backups
        self._workspace = workspace
        self._looked_at: float | None = None

    def start_if_due(self) -> None:
        """Start the day's work where it is due and take up jobs whose process died.

        Looks every ten minutes at most, returns at once and raises nothing: a page that is
        opened must not fail for it.
        """
        now = time.monotonic()
        if self._looked_at is not None and now - self._looked_at < _LOOK_EVERY:
            return
        self._looked_at = now
        with suppress(StudioError):
            self._jobs.recover()
            if self.due():
                self.start()

    def start(self) -> int:
        """Start the work as a job, whose id comes back; it does what is due, which may be nothing.
        Raises JobFailed where it cannot be started."""
        return self._jobs.submit(JOB)

    def due(self) -> bool:
        """Whether a backup is due, or reviews have not been looked through today."""
        return self._backups.due() or self._reviews_due()

    def run(self) -> dict[str, Any]:
        """Do here and now what is due: {"backup": its name or "", "reviews": how many went}.

        The backup comes first. Where it fails the reviews go all the same, then its StoreFailed
        is raised. Once reviews went, backups of before go with the seventh day after they were
        made, but never the newest.
        """
        return self.job({}, lambda *_, **__: None)

    def job(self, arguments: dict[str, Any], progress: Callable[..., None]) -> dict[str, Any]:
        """The handler of the job; see `run`."""
        failure: StoreFailed | None = None
        made = ""
        try:
            self._backups.sweep()
            if self._backups.due():
                made = self._backups.make().path.name
        except StoreFailed as error:
            failure = error
        gone = self._expire(progress) if self._reviews_due() else 0
        if went_at := self._went_at():
            self._backups.drop_before(went_at)
        if failure:
            raise failure
        return {"backup": made, "reviews": gone}

    def last(self) -> Job | None:
        """The last time it ran or tried to; None where it never did."""
        return self._jobs.latest(JOB)

    @property
    def review_days(self) -> int | None:
        """For how many days after their import reviews are kept; None is for good."""
        with self._store.open() as db:
            value = rows.preference(db, self._workspace, _DAYS)
        return int(value) if value else None

    def keep_reviews(self, days: int | None) -> None:
        """Keep reviews for 1 to 36,500 days after their import, or for good (None).

        Those past it go with the next daily work. Raises InputRejected for other numbers.
        """
        if days is not None and not 1 <= days <= LONGEST:
            raise InputRejected(
                N_("Reviews can be kept for 1 to {most} days."),
                N_("Choose a number of days in that range, or keep them for good."),
                most=LONGEST,
            )
        with self._store.writing() as db:
            rows.set_preference(db, self._workspace, _DAYS, str(days or ""))
            rows.set_preference(db, self._workspace, _DONE_ON, "")

    def expired(self, days: int) -> int:
        """How many reviews were imported more than `days` days ago."""
        with self._store.open() as db:
            return retention.count_expired(db, self._workspace, days)

    def _expire(self, progress: Callable[..., None]) -> int:
        days, gone = self.review_days, 0
        if days is not None:
            total = self.expired(days)
            while True:
                with self._store.writing() as db:
                    went = retention.delete_expired(db, self._workspace, days, _AT_ONCE)
                gone += went
                progress(gone, max(total, gone))
                if went < _AT_ONCE:
                    break
        with self._store.open() as db:
            if gone:
                retention.overwrite(db)
                rows.set_preference(db, self._workspace, _WENT_AT, datetime.now(UTC).isoformat())
            rows.set_preference(db, self._workspace, _DONE_ON, _today())
        return gone

    def _went_at(self) -> datetime | None:
        """When reviews past their time were last deleted; older backups hold them."""
        with self._store.open() as db:
            value = rows.preference(db, self._workspace, _WENT_AT)
        return datetime.fromisoformat(value) if value else None

    def _reviews_due(self) -> bool:
        with self._store.open() as db:
            days = rows.preference(db, self._workspace, _DAYS)
            return bool(days) and rows.preference(db, self._workspace, _DONE_ON) != _today()


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
