"""Amounts told without a figure: dozens, 上百, a third, 三成, twin, 翻番, overnight.

A share is supported where the brief states the same share in any form ("三成" by "30%"), a
round amount where it states one of that size, the rest by the brief's own words.
"""

from __future__ import annotations

import re
from functools import lru_cache

from core.copywriting.briefs.brief import Brief
from core.copywriting.channels.channels import Channel
from core.copywriting.checks.check import SOURCES, Check
from core.copywriting.checks.statements import stated
from core.copywriting.measures.numerals import CHINESE_NUMBER, chinese_value, english_value
from core.copywriting.measures.quantities import quantities
from core.i18n import N_

_MESSAGE = N_("The brief does not support the amount “{word}”.")
_TOLERANCE = 0.5
# "2 in 1" is more than all: it counts what a thing does and is no share.
_ALL = 100.0

_ROUND = {
    "dozens": 24,
    "scores": 40,
    "hundreds": 200,
    "thousands": 2000,
    "millions": 2e6,
    "billions": 2e9,
    "double-digit": 10,
    "triple-digit": 100,
    "twin": 2,
    "dual": 2,
    "triple": 3,
    "quadruple": 4,
}
_ENGLISH_ROUND = re.compile(
    r"\b(?:(?:tens of |hundreds of )?(?P<many>dozens|scores|hundreds|thousands|millions|billions)"
    r" of [a-z]+|(?P<digits>(?:double|triple)[- ]digit)"
    r"|(?P<multiple>twin|dual|triple|quadruple)[- ](?:action|blades?|chambers?|cooling|core"
    r"|engines?|fans?|filters?|filtered|heads?|hinges?|insulated|jets?|layer(?:ed|s)?|lens(?:es)?|locks?"
    r"|motors?|pockets?|ports?|pumps?|screens?|soles?|speakers?|stitched|straps?|tanks?|walls?|walled"
    r"|wheels?|zones?))\b",
    re.IGNORECASE,
)
_NUMBER = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|twenty|a hundred|\d+)"
_ENGLISH_SHARE = re.compile(
    rf"\b(?:(?P<part>{_NUMBER}) (?:in|out of) (?:every )?(?P<whole>{_NUMBER})\b"
    r"(?!(?: [a-z]+)? (?:hours?|minutes?|days?|seconds?|weeks?|months?|years?|the)\b)"
    r"|(?P<fraction>half|a third|two[- ]thirds|a quarter|three[- ]quarters|a fifth|a tenth)"
    r"(?= of (?:all|our|the|every|those|them)? ?(?:people|[a-z]+s)\b"
    r"| (?:less|more|lighter|cheaper|faster|smaller|longer|fewer|thinner|quieter|higher|lower"
    r"|off)\b"
    r"| the (?:town|street|village|city|office|country|world|team|nation|neighbou?rhood|school"
    r"|internet|calories|sugar|fat|salt|waste|noise)\b))",
    re.IGNORECASE,
)
_FRACTIONS = {
    "half": 50.0,
    "a third": 100 / 3,
    "two thirds": 200 / 3,
    "a quarter": 25.0,
    "three quarters": 75.0,
    "a fifth": 20.0,
    "a tenth": 10.0,
}
_ENGLISH_SPAN = re.compile(
    r"\b(?:(?:all|the whole|an? (?:whole|entire|full)|half the|half an?|every) (?:day|night|week"
    r"|month|year|weekend|winter|summer|season|evening|shift)(?: long)?"
    r" (?:on|from|with|per) (?:one|a|each|a single)\b"
    r"|(?:burns|lasts|glows|plays|works|runs|shines|(?:stays|keeps)(?: \w+)?) (?:all"
    r"|(?:right )?through the|the whole|the entire)"
    r" (?:day|night|evening|morning|week|winter"
    r"|summer|season|shift|flight)\b"
    r"|for (?:a|an|one) (?:day|hour|week|month|year|minute) and a half\b|(?:down to|up to|at|below)"
    r" (?:minus|sub-zero)(?: \w+)?"
    r"|lasts (?:for )?(?:all|the whole|an? (?:whole|entire|full)|hours|days|weeks|months|years"
    r"|ages)\b"
    r"|(?:runs?|keeps?|stays?|works?|burns?|goes|lives?|holds?|glows?|plays?)(?: \w+)? for"
    r" (?:seconds|minutes|hours|days|weeks|months|years|ages)\b(?! \d)"
    r"|(?:takes?|within|under|dries in|ready in|done in|only|just) (?:a few |mere |just )?"
    r"(?:seconds|minutes|hours|days|weeks)(?=[.!,])"
    r"|(?:dries|cures|sets|charges|arrives|ships|delivers|delivered|works|absorbs|heals|grows|ready)"
    r" (?:\w+ )?(?:overnight|in no time|at once|instantly)\b(?! rates?)"
    r"|(?:an?|one|half an?|three quarters of an?|a quarter of an?) (?:(?:pound|ounce|pint|gallon"
    r"|litre|liter|kilo|mile|inch|ton) (?:of \w+ )?(?:in (?:each|every)|per|a (?:day|week|month))"
    r"|hour from))\b",
    re.IGNORECASE,
)
_COUNTERS = "[个种款件枚只支条张片块粒颗瓶盒袋箱套副双对把台部本册页幅间层位名人家户城国单道场]"
_CHINESE_ROUND = re.compile(
    f"(?:(?:[上近逾超数好]|成)[百千万亿十]+(?:多|余|来)?|几[百千万亿十]+(?:多|来)?"
    f"|十(?:几|多|余|来)|[一二三四五六七八九两]?[百千万](?:多|余|来)|[一二两三四五六七八九]十(?:多|余|来|几))(?={_COUNTERS})"
)
_CHINESE_SHARE = re.compile(
    "(?P<tenths>[一二三四五六七八九两])成(?![为本功就长人年员分熟立品套果交都语群形片双了新])"
    f"|(?P<whole>{CHINESE_NUMBER})分之(?P<part>{CHINESE_NUMBER})"
    "|(?P<half>(?:一半|半数|过半|大半|超半数|近半)(?:以上)?)(?=的?[\u4e00-\u9fff]{2,4}都)"
    "|(?P<most>十(?:之|有)八九)"
)
_CHINESE_SPAN = re.compile(
    "翻番|翻倍|翻一番|翻了?[几两三]?番|翻了?[几两三]倍|倍增|成倍|减半|腰斩"
    "|(?:整|隔|当|全|一)(?:晚|夜|天|日|周|季|年)(?:就|即|便|可)?(?:不断[电热水]|到(?:货|手|家)?(?=[。！，])|干(?=[。！，])"
    "|不用(?:充电|换|洗|加水|浇水)|送[到达]|[见起]效|续航|续电|保[温鲜湿])"
    "|(?:几分钟|几秒钟?|几小时|眨眼|转眼|瞬间|一夜之间|(?<![\\d零一二三四五六七八九十两半])秒)(?:就|即|便)(?:能|可)?[\u4e00-\u9fff]"
    "|一(?:罐|瓶|盒|包|袋|支|块|箱|桶|卷)(?:能|可|够)?(?:用|喝|吃|撑|顶|抵)(?:上|够)?(?:半|一|两|三|好几|大半)(?:年|个月|周|天|季|辈子)"
)


