"""A brief filled in from pasted text, by rules that take and never invent.

A record (a table row, JSON, "name: value" lines) is read by its names. Anything else is taken
for the text of a product page: its name, kind, audience and offer, and as facts the sentences
that say something checkable: a number, a price, a material, an origin, a certificate.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.copywriting.briefs.brief import MAX_FACT, MAX_FACTS, Brief
from core.copywriting.briefs.rows import language_of, record_of, row_fields, split_facts
from core.copywriting.checks.claims import check_claims
from core.copywriting.checks.law import forbidden
from core.copywriting.draft import Note
from core.copywriting.measures.quantities import quantities
from core.errors import InputRejected
from core.i18n import N_
from core.text import clean, sentences

MOST_TEXT = 50_000

_MENU = re.compile(
    r"(?:add to (?:cart|bag|basket|wish ?list)|buy (?:it )?now|shop(?: now)?|check ?out|log ?in"
    r"|sign (?:in|up)|register|subscribe|newsletter|menu|home|search|cart|share|contact(?: us)?"
    r"|about us|help|faqs?|reviews?(?: ?\(\d[\d,]*\))?|write a review|size guide|cookies?.*"
    r"|privacy.*|terms.*"
    r"|in stock|out of stock|quantity|description|details|specifications?|you may also like|related"
    r"|©.*|all rights reserved.*|\d+(?:\.\d)? (?:stars?|out of 5).*"
    r"|加入购物车|立即购买|登录|注册|首页|收藏|分享|客服|评论.*|评价.*|详情|规格|参数|猜你喜欢|有货|缺货|数量|关于我们|联系我们|版权.*)"
    r"\W*",
    re.IGNORECASE,
)
_PRICE = re.compile(
    r"(?:US|CN)?[$£€¥￥]\s?\d[\d,]*(?:\.\d{1,2})?|\d[\d,]*(?:\.\d{1,2})?\s?(?:元|USD|EUR|GBP|RMB)"
)
_PRICE_LINE = re.compile(
    r"(?:(?:our |sale )?price|now|only|价格|售价|到手价|现价)?\s*[:：]?\s*"
    rf"(?P<price>{_PRICE.pattern})",
    re.IGNORECASE,
)
_OFFER = re.compile(
    r"\d+ ?% off|\bfree (?:shipping|delivery|returns)\b|\bbuy (?:one|two|\d)\b.{0,20}\bget\b"
    r"|\bsale ends\b|满\s?\d+.{0,4}减\s?\d+|[\d一二三四五六七八九.]+折|包邮|限时|买.{1,3}送",
    re.IGNORECASE,
)
_AUDIENCE = {
    "en": re.compile(
        r"\b(?:made|designed|perfect|ideal|great|built|meant) for ([^.,;:!?\n(]{3,80})", re.I
    ),
    "zh": re.compile(
        "(?:适合|专为|适用于)([^，。；：！？\n（]{2,30}?)(?:而?设计|打造|准备|使用|[，。；！\n]|$)"
    ),
}
_CRUMBS = re.compile(r"[^>›»/\n]+(?:\s*[>›»]\s*[^>›»\n]+)+")
_TITLE_END = re.compile(r"\s+[|–—-]\s+|\s*[|｜_]\s*")
_KIND = re.compile(r"\s*(?:is an? \w+|是一[款个台把种只张双件支瓶盒套])")
_BULLET = re.compile(r"^\s*[•·*✓✔▪●‣-]\s*\S")
_SUBJECT = re.compile(r"^(?:it|this|they|它|这款产品|本品|本产品)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Filled:
    """What a text fills in: `fields` as BRIEF.json, each text standing in what was pasted.

    `left_out` are texts that might have been meant and were not taken, each with the reason.
    """

    fields: Mapping[str, Any]
    left_out: tuple[tuple[str, Note], ...] = field(default=())


def fill(text: str, language: str = "") -> Filled:
    """Read pasted text as a brief for a person to look over.

    `language` (en, zh) decides where given, else the text does. Raises InputRejected for an
    empty text, one over 50,000 characters, or one in which nothing of a brief is found.
    """
    text = clean(text)
    if not text:
        raise InputRejected(N_("There is nothing to read."), N_("Paste a product text first."))
    if len(text) > MOST_TEXT:
        raise InputRejected(
            N_("The text has {count} characters; {limit} is the most."),
            N_("Paste the part about the product."),
            count=len(text),
            limit=MOST_TEXT,
        )
    record = record_of(text)
    fields = row_fields(record, language) if record else _page(text, language)
    found = _checked(fields)
    if not found.fields.get("product") and not found.fields.get("facts"):
        raise InputRejected(
            N_("No product name and no fact was found in this text."),
            N_("Paste the part that says what the product is and has."),
        )
    return found


def _page(text: str, language: str) -> dict[str, Any]:
    lang = language or language_of(text)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    kept = [line for line in lines if not _MENU.fullmatch(line)]
    product = _product(kept, text, lang)
    crumbs = next((line for line in kept if _CRUMBS.fullmatch(line)), "")
    body = [line for line in kept if line != crumbs and line.strip() != product]
    facts, offer = _facts(body, product, lang)
    audience = _AUDIENCE[lang].search("\n".join(body))
    return {
        "lang": lang,
        "product": product,
        "category": _category(text, product, crumbs, lang),
        "audience": audience[1].strip() if audience else "",
        "offer": offer,
        "facts": facts,
    }


def _product(lines: list[str], text: str, lang: str) -> str:
    """The title: the part of one of the first lines that the text repeats most often."""
    most = 80 if lang == "en" else 30
    candidates: list[tuple[int, int, str]] = []
    for place, line in enumerate(lines[:6]):
        if _PRICE.search(line) or line[-1] in ".。!！?？；;" or _CRUMBS.fullmatch(line):
            continue
        for rank, part in enumerate(_TITLE_END.split(line)):
            name = re.sub(r"^(?:buy|shop|new:?|【[^】]*】)\s*", "", part, flags=re.I).strip()
            if 2 <= len(name) <= most and not _MENU.fullmatch(name):
                candidates.append((text.count(name), -10 * place - rank, name))
    return max(candidates, default=(0, 0, ""))[2]


def _category(text: str, product: str, crumbs: str, lang: str) -> str:
    if product and lang == "en":
        said = re.search(
            rf"{re.escape(product)} is (?:a|an) ([a-z][^.,;:\n]{{2,60}}?)"
            r"(?= (?:that|which|with|for|made|designed|from|in|by)\b|[.,;:\n]|$)",
            text,
        )
        if said:
            return said[1].strip()
    if product and lang == "zh":
        said = re.search(
            rf"{re.escape(product)}是一[款个台把种只张双件支瓶盒套]([^，。；：\n]{{2,20}})", text
        )
        if said:
            return said[1].strip()
    parts = [part.strip() for part in re.split(r"[>›»]", crumbs) if part.strip()]
    parts = [part for part in parts if part != product and not _MENU.fullmatch(part)]
    return parts[-1].lower() if parts else ""


def _facts(lines: list[str], product: str, lang: str) -> tuple[list[str], str]:
    """The checkable sentences of a page and its first offer."""
    found: list[str] = []
    prices: list[str] = []
    offer = ""
    for line in lines:
        alone = _PRICE_LINE.fullmatch(line)
        if alone:
            prices.append(alone["price"])
            continue
        bullet = bool(_BULLET.match(line))
        for sentence in split_facts(line) if bullet else sentences(line):
            said = re.sub(r"[.。]$", "", sentence).strip()
            if _OFFER.search(said):
                offer = offer or said[:200]
            elif bullet:
                found.append(said)
            elif not _KIND.match(said.removeprefix(product)):
                found += [_bare(one, product) for one in _single(said, product, lang)]
    if len(set(prices)) == 1:
        found.append(prices[0])
    elif prices:
        found += [f"{price}?" for price in dict.fromkeys(prices)]
    return list(dict.fromkeys(fact for fact in found if len(fact) > 1)), offer


def _single(sentence: str, product: str, lang: str) -> list[str]:
    """A checkable sentence, in its clauses where each of a Chinese one is checkable alone."""
    clauses = [part for part in sentence.split("，") if part] if lang == "zh" else []
    if len(clauses) > 1 and all(_checkable(part, product, lang) for part in clauses):
        return clauses
    return [sentence] if _checkable(sentence, product, lang) else []


def _checkable(sentence: str, product: str, lang: str) -> bool:
    """Whether a sentence states something a reader could hold against the product."""
    bare = sentence.replace(product, "") if product else sentence
    if any(one.digits or one.dimension for one in quantities(bare)) or _PRICE.search(bare):
        return True
    nothing = Brief("zh" if lang == "zh" else "en", product or "-", ("-",))
    kinds = {"facts.material", "facts.origin", "facts.certificate", "facts.award"}
    return any(check.rule in kinds for check in check_claims(bare, nothing))


def _bare(sentence: str, product: str) -> str:
    """A sentence without its subject where that is the product itself."""
    if product and sentence.startswith(product) and len(sentence) > len(product) + 3:
        rest = sentence[len(product) :]
        if rest[0] in " ，,：:" or not product[-1].isascii():
            return rest.lstrip(" ，,：:")
    return _SUBJECT.sub("", sentence).strip() or sentence


def _checked(fields: Mapping[str, Any]) -> Filled:
    """The fields with what no brief may hold left out, and said."""
    kept: list[str] = []
    out: list[tuple[str, Note]] = []
    product = str(fields.get("product", ""))
    lang = "zh" if fields.get("lang") == "zh" else "en"
    nothing = Brief(lang, product or "-", ("-",))  # type: ignore[arg-type]
    for fact in fields.get("facts", ()):
        word = forbidden(fact, nothing)
        if fact.endswith("?") and _PRICE.fullmatch(fact[:-1]):
            out.append((fact[:-1], (N_("There are several prices: add the right one."), {})))
        elif word:
            out.append((fact, (N_("“{word}” may not be advertised."), {"word": word})))
        elif len(fact) > MAX_FACT:
            out.append((fact, (N_("Too long for one fact: shorten it."), {})))
        elif len(kept) == MAX_FACTS:
            out.append((fact, (N_("A brief holds {count} facts."), {"count": MAX_FACTS})))
        else:
            kept.append(fact)
    limits = {"product": 80, "category": 120, "audience": 300, "offer": 200}
    texts = {name: str(fields.get(name) or "")[:most] for name, most in limits.items()}
    rest = {k: v for k, v in fields.items() if k not in texts and k != "facts"}
    return Filled(rest | texts | {"facts": kept}, tuple(out))
