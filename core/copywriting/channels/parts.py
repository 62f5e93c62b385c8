"""The labelled pieces of a structured text: headline and line, title, body and tags, ad sets."""

from __future__ import annotations

import re

from core.copywriting.channels.channels import Channel, Part


def split_parts(text: str, channel: Channel) -> list[tuple[Part, str, int]]:
    """The pieces a channel names, each with its part and where it starts in the text.

    A headline is the first line, the rest follows; a note is title, body and tags; an ad set
    is one piece a line, headlines before a blank line and descriptions after it. An article is
    blocks between blank lines: the title, then an introduction, sections whose first line is
    their heading, and an ending.
    """
    if channel.structure == "headline_subhead":
        return _headline(text, channel)
    if channel.structure == "title_body_tags":
        return _note(text, channel)
    if channel.structure == "ad_set":
        return _set(text, channel)
    if channel.structure == "article":
        return _article(text, channel)
    return []


def tag_start(text: str) -> int:
    """Where the closing hashtags of a text begin; its length where there are none."""
    match = re.search(r"(?:\s*[#＃][^\s#＃]+)+\s*$", text)
    return match.start() if match else len(text)


def _headline(text: str, channel: Channel) -> list[tuple[Part, str, int]]:
    head, _, rest = text.partition("\n")
    first, second = channel.parts
    return [(first, head, 0), (second, rest, len(head) + 1)] if rest else [(first, head, 0)]


def _note(text: str, channel: Channel) -> list[tuple[Part, str, int]]:
    title, _, rest = text.partition("\n")
    body = rest[: tag_start(rest)]
    first, second = channel.parts
    return [(first, title, 0), (second, body, len(title) + 1)]


def _set(text: str, channel: Channel) -> list[tuple[Part, str, int]]:
    """Lines before a blank line are headlines, those after it descriptions."""
    headline, description = channel.parts
    pieces, start, part = [], 0, headline
    for line in text.split("\n"):
        if line.strip():
            pieces.append((part, line, start))
        elif pieces:
            part = description
        start += len(line) + 1
    return pieces


def _article(text: str, channel: Channel) -> list[tuple[Part, str, int]]:
    """The title, and heading and section of every block that has a line under its first, but
    for the last, which ends in the call to action."""
    title, heading, section = channel.parts
    pieces, start = [], 0
    blocks = text.split("\n\n")
    for number, block in enumerate(blocks):
        first, line, rest = block.partition("\n")
        if number == 0:
            pieces.append((title, block, start))
        elif line and number < len(blocks) - 1:
            pieces.append((heading, first, start))
            pieces.append((section, rest, start + len(first) + 1))
        start += len(block) + 2
    return pieces
