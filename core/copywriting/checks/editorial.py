"""Google Ads' editorial rules, for channels that Google shows."""

from __future__ import annotations

import re

from core.copywriting.briefs.brief import Brief
from core.copywriting.channels.channels import Channel
from core.copywriting.checks.check import Check
from core.i18n import N_

_SOURCE = (
    "Google Ads policy, Editorial requirements: punctuation, capitalisation, phone numbers"
    " (2026-11-20)"
)
_CAPITALS = re.compile(r"\b[A-Z]{4,}\b")
_SPACED = re.compile(r"\b(?:[A-Za-z][ .]){3,}[A-Za-z]\b")
_MARKS = re.compile(r"[!！]{2,}|[?？]{2,}|\.{3,}|…|[*~^_<>]+|[!?]{2,}|[★☆✓✔►▶●◆→]")
_PHONE = re.compile(r"(?:\+?\d[\s().-]?){8,}\d|\b\d{3}[-.\s]\d{3}[-.\s]\d{4}\b")
_CLICK = re.compile(r"\bclick (?:here|below|now|this)\b", re.IGNORECASE)
_REPEATED = re.compile(r"\b(\w{2,})(?:[ ,]+\1\b){1,}", re.IGNORECASE)


def check_editorial(text: str, brief: Brief, channel: Channel) -> list[Check]:
    """Errors for what Google disapproves; words the brief writes in capitals may stay so."""
    if "google_ads" not in channel.rules:
        return []
    given = " ".join(brief.claims)
    found = []
    for match in _CAPITALS.finditer(text):
        if match[0] not in given:
            found.append(
                _check(
                    "capitals",
                    N_("“{word}” is all capitals; Google disapproves it."),
                    match,
                    match[0].capitalize(),
                )
            )
    for match in _MARKS.finditer(text):
        found.append(
            _check(
                "marks",
                N_("Google disapproves “{word}” in an ad."),
                match,
                match[0][:1] if match[0][0] in "!?" else "",
            )
        )
    if channel.id == "google_headline" or channel.structure == "ad_set":
        found += [
            _check("exclamation", N_("A Google headline may hold no exclamation mark."), match, "")
            for match in re.finditer(r"[!！]", text.split("\n\n", maxsplit=1)[0])
        ]
    elif text.count("!") + text.count("！") > 1:
        match = list(re.finditer(r"[!！]", text))[-1]
        found.append(
            _check(
                "exclamation", N_("One exclamation mark is the most in a Google ad."), match, "."
            )
        )
    rules = (
        ("spaced", _SPACED, N_("“{word}” spaces letters out; Google disapproves it."), None),
        ("phone", _PHONE, N_("A phone number belongs in a call asset, not in the text."), ""),
        ("click", _CLICK, N_("“{word}” could stand in any ad; Google disapproves it."), None),
        ("repeated", _REPEATED, N_("“{word}” repeats a word."), None),
    )
    for rule, pattern, message, fix in rules:
        found += [_check(rule, message, match, fix) for match in pattern.finditer(text)]
    return found


def _check(rule: str, message: str, match: re.Match[str], fix: str | None) -> Check:
    return Check(
        rule=f"google.{rule}",
        level="error",
        message=message,
        params={"word": match[0]},
        span=match.span(),
        source=_SOURCE,
        fix=fix,
    )
