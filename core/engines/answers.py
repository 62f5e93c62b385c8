"""A server's answer taken apart while it arrives: texts in JSON, or between "===" lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from core.engines.prompts import split_drafts, stripped

SCHEMA: dict[str, Any] = {
    "type": "json_schema",
    "json_schema": {
        "name": "drafts",
        "strict": True,
        "schema": {
            "type": "object",
            "properties": {"drafts": {"type": "array", "items": {"type": "string"}}},
            "required": ["drafts"],
            "additionalProperties": False,
        },
    },
}
"""The form asked of a server that can hold its model to one."""

_THOUGHT = re.compile(r"\s*<think>.*?(?:</think>|\Z)", re.DOTALL)
_JSON = re.compile(r"\s*(?:```(?:json)?\s*)?(?:\{|\[\s*[\"{\]])")
_UNDECIDED = re.compile(r"\s*(?:<[think]{0,5}|`{1,3}(?:j|js|jso|json)?\s*\[?\s*|\[\s*)?\Z")
"""The beginning of an answer that may yet turn out to be JSON, or a thought before it."""
_GAP = re.compile(r"[\s,]*")
_OPENS = ('"', "{")


def texts_of(pieces: Iterable[str], count: int) -> Iterator[str]:
    """Up to `count` different texts of an answer, each as soon as it is whole.

    An answer that begins as JSON is read as such, also where it was not asked for, and any
    other as `split_drafts` reads it. A text that the end of the stream cut is no text.
    """
    stream = iter(pieces)
    head = ""
    for piece in stream:
        head += piece
        bare = _THOUGHT.sub("", head)
        if not _UNDECIDED.match(bare):
            break
    bare = _THOUGHT.sub("", head)
    if _JSON.match(bare):
        yield from _different(_json_texts(chain([bare], stream)), count)
    else:
        yield from split_drafts(chain([head], stream), count)


def _different(texts: Iterable[str], count: int) -> Iterator[str]:
    seen: set[str] = set()
    for text in map(stripped, texts):
        if text and text not in seen:
            seen.add(text)
            yield text
        if len(seen) >= count:
            return


def _json_texts(pieces: Iterable[str]) -> Iterator[str]:
    """The strings of the first list, each once it is complete; of an object in it the longest."""
    decoder = json.JSONDecoder(strict=False)
    said, place = "", 0
    for piece in pieces:
        said += piece
        if not place:
            place = said.find("[") + 1
        while place:
            begin = place + len(_GAP.match(said, place)[0])  # type: ignore[index]
            if said[begin : begin + 1] not in _OPENS:
                break
            try:
                value, place = decoder.raw_decode(said, begin)
            except ValueError:
                break
            if isinstance(value, dict):
                words = (word for word in value.values() if isinstance(word, str))
                value = max(words, key=len, default="")
            yield value
