"""A row of a product table, or a record, read as the fields of a brief."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from core.text import clean, detect_language, sentences

COLUMNS: dict[str, tuple[str, ...]] = {
    "product": (
        *("product", "product name", "name", "title", "item", "item name"),
        *("商品", "商品名", "商品名称", "产品", "产品名", "产品名称", "品名", "名称", "标题"),
    ),
    "category": (
        *("category", "type", "product type", "kind of product", "kind"),
        *("类目", "分类", "品类", "类别", "商品类目"),
    ),
    "facts": (
        *("facts", "features", "feature", "bullet points", "bullets", "highlights"),
        *("description", "details", "body"),
        *("卖点", "特点", "产品特点", "描述", "详情", "商品描述", "产品描述", "介绍", "事实"),
    ),
    "price": ("price", "sale price", "价格", "售价", "单价", "价钱"),
    "audience": ("audience", "target audience", "for whom", "人群", "适用人群", "目标人群", "受众"),
    "tone": ("tone", "语气", "风格", "调性"),
    "offer": ("offer", "promotion", "discount", "优惠", "促销", "活动"),
    "cta": ("cta", "call to action", "行动号召", "引导语"),
    "keywords": ("keywords", "tags", "关键词", "标签"),
    "industry": ("industry", "行业"),
    "lang": ("lang", "language", "语言"),
    "channel": ("channel", "channels", "渠道", "平台"),
}
"""What a column may be called, by the field of the brief it fills."""

_NO_FACT = re.compile(
    r"id|sku|ean|gtin|upc|asin|isbn|url|link|image|picture|photo|stock|quantity|qty|rating|reviews?"
    r"|status|created.*|updated.*|handle|vendor|编号|编码|货号|条码|链接|图片|库存|数量|评分|状态",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*(?:\n|;|；|\||•|·)\s*")
_WORDS = re.compile(r"\s*[,，、;；|\n]\s*")
_LANGUAGES = {
    "en": "en",
    "english": "en",
    "英文": "en",
    "英语": "en",
    "zh": "zh",
    "chinese": "zh",
    "中文": "zh",
    "简体中文": "zh",
    "汉语": "zh",
}
_LONGEST_ATTRIBUTE = 80


def field_of(column: str) -> str | None:
    """The field of a brief that a column of this name fills, None for any other column."""
    name = " ".join(re.sub(r"[_\-]+", " ", clean(column)).lower().split())
    return next((field for field, names in COLUMNS.items() if name in names), None)


def row_fields(cells: Mapping[str, str], language: str = "") -> dict[str, Any]:
    """The fields of BRIEF.json that a row fills; nothing that is not in its cells.

    Descriptions are cut into one fact a line, ";" or sentence; a short cell of a column that is
    no field becomes the fact "Column: cell". Without a language column the text decides, unless
    `language` is given.
    """
    given: dict[str, list[str]] = {}
    facts: list[str] = []
    for column, raw in cells.items():
        text = clean(str(raw))
        if not text:
            continue
        field = field_of(column)
        if field:
            given.setdefault(field, []).append(text)
        elif len(text) <= _LONGEST_ATTRIBUTE and not _NO_FACT.fullmatch(column.strip()):
            facts.append(_attribute(clean(column), text))
    fields: dict[str, Any] = {
        name: given[name][0]
        for name in ("product", "category", "audience", "tone", "offer", "cta", "industry")
        if name in given
    }
    told = [fact for text in given.get("facts", ()) for fact in split_facts(text)]
    fields["facts"] = list(dict.fromkeys([*told, *facts, *given.get("price", ())]))
    fields["keywords"] = [
        word for text in given.get("keywords", ()) for word in _WORDS.split(text) if word
    ]
    asked = _LANGUAGES.get(" ".join(given.get("lang", [""])).lower(), "")
    fields["lang"] = asked or language or language_of(" ".join(map(str, cells.values())))
    return fields


def language_of(text: str) -> str:
    """En or zh, whichever the text is in for the most part."""
    return "zh" if detect_language(text) in ("zh", "mixed") else "en"


def split_facts(text: str) -> list[str]:
    """A description as single facts, in their order, without bullets and closing full stops."""
    parts = [part for part in _PARTS.split(text) if part]
    if len(parts) == 1:
        parts = sentences(parts[0])
    found = [re.sub(r"^[-*✓✔▪●]\s*|[.。]$", "", part).strip() for part in parts]
    return [part for part in found if part]


def record_of(text: str) -> dict[str, str] | None:
    """The cells of pasted text that is one record: a JSON object, a header line over one row
    (tabs, commas or semicolons), or lines of "name: value". None for anything else."""
    return _json(text) or _table(text) or _pairs(text)


def _json(text: str) -> dict[str, str] | None:
    if not text.lstrip().startswith("{"):
        return None
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict):
        return None
    return {
        str(name): "\n".join(map(str, value)) if isinstance(value, list) else str(value)
        for name, value in data.items()
        if value is not None and not isinstance(value, dict)
    }


def _table(text: str) -> dict[str, str] | None:
    import csv
    import io

    for delimiter in ("\t", ",", ";"):
        if delimiter not in text.partition("\n")[0]:
            continue
        try:
            rows = [row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if any(row)]
        except csv.Error:
            continue
        if len(rows) < 2 or len(rows[0]) != len(rows[1]) or not _known(rows[0], 1):
            continue
        if not any(field_of(name) == "product" for name in rows[0]):
            continue
        return dict(zip(rows[0], rows[1], strict=True))
    return None


def _pairs(text: str) -> dict[str, str] | None:
    pairs: dict[str, str] = {}
    name = ""
    for line in text.splitlines():
        match = re.match(r"\s*([^:：]{1,30})\s*[:：]\s*(.*)$", line)
        if match and (field_of(match[1]) or not name or match[2]):
            name = match[1].strip()
            pairs[name] = match[2].strip()
        elif name and line.strip():
            pairs[name] = f"{pairs[name]}\n{line.strip()}".strip()
        elif line.strip():
            return None
    return pairs if _known(pairs, 2) else None


def _known(names: Iterable[str], least: int) -> bool:
    return sum(field_of(name) is not None for name in names) >= least


def _attribute(column: str, text: str) -> str:
    chinese = language_of(column + text) == "zh"
    return f"{column}：{text}" if chinese else f"{column}: {text}"
