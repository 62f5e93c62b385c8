"""Sentences kept as catalogue entries with their values, to be read in any language later."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from string import Formatter
from typing import Any, NamedTuple

Translate = Callable[[str], str]
INSIDE = "inside"
_JOINT = re.compile(r"[㐀-鿿][A-Za-z0-9$€£¥₹]|[A-Za-z0-9%][㐀-鿿]")


def filled_in(message: str, values: Mapping[str, Any]) -> str:
    """The message with its placeholders filled; a blank parts Chinese from Latin where the message
    and a value meet, and values stay as they are."""
    text = ""
    for literal, name, form, _conversion in Formatter().parse(message):
        for part in (literal, "" if name is None else format(values[name], form or "")):
            text += f" {part}" if _JOINT.fullmatch(text[-1:] + part[:1]) else part
    return text


class Phrase(NamedTuple):
    """A message id marked with N_ and what its placeholders stand for.

    A value may itself be a Phrase; it is then translated as well. A value of the name INSIDE
    stands for nothing: the sentence stands inside another one and loses the capital it begins with.
    """

    message: str
    params: Mapping[str, Any] = {}

    def text(self, translate: Translate = str) -> str:
        """The sentence in the language of `translate`."""
        values = {
            key: value.text(translate) if isinstance(value, Phrase) else value
            for key, value in self.params.items()
            if key != INSIDE
        }
        text = translate(self.message)
        text = filled_in(text, values) if values else text
        lowered = INSIDE in self.params and text[:1].isupper() and not text[1:2].isupper()
        return text[:1].lower() + text[1:] if lowered else text

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
