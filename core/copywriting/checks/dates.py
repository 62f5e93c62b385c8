"""Deadlines and dates in words must stand in the brief; those in figures are numbers too."""

from __future__ import annotations

import re

from core.copywriting.briefs.brief import Brief
from core.copywriting.checks.check import SOURCES, Check
from core.copywriting.checks.statements import stated
from core.i18n import N_

_DATE = N_("The brief does not mention “{word}” as a date or deadline.")
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_DAY = "|".join(_DAYS)
_MONTH = "|".join(_MONTHS)
_FEAST = (
    r"christmas|easter|halloween|black friday|cyber monday|valentine'?s(?: day)?|mother'?s day"
    r"|father'?s day|new year(?:'?s)?|thanksgiving"
)
_DEADLINE = re.compile(
    r"\b(?:(?:until|till|ends?|ending|closes?|closing|expires?|valid (?:to|through)|only)"
    r"(?: on| at| this| next| by| the)?"
    rf" (?P<day>{_DAY}|tonight|midnight|tomorrow|{_MONTH}|{_FEAST})"
    r"|(?:by|before|from|starting|starts?|since|launch\w*|arriv\w+|available|delivered|ships)"
    rf"(?: on| in| this| next)? (?P<month>{_MONTH}|{_FEAST})"
    r"|(?:order|book|buy|apply|register|sign up|enroll?|join|reserve|call|save|offer|sale|deal|off)"
    rf"\b[^.!?\n]{{0,25}} (?:by|before|on|this|next) (?P<order>{_DAY}|midnight|tonight)"
    rf"|(?P<dated>\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?:{_MONTH})|(?:{_MONTH}) \d{{1,2}}))\b",
    re.IGNORECASE,
)
_NAMED = re.compile(rf"\b(?:{_DAY}|{_MONTH}|{_FEAST}|tonight|midnight|tomorrow)\b", re.IGNORECASE)
# A bare date is a deadline where the sentence is about nothing else: "Back this October."
_BRIEF = re.compile(
    r"(?:^|(?<=[.!?\n]))\s*(?:[A-Za-z'’-]+ ){0,4}?(?:orders?|back|new|returns?|returning|coming"
    r"|opens?|opening|here|out|shops|stock|sale|prices?|rise|rises|arriv\w+|live|launch\w*|begins?"
    r"|starts?|starting|only|ends?|closing|closes|gone|offer|this|due|due on)"
    r"(?: (?:in|by|on|this|next|for|after|until|from|at|again|the|till|before|of))*"
    rf" (?P<brief>{_DAY}|{_MONTH}|{_FEAST}|midnight|tonight|tomorrow)"
    r"(?: (?:night|noon|morning|evening|eve|at \w+|only))?\s*[.!]",
    re.IGNORECASE,
)
# A day named in a sentence of so few words or characters is what the sentence is about.
_EVENT = re.compile(
    r"\b(?:(?:re)?open(?:s|ed|ing)?|starts?|launch\w*|harvest\w*|picked|brewed|arriv\w+|ship\w*"
    r"|delivered|sold|sale|back|returns?|ends?|clos\w+|orders?|ready|available|stores|tickets?"
    r"|premi\w+|begins?|due|live|founded|made|printed|released|published) (?:[a-z]+ ){0,2}$",
    re.IGNORECASE,
)
_SHORT = {"en": 5, "zh": 8}
_CHINESE_NAMED = re.compile(
    "(?:本|下|这)?(?:周|星期|礼拜)[一二三四五六日天末]|(?:年|月)(?:底|初|末|中)|除夕|(?:本|下|这)(?:个)?[周月]"
    "|[一二三四五六七八九十]{1,3}月(?![份子饼光色亮])(?:[一二三四五六七八九十]{1,3}[日号])?"
)
_WEEKDAY = "(?:周|星期|礼拜)[一二三四五六日天末]"
_HOUR = "(?:早上|上午|中午|下午|晚上|晚|夜里|零点|[零一二两三四五六七八九十]{1,3}点|\\d{1,2}点)"
_SHOP = (
    "前(?:下单|付款|报名|预订|预约|抢|购|入手)|截止|截单|止|之前|结束|恢复|开抢|开售|开卖|开团|上线|上新|上架|开始|下架"
    "|起(?=涨|售|恢复|开|上|降|卖|送|$|[，。！])|涨价|发货|见(?=[，。！]|$)|限定|特别上新|特惠|为止|收官|收摊|到期"
)
_CHINESE_DATE = re.compile(
    f"(?:本|这|下|上)?{_WEEKDAY}{_HOUR}?(?={_SHOP})"
    f"|(?<=仅到)(?:本|这|下)?{_WEEKDAY}|(?<=只到)(?:本|这|下)?{_WEEKDAY}|(?<=持续到)(?:本|这|下)?{_WEEKDAY}"
    f"|(?:月|年)(?:底|末|初)(?={_SHOP})|(?<=仅到)(?:月|年)(?:底|末)|(?<=只到)(?:月|年)(?:底|末)"
    f"|(?:今晚|今天|今日|明天|明晚|明日|后天|今夜){_HOUR}?(?={_SHOP})|(?<=仅到)(?:今晚|今天|明天|明晚|后天)"
    "|(?<=仅到)[一二三四五六七八九十]{1,2}月|[一二三四五六七八九十]{1,2}月(?=截止|开售|上新|发货|恢复|起|特别|限定|前下单|见)"
    "|五一(?!劳动者)(?=截止|特|前|开|恢复|见|发|起|限|假|期间|节)|"
    "(?:周|星期|礼拜)[一二三四五六日天](?=前|截止|止|之前|结束|恢复|开抢|开售|上线|上新|开始|下架)"
    "|(?:截至|截止到?|止于|限)(?:本|这|下)?(?:周|星期|礼拜)[一二三四五六日天]"
    "|[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}[日号]|底|初|中旬|末|前)"
    "|双(?:11|12|十一|十二)|618|六一八|年货节|国庆|元旦|春节|中秋|端午|情人节|母亲节|父亲节|圣诞"
    "|七夕|黑五"
)


