"""Small faults put right without changing what a text says."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from core.copywriting.brand.voice import Voice, term_pattern
from core.copywriting.briefs.brief import Brief
from core.copywriting.channels.channels import Channel, measure
from core.text import clean

_QUOTES = {'"': '"', "“": "”", "'": "'", "‘": "’", "「": "」", "『": "』", "《": "》", "`": "`"}
_LABEL = re.compile(
    r"^(?:(?:headline|subject|title|copy|text|slogan|caption|variant|option|draft|标题|文案|主题|正文|口号)"
    r"\s*\d*\s*[:：]|\d{1,2}[.)、]\s|[-*•]\s)\s*",
    re.IGNORECASE,
)
_HAN = "[\u3400-\u9fff]"
_ASCII_TO_CJK = {",": "，", ".": "。", "!": "！", "?": "？", ";": "；", ":": "："}
_CJK_MARK = re.compile(rf"(?<={_HAN})([,.!?;:])(?=\s*{_HAN}|\s*$|\n)", re.MULTILINE)
_CJK_SPACE = re.compile(rf"(?<={_HAN}) +(?={_HAN})|(?<=[，。！？；：、]) +| +(?=[，。！？；：、])")
_SPACE_BEFORE_MARK = re.compile(r"[ \t]+([,.;:!?])(?=\s|$)")
_MANY_SPACES = re.compile(r"[ \t]{2,}")
_MANY_MARKS = re.compile(r"([!！?？])\1+")
_MANY_BREAKS = re.compile(r"\n{3,}")
_AGAIN = re.compile(r"(?<![^\s。！？!?.])([^。！？!?.\n]{2,}[。！？!?.])(?:\s*\1)+")
_EXCLAMATION = re.compile(r"[!！]")
_EMOJI = re.compile(
    "[\u2600-\u27bf\u2b50\u2b55\U0001f1e6-\U0001faff](?:[\ufe0f\u200d\U0001f3fb-\U0001f3ff])* ?"
)
_BOUNDARIES = (
    re.compile(r"[.!?。！？…](?=\s|$|[^\s\d.])"),
    re.compile(r"[,;，；—](?=\s|$|\D)"),
)
_GSM_TWINS = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "..."})
_HALF = re.compile(
    r"(?:if|when|whether|because|while|although|as|since|once|unless|until)\b|如果|当|因为|虽然|不管|无论|只要|既然|若",
    re.IGNORECASE,
)
_DANGLING = re.compile(r"(?:\s+(?:and|or|with|for|to|of|the|a|an|in|on|at|by|from|but|so))+$", re.I)


@dataclass(frozen=True)
class Repaired:
    """The text as mended, and the names of what was mended."""

    text: str
    steps: tuple[str, ...]


def repair(raw: str, brief: Brief, channel: Channel, voice: Voice, calm: bool = False) -> Repaired:
    """Mend quotes, labels, spacing, marks, case, the product's name, brand terms and length.

    Nothing is added but the product's own spelling and the brand's preferred terms. With
    `calm`, or where the voice wants none, exclamation marks become full stops. A text too
    long is cut at the last sentence or clause that fits, never inside one.
    """
    quiet = calm or not voice.exclamation_marks
    plain = not (voice.emoji and channel.emoji)
    mends: dict[str, Callable[[str], str]] = {
        "quotes": _unwrapped,
        "spacing": _spaced,
        "marks": partial(_marked, language=brief.lang),
        "repeats": _once,
        "product": partial(_named, product=brief.product),
        "terms": partial(_preferred, voice=voice),
        "calm": partial(_calmed, language=brief.lang) if quiet else str,
        "emoji": _without_emoji if plain else str,
        "structure": partial(_structured, channel=channel),
        "gsm": partial(_gsm, channel=channel),
        "case": partial(_cased, brief=brief),
        "length": partial(_trimmed, channel=channel),
    }
    steps: list[str] = []
    text = raw
    for name, mend in mends.items():
        after = mend(text)
        if after != text:
            steps.append(name)
            text = after
    return Repaired(text, tuple(steps))


def _unwrapped(text: str) -> str:
    text = clean(text)
    text = _LABEL.sub("", text, count=1)
    while len(text) > 1 and _QUOTES.get(text[0]) == text[-1] and text[-1] not in text[1:-1]:
        text = text[1:-1].strip()
    return text


def _spaced(text: str) -> str:
    lines = [_MANY_SPACES.sub(" ", line).strip() for line in text.split("\n")]
    return _MANY_BREAKS.sub("\n\n", "\n".join(lines)).strip()


def _marked(text: str, language: str) -> str:
    text = _MANY_MARKS.sub(r"\1", text)
    if language == "en":
        return _SPACE_BEFORE_MARK.sub(r"\1", text)
    text = _CJK_MARK.sub(lambda match: _ASCII_TO_CJK[match[1]], text)
    return _CJK_SPACE.sub("", text)


def _once(text: str) -> str:
    """A sentence that follows itself stands once."""
    return _AGAIN.sub(r"\1", text)


def _named(text: str, product: str) -> str:
    if product in text and product.lower() == product:
        return text
    loose = r"\s*".join(re.escape(part) for part in product.split())
    edge = r"(?<![A-Za-z0-9#@])" if product[0].isascii() else "(?<!#)"
    tail = r"(?![A-Za-z0-9])" if product[-1].isascii() else ""
    return re.sub(edge + loose + tail, lambda match: product, text, flags=re.IGNORECASE)


def _preferred(text: str, voice: Voice) -> str:
    for wrong, right in voice.preferred:
        for match in reversed(list(term_pattern(wrong).finditer(text))):
            text = text[: match.start()] + _like(match[0], right) + text[match.end() :]
    return text


def _like(found: str, right: str) -> str:
    return right[0].upper() + right[1:] if found[:1].isupper() and right[:1].islower() else right


def _calmed(text: str, language: str) -> str:
    return _EXCLAMATION.sub("." if language == "en" else "。", text)


def _without_emoji(text: str) -> str:
    return _EMOJI.sub("", text).strip()


def _structured(text: str, channel: Channel) -> str:
    if channel.structure != "line":
        return text
    return " ".join(text.split()) if channel.language == "en" else text.replace("\n", "")


def _gsm(text: str, channel: Channel) -> str:
    if channel.segments is None or channel.language != "en":
        return text
    return text.translate(_GSM_TWINS)


def _cased(text: str, brief: Brief) -> str:
    """An English text begins with a capital, unless the product's own name does not."""
    if brief.lang != "en" or not text[:1].islower() or text.startswith(brief.product):
        return text
    return text[0].upper() + text[1:]


