"""A brand's own rules: banned words, preferred terms, marks, emoji, person."""

from __future__ import annotations

import re
from functools import lru_cache

from core.copywriting.brand.guide import departures
from core.copywriting.brand.voice import Voice, term_pattern
from core.copywriting.checks.check import Check
from core.copywriting.checks.manners import EMOJI
from core.i18n import N_

_PERSON = {
    "we": re.compile(r"\b(?:we|our|us)\b|我们|咱", re.IGNORECASE),
    "you": re.compile(r"\b(?:you|your)\b|[你您]", re.IGNORECASE),
}
_BANNED = N_("Your brand does not say “{word}”.")
_PREFERRED = N_("Your brand says “{other}” instead of “{word}”.")
_EXCLAMATION = N_("Your brand uses no exclamation marks.")
_NO_EMOJI = N_("Your brand uses no emoji.")
_WE = N_("Your brand speaks as “we”.")
_YOU = N_("Your brand speaks to “you”.")


def check_voice(text: str, voice: Voice | None) -> list[Check]:
    """Errors for banned words, terms, marks and emoji; notes on the person and on what the
    brand's learnt style guide says otherwise."""
    if voice is None:
        return []
    found = []
    for term in voice.banned:
        found += [
            Check("voice.banned", "error", _BANNED, {"word": match[0]}, match.span())
            for match in _pattern(term).finditer(text)
        ]
    for wrong, right in voice.preferred:
        found += [
            Check(
                "voice.preferred", "error", _PREFERRED, {"word": match[0], "other": right},
                match.span(), fix=right,
            )
            for match in _pattern(wrong).finditer(text)
            if not _inside(text, match.start(), right)
        ]  # fmt: skip
    if not voice.exclamation_marks:
        found += [
            Check(
                "voice.exclamation",
                "error",
                _EXCLAMATION,
                span=m.span(),
                fix="." if m[0] == "!" else "。",
            )
            for m in re.finditer("[!！]", text)
        ]
    if not voice.emoji:
        found += [
            Check("voice.emoji", "error", _NO_EMOJI, span=match.span(), fix="")
            for match in EMOJI.finditer(text)
        ]
    if voice.person != "any" and len(text) > 60 and not _PERSON[voice.person].search(text):
        found.append(Check("voice.person", "note", _WE if voice.person == "we" else _YOU))
    for rule, message, params in departures(text, voice):
        found.append(Check(f"voice.{rule}", "note", message, params))
    return found


def _inside(text: str, start: int, right: str) -> bool:
    """Whether the find is part of the preferred term itself ("app" in "mobile app")."""
    low = max(0, start - len(right))
    return right.lower() in text[low : start + len(right)].lower()


@lru_cache(maxsize=512)
def _pattern(term: str) -> re.Pattern[str]:
    return term_pattern(term)
