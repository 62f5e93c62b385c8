"""Every number, price and percentage of a text must stand in the brief."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from core.copywriting.briefs.brief import Brief
from core.copywriting.channels.channels import Channel
from core.copywriting.checks.check import SOURCES, Check, Level
from core.copywriting.checks.coverage import stem
from core.copywriting.checks.statements import acted, counted, stated
from core.copywriting.measures.quantities import Quantity, quantities
from core.i18n import N_

_TOLERANCE = 0.005
_MISSING = N_("The brief has no number “{word}”.")
_OTHER_UNIT = N_("The brief has this number, but not as “{word}”.")
_WORDS = N_("The brief does not say “{word}”; if it is a picture and not a claim, leave it.")

# Numerals that are idiom or grammar, not claims.
_ENGLISH_IDIOM = re.compile(
    r"(?:one|two|three|four|five|ten|a hundred|hundred|million|thousand)"
    r"(?= (?:of (?:us|you|them|these|those)|things?|another|more thing|by|at a time|hands?|feet"
    r"|ways?|sides?|people|words?|steps?|jobs?|kinds?|sorts?|reasons?|questions?|minds?|eyes?"
    r"|thoughts?))|(?:in|at) one\b|(?<=week )one|(?<=day )one|(?<=number )one|(?<=no )one"
    r"|(?<=every )one|two or three|three or four|one or two",
    re.IGNORECASE,
)
_CHINESE_IDIOM = re.compile(
    "一(?!千|万|百|[二三四五六七八九零])|十分(?!钟)|千万(?!用户|人|元|家)|万一|万[物事家千里]|百般"
    "|百[货姓]|(?:三[五两]|两三|三四|四五|五六|七八)(?!分钟|小时|个小时|秒|天|个月|年)|再三|二把手|一寸一寸|四季|四周(?!内|后)|四[处方面]|半[天路夜空途]"
    "|大半|一半|多半|两[头边面样手人眼下句口侧旁全]|三餐|三更半夜|二手|二维|三维|二十四节气|双十一"
    "|五花八门|七嘴八舌|乱七八糟|三言两语|九成新|八卦|五官|千层|百叶|千[里古秋]|万里|三明治"
    "|[一二两三四五六七八九十]{1,3}点(?:钟|半|多)?(?!五|[零一二三四]|前|截|下单)|[二三四五六七八九]?十[一二三四五六七八九几]?多?岁|五十音"
    "|[一二三四五六七八九十]{1,3}周了|第[一二三四五六七八九十百]+|半[点分]|星期[一二三四五六]|周[一二三四五六]"
)
_CLAIM_BEFORE = {
    "en": re.compile(
        r"(?:\b(?:in|within|under|up to|lasts?|lasting|takes?|taking|over|at least|every|ready"
        r"|runs?(?: for)?|than|charges? in|stays? \w+(?: for)?|good for|keeps?(?: \w+){0,3} for"
        r"|works? for|delivered|arrives?|ships?|boils?|dries|heats?))"
        r" (?:just |only |about |as little as )?$",
        re.IGNORECASE,
    ),
    "zh": re.compile(
        "(?:只需|仅需|只要|快至|不到|最快|续航|长达|可用|能用|保温|保鲜|保质|用上|连续|充电|超过|达到?"
        "|高达|多达|逾|每|需要?|起效|持续|待机)[约近]?$"
    ),
}
_CLAIM_AFTER = re.compile(
    "^(?:[以之]?内|就(?!是|这)|即可?|快速?充?|送[到达]|上[门新]|便可|后?见效|起效|[烧煮做洗充装收打晾速快][开好熟干满完起净热]"
    "|发货|送达|到货|到手|续航|待机|保[温修质鲜]|质保|速冻|出[餐片图水泡]|上门|搞定|学会|安装|充满)"
    r"|^ (?:battery|charge|warranty|guarantee|shelf life|to (?:boil|charge|dry|set up|assemble)"
    r"|of (?:battery|playtime|light|heat|warmth|protection)|to (?:install|heat|cook))"
)
# What a maker counts: parts, settings, sizes, a pack. Small number words with them are claims.
_PARTS_AFTER = {
    "en": re.compile(
        r"^[ -](?:[a-z]+[ -]){0,2}?(?:attachments?|accessories|settings?|speeds?|levels?|colou?rs?"
        r"|shades?|sizes?|pockets?|layers?|modes?|programmes?|programs?|pieces?|patterns?|designs?"
        r"|flavou?rs?|locations?|ports?|compartments?|parts?|filters?|servings?|portions?|buttons?"
        r"|functions?|features?|finishes|styles|varieties|models|versions|sensors?|cameras?"
        r"|drawers?|shelves|blades?|lenses|speakers?|slots?|branches|stores|studios"
        r"|ingredients|recipes|lessons|modules|chapters|classes|sessions|tutors|teachers|coaches"
        r"|instructors|nozzles?|brushes|heads|batteries|lights|lamps|bulbs|seats|rooms|beds"
        r"|in[- ]one|burners|wheels|jets|motors|gears|racks|hooks|handles|keys|doors|strings"
        r"|courses|dishes|toppings|fillings|routes|zones|tiers|way|ply|speed|zone|tier|layer|stage|piece|burner|wheel|cities"
        r"|countries|plans|engines|outlets|sockets|cables|panels|rows|teas|roasts|pedals|rungs"
        r"|sachets|capsules|tablets|bottles|bags|packs|refills?|scents|blends"
        r"|presets|languages|themes|templates|users|devices|screens|languages|attachments)\b",
        re.IGNORECASE,
    ),
    "zh": re.compile(
        "^(?:档|挡|种(?:[^，。]{0,3})(?:口味|颜色|模式|功能|规格|款式|尺寸|配方|香型|风味|花色|语言)"
        "|款|件套|道工序|重(?=过滤|防护|保护|净化|保险|惊喜|好礼)|层(?=设计|过滤|结构|防护|保护|隔热|面料)|项(?:全能)?(?:检|功能|服务|专利|技术)"
        "|大(?:功能|优势|系列|模式|场景|亮点|保障)|个(?:配件|接口|口袋|模式|档位|颜色|隔层|门店|分店"
        "|功能|尺寸|规格|版本|抽屉|摄像头|镜头|校区|座位|风味|口味|步骤|滤芯|刀头|喷头|轮子|按键)"
        "|位(?:老师|师傅|教练|讲师|医生|顾问|技师)|家(?:门店|分店|店)|种(?:颜色|口味)|门课|节课"
        "|片装|支装|只装|包装|盒装|瓶装|色可选|色任选|挡可调|种选择)"
    ),
}
_PARTS_BEFORE = {
    "en": re.compile(
        r"(?:\b(?:comes? with|includ(?:es?|ing)|available in|choose from|choice of|(?:packs?|sets?"
        r"|boxe?s?|bundles?|teams?|crews?|staff|family|class(?:es)?|menus?"
        r"|fleet|library) of|seats|sleeps|stacks|holds up to|fits up to|room for|offered in"
        r"|features|boasts|equipped with|serves))(?: up to| over| all)? $",
        re.IGNORECASE,
    ),
    "zh": re.compile(
        "(?:附赠|附带|赠送|内含|全套|每套|每盒|每包|一组|支持|收录|设|带有|含|内有|包含|配有?|配备|自带|内置|共计?|总共|一套有?|一盒有?|一包有?"
        "|可选|任选|能坐|可坐|可容纳|容纳|可住|可挂|可放|能放|可装|能装|分为|设有|拥有|历经|经过)$"
    ),
}
# What somebody lived through is no promise: "睡了三年", "You have six hours".
_LIVED = re.compile(
    "[\u4e00-\u9fff]了$|\\b(?:you|we|she|he|they|i)(?:'ve| have|'d| had) (?:only |just |about )?$",
    re.IGNORECASE,
)
# Numerals of a brief that name a day or a place in a row count nothing.
_ORDINAL = re.compile(
    "(?:周|星期|礼拜|第)[一二三四五六七八九十]+(?!件|杯|份|人|位|次|天|年|个|盒|瓶)"
)
_ONE_OF = re.compile(r"\ban? (?P<unit>[a-z]+)\b")


@dataclass(frozen=True)
class _Known:
    """The quantities of a brief. `nouns` maps a counted thing's stem to the values it has,
    `words` a dimension to how the brief words its quantities."""

    all: tuple[Quantity, ...]
    nouns: dict[str, frozenset[float]]
    words: dict[str, frozenset[str]]


def check_numbers(text: str, brief: Brief, channel: Channel) -> list[Check]:
    """Errors for figures and measured words the brief lacks; warnings for number words
    that may be part of a scene, where the channel tells scenes."""
    known = _known(brief)
    idiom = _ENGLISH_IDIOM if brief.lang == "en" else _CHINESE_IDIOM
    fine = [match.span() for match in idiom.finditer(text)]
    found = []
    for quantity in quantities(text):
        inside = any(a <= quantity.span[0] < b for a, b in fine)
        if inside and not quantity.digits and quantity.dimension in ("", "time"):
            continue
        told = stated(text, quantity.span, brief.lang) and not (
            channel.scenes and quantity.dimension == "time" and _opens(text, quantity, brief.lang)
        )
        lived = bool(_LIVED.search(text[: quantity.span[0]]))
        claimed = _claimed(quantity, text, brief.lang) or (
            not lived and (told or not (channel.scenes or acted(text, quantity.span, brief.lang)))
        )
        scene = channel.scenes and acted(text, quantity.span, brief.lang)
        parts = _counts(quantity, text, brief.lang, scene) or (
            told and quantity.written > 2 and counted(text, quantity.span, brief.lang)
        )
        verdict = _verdict(quantity, known, brief.lang, claimed=claimed, parts=parts, told=told)
        if verdict is not None:
            found.append(_check(quantity, text, verdict, brief))
    return found


def _verdict(
    quantity: Quantity, known: _Known, language: str, *, claimed: bool, parts: bool, told: bool
) -> tuple[Level, str] | None:
    """The level and message for an unsupported quantity, None for a supported one."""
    same = [q for q in known.all if _equal(q.written, quantity.written)]
    if quantity.dimension:
        if any(
            q.dimension == quantity.dimension and _equal(q.value, quantity.value) for q in known.all
        ):
            return None
        plain = [q for q in same if not q.dimension]
        if quantity.digits and plain:
            return None
        if quantity.digits:
            return ("error", _OTHER_UNIT if same else _MISSING)
        if quantity.written == 1 and quantity.dimension not in ("money", "percent"):
            weighed = quantity.dimension in ("mass", "volume", "length", "area")
            return ("error", _WORDS) if told and weighed else None
        if plain and quantity.dimension in ("length", "temperature"):
            return None
        loose = quantity.dimension == "time" and not claimed
        return ("warning" if loose else "error", _WORDS)
    if same:
        return None
    if quantity.digits:
        return ("error", _MISSING)
    values = known.nouns.get(_noun(quantity, language))
    if values and quantity.written > 1:
        return ("error", _MISSING)
    if quantity.written >= 100:
        return ("error" if claimed else "warning", _WORDS)
    if parts and quantity.written > 1:
        return ("error", _MISSING)
    if quantity.written <= 10 or not quantity.noun:
        return None
    return ("error" if claimed else "warning", _WORDS)


def _claimed(quantity: Quantity, text: str, language: str) -> bool:
    """Whether the words around a number make it a promise: "ready in", "只需", "续航"."""
    start, end = quantity.span
    before, after = text[max(0, start - 30) : start], text[end : end + 20]
    return bool(_CLAIM_BEFORE[language].search(before) or _CLAIM_AFTER.match(after))


def _opens(text: str, quantity: Quantity, language: str) -> bool:
    """Whether an English sentence begins with a time: "Ten minutes on the porch"."""
    before = text[: quantity.span[0]].rstrip()
    return language == "en" and (not before or before[-1] in ".!?:,;")


def _counts(quantity: Quantity, text: str, language: str, scene: bool) -> bool:
    """Whether a number counts what a maker counts: "six settings", "附赠三个"; in a scene only
    a maker's verb tells."""
    start, end = quantity.span
    if _PARTS_BEFORE[language].search(text[max(0, start - 30) : start]):
        return True
    return not scene and bool(_PARTS_AFTER[language].match(text[end : end + 40]))


