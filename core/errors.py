"""The errors a person can act on. Anything else that is raised is a fault of the program."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from core.i18n import in_a_row, listed


class StudioError(Exception):
    """Something the person at the screen or the command line can put right.

    `message` says what happened, `hint` what to do next. Both are English catalogue
    entries with `{name}` placeholders that `params` fill, so that a page can show them
    in its visitor's language; a param called `field` names a field and is translated too.
    `str(error)` is the English sentence.
    """

    def __init__(self, message: str, hint: str = "", **params: object) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.params = params

    def text(self, translate: Callable[[str], str] = str) -> str:
        """What happened and what to do, as one line in the language of `translate`."""
        parts = (self.message, self.hint)
        return in_a_row(*(filled(translate(p), self.params, translate) for p in parts if p))

    def __str__(self) -> str:
        return self.text()

    @property
    def details(self) -> dict[str, Any]:
        """What is kept of it beside its message, for JSON: {"hint", "params"}; of a tuple or list
        among the params each item as text, all else as text."""
        params = {
            name: list(map(str, value)) if isinstance(value, (tuple, list)) else str(value)
            for name, value in self.params.items()
        }
        return {"hint": self.hint, "params": params}

    @staticmethod
    def kept(message: str, details: Mapping[str, Any]) -> StudioError:
        """An error that was kept, to be shown again; `details` may lack either part."""
        return StudioError(message, details.get("hint", ""), **details.get("params", {}))


def filled(
    template: str, params: Mapping[str, object], translate: Callable[[str], str] = str
) -> str:
    """A translated catalogue entry with its placeholders filled, `field` in translation and
    the items of a tuple or list one after the other."""
    if not params:
        return template
    words = {
        name: listed(map(str, value), translate) if isinstance(value, (tuple, list)) else value
        for name, value in params.items()
    }
    if isinstance(words.get("field"), str):
        words["field"] = translate(str(words["field"]))
    return template.format_map(words)


class InputRejected(StudioError):
    """A file, a brief or a field cannot be used as it is. Nothing was stored."""


class NotFound(StudioError):
    """A draft, persona, brand, engine or file that was asked for does not exist."""


class AccessDenied(StudioError):
    """The person asking may not do or see this. Nothing was changed."""


class SignedOut(AccessDenied):
    """Nobody is signed in, or no longer: whoever asks has to sign in first."""


class EngineFailed(StudioError):
    """A model could not be loaded, or a server did not answer as it should."""


class EngineBusy(EngineFailed):
    """So many wait for a model that no more are let into its queue. Nothing was written."""


class StoreFailed(StudioError):
    """The database cannot be opened, read, written, backed up or restored."""


class StoreDamaged(StoreFailed):
    """The database file is there and is no sound one: a backup has to take its place."""


class JobFailed(StudioError):
    """A background job cannot be started or did not finish."""
