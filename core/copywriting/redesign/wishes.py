"""What a person may ask of a redesign, and how it is seen that a new text grants it.

A wish changes one thing. Whoever proposed the new text, `granted` decides by counting whether
it did what was asked, so an engine that does not listen redesigns nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.copywriting.checks.check import Check
from core.copywriting.checks.coverage import used_facts
from core.copywriting.draft import Note
from core.copywriting.measures.opening import opening
from core.copywriting.measures.quantities import quantities
from core.copywriting.measures.similarity import NEAR_DUPLICATE, jaccard, shingles
from core.copywriting.redesign.case import Case, flagged, foreign, length, likeness
from core.i18n import N_, NN_

FOR_REASON = {
    "too_long": "shorter",
    "dull": "fresh",
    "untrue": "true",
    "off_brand": "on_brand",
    "wrong_audience": "audience",
    "not_compliant": "compliant",
    "wrong_language": "language",
}
"""The wish that answers each reason of a thumb down."""

SHORTER = 0.85
"""A text is shorter when it has at most this share of the length it had."""

_WARM = {
    "en": re.compile(
        r"\b(?:you|your|yours|we|our|us|let's|together|home|enjoy|welcome|thank|thanks|love|friend"
        r"|friends|family|cosy|cozy|gentle|gently|easy|happy)\b",
        re.IGNORECASE,
    ),
    "zh": re.compile(
        "[你您咱]|我们|一起|陪|回家|放心|慢慢|轻轻|温柔|温暖|暖|喜欢|舒服|自在|[吧呢呀哦]"
    ),
}


@dataclass(frozen=True)
class Wish:
    """One kind of change.

    `ask` is the house writer's word for it, `orders` say it to an engine that reads
    instructions, by language. `near` wishes keep the rest of the text as it stands.
    """

    id: str
    ask: str
    orders: Mapping[str, str]
    near: bool = True


WISHES = {
    wish.id: wish
    for wish in (
        Wish(
            "shorter",
            "shorter",
            {
                "en": "Make the text clearly shorter; keep its idea and its strongest fact.",
                "zh": "把这段文案明显改短，保留原来的意思和最有力的卖点。",
            },
        ),
        Wish(
            "fresh",
            "less_dull",
            {
                "en": "Open in another way and be more concrete; use none of the first words.",
                "zh": "换一个开头，写得更具体，不要用原来的开头。",
            },
            near=False,
        ),
        Wish(
            "concrete",
            "concrete",
            {
                "en": "Be more concrete: tell more of the facts, with their numbers.",
                "zh": "写得更具体：多用几条事实和数字。",
            },
        ),
        Wish(
            "true",
            "fix_untrue",
            {
                "en": "Take out every claim that the facts do not support; change nothing else.",
                "zh": "删去事实里没有的说法，其他不要改。",
            },
        ),
        Wish(
            "on_brand",
            "less_hype",
            {
                "en": "Say the same in the brand's own words and manner.",
                "zh": "用品牌自己的说法和语气来写。",
            },
        ),
        Wish(
            "audience",
            "other_audience",
            {
                "en": "Speak to the audience named in the brief, in their own words.",
                "zh": "对简报里写明的人群说话，用他们自己的话。",
            },
            near=False,
        ),
        Wish(
            "compliant",
            "fix_law",
            {
                "en": "Take out what advertising rules forbid; change nothing else.",
                "zh": "删去广告法不允许的说法，其他不要改。",
            },
        ),
        Wish(
            "language",
            "simpler",
            {
                "en": "Write it in plain English only.",
                "zh": "全部用中文来写。",
            },
        ),
        Wish(
            "warmer",
            "warmer",
            {
                "en": "Make it warmer: speak to the reader as a friend would.",
                "zh": "写得更亲切一些，像朋友说话。",
            },
        ),
        Wish(
            "alike",
            "less_dull",
            {
                "en": "Write another text in the manner of this one, with other words.",
                "zh": "照这段文案的写法另写一段，用不同的词句。",
            },
            near=False,
        ),
    )
}
"""Every wish by its id."""


def granted(wish: str, case: Case, text: str, checks: list[Check]) -> Note | None:
    """What the new text changed, as a sentence for its card; None when the wish is not granted.

    `checks` are those of the new text, which must be usable.
    """
    low = text.lower()
    if any(word.lower() in low for word in case.unwanted):
        return None
    return _JUDGES[wish](case, text, checks)


def _shorter(case: Case, text: str, checks: list[Check]) -> Note | None:
    before, after = length(case.text, case.channel), length(text, case.channel)
    if after > before * SHORTER:
        return None
    return N_("Shorter: {before} → {after}."), {"before": before, "after": after}


def _fresh(case: Case, text: str, checks: list[Check]) -> Note | None:
    language = case.brief.lang
    start = opening(text, language)
    if start == opening(case.text, language):
        return None
    if jaccard(text, case.text, language) >= NEAR_DUPLICATE:
        return None
    if not _told(text, case) and _told(case.text, case):
        return None
    return N_("Opens another way: “{opening}…”"), {"opening": start}


def _concrete(case: Case, text: str, checks: list[Check]) -> Note | None:
    before, after = _told(case.text, case), _told(text, case)
    if after > before:
        return (
            N_("More concrete: tells {after} of your facts instead of {before}."),
            {"before": before, "after": after},
        )
    before, figures = len(quantities(case.text)), len(quantities(text))
    if after == _told(case.text, case) and figures > before:
        return (
            NN_(
                "More concrete: names {after} figure instead of {before}.",
                "More concrete: names {after} figures instead of {before}.",
                figures,
            ),
            {"before": before, "after": figures},
        )
    return None


def _true(case: Case, text: str, checks: list[Check]) -> Note | None:
    if any(check.rule.startswith("facts.") for check in checks):
        return None
    if set(used_facts(text, case.brief)) & set(case.doubted):
        return None
    out = [*case.doubted, *flagged(case, ("facts.",)), *case.unwanted]
    return N_("Left out: {words}."), {"words": "; ".join(dict.fromkeys(out))}


def _on_brand(case: Case, text: str, checks: list[Check]) -> Note | None:
    if any(check.rule.startswith("voice.") and check.level != "note" for check in checks):
        return None
    before, after = likeness(case.text, case.voice), likeness(text, case.voice)
    if after > before + 0.01:
        return (
            N_("Nearer to your brand: likeness {before} → {after} of 100."),
            {"before": round(100 * before), "after": round(100 * after)},
        )
    if after < before:
        return None
    out = (*flagged(case, ("voice.",)), *case.unwanted)
    return (
        (N_("In your brand's terms, without “{words}”."), {"words": "”, “".join(out)})
        if (out)
        else None
    )


def _audience(case: Case, text: str, checks: list[Check]) -> Note | None:
    language = case.brief.lang
    wanted = shingles(case.audience, language) - shingles(case.brief.product, language)
    before = shingles(case.text, language) & wanted
    after = shingles(text, language) & wanted
    if len(after) <= len(before):
        return None
    words = sorted(after - before, key=text.lower().find)
    return N_("Speaks their language: {words}."), {"words": ", ".join(words[:4])}


def _compliant(case: Case, text: str, checks: list[Check]) -> Note | None:
    if any(check.level != "note" and check.rule.startswith(_LAW) for check in checks):
        return None
    out = (*flagged(case, _LAW), *case.unwanted)
    return N_("Without “{words}”."), {"words": "”, “".join(out)}


def _language(case: Case, text: str, checks: list[Check]) -> Note | None:
    if foreign(text, case.brief):
        return None
    words = ", ".join(foreign(case.text, case.brief))
    return N_("Without the foreign words {words}."), {"words": words}


def _warmer(case: Case, text: str, checks: list[Check]) -> Note | None:
    pattern = _WARM[case.brief.lang]
    before, after = len(pattern.findall(case.text)), len(pattern.findall(text))
    if after <= before:
        return None
    return (
        NN_(
            "Warmer: {after} word that speaks to the reader instead of {before}.",
            "Warmer: {after} words that speak to the reader instead of {before}.",
            after,
        ),
        {"before": before, "after": after},
    )


def _alike(case: Case, text: str, checks: list[Check]) -> Note | None:
    if jaccard(text, case.text, case.brief.lang) >= NEAR_DUPLICATE:
        return None
    return N_("Written in the manner of the draft it came from."), {}


def _told(text: str, case: Case) -> int:
    return len(used_facts(text, case.brief))


_LAW = ("law.", "google.", "facts.")
_JUDGES: dict[str, Callable[[Case, str, list[Check]], Note | None]] = {
    "shorter": _shorter,
    "fresh": _fresh,
    "concrete": _concrete,
    "true": _true,
    "on_brand": _on_brand,
    "audience": _audience,
    "compliant": _compliant,
    "language": _language,
    "warmer": _warmer,
    "alike": _alike,
}
