"""What of a brief nobody should write from: facts that contradict one another, facts in another
language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from core.copywriting.briefs.brief import Brief
from core.copywriting.checks.coverage import stem
from core.copywriting.measures.quantities import Quantity, quantities
from core.text import detect_language

_NOT_EN = frozenset({"not", "no", "never", "non", "without", "isn't", "doesn't", "cannot", "can't"})
_NOT_ZH = re.compile("没有|不|无|非|未")
_WORD = re.compile(r"[a-z']+")
_HAN = re.compile("[\u3400-\u9fff]")
# Letters of languages that no writer here knows: kana, Hangul, Cyrillic, Arabic, Thai …
_FOREIGN = re.compile("[\u0370-\u05ff\u0600-\u06ff\u0900-\u0e7f\u3040-\u30ff\uac00-\ud7af]")
# Little words that each of the neighbours' languages cannot do without, and English's own.
_NEIGHBOURS = re.compile(
    r"\b(?:der|die|das|und|mit|für|ist|nicht|ohne|oder|auf|le|les|des|une|avec|pour|dans|sans|est"
    r"|et|du|el|los|las|con|para|por|sin|una|il|della|di|che|per|senza|gli|com|uma|não|sem|dos"
    r"|het|een|van|voor|zonder|och|med|för|utan|jest|dla|bez)\b",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"\b(?:the|and|with|for|of|in|on|to|from|by|at|is|are|no|not|without|free|a|an|per|or)\b",
    re.IGNORECASE,
)


def contradicting(brief: Brief) -> tuple[tuple[str, str], ...]:
    """Pairs of facts that cannot both be true: the same words with another amount of the same
    thing, or one saying that what the other says is not so."""
    return tuple(
        (one, other)
        for one, other in combinations(brief.facts, 2)
        if _amounts_differ(one, other) or _denies(one, other, brief.lang)
    )


def foreign(texts: Sequence[str], language: str) -> bool:
    """Whether most of some texts are written in another language than English or Chinese is
    expected. Names, units and single loan words do not count."""
    whole = "\n".join(texts)
    letters = sum(char.isalpha() for char in whole)
    if letters and len(_FOREIGN.findall(whole)) > 0.3 * letters:
        return True
    found = detect_language(whole)
    if language == "zh":
        return found == "en" and len(re.findall(r"\b[a-z]{3,}\b", whole)) > 2
    if found == "zh" and len(_HAN.findall(whole)) > 3:
        return True
    neighbours, english = len(_NEIGHBOURS.findall(whole)), len(_ENGLISH.findall(whole))
    return neighbours >= 2 and neighbours > 2 * english


def _amounts_differ(one: str, other: str) -> bool:
    """The same words about different amounts: "boils in 3 minutes", "boils in 5 minutes"."""
    first, second = quantities(one), quantities(other)
    if len(first) != 1 or len(second) != 1 or first[0].dimension != second[0].dimension:
        return False
    if not first[0].dimension or first[0].value == second[0].value:
        return False
    return _rest(one, first[0]) == _rest(other, second[0])


def _rest(fact: str, quantity: Quantity) -> str:
    start, end = quantity.span
    return re.sub(r"[^\w\u3400-\u9fff]+", " ", (fact[:start] + " " + fact[end:]).lower()).strip()


def _denies(one: str, other: str, language: str) -> bool:
    if language == "zh":
        return one != other and _NOT_ZH.sub("", one) == _NOT_ZH.sub("", other)
    first, second = (_WORD.findall(text.lower().replace("-", " ")) for text in (one, other))
    if bool(_NOT_EN & set(first)) == bool(_NOT_EN & set(second)):
        return False
    plain = [{stem(word) for word in words if word not in _NOT_EN} for words in (first, second)]
    small = {stem(word) for word in ("is", "it", "does", "the", "a")}
    return plain[0] - small == plain[1] - small and bool(plain[0] - small)
