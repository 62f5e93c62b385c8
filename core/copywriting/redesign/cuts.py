"""Texts made from a text by code alone: without a sentence or a last clause, with its fixes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from core.copywriting.briefs.brief import Brief
from core.copywriting.channels.channels import Channel
from core.copywriting.checks.check import Check
from core.copywriting.checks.coverage import used_facts

_PIECE = re.compile(r"[^\n]*?(?:[。！？!?]+[”’」』\"')）]*|\.+[”’\"')]*(?=\s|$))[ \t]*|[^\n]+|\n+")
_LAST_CLAUSE = re.compile(r"\s*[,;，；—–:：][^,;，；—–:：。！？!?]*([.。!！?？]?)$")


def lines_of(text: str, channel: Channel) -> list[str]:
    """A text in the pieces a person would strike out: lines of a set, else sentences.

    Joined they are the text again; blank lines belong to the piece before them.
    """
    found = re.findall(r"[^\n]+\n*", text) if channel.structure == "ad_set" else _sentences(text)
    return found or ([text] if text else [])


def without(text: str, channel: Channel, places: Sequence[int]) -> str:
    """The text without the pieces at these places, its line breaks kept sensible."""
    kept = [piece for i, piece in enumerate(lines_of(text, channel)) if i not in set(places)]
    return re.sub(r"\n{3,}", "\n\n", "".join(kept)).strip()


def shortened(text: str, channel: Channel) -> Iterator[str]:
    """The text without one of its sentences, then without more of its end."""
    parts = lines_of(text, channel)
    for place in range(len(parts) - 1, -1, -1):
        if len(parts) > 1:
            yield without(text, channel, [place])
    for end in range(len(parts) - 2, 0, -1):
        yield without(text, channel, range(end, len(parts)))
    if channel.structure in ("line", "text"):
        cut = _LAST_CLAUSE.sub(r"\1", text)
        while cut and cut != text:
            yield cut
            text, cut = cut, _LAST_CLAUSE.sub(r"\1", cut)


def fixed(text: str, check: Check) -> str:
    """The text with a finding's own fix put in; the text itself where it has none.

    A wording that is taken out takes its space with it, and a sentence still begins with a
    capital.
    """
    if check.fix is None or check.span is None:
        return text
    start, end = check.span
    before, after = text[:start], text[end:]
    if not check.fix:
        after = after.lstrip(" ") if not before or before[-1:] in " \n" else after
        before = before.rstrip(" ") if after[:1] in (*",.;:!?，。；：！？、", "") else before
    mended = before + check.fix + after
    if text[:1].isupper() and mended[:1].islower():
        mended = mended[0].upper() + mended[1:]
    return mended.strip()


def all_fixed(text: str, checks: Sequence[Check]) -> str:
    """The text with every fix put in, from its end to its start."""
    spans = sorted((c for c in checks if c.span and c.fix is not None), key=lambda c: c.span or ())
    last = len(text) + 1
    for check in reversed(spans):
        start, end = check.span or (0, 0)
        if end <= last:
            text = fixed(text, check)
            last = start
    return text


def without_wordings(text: str, channel: Channel, spans: Sequence[tuple[int, int]]) -> str:
    """The text without the sentences in which any of the spans lies."""
    places, start = [], 0
    for place, piece in enumerate(lines_of(text, channel)):
        end = start + len(piece)
        if any(a < end and start < b for a, b in spans):
            places.append(place)
        start = end
    return without(text, channel, places)


def without_facts(text: str, channel: Channel, brief: Brief, facts: Sequence[str]) -> str:
    """The text without the sentences that tell one of these facts."""
    doubted = set(facts)
    places = [
        place
        for place, piece in enumerate(lines_of(text, channel))
        if doubted & set(used_facts(piece, brief))
    ]
    return without(text, channel, places)


def _sentences(text: str) -> list[str]:
    found: list[str] = []
    for piece in _PIECE.findall(text):
        if found and not piece.strip():
            found[-1] += piece
        elif piece:
            found.append(piece)
    return found