def _check(quantity: Quantity, text: str, verdict: tuple[Level, str], brief: Brief) -> Check:
    level, message = verdict
    said = _known(brief).words.get(quantity.dimension, frozenset())
    start, end = quantity.span
    kind = {"money": "price", "percent": "percent"}.get(quantity.dimension, "number")
    return Check(
        rule=f"facts.{kind}",
        level=level,
        message=message,
        params={"word": text[start:end].strip()},
        span=quantity.span,
        source=SOURCES[brief.lang],
        fix=next(iter(said)) if len(said) == 1 else None,
    )


@lru_cache(maxsize=64)
def _known(brief: Brief) -> _Known:
    found: list[Quantity] = []
    nouns: dict[str, set[float]] = {}
    words: dict[str, set[str]] = {}
    for claim in brief.claims:
        dated = [match.span() for match in _ORDINAL.finditer(claim)]
        for quantity in quantities(claim):
            if any(start <= quantity.span[0] < end for start, end in dated):
                continue
            found.append(quantity)
            if quantity.dimension:
                wording = claim[slice(*quantity.span)].strip()
                words.setdefault(quantity.dimension, set()).add(wording)
            noun = _noun(quantity, brief.lang)
            if noun:
                nouns.setdefault(noun, set()).add(quantity.written)
    found += _implied(brief, found)
    return _Known(
        all=tuple(found),
        nouns={noun: frozenset(values) for noun, values in nouns.items()},
        words={dimension: frozenset(said) for dimension, said in words.items()},
    )


