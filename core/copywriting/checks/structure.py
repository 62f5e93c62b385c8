"""The shape a channel asks for: one line, headline and line, title, body and tags, e-mail, set."""

from __future__ import annotations

import re
from collections import Counter

from core.copywriting.briefs.brief import Brief
from core.copywriting.channels.channels import Channel
from core.copywriting.channels.parts import split_parts
from core.copywriting.checks.check import Check
from core.i18n import N_

_PLACEHOLDER = re.compile(
    r"\{[^}\n]{0,40}\}|\[(?:your|name|product|company|insert|brand|first|link|date|x+)[^\]\n]{0,30}\]"
    r"|<(?:name|product|brand|link|mask|unk|pad|s|/s)>|\b(?:lorem ipsum|TBD|XXX+)\b"
    r"|【(?:姓名|品牌|产品名?|链接|日期|公司名?)】|\[(?:姓名|品牌|产品名?|链接|日期)\]|某某|XX+",
    re.IGNORECASE,
)
_GREETING = {
    "en": re.compile(
        r"(?:hi|hello|hey|good (?:morning|afternoon|evening)|dear|welcome|greetings)\b", re.I
    ),
    "zh": re.compile(
        r".{0,12}(?:好|您|你|嗨|嘿|各位|亲爱的|尊敬的|朋友|阁下|同学|家长|老师|：|:|，|,)"
    ),
}
_CUT = re.compile(
    r"(?:[,，、;；:：(（\-—]|\b(?:and|or|the|a|an|of|your|our|my|their|its))\s*$", re.I
)
_LINE = N_("This channel takes one line.")
_TWO = N_("This channel takes a headline and one line under it.")
_NOTE = N_("A note has a title line, a body and a last line of hashtags.")
_HOLE = N_("“{word}” is a gap that nobody filled.")
_CUT_OFF = N_("The text breaks off.")
_OPENING = N_("The e-mail has no greeting.")
_CLOSING = N_("The e-mail does not end with the call to action “{word}”.")
_SAME = N_("“{word}” stands in the set twice.")
_COUNT = N_("The set has {count} lines of the kind “{field}”; {limit} is the most.")


def check_structure(text: str, brief: Brief, channel: Channel) -> list[Check]:
    """Errors for a wrong shape, a gap or a text that breaks off; warnings for a bare e-mail."""
    if not text.strip():
        return [Check("structure.empty", "error", N_("There is no text."))]
    found = [
        Check("structure.gap", "error", _HOLE, {"word": match[0]}, match.span())
        for match in _PLACEHOLDER.finditer(text)
        if match[0] not in " ".join(brief.claims)
    ]
    cut = _CUT.search(text)
    if (
        cut
        and not text.rstrip().endswith(brief.product)
        and not text.rstrip().endswith(brief.cta or "\0")
    ):
        found.append(Check("structure.cut", "error", _CUT_OFF, span=cut.span()))
    lines = [line for line in text.split("\n") if line.strip()]
    if channel.structure == "line" and len(lines) != 1:
        found.append(Check("structure.lines", "error", _LINE))
    if channel.structure == "headline_subhead" and len(lines) != 2:
        found.append(Check("structure.lines", "error", _TWO))
    if channel.structure == "title_body_tags" and (len(lines) < 3 or "#" not in lines[-1]):
        found.append(Check("structure.note", "error", _NOTE))
    if channel.structure == "email":
        found += _check_email(lines, brief)
    if channel.structure == "ad_set":
        found += _check_set(text, channel)
    return found


def _check_email(lines: list[str], brief: Brief) -> list[Check]:
    found = []
    if len(lines) < 2 or not _GREETING[brief.lang].match(lines[0].strip()):
        found.append(Check("structure.greeting", "warning", _OPENING))
    if brief.cta and not _says(lines[-1], brief.cta, brief.lang):
        found.append(Check("structure.cta", "note", _CLOSING, {"word": brief.cta}))
    return found


def _says(line: str, cta: str, language: str) -> bool:
    """Whether a line holds most of the call to action's words or characters."""
    if language == "en":
        wanted = set(re.findall(r"[a-z]+", cta.lower()))
        return len(wanted & set(re.findall(r"[a-z]+", line.lower()))) * 2 >= len(wanted)
    return sum(char in line for char in cta) * 3 >= len(cta) * 2


def _check_set(text: str, channel: Channel) -> list[Check]:
    found = []
    pieces = split_parts(text, channel)
    counts = Counter(part.name for part, _, _ in pieces)
    for part in channel.parts:
        if counts[part.name] > part.count:
            params = {"count": counts[part.name], "field": part.name, "limit": part.count}
            found.append(Check("structure.set", "error", _COUNT, params))
    seen: set[str] = set()
    for _, piece, start in pieces:
        key = piece.strip().lower()
        if key in seen:
            span = (start, start + len(piece))
            found.append(Check("structure.same", "error", _SAME, {"word": piece.strip()}, span))
        seen.add(key)
    return found
