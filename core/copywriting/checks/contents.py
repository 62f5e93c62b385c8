"""What a thing is made of, by the shape of the sentence: "made of …", "采用…机身".

The rule lists no materials. It reads what a maker's phrase names and asks whether the brief
says it too; a phrase that names nothing one could touch is left alone.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache

from core.copywriting.briefs.brief import Brief
from core.copywriting.checks.check import SOURCES, Check
from core.copywriting.checks.coverage import stem
from core.i18n import N_
from core.settings import ASSETS

_MESSAGE = N_("The brief does not say “{word}”: it is a claim about what it is made of.")

_OBJECT = r"(?P<what>(?:[a-z][a-z'’-]*)(?: [a-z][a-z'’-]*){0,2})"
_MAKER = re.compile(
    r"\b(?:"
    r"(?:made|woven|knitted|spun|carved|cut|cast|forged|crafted|hewn|moulded|molded|sewn|stitched"
    r"|tailored|built|turned|pressed|blown|fashioned)"
    r" (?:entirely |only |purely |completely |mostly |by hand )?(?:of|from|out of)"
    r"|(?:lined|infused|enriched|coated|plated|inlaid|padded|stuffed|fortified|trimmed|edged"
    r"|upholstered|clad|reinforced|sweetened|flavou?red|scented|finished|filled|backed"
    r"|insulated) (?:with|in)"
    r"|(?:(?:handles?|frames?|soles?|straps?|fittings|buttons|blades?|legs|lid|cover|filling|core)"
    r" (?:of|made of)|(?:body|frame|base|lining|casing|shell|inside|outside) (?:is|of|in))"
    r"|(?:contains|containing|with added|with real|only real|pure|genuine|100% pure)"
    rf") (?:the |an? |pure |real |solid |brushed |fine |finest |genuine |soft |polished |natural )*"
    rf"{_OBJECT}",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"\b(?:an? |with (?:an? )?|the )(?P<what>(?:[a-z-]+ ){1,2})"
    r"(?:body|frame|base|lining|casing|shell|strap|soles|lid|finish|housing|blade|chassis"
    r"|coating)\b",
    re.IGNORECASE,
)
_ABSTRACT = re.compile(r"[a-z]+(?:ing|ed|ly|ness|ion|ment|ity)$")

_HAN_OBJECT = "(?P<what>[\u4e00-\u9fff]{2,4}?)"
_HAN_MAKER = re.compile(
    f"(?:采用|选用|添加了?|富含|蕴含|含有|填充了?|(?:内|外)(?:胆|层|里|壳|衬)(?:是|用的是|采用|用)|包了一层|镶(?:着|嵌)?)"
    f"(?:的是|了|着)?(?:上等|优质|天然|进口|真正的?|整块|纯|高级|食品级|一层)?{_HAN_OBJECT}"
    "(?=机身|底座|内衬|面料|把手|内胆|外壳|杯身|骨架|材质|精华|制|打造|成分|原料|[，。！？；、\\s]|$)"
)
_HAN_BODY = re.compile(
    "(?<![\u4e00-\u9fff])(?:整块|真正的|上等|优质|纯|天然|一块|全)?"
    f"{_HAN_OBJECT}(?:打造|制成|织成|雕成|机身|底座|内衬|面料|把手|内胆|外壳|杯身|骨架|材质|做成|镶嵌|镶边|精华)"
)
_HAN_IMMATERIAL = re.compile(
    "[的了是在有和与把被你我他她它这那也都就很不没让给用来去会能可要想先再还又更最只从为对向到个种样些]"
    "|方式|方法|设计|技术|工艺|形式|模式|结构|系统|预约|整个|两个|全新|每|自己|手工|一体|加厚|双层|人体|可拆|活动"
)


def check_contents(text: str, brief: Brief) -> list[Check]:
    """Errors for the substances that a maker's phrase names and the brief does not."""
    patterns = (_MAKER, _BODY) if brief.lang == "en" else (_HAN_MAKER, _HAN_BODY)
    found: dict[tuple[int, int], str] = {}
    for pattern in patterns:
        for match in pattern.finditer(text):
            what = match["what"].strip()
            if _named(what, brief):
                continue
            start = match.start("what")
            found[start, start + len(what)] = what
    return [
        Check("facts.material", "error", _MESSAGE, {"word": what}, span, SOURCES[brief.lang])
        for span, what in found.items()
    ]


def _named(what: str, brief: Brief) -> bool:
    """Whether the brief says what a phrase names, or the phrase names no substance."""
    if brief.lang == "zh":
        if _HAN_IMMATERIAL.search(what):
            return True
        given = _given(brief)
        return any(what[i : i + 2] in given for i in range(len(what) - 1))
    words = [word for word in what.lower().split() if word not in _words("plain")]
    if {"and", "or", "in", "of"} & set(what.lower().split()):
        return True
    if not words or words[0] in _words("immaterial") or _ABSTRACT.match(words[0]):
        return True
    stems = _stems(brief)
    return any(stem(part) in stems for word in words for part in re.split("[-'’]", word))


@lru_cache(maxsize=2)
def _words(name: str) -> frozenset[str]:
    """One list of assets/rules/contents.toml."""
    with (ASSETS / "rules" / "contents.toml").open("rb") as file:
        return frozenset(tomllib.load(file)[name].split())


@lru_cache(maxsize=256)
def _given(brief: Brief) -> str:
    return "\n".join(brief.claims)


@lru_cache(maxsize=256)
def _stems(brief: Brief) -> frozenset[str]:
    return frozenset(stem(word) for word in re.findall("[a-z]+", _given(brief).lower()))
