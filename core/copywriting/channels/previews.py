"""How a reader meets a text: its frame, what shows at once and what is folded away.

The table is assets/previews.toml, with the source of each measure.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from core.copywriting.channels.channels import Channel, measure
from core.copywriting.channels.parts import split_parts, tag_start
from core.settings import ASSETS

_SHOWN = {"headline": 3, "description": 2}


@dataclass(frozen=True)
class Preview:
    """`title` and `body` stand in the frame; `rest` is read after a tap, `tags` close a note.

    `frame` is search, ads, feed, note, mail, phone, shop, hero or plain. `source` says whose
    measure the fold is, "" for a plain frame.
    """

    frame: str
    title: str = ""
    body: str = ""
    rest: str = ""
    tags: str = ""
    source: str = ""


def preview(text: str, channel: Channel) -> Preview:
    """The text as a reader first sees it. Nothing of it is lost: title, body, rest and tags
    hold every character but line breaks, save in an ad set, which shows a part at a time."""
    row = _table().get(channel.id) or _table().get(channel.like) or {}
    frame, source = row.get("frame", "plain"), row.get("source", "")
    if frame == "ads":
        return _set(text, channel, source)
    if frame in ("note", "hero"):
        title, _, body = text.partition("\n")
        cut = tag_start(body) if frame == "note" else len(body)
        shown, rest = folded(title, row.get("fold"), row.get("unit", "characters"))
        return Preview(frame, shown, body[:cut].strip(), rest, body[cut:].strip(), source)
    shown, rest = folded(text, row.get("fold"), row.get("unit", "characters"))
    if frame in ("search", "mail", "shop") and row.get("as") != "body":
        return Preview(frame, shown, "", rest, "", source)
    return Preview(frame, "", shown, rest, "", source)


def folded(text: str, fold: int | None, unit: str) -> tuple[str, str]:
    """What shows before the fold and what lies behind it; English is cut at a word's end."""
    if not fold or measure(text, unit) <= fold:  # type: ignore[arg-type]
        return text, ""
    end = len(text)
    while end and measure(text[:end], unit) > fold:  # type: ignore[arg-type]
        end -= 1
    space = text.rfind(" ", 0, end + 1)
    if text[end : end + 1].isascii() and space > end * 0.7:
        end = space
    return text[:end].rstrip(), text[end:].lstrip()


def _set(text: str, channel: Channel, source: str) -> Preview:
    shown: dict[str, list[str]] = {"headline": [], "description": []}
    rest = []
    for part, piece, _start in split_parts(text, channel):
        if len(shown[part.name]) < _SHOWN[part.name]:
            shown[part.name].append(piece)
        else:
            rest.append(piece)
    title, body = " | ".join(shown["headline"]), " ".join(shown["description"])
    return Preview("ads", title, body, "\n".join(rest), "", source)


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, Any]]:
    with (ASSETS / "previews.toml").open("rb") as file:
        return tomllib.load(file)
