"""Proper names and abbreviations that the brief does not hold: places, bodies, marks.

The rule needs no list of them: in English a capital inside a sentence is a name, in both
languages a run of capitals is an abbreviation. Names of months, days and feasts are dates.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache

from babel import Locale

from core.copywriting.briefs.brief import Brief
from core.copywriting.checks.check import SOURCES, Check
from core.i18n import N_
from core.settings import ASSETS

_PLACE = N_("The brief does not say “{word}”: it is a claim about where it comes from.")
_BODY = N_("The brief does not name “{word}”.")
_WORD = re.compile(r"[A-Za-z][A-Za-zÀ-ɏ'’]*")
_ABBREVIATION = re.compile(r"(?<![A-Za-z0-9#@&])[A-Z]{2,6}\d*(?![A-Za-z0-9])")
_BEFORE = re.compile(
    r"\b(?:by|the|to|with an?|of|meets|carr(?:y|ies)|from|has|holds?)\s$|[过合获有经]$"
)
_AFTER = re.compile(
    r"[- ](?:rat(?:ed|ing)|listed|approved|certified|seal|mark|standard|label|tested|grade|member"
    r"|registered|compliant)|\s?(?:认证|标准|检测|标识|证书|标|认可|许可)"
)
_FROM = re.compile(
    r"(?:\b(?:from|in|of|by|across|near|off|around|roots? in)(?: the| sunny| rural| old)?)\s*$"
)
_INSIDE = re.compile(r"(?<=[A-Za-z0-9,'’%&] )[A-Za-z][A-Za-z'’]{2,}")
_DEMONYM = re.compile(r"(?:[a-z]{2,}(?:ian|ean|nese|lese|ish|ese|dic|andic|avian))$")


@lru_cache(maxsize=8)
def _words(name: str) -> frozenset[str]:
    """One list of assets/rules/names.toml."""
    with (ASSETS / "rules" / "names.toml").open("rb") as file:
        return frozenset(tomllib.load(file)[name].split())


def check_names(text: str, brief: Brief) -> list[Check]:
    """Errors for abbreviations that the brief lacks and, in English, for names of places."""
    known, source = _known(brief), SOURCES[brief.lang]
    found = []
    for match in _ABBREVIATION.finditer(text):
        word = match[0]
        if word in _words("abbreviations") or word.lower() in known or _shouted(text, match.span()):
            continue
        if len(word) > 3 and not _vouches(text, match.span()):
            continue
        found.append(
            Check("facts.certificate", "error", _BODY, {"word": word}, match.span(), source)
        )
    if brief.lang == "en":
        return found + _places(text, known)
    given = "\n".join(brief.claims)
    return found + [
        Check("facts.origin", "error", _PLACE, {"word": match[0]}, match.span(), source)
        for match in _countries().finditer(text)
        if match[0] not in given
    ]


def _places(text: str, known: frozenset[str]) -> list[Check]:
    found = []
    start = 0
    for line in text.split("\n"):
        words = list(_WORD.finditer(line))
        headline = len(line.split()) < 8 and not line.rstrip().endswith((".", "!", "?"))
        if not headline and not _title_case(line, known):
            found += [
                Check("facts.origin", "error", _PLACE, {"word": match[0]}, span, SOURCES["en"])
                for match in words
                if match[0][0].isupper()
                and _is_place(line, match, known)
                and (span := (start + match.start(), start + match.end()))
            ]
        start += len(line) + 1
    return found


def _is_place(line: str, match: re.Match[str], known: frozenset[str]) -> bool:
    word = re.sub(r"['’]s?$", "", match[0]).lower()
    if len(word) < 3 or word in _words("dates") or word in _words("family") or match[0].isupper():
        return False
    if word in known or word.rstrip("s") in known:
        return False
    before = line[: match.start()].rstrip()
    if _DEMONYM.search(word) and word not in _words("common"):
        return bool(re.match(r"[a-zA-Z'’]*[ -][a-z]", line[match.start() :]))
    if not before or before[-1] in ".!?:;\"“”'‘—–/|(#@":
        return False
    return bool(_FROM.search(before))


def _title_case(line: str, known: frozenset[str]) -> bool:
    """Whether the words inside a line's sentences begin with capitals, as in a headline; those
    of the brief, the product's name among them, do not count."""
    inside = [
        w
        for w in _INSIDE.findall(line)
        if w.lower() not in _words("small") and w.lower() not in known
    ]
    capital = sum(word[0].isupper() for word in inside)
    return capital * 2 > len(inside) and (capital > 2 or (capital > 1 and len(line.split()) < 6))


def _vouches(text: str, span: tuple[int, int]) -> bool:
    """Whether the words beside an abbreviation make it somebody who vouches."""
    return bool(_BEFORE.search(text[: span[0]]) or _AFTER.match(text[span[1] :]))


def _shouted(text: str, span: tuple[int, int]) -> bool:
    """Whether the capitals are a shout: another word in capitals stands beside them."""
    around = text[max(0, span[0] - 8) : span[0]] + " " + text[span[1] : span[1] + 8]
    return bool(re.search(r"\b[A-Z]{2,}\b", around))


@lru_cache(maxsize=1)
def _countries() -> re.Pattern[str]:
    """Any country by its Chinese name, as the Unicode CLDR spells it (in Babel)."""
    names = Locale.parse("zh").territories.values()
    plain = [n for n in names if 2 <= len(n) <= 8 and n not in _words("ambiguous") and n.isalpha()]
    return re.compile("|".join(sorted(map(re.escape, plain), key=len, reverse=True)))


@lru_cache(maxsize=256)
def _known(brief: Brief) -> frozenset[str]:
    words = re.findall(r"[a-zà-ɏ0-9]+", "\n".join(brief.claims).lower())
    return frozenset(words) | {word.rstrip("s") for word in words}
