"""The text is written in the brief's language."""

from __future__ import annotations

import re

from core.copywriting.briefs.brief import Brief
from core.copywriting.checks.check import Check
from core.i18n import N_
from core.text import detect_language

_HAN_RUN = re.compile(r"[\u3400-\u9fff]+")
_HASHTAG = re.compile(r"[#＃]\S+")
_NAMES = {"en": N_("The text is not in English."), "zh": N_("The text is not in Chinese.")}
_TRADITIONAL = re.compile(
    "[這個們來說時會對過還沒後開關長門問間見貝車東樂業專實當點應該與從為產讓選擇質體機舊價錢買賣發現進運動無]"
)


def check_language(text: str, brief: Brief) -> list[Check]:
    """An error for another language, also for stray Chinese characters in English copy and
    for traditional ones in Chinese copy. Words that the brief itself uses do not count."""
    given = "\n".join(brief.claims)
    bare = _HASHTAG.sub("", text).replace(brief.product, "")
    for word in re.findall(r"[A-Za-z][A-Za-z'-]+", given) if brief.lang == "zh" else ():
        bare = bare.replace(word, "")
    if brief.lang == "en":
        for match in _HAN_RUN.finditer(text):
            if match[0] not in given:
                return [_check(brief.lang, match.span())]
        return []
    traditional = _TRADITIONAL.search(text)
    if traditional and traditional[0] not in given:
        return [_check(brief.lang, traditional.span())]
    if bare.strip() and detect_language(bare) in ("en", "mixed"):
        return [_check(brief.lang, None)]
    return []


def _check(language: str, span: tuple[int, int] | None) -> Check:
    return Check("language.other", "error", _NAMES[language], span=span)