def _implied(brief: Brief, found: list[Quantity]) -> list[Quantity]:
    """What a brief says without writing it: "half price" is 50 %, "24-hour" is all day."""
    text = "\n".join(brief.claims).lower()
    more = []
    if re.search(r"\b24/7|\bround the clock|24[- ]hours?|全天|24小时", text):
        more += [_plain(24, "time", 3600), _plain(24, "", 1), _plain(7, "", 1)]
    if re.search(r"两|双|一对|\bpair|\btwin|\bboth|\bdouble", text):
        more.append(_plain(2, "", 1))
    if re.search(r"两件|second|第二", text):
        more.append(_plain(2, "", 1))
    for match in _ONE_OF.finditer(text):
        more += quantities(f"1 {match['unit']}")
    for quantity in found:
        if quantity.dimension == "percent" and 0 < quantity.value < 100:
            more.append(_plain(100 - quantity.value, "percent", 1))
    return more


def _plain(value: float, dimension: str, factor: float) -> Quantity:
    return Quantity(value * factor, value, dimension, "", True, (0, 0))


def _noun(quantity: Quantity, language: str) -> str:
    """What a plain number counts: a stem in English, the last characters in Chinese."""
    if not quantity.noun or quantity.dimension:
        return ""
    if language == "en":
        return stem(quantity.noun) if len(quantity.noun) > 3 else ""
    return quantity.noun[:3] if len(quantity.noun) == 3 else ""


def _equal(a: float, b: float) -> bool:
    return abs(a - b) <= _TOLERANCE * max(abs(a), abs(b))
