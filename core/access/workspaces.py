"""The workspaces of an installation: which a person sees, and making another."""

from __future__ import annotations

from core.access.audit import Audit
from core.access.roles import Permission, Person
from core.errors import AccessDenied, InputRejected
from core.i18n import N_
from core.store import audit
from core.store import workspaces as rows
from core.store.audit import Entry
from core.store.behalf import not_allowed
from core.store.store import Store


class Workspaces:
    """The workspaces one person is a member of."""

    def __init__(self, store: Store, person: Person) -> None:
        self._store = store.own
        self._person = person

    def names(self) -> dict[int, str]:
        """Their names by id, oldest first; the others do not exist for this person."""
        with self._store.open() as db:
            found = rows.names(db)
        return {id: name for id, name in found.items() if self._person.role(id)}

    def enter(self, id: int) -> int:
        """The id of a workspace they may be in.

        Raises AccessDenied, the same whether it is another's or none at all; that is on record,
        once in ten minutes.
        """
        if id in self.names():
            return id
        Audit(self._store, self._person, id).note_refusal("workspace")
        raise AccessDenied(
            N_("You are not a member of workspace {id}."),
            N_("Choose one of yours, or ask whoever runs this installation."),
            id=id,
        )

    def create(self, name: str) -> int:
        """Make an empty workspace with a name of 1 to 80 characters; its id. Who is a member is
        said where people sign in. Raises InputRejected, and AccessDenied for all but
        administrators of the installation."""
        log = Audit(self._store, self._person, 0)
        if not self._person.may(Permission.ADMINISTER, 0):
            log.note("refused", "refused", "workspaces.create")
            raise not_allowed()
        name = name.strip()
        if not 1 <= len(name) <= 80:
            raise InputRejected(N_("A name has 1 to 80 characters."), N_("Choose another name."))
        with self._store.writing() as db:
            id = rows.create(db, name)
            audit.insert(db, Entry(self._person.address, "workspace", "done", id))
        return id
