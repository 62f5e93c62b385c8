"""What a person may type about a persona, and how segments may be asked for."""

from __future__ import annotations

from core.errors import InputRejected
from core.i18n import N_
from core.personas.segments import METHODS

_LONGEST_NAME = 80
_LONGEST_ANSWER = 500


def valid_name(name: str) -> str:
    """The name without needless spaces. Raises InputRejected for none, or over 80 characters."""
    name = " ".join(name.split())
    if not 1 <= len(name) <= _LONGEST_NAME:
        raise InputRejected(
            N_("A persona’s name has 1 to {limit} characters."),
            N_("Choose another name."),
            limit=_LONGEST_NAME,
        )
    return name


def short_text(text: str) -> str:
    """The text as it is. Raises InputRejected over 500 characters."""
    if len(text) > _LONGEST_ANSWER:
        raise InputRejected(
            N_("One answer is longer than {limit} characters."),
            N_("Shorten it."),
            limit=_LONGEST_ANSWER,
        )
    return text


def known_method(method: str) -> str:
    """The method as it is. Raises InputRejected for one that is not in segments.METHODS."""
    if method not in METHODS:
        raise InputRejected(
            N_("“{method}” is no way to form segments."),
            N_("Choose one of: {methods}."),
            method=method,
            methods=", ".join(METHODS),
        )
    return method
