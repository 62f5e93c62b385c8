"""A second opinion on shown copy, which shares no code and no word list with the copy desk.

Limits are typed in by hand, widths and segments counted here, numbers read by another method,
and the forbidden wordings are a list of their own. The judge is strict and simple: it knows no
exceptions but those below, so that what passes here passes because it is plain.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

# (language, channel): unit, least, most. "chars", "cols" (wide characters two), "words".
LIMITS: dict[tuple[str, str], tuple[str, int, int]] = {
    ("en", "slogan"): ("words", 2, 8),
    ("en", "google_headline"): ("cols", 1, 30),
    ("en", "google_description"): ("cols", 1, 90),
    ("en", "meta_primary_text"): ("chars", 1, 125),
    ("en", "instagram"): ("words", 20, 60),
    ("en", "x_post"): ("cols", 1, 240),
    ("en", "linkedin"): ("words", 45, 90),
    ("en", "email_subject"): ("chars", 1, 50),
    ("en", "email_preheader"): ("chars", 1, 90),
    ("en", "email_body"): ("words", 55, 110),
    ("en", "sms"): ("chars", 1, 150),
    ("en", "push"): ("chars", 1, 120),
    ("en", "product_description"): ("words", 40, 80),
    ("en", "ecommerce_title"): ("chars", 1, 80),
    ("en", "landing_hero"): ("words", 6, 31),
    ("en", "blog_intro"): ("words", 45, 90),
    ("en", "video_script"): ("words", 35, 80),
    ("zh", "slogan"): ("chars", 4, 14),
    ("zh", "search_title"): ("chars", 1, 25),
    ("zh", "search_description"): ("chars", 1, 40),
    ("zh", "ecommerce_title"): ("cols", 1, 60),
    ("zh", "product_description"): ("chars", 55, 120),
    ("zh", "xiaohongshu"): ("chars", 80, 200),
    ("zh", "weibo"): ("chars", 1, 120),
    ("zh", "moments"): ("chars", 1, 60),
    ("zh", "wechat_title"): ("chars", 1, 28),
    ("zh", "wechat_intro"): ("chars", 40, 120),
    ("zh", "douyin_script"): ("chars", 70, 130),
    ("zh", "email_subject"): ("chars", 1, 22),
    ("zh", "email_body"): ("chars", 85, 170),
    ("zh", "sms"): ("chars", 1, 65),
    ("zh", "push"): ("chars", 1, 50),
    ("zh", "blog_intro"): ("chars", 75, 140),
    ("zh", "email_preheader"): ("chars", 1, 40),
}
LONG = {
    "instagram", "linkedin", "email_body", "product_description", "blog_intro", "video_script",
    "xiaohongshu", "wechat_intro", "douyin_script",
}  # fmt: skip
ONE_LINE = {
    "slogan", "google_headline", "google_description", "email_subject", "email_preheader",
    "search_title", "search_description", "ecommerce_title", "wechat_title",
}  # fmt: skip

_BANNED_EN = """
best; greatest; finest; ultimate; unbeatable; unrivalled; unrivaled; unmatched; world-class;
world's; number one; no. 1; no 1; #1; flawless; perfect in every; second to none; top-rated;
cheapest; safest; lowest price; market leader; industry-leading; one of a kind; never fails;
risk-free; no risk; 100% safe; 100% effective; cure; cures; cured; heals; miracle; clinically;
scientifically; side effects; get rich; double your money; once in a lifetime; absolutely;
doctors recommend; lasts forever; indestructible; unbreakable; boosts immunity
"""
_BANNED_ZH = """
最好 最佳 最高级 最强 最优 最大 最先进 最便宜 最低价 最安全 最受欢迎 最专业 最舒适
全网第一 第一品牌 销量第一 国家级 世界级 顶级 顶尖 极致 极品 唯一 独一无二 绝无仅有
无与伦比 绝对 永久 万能 终极 首选 无敌 史上 遥遥领先 王牌 天花板 100%有效 百分百
根治 治愈 治疗 疗效 药到病除 副作用 抗癌 降血压 增强免疫 稳赚 保本 零风险 包过 必过
全球首创 国家免检 驰名商标 招财 转运 辟邪 月瘦 祛斑
"""
# Promises that only the brief can make.
_IF_GIVEN = {
    "en": "guarantee|warranty|refund|money back|award|certified|free delivery|free shipping",
    "zh": "保证|质保|保修|退款|包退|包邮|免费|认证|专利|获奖|荣获|医生|专家推荐|顾客都说|亲测",
}
_HARMLESS = re.compile(
    r"best (?:before|wishes|regards|friend)|(?:your|its|their|at) best|air-cured|dry-cured|"
    r"salt-cured|cured (?:ham|meat|fish)|周转运|中转运|永久地址",
    re.I,
)


@dataclass(frozen=True)
class Verdict:
    """What is wrong with one shown text: empty tuples where nothing is."""

    limits: tuple[str, ...]
    language: tuple[str, ...]
    numbers: tuple[str, ...]
    banned: tuple[str, ...]

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not (self.limits or self.language or self.numbers or self.banned)


def judge(text: str, brief: Mapping[str, Any], channel: str) -> Verdict:
    """The verdict on a text for a channel of the table above."""
    language = brief["lang"]
    given = given_text(brief)
    return Verdict(
        limits=tuple(_limits(text, language, channel)),
        language=tuple(_language(text, language, given)),
        numbers=tuple(unknown_numbers(text, language, given)),
        banned=tuple(_banned(text, language, given, brief["product"])),
    )


def columns(text: str) -> int:
    """Columns of a text, East Asian characters and emoji two."""
    wide = (
        (0x1100, 0x115F), (0x2E80, 0x303E), (0x3041, 0xA4CF), (0xAC00, 0xD7A3), (0xF900, 0xFAFF),
        (0xFE30, 0xFE6F), (0xFF01, 0xFF60), (0xFFE0, 0xFFE6), (0x1F300, 0x1FAFF),
        (0x20000, 0x3FFFD),
    )  # fmt: skip
    return sum(2 if any(a <= ord(c) <= b for a, b in wide) else 1 for c in text if c != "\n")


def likeness(one: str, other: str, language: str) -> float:
    """Jaccard likeness of two texts: words in English, character pairs in Chinese."""
    a, b = _units(one, language), _units(other, language)
    return len(a & b) / len(a | b) if a | b else 1.0


def _units(text: str, language: str) -> set[str]:
    if language == "en":
        return set(re.sub(r"[^a-z0-9 ]+", " ", text.lower().replace("'", " ")).split())
    plain = [c for c in text.lower() if c.isalnum()]
    return {a + b for a, b in pairwise(plain)}


def given_text(brief: Mapping[str, Any]) -> str:
    """Every text of a brief that may support a claim."""
    parts = [brief.get(name) or "" for name in ("product", "category", "audience", "offer", "cta")]
    return "\n".join([*brief["facts"], *parts, *(brief.get("keywords") or ())])


def _limits(text: str, language: str, channel: str) -> list[str]:
    unit, least, most = LIMITS[language, channel]
    flat = text.replace("\n", "")
    size = {"words": len(text.split()), "chars": len(flat), "cols": columns(text)}[unit]
    found = [] if least <= size <= most else [f"{size} {unit}, allowed {least} to {most}"]
    lines = [line for line in text.split("\n") if line.strip()]
    if channel in ONE_LINE and len(lines) != 1:
        found.append("more than one line")
    tags = len(re.findall(r"(?:^|\s)#\S", text))
    if channel in ("instagram", "xiaohongshu") and not 2 <= tags <= 4:
        found.append(f"{tags} hashtags")
    if channel == "xiaohongshu" and len(lines[0]) > 20:
        found.append("title over 20")
    if channel == "landing_hero" and (
        len(lines) != 2 or len(lines[0].split()) > 9 or len(lines[1].split()) > 22
    ):
        found.append("not a headline and a line under it")
    if channel == "sms" and language == "en":
        odd = [c for c in text if ord(c) > 126 and c not in "£¥èéùìòÇØøÅåÆæßÉÄÖÑÜ§äöñüà¿¡€"]
        if (len(text.encode("utf-16-le")) // 2 > 70) if odd else len(text) > 160:
            found.append("more than one message")
    if channel == "sms" and language == "zh" and len(text.encode("utf-16-le")) // 2 > 70:
        found.append("more than one message")
    return found


def _language(text: str, language: str, given: str) -> list[str]:
    han = [c for c in text if "\u4e00" <= c <= "\u9fff"]
    if language == "en":
        return [f"Chinese: {c}" for c in han if c not in given][:1]
    known = set(re.findall(r"[a-z]+", given.lower()))
    foreign = [word for word in re.findall(r"[a-z]{2,}", text.lower()) if word not in known]
    found = ["mostly not Chinese"] if len(foreign) * 3 > len(han) else []
    old = [
        c
        for c in text
        if c
        in "這個們來說時會對過還沒後開關長門問間見車東樂業專實當點應與從為產讓選擇質體機舊價錢買賣"
    ]
    return found + [f"traditional: {c}" for c in old if c not in given][:1]


_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORTH = {word: value for value, word in enumerate(_ONES.split())}
_WORTH |= {word: 20 + 10 * i for i, word in enumerate(_TENS.split())}
_TIMES = {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 1_000_000}
_UNITS_ZH = (
    "天|小时|分钟|秒|周|年|月|日|点|元|块|毛|斤|公斤|克|升|毫升|米|厘米|公里|毫米|度|折|成|倍|件|个|种|款|档|支|瓶|盒|"
    "包|片|颗|粒|枚|套|双|层|道|步|次|位|名|人|家|间|张|本|页|节|课|门|台|辆|只|条|根|份|杯|口味|色|平|寸|亩|瓦|千|万"
)


def unknown_numbers(text: str, language: str, given: str) -> list[str]:
    """Numbers of a text that the brief has neither as they stand nor in another unit."""
    known = {value for value, _ in _values(given)}
    if re.search(r"pair|twin|both|double|双|两|对", given, re.I):
        known.add(2.0)
    if re.search(r"\bone\b|一", given, re.I):
        known.add(1.0)
    for value in list(known):
        known |= {value * k for k in (24, 60, 1000)} | {value / k for k in (24, 60, 1000)}
        known |= {100 - value, 100 - 10 * value}
    return [
        word
        for value, word in _values(text)
        if not any(abs(value - k) < 0.006 * max(value, k) for k in known)
    ]


def _values(text: str) -> list[tuple[float, str]]:
    """(value, wording) of figures, of English number words over one, and of Chinese numerals
    over one that a measure word follows."""
    found = [
        (float(m[0].replace(",", "")), m[0]) for m in re.finditer(r"\d+(?:,\d{3})*(?:\.\d+)?", text)
    ]
    value = 0.0
    words: list[str] = []
    for word in [*re.findall(r"[a-z]+|[^a-z\s-]", text.lower()), "."]:
        if word in _WORTH:
            value, words = value + _WORTH[word], [*words, word]
        elif word in _TIMES and (words or word != "dozen"):
            value, words = max(value, 1) * _TIMES[word], [*words, word]
        elif words:
            if words not in (["one"], ["zero"]):
                found.append((value, " ".join(words)))
            value, words = 0.0, []
    for m in re.finditer(rf"[二两三四五六七八九十百千]+(?=(?:{_UNITS_ZH}))", text):
        before = text[m.start() - 1 : m.start()]
        if before not in ("第", "一", "周", "点"):
            found.append((_chinese(m[0]), m[0]))
    return found


def _chinese(numeral: str) -> float:
    total = digit = 0
    for c in numeral:
        if c in "十百千":
            total += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[c]
            digit = 0
        else:
            digit = "零一二三四五六七八九".find(c.replace("两", "二"))
    return float(total + digit)


def _banned(text: str, language: str, given: str, product: str) -> list[str]:
    plain = _HARMLESS.sub(" ", text.replace(product, " "))
    low, known = plain.lower(), given.lower()
    if language == "en":
        terms = [t.strip() for t in _BANNED_EN.replace("\n", " ").split(";")]
        found = [t for t in terms if re.search(rf"(?<![\w-]){re.escape(t)}(?![\w-])", low)]
    else:
        found = [t for t in _BANNED_ZH.split() if t in plain]
    found += [t for t in _IF_GIVEN[language].split("|") if t in low and t[:2] not in known]
    return found