def _trimmed(text: str, channel: Channel) -> str:
    if channel.parts:
        return _trimmed_parts(text, channel)
    if channel.limit is None or channel.count(text) <= channel.limit:
        return text
    return _shortened(text, channel.limit, channel.unit)


def _trimmed_parts(text: str, channel: Channel) -> str:
    if channel.structure != "headline_subhead" or text.count("\n") != 1:
        return text
    lines = text.split("\n")
    for i, part in enumerate(channel.parts[: len(lines)]):
        if measure(lines[i], part.unit) > part.limit:
            lines[i] = _shortened(lines[i], part.limit, part.unit)
    return "\n".join(lines)


def _shortened(text: str, limit: int, unit: str) -> str:
    """The longest beginning that ends a sentence, else a clause; the text itself where none
    keeps at least half of what fits."""
    for pattern in _BOUNDARIES:
        fitting = ""
        for match in pattern.finditer(text):
            part = text[: match.end()].rstrip()
            if measure(part, unit) <= limit:  # type: ignore[arg-type]
                fitting = part
        fitting = fitting.rstrip(",;:，；：、— ")
        if _HALF.match(fitting) and not _BOUNDARIES[0].search(fitting):
            continue
        if fitting and measure(fitting, unit) >= limit / 2:  # type: ignore[arg-type]
            return _DANGLING.sub("", fitting)
    return text
