"""What the drafts of a test are called on the screen."""

from __future__ import annotations

from string import ascii_uppercase

from core.errors import NotFound
from core.experiments import Experiment
from core.text import first_words
from pages._ui import services


def letters(test: Experiment) -> dict[int, str]:
    """A, B, C … as the drafts of a test are called wherever tests are run."""
    return dict(zip(test.texts, ascii_uppercase, strict=False))


def names(test: Experiment, most: int) -> dict[int, str]:
    """The letter of each draft and how its text begins, in at most so many columns."""
    return {
        id: f"{letter} · {first_words(test.texts[id], most)}"
        for id, letter in letters(test).items()
    }


def channel(test: Experiment, id: int) -> str:
    """The name of a draft's channel, its id where it is gone."""
    _ = services.gettext()
    found, language = test.channels[id]
    try:
        return _(services.studio().channels.get(found, language).name)
    except NotFound:
        return found
