"""Claims without a number: materials, origin, awards, certificates, statistics, comparisons …

Each must be said by the brief: in the same words, in a word of the same group, or in one of
the words that support the group.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache

from core.copywriting.briefs.brief import Brief
from core.copywriting.checks.check import SOURCES, Check
from core.copywriting.checks.phrases import either, either_chinese
from core.copywriting.checks.statements import stated
from core.i18n import N_
from core.settings import ASSETS

_MESSAGES = {
    "material": N_("The brief does not say “{word}”: it is a claim about what it is made of."),
    "quality": N_("The brief does not say “{word}”: it is a claim about the product."),
    "origin": N_("The brief does not say “{word}”: it is a claim about where it comes from."),
    "award": N_("The brief names no award like “{word}”."),
    "certificate": N_("The brief names no certificate or test like “{word}”."),
    "statistic": N_("The brief does not support “{word}”: it claims what many people do or think."),
    "testimonial": N_("“{word}” speaks for a customer, and the brief quotes none."),
    "comparison": N_("The brief does not support the comparison “{word}”."),
    "date": N_("The brief does not mention “{word}” as a date or deadline."),
    "offer": N_("The brief makes no offer like “{word}”."),
    "guarantee": N_("The brief gives no guarantee like “{word}”."),
}


# Materials that stand in scenes as often as in products: linen in a cupboard, a brass band.
_EVERYDAY = re.compile(
    r"linen|brass|oak|lace|velvet|wool|silk|satin|cork|amber|canvas|marble|copper|cotton|graphite"
    r"|muslin|slate|fleece|leather|steel|bronze|pine(?: ?wood)?|chrome|clay|denim|turmeric|saffron"
    r"|vanilla|sea salt|(?:oat|almond|soya?) milk|matcha|charcoal|straw"
    r"|feathers?|diamonds?|quartz|granite|ceramics?"
    "|琥珀|纸浆|尼龙|皮革|帆布|檀木|白瓷|瓷器|大理石|羽绒|珍珠|树脂|缎面|胡桃木",
    re.IGNORECASE,
)
_SHORT = {"en": 4, "zh": 7}
_MAKING = re.compile(
    r"\b(?:made|crafted|woven|knitted|spun|carved|cut|cast|forged|built|lined|filled|finished|wrapped"
    r"|trimmed|edged|coated|clad|padded|upholstered|infused|enriched|covered|backed|sewn|plated"
    r"|turned|bound|handles?|frames?|body|base|soles?|lining|outside|inside|straps?|fittings|pure"
    r"|solid|real|genuine|brushed|polished|natural|organic|recycled|added|only|contains|touch of"
    r"|fine|full[- ]grain|premium|sustainable|rich)"
    r"(?: (?:with|in|of|from|is|are|around|out of|a|an|the|by|soft|real|pure|hand)){0,3}"
    r" (?:[a-z-]+ )?$",
    re.IGNORECASE,
)
_PART = re.compile(
    r"[- ](?:body|base|frame|handles?|lining|case|casing|shell|straps?|soles?|lid|finish|top|legs"
    r"|fabric|fibres?|fittings|buttons|blades?|upper|cover|throughout|construction|panels?|surface"
    r"|interior|exterior|trim|inlay|detail(?:s|ing)?|core|grip|hinges?|extract|powder|oil)\b",
    re.IGNORECASE,
)


_MAKING_ZH = re.compile(
    "(?:采用|选用|使用|用的?是?|由|以|添加|富含|蕴含|含有?|真正?的?|纯|天然|全|上等|整块|优质|内胆是?|外层"
    "|填充|包了一层|镶嵌?|[。，！；])$|^$"
)
_PART_ZH = re.compile(
    "材质|制|打造|机身|底座|面料|内衬|把手|外壳|杯身|骨架|精华|织成|雕成|做|的?[杯壶包椅桌床柜盒碗锅表]|内胆|[。！]"
)


@dataclass(frozen=True)
class _Group:
    """Wordings of one idea. `support` is found in a brief that says it, `given` in one whose
    words support every group of the row."""

    kind: str
    pattern: re.Pattern[str]
    support: re.Pattern[str]
    given: re.Pattern[str] | None


@dataclass(frozen=True)
class _Kind:
    """All groups of one kind: `pattern` finds any, then the group is looked up."""

    kind: str
    level: str
    pattern: re.Pattern[str]
    groups: tuple[_Group, ...]


def check_claims(text: str, brief: Brief) -> list[Check]:
    """One error for each claim the brief does not support."""
    found = []
    for kind in _kinds(brief.lang):
        for match in kind.pattern.finditer(text):
            group = _group(kind, match, text)
            if group is None or _supported(group, brief):
                continue
            if match[0].lower() in brief.product.lower():
                continue
            if kind.kind == "material" and _in_a_scene(match, text, brief.lang):
                continue
            found.append(
                Check(
                    rule=f"facts.{kind.kind}",
                    level="error" if kind.level == "error" else "warning",
                    message=_MESSAGES[kind.kind],
                    params={"word": match[0].strip()},
                    span=match.span(),
                    source=SOURCES[brief.lang],
                )
            )
    return found


def _group(kind: _Kind, match: re.Match[str], text: str) -> _Group | None:
    """The group a match belongs to: one that ends where it ends, else any that begins there.
    What follows the match is looked at too, as the wordings may ask for it."""
    here = [(g, found) for g in kind.groups if (found := g.pattern.match(text, match.start()))]
    return next(
        (g for g, found in here if found.end() == match.end()), here[0][0] if here else None
    )


def _in_a_scene(match: re.Match[str], text: str, language: str) -> bool:
    """Whether an everyday material stands where nobody says what a thing is made of."""
    if not _EVERYDAY.fullmatch(match[0]) or stated(text, match.span(), language, _SHORT[language]):
        return False
    before, after = text[max(0, match.start() - 40) : match.start()], text[match.end() :]
    if match[0].isascii():
        return not (_MAKING.search(before) or _PART.match(after))
    return not (_MAKING_ZH.search(before) or _PART_ZH.match(after))


@lru_cache(maxsize=4096)
def _supported(group: _Group, brief: Brief) -> bool:
    """Whether some text of the brief supports a group."""
    return any(
        group.support.search(claim) or (group.given and group.given.search(claim))
        for claim in brief.claims
    )


@lru_cache(maxsize=2)
def _kinds(language: str) -> tuple[_Kind, ...]:
    with (ASSETS / "rules" / f"claims_{language}.toml").open("rb") as file:
        rows = tomllib.load(file)["claim"]
    join = either if language == "en" else either_chinese
    kinds = []
    for row in rows:
        support = row.get("support", {})
        given = join([row["given"]]) if row.get("given") else None
        groups = tuple(
            _Group(row["kind"], join(words), join([*words, *support.get(words[0], ())]), given)
            for words in row["groups"]
        )
        every = [word for words in row["groups"] for word in words]
        kinds.append(_Kind(row["kind"], row.get("level", "error"), join(every), groups))
    return tuple(kinds)
