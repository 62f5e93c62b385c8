"""The product's name, spelled as the brief spells it."""

from __future__ import annotations

import re
from functools import lru_cache

from core.copywriting.briefs.brief import Brief
from core.copywriting.channels.channels import Channel
from core.copywriting.checks.check import Check
from core.i18n import N_

_MISSING = N_("The product name “{word}” is missing.")
_OTHER = N_("The product is called “{word}”.")


def check_product(text: str, brief: Brief, channel: Channel) -> list[Check]:
    """An error where the name must appear and does not, or stands in another case or spacing.

    A possessive or plural of the name counts, and capitals in a hashtag are free.
    """
    name = brief.product
    found = []
    for match in _loose(name).finditer(text):
        if match[0] != name and not _is_hashtag(text, match.start()) and not _plain_word(name):
            found.append(
                Check("product.spelling", "error", _OTHER, {"word": name}, match.span(), fix=name)
            )
    if channel.product == "required" and name not in text and not found:
        found.append(Check("product.missing", "error", _MISSING, {"word": name}))
    return found


@lru_cache(maxsize=256)
def _loose(name: str) -> re.Pattern[str]:
    body = r"\s*".join(re.escape(part) for part in name.split())
    before = r"(?<![A-Za-z0-9])" if name[0].isascii() else ""
    after = r"(?![A-Za-z0-9])" if name[-1].isascii() else ""
    return re.compile(before + body + after, re.IGNORECASE)


def _is_hashtag(text: str, start: int) -> bool:
    return bool(re.search(r"[#＃@]\S*$", text[:start]))


def _plain_word(name: str) -> bool:
    """A name of one ordinary-looking word ("Margin") also stands in text as that word."""
    return " " not in name and name[1:].islower()
