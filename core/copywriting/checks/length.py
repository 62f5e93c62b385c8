"""Limits of a channel: of the whole, of its parts, of SMS segments."""

from __future__ import annotations

from core.copywriting.channels.channels import Channel, measure, sms_segments
from core.copywriting.channels.parts import split_parts
from core.copywriting.checks.check import Check
from core.i18n import N_, NN_

_LONG = {
    "words": N_("The text has {count} words; {limit} is the most."),
    "characters": N_("The text has {count} characters; {limit} is the most."),
    "width": N_("The text is {count} columns wide; {limit} is the most."),
    "segments": N_("The text takes {count} messages; {limit} is the most."),
}
_PART = N_("The {field} is {count} long; {limit} is the most here.")


def check_length(text: str, channel: Channel) -> list[Check]:
    """Errors for what is over the limit, under the minimum, or bills as several messages."""
    count = channel.count(text)
    found = []
    if channel.limit is not None and count > channel.limit:
        found.append(_check("length.long", _LONG[channel.unit], count, channel.limit, channel))
    if channel.minimum is not None and count < channel.minimum:
        found.append(
            _check("length.short", _short(channel.unit, count), count, channel.minimum, channel)
        )
    if channel.segments is not None and sms_segments(text) > channel.segments:
        found.append(
            _check(
                "length.segments", _LONG["segments"], sms_segments(text), channel.segments, channel
            )
        )
    for part, piece, start in split_parts(text, channel):
        size = measure(piece, part.unit)
        if size > part.limit:
            found.append(
                Check(
                    rule="length.part",
                    level="error",
                    message=_PART,
                    params={"field": part.name, "count": size, "limit": part.limit},
                    span=(start, start + len(piece)),
                    source=_source(channel),
                )
            )
    return found


def _short(unit: str, count: int) -> str:
    return {
        "words": NN_(
            "The text has {count} word; {limit} is the least.",
            "The text has {count} words; {limit} is the least.",
            count,
        ),
        "characters": NN_(
            "The text has {count} character; {limit} is the least.",
            "The text has {count} characters; {limit} is the least.",
            count,
        ),
        "width": NN_(
            "The text is {count} column wide; {limit} is the least.",
            "The text is {count} columns wide; {limit} is the least.",
            count,
        ),
        "segments": NN_(
            "The text takes {count} message; {limit} is the least.",
            "The text takes {count} messages; {limit} is the least.",
            count,
        ),
    }[unit]


def _check(rule: str, message: str, count: int, limit: int, channel: Channel) -> Check:
    return Check(
        rule=rule,
        level="error",
        message=message,
        params={"count": count, "limit": limit},
        source=_source(channel),
    )


def _source(channel: Channel) -> str:
    return f"{channel.source} ({channel.checked_on})"