def check_dates(text: str, brief: Brief) -> list[Check]:
    """Errors for days, months, feasts and deadlines that the brief does not mention."""
    given = "\n".join(brief.claims).lower()
    if brief.lang == "zh":
        found = [(match.span(), match[0]) for match in _CHINESE_DATE.finditer(text)]
        found += [
            (match.span(), match[0])
            for match in _CHINESE_NAMED.finditer(text)
            if stated(text, match.span(), "zh", _SHORT["zh"])
        ]
        found = [(span, word) for span, word in found if not _chinese_known(word, given)]
    elif _NAMED.search(text):
        named = ((match, match.lastgroup or "day") for match in _DEADLINE.finditer(text))
        found = [(match.span(group), match[group]) for match, group in named]
        found += [(match.span("brief"), match["brief"]) for match in _BRIEF.finditer(text)]
        found += [
            (match.span(), match[0])
            for match in _NAMED.finditer(text)
            if _EVENT.search(text[max(0, match.start() - 30) : match.start()])
            and stated(text, match.span(), "en", _SHORT["en"])
        ]
        found = [(span, word) for span, word in found if not _english_known(word.lower(), given)]
    else:
        return []
    return [
        Check("facts.date", "error", _DATE, {"word": word}, span, SOURCES[brief.lang])
        for span, word in dict.fromkeys(found)
    ]


def _english_known(word: str, given: str) -> bool:
    """Whether the brief names the day, month or feast, a month also by its first letters."""
    names = [name for name in (*_DAYS, *_MONTHS) if name in word]
    given = given.replace("'", "")
    if names:
        return names[0][:3] in given
    return word.replace("'", "").removesuffix("s") in given


def _chinese_known(word: str, given: str) -> bool:
    core = re.sub("^(?:截至|截止到?|止于|限)?(?:本|这|下|上)?", "", word)
    if core[0] in "月年今" and "本月" in given:
        return True
    if core[0] not in "周星礼":
        return core in given or core[:2] in given
    day = re.sub("^(?:周|星期|礼拜)", "", core)[:1]
    if any(f"{week}{day}" in given for week in ("周", "星期", "礼拜")):
        return True
    return day in "日天" and any(name in given for name in ("周日", "周末", "星期天", "星期日"))
