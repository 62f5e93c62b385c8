"""The audit log: who did what, when, where, and what was refused."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime

from core.access.roles import Permission, Person
from core.errors import AccessDenied
from core.store import audit as rows
from core.store.audit import Entry
from core.store.behalf import not_allowed
from core.store.store import Store

_MINUTES = 10
"""Within which the same refusal is on record once."""


@dataclass(frozen=True)
class AuditEntry:
    """One act on record. `what` names the operation where the action does not say it, `count` is
    how many rows it concerned, 0 where that says nothing."""

    id: int
    at: datetime
    person: str
    action: str
    outcome: str
    workspace: int | None
    what: str
    count: int


class Audit:
    """The log as one person may see it: administrators of the installation see all of it, those
    of a workspace what was done there, others nothing."""

    def __init__(self, store: Store, person: Person, workspace: int) -> None:
        self._store = store.own
        self._person = person
        self._workspace = workspace

    def note(self, action: str, outcome: str = "done", what: str = "", count: int = 0) -> None:
        """Put an act of this person in this workspace on record. Raises StoreFailed."""
        entry = Entry(self._person.address, action, outcome, self._workspace, what, count)
        with self._store.open() as db:
            rows.insert(db, entry)

    def note_refusal(self, what: str) -> None:
        """Put on record that this person was refused something, once in ten minutes: a page that
        is drawn again asks again. Raises StoreFailed."""
        entry = Entry(self._person.address, "refused", "refused", self._workspace, what)
        with self._store.writing() as db:
            rows.insert_once(db, entry, _MINUTES)

    def entries(
        self, action: str | None = None, limit: int = 50, offset: int = 0
    ) -> list[AuditEntry]:
        """The newest first, of one action or of all. Raises AccessDenied."""
        with self._store.open() as db:
            found = rows.newest(db, self._scope(), action, limit, offset)
        return [_entry(row) for row in found]

    def count(self, action: str | None = None) -> int:
        """How many `entries` there are in all. Raises AccessDenied."""
        with self._store.open() as db:
            return rows.count(db, self._scope(), action)

    def csv(self) -> bytes:
        """All that may be seen, newest first, as a CSV that no spreadsheet runs as formulas.
        Raises AccessDenied."""
        import pandas as pd

        from core.tables import write_table

        columns = ["at", "person", "action", "outcome", "workspace_id", "what", "count"]
        with self._store.open() as db:
            found = rows.newest(db, self._scope(), None, -1, 0)
        target = io.BytesIO()
        write_table(pd.DataFrame(found, columns=columns, dtype=object), target, "csv", mark=True)
        return target.getvalue()

    def _scope(self) -> int | None:
        if self._person.administers:
            return None
        if not self._person.may(Permission.MANAGE, self._workspace):
            raise self._refused()
        return self._workspace

    def _refused(self) -> AccessDenied:
        self.note("refused", "refused", "audit")
        return not_allowed()


def _entry(row: dict) -> AuditEntry:
    return AuditEntry(
        row["id"],
        datetime.fromisoformat(row["at"]),
        row["person"],
        row["action"],
        row["outcome"],
        row["workspace_id"],
        row["what"],
        row["count"],
    )
