"""On whose behalf a store is opened, and what it then refuses."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors import AccessDenied
from core.i18n import N_
from core.store.audit import Entry


@dataclass(frozen=True)
class Behalf:
    """Somebody at work in a workspace.

    `writes`: may change rows; `administers`: may take, replace and erase the whole file.
    """

    person: str
    workspace: int
    writes: bool
    administers: bool

    def entry(self, outcome: str, action: str) -> Entry:
        """What is put on record of something they did, or tried to."""
        return Entry(self.person, action, outcome, self.workspace)


def not_allowed() -> AccessDenied:
    """The refusal in words."""
    return AccessDenied(
        N_("Your role does not allow this; nothing was changed."),
        N_("Ask an administrator of this installation if you need it."),
    )
