"""Sentences kept as catalogue entries with their values, to be read in any language later."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

Translate = Callable[[str], str]


class Phrase(NamedTuple):
    """A message id marked with N_ and what its placeholders stand for.

    A value may itself be a Phrase; it is then translated as well.
    """

    message: str
    params: Mapping[str, Any] = {}

    def text(self, translate: Translate = str) -> str:
        """The sentence in the language of `translate`."""
        if not self.params:
            return translate(self.message)
        values = {
            key: value.text(translate) if isinstance(value, Phrase) else value
            for key, value in self.params.items()
        }
        return translate(self.message).format_map(values)

    def to_json(self) -> list[Any]:
        values = {
            key: {"phrase": value.to_json()} if isinstance(value, Phrase) else value
            for key, value in self.params.items()
        }
        return [self.message, values]

    @classmethod
    def from_json(cls, stored: list[Any]) -> Phrase:
        message, params = stored
        values = {
            key: cls.from_json(value["phrase"]) if isinstance(value, dict) else value
            for key, value in params.items()
        }
        return cls(message, values)
