"""Where a text holds a name: letter case aside in every alphabet, and as words of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any


def holds(text: str | None, name: str) -> bool:
    """Whether a text holds a name.

    Where the name begins or ends with a letter or digit of a script that puts spaces between
    words, no other such letter or digit may touch it: "channel" does not hold "Ann", while
    "问Ann吧" does. Other scripts match anywhere.
    """
    return next(_places(text.casefold(), name.casefold()), None) is not None if text else False


def without(text: str, name: str) -> str:
    """The text with a name cut out until `holds` is false."""
    while holds(text, name):
        # Folding may lengthen a character ("ß" becomes "ss"): `origin` leads back.
        origin = [i for i, char in enumerate(text) for _ in char.casefold()]
        cut: set[int] = set()
        for start, end in _places(text.casefold(), name.casefold()):
            cut.update(origin[start:end])
        text = "".join(char for i, char in enumerate(text) if i not in cut)
    return text


def json_without(content: str, name: str) -> str:
    """JSON text with a name cut out of its string values; keys stay."""
    return json.dumps(_values_without(json.loads(content), name), ensure_ascii=False)


def _values_without(value: Any, name: str) -> Any:
    if isinstance(value, str):
        return without(value, name)
    if isinstance(value, list):
        return [_values_without(item, name) for item in value]
    if isinstance(value, dict):
        return {key: _values_without(item, name) for key, item in value.items()}
    return value


def _places(text: str, name: str) -> Iterator[tuple[int, int]]:
    start = text.find(name) if name else -1
    while start >= 0:
        end = start + len(name)
        if _inside_a_word(text, start) or _inside_a_word(text, end):
            start = text.find(name, start + 1)
        else:
            yield start, end
            start = text.find(name, end)


def _inside_a_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and _spaced(text[at - 1]) and _spaced(text[at])


def _spaced(char: str) -> bool:
    """A letter or digit of Latin, Greek, Cyrillic, Hebrew, Arabic and their neighbours."""
    return char.isalnum() and (char < "\u0e00" or "\u1e00" <= char < "\u2000")