def check_amounts(text: str, brief: Brief, channel: Channel) -> list[Check]:
    """Errors for amounts without a figure that the brief does not support; a round amount in a
    channel that tells scenes is an error only in a sentence that tells none."""
    given = _given(brief)
    found: list[tuple[re.Match[str], str, bool]] = []
    if brief.lang == "en":
        for match in _ENGLISH_ROUND.finditer(text):
            name = (match["many"] or match["digits"] or match["multiple"]).lower().replace(" ", "-")
            scene = bool(match["many"]) and channel.scenes and not _told(text, match, "en")
            found.append((match, "number", scene or _has_size(_ROUND[name], brief)))
        found += [
            (m, "statistic", _has_share(_share(m), brief))
            for m in _ENGLISH_SHARE.finditer(text)
            if _share(m) <= _ALL
        ]
        found += [(m, "number", False) for m in _ENGLISH_SPAN.finditer(text)]
    else:
        for match in _CHINESE_ROUND.finditer(text):
            scene = channel.scenes and not _told(text, match, "zh")
            found.append((match, "number", scene or any(q.written >= 10 for q in _stated(brief))))
        found += [
            (m, "statistic", _has_share(_chinese_share(m), brief))
            for m in _CHINESE_SHARE.finditer(text)
        ]
        found += [(m, "number", False) for m in _CHINESE_SPAN.finditer(text)]
    return [
        Check(
            f"facts.{kind}",
            "error",
            _MESSAGE,
            {"word": match[0]},
            match.span(),
            SOURCES[brief.lang],
        )
        for match, kind, fine in found
        if not fine and _spaced(match[0]) not in given
    ]


def _told(text: str, match: re.Match[str], language: str) -> bool:
    return stated(text, match.span(), language)


@lru_cache(maxsize=256)
def _given(brief: Brief) -> str:
    return _spaced("\n".join(brief.claims))


def _spaced(text: str) -> str:
    """A text in which "2-in-1" and "2 in 1" are the same."""
    return text.lower().replace("-", " ")


@lru_cache(maxsize=256)
def _stated(brief: Brief) -> tuple:
    return tuple(q for claim in brief.claims for q in quantities(claim))


def _has_size(size: float, brief: Brief) -> bool:
    """Whether the brief counts something of that size, up to ten times as much."""
    return any(not q.dimension and size / 2 <= q.written < 10 * size for q in _stated(brief))


def _has_share(percent: float, brief: Brief) -> bool:
    """Whether the brief states a share, or what it leaves, in percent or in the same words."""
    known = {q.value for q in _stated(brief) if q.dimension == "percent"}
    pattern = _ENGLISH_SHARE if brief.lang == "en" else _CHINESE_SHARE
    share = _share if brief.lang == "en" else _chinese_share
    stated_shares = (share(match) for match in pattern.finditer(_given(brief)))
    known |= {percent for percent in stated_shares if percent <= _ALL}
    return any(
        abs(value - percent) < _TOLERANCE or abs(100 - value - percent) < _TOLERANCE
        for value in known
    )


def _share(match: re.Match[str]) -> float:
    """The share of an English match in percent."""
    if match["fraction"]:
        return _FRACTIONS[match["fraction"].lower().replace("-", " ")]
    part, whole = (_plain(match[name]) for name in ("part", "whole"))
    return 100 * part / whole if whole else 0.0


def _plain(words: str) -> float:
    if words.isdigit():
        return float(words)
    return english_value(words.lower()) or 0.0


def _chinese_share(match: re.Match[str]) -> float:
    """The share of a Chinese match in percent."""
    if match["tenths"]:
        return 10 * (chinese_value(match["tenths"]) or 0.0)
    if match["half"]:
        return 50.0
    if match["most"]:
        return 85.0
    whole = chinese_value(match["whole"]) or 0.0
    return 100 * (chinese_value(match["part"]) or 0.0) / whole if whole else 0.0
