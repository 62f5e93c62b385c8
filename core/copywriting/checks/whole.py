"""What holds for a long piece as a whole: its sections, its facts, nothing said twice."""

from __future__ import annotations

import re

from core.copywriting.briefs.brief import Brief
from core.copywriting.channels.channels import Channel
from core.copywriting.channels.parts import split_parts
from core.copywriting.checks.check import Check
from core.copywriting.checks.coverage import used_facts
from core.i18n import N_, NN_

_SENTENCE = re.compile(r"[^.!?。！？\n]+[.!?。！？]*")
_SHORT = 3
"""Sentences of fewer words or Chinese characters may return: "Hello." is no repetition."""

_MANY = N_("The piece has {count} sections; {limit} is the most.")
_TWICE = N_("“{words}” stands in the piece twice.")
_UNTOLD = N_("The piece does not tell this fact: “{fact}”.")


def check_whole(text: str, brief: Brief, channel: Channel) -> list[Check]:
    """Errors for a wrong number of sections and for a sentence said twice, warnings for facts
    left out. Nothing for a channel that is written in one go."""
    if channel.sections is None:
        return []
    found = []
    if channel.structure == "article":
        least, most = channel.sections
        count = sum(part.name == "section" for part, _, _ in split_parts(text, channel))
        if count < least:
            params = {"count": count, "limit": least}
            few = NN_(
                "The piece has {count} section; {limit} is the least.",
                "The piece has {count} sections; {limit} is the least.",
                count,
            )
            found.append(Check("structure.sections", "error", few, params))
        if count > most:
            params = {"count": count, "limit": most}
            found.append(Check("structure.sections", "error", _MANY, params))
    seen: set[str] = set()
    for start, sentence in sentences(text):
        key = said(sentence)
        if key in seen:
            span = (start, start + len(sentence))
            found.append(
                Check("structure.repeated", "error", _TWICE, {"words": sentence}, span, fix="")
            )
        seen.add(key)
    told = used_facts(text, brief)
    found += [
        Check("coverage.untold", "warning", _UNTOLD, {"fact": fact})
        for fact in brief.facts
        if fact not in told
    ]
    return found


def sentences(text: str) -> list[tuple[int, str]]:
    """The sentences of a text that are long enough to count, with where each starts."""
    found = []
    for match in _SENTENCE.finditer(text):
        sentence = match[0].strip()
        size = len(re.findall(r"[A-Za-z0-9']+|[\u3400-\u9fff]", sentence))
        if size >= _SHORT:
            found.append((match.start() + match[0].index(sentence), sentence))
    return found


def said(sentence: str) -> str:
    """What two sentences share when they say the same in other marks or letter case."""
    return "".join(re.findall(r"\w", sentence.lower()))
