"""Hashtags, emoji and markup: what a channel shows and how much of it."""

from __future__ import annotations

import re

from core.copywriting.briefs.brief import Brief
from core.copywriting.channels.channels import Channel
from core.copywriting.channels.parts import tag_start
from core.copywriting.checks.check import Check
from core.i18n import N_, NN_

_TAG = re.compile(r"(?<![\w&])[#＃](?!\d+\b)[^\s#＃,，。.!！?？]+")
EMOJI = re.compile("[\u2600-\u27bf\u2b50\u2b55\U0001f1e6-\U0001faff]")
_MARKUP = re.compile(
    r"</?[a-zA-Z][^<>\n]{0,80}>|\*\*[^*\n]+\*\*|__[^_\n]+__|(?m:^#{1,6} )|\[[^\]\n]+\]\([^)\n]*\)"
    r"|`[^`\n]+`|(?m:^\s*[-*] )|&(?:amp|nbsp|lt|gt|quot);"
)
_LINK = re.compile(
    r"\b(?:https?://|www\.)\S+|\b[\w-]{2,}\.(?:com|net|org|io|shop|store|cn|co\.uk)\b(?:/\S*)?"
    r"|\b[\w.+-]+@[\w-]+\.\w{2,}\b",
    re.IGNORECASE,
)


def check_hashtags(text: str, channel: Channel) -> list[Check]:
    """Errors where there are more or fewer tags than the channel takes, warnings where a
    channel that wants its tags at the end has them elsewhere."""
    tags = list(_TAG.finditer(text))
    low, high = channel.hashtags
    if len(tags) > high:
        message = N_("The text has {count} hashtags; {limit} is the most here.")
        return [
            Check(
                "hashtags.many", "error", message, {"count": len(tags), "limit": high},
                tags[high].span(), fix="",
            )
        ]  # fmt: skip
    if len(tags) < low:
        message = NN_(
            "The text has {count} hashtag; this channel wants at least {limit}.",
            "The text has {count} hashtags; this channel wants at least {limit}.",
            len(tags),
        )
        return [Check("hashtags.few", "error", message, {"count": len(tags), "limit": low})]
    end = tag_start(text)
    if low and any(tag.start() < end for tag in tags):
        return [Check("hashtags.place", "warning", N_("Hashtags belong at the end here."))]
    return []


def check_emoji(text: str, channel: Channel) -> list[Check]:
    """An error for more emoji than the channel takes."""
    found = list(EMOJI.finditer(text))
    if len(found) <= channel.emoji:
        return []
    message = N_("The text has {count} emoji; {limit} is the most here.")
    return [
        Check(
            "emoji.many", "error", message, {"count": len(found), "limit": channel.emoji},
            found[channel.emoji].span(), fix="",
        )
    ]  # fmt: skip


def check_markup(text: str, brief: Brief) -> list[Check]:
    """Errors for HTML, markdown and addresses that the brief does not hold."""
    given = "\n".join(brief.claims)
    found = []
    for match in _MARKUP.finditer(text):
        if match[0].strip() not in given:
            message = N_("“{word}” is markup, which readers would see as it stands.")
            found.append(
                Check("markup.tags", "error", message, {"word": match[0].strip()}, match.span())
            )
    for match in _LINK.finditer(text):
        if match[0] not in given:
            message = N_("“{word}” is an address that the brief does not hold.")
            found.append(
                Check("markup.link", "error", message, {"word": match[0]}, match.span(), fix="")
            )
    return found
