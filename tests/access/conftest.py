"""People of each role over one home with two workspaces."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.access import Person, Role
from core.settings import Settings
from core.studio import Studio, open_studio

VIEWER = Person("vera@example.com", Role.VIEWER)
WRITER = Person("wim@example.com", Role.WRITER)
MANAGER = Person("mara@example.com", None, ((1, Role.ADMIN),))
ADMIN = Person("ada@example.com", Role.ADMIN)


@pytest.fixture
def as_(settings: Settings) -> Callable[..., Studio]:
    """The studio of a person: as_(VIEWER), as_(WRITER, workspace=2)."""

    def opened(person: Person, workspace: int = 1) -> Studio:
        return open_studio(settings, person, workspace)

    return opened


@pytest.fixture
def second(studio: Studio) -> int:
    """The id of a second workspace."""
    return studio.workspaces.create("Tea shop")
