"""Which column of an export holds what: guessed from names and contents."""

from __future__ import annotations

import re
from collections.abc import Mapping as AnyMapping
from dataclasses import asdict, dataclass, fields

import pandas as pd

from core.errors import InputRejected
from core.i18n import N_
from core.reviews.cleaning import parse_rating
from core.reviews.dates import day_first, parse_day

# Names by role, surest first, as they stand after `_plain`.
_NAMES = {
    "text": (
        r"review ?(text|body|content|comment)|reviewtext|评论内容|评价内容|评论正文|反馈内容",
        r"review|text|comments?|feedback|content|body|message|sentence|opinion|verbatim"
        r"|评论|评价|内容|评语|留言|反馈|正文|点评",
        r".*(review|comment|feedback|text|评论|评价|内容|反馈).*",
    ),
    "date": (
        r"(review|posted|comment|created?|submission)( ?(date|time|at|on))"
        r"|date|posted|评论(时间|日期)|评价(时间|日期)|日期|时间",
        r".*(date|time|timestamp|created|posted|day|日期|时间).*",
    ),
    "rating": (
        r"(star |review |overall )?ratings?|stars?|score|overall|评分|星级|打分|评星|分数",
        r".*(rating|stars?|score|grade|评分|星级|分数).*",
    ),
    "product": (
        r"product( ?(name|title))?|item( ?name)?|商品(名称?)?|产品(名称?)?|品名",
        r"(product|item) ?(id|code|no)|asin|sku|model|型号|商品(编号|id)|书名|酒店",
        r"cat|category|class( ?name)?|department( ?name)?|product ?(category|type)|类别|品类|分类",
        r".*(product|item|商品|产品).*",
    ),
    "origin": (
        r"source|origin|channel|platform|shop|store|site|marketplace|来源|渠道|平台|店铺|网站",
        r".*(source|channel|platform|来源|渠道|平台).*",
    ),
    "customer": (
        r"(customer|user|reviewer|author|buyer|client|member) ?(id|key|no|number|e?mail)?"
        r"|(客户|用户|会员|买家|顾客)(id|编号|号)?",
        r"(user|reviewer|author|customer|profile|nick) ?name|nickname|name|e ?mail"
        r"|(用户|会员|买家|顾客|客户)?(昵称|名称?|姓名)|作者|邮箱",
    ),
    "country": (
        r"country( ?code)?|国家",
        r"(country|region|market|locale|location)( ?name)?|地区|省份|城市",
    ),
}
_WORD = re.compile(r"[^\W\d_]{2,}")
_CASE_EDGE = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SAMPLE = 500
_PARSED_SHARE = 0.7


@dataclass(frozen=True)
class Mapping:
    """The column for each thing a review has; None where there is none. `text` is a must."""

    text: str | None = None
    date: str | None = None
    rating: str | None = None
    product: str | None = None
    origin: str | None = None
    customer: str | None = None
    country: str | None = None

    def as_dict(self) -> dict[str, str]:
        return {role: name for role, name in asdict(self).items() if name}

    @classmethod
    def of(cls, chosen: Mapping | AnyMapping[str, str | None]) -> Mapping:
        """A mapping from a dict of roles. Raises InputRejected for an unknown role."""
        if isinstance(chosen, Mapping):
            return chosen
        unknown = set(chosen) - {field.name for field in fields(cls)}
        if unknown:
            raise InputRejected(
                N_("A review has no “{roles}”."),
                N_("Choose columns for text, date, rating, product, origin, customer, country."),
                roles="”, “".join(sorted(unknown)),
            )
        return cls(**chosen)


def guess_mapping(frame: pd.DataFrame) -> Mapping:
    """The likeliest column per role for the first rows of an export; no column twice.

    A name only counts where the contents agree: dates must parse, ratings must be numbers
    on a scale, texts must have words. `text` is None where no column reads like one.
    """
    sample = {str(name): _filled(frame[name]) for name in frame.columns}
    chosen: dict[str, str] = {}
    for role in ("text", "date", "rating", "customer", "country", "origin", "product"):
        free = {name: cells for name, cells in sample.items() if name not in chosen.values()}
        scored = [(_score(role, name, cells), name) for name, cells in free.items()]
        best = max(scored, key=lambda pair: pair[0], default=(0.0, ""))
        if best[0] > 0:
            chosen[role] = best[1]
    return Mapping(**chosen)


def check_mapping(mapping: Mapping, columns: list[str], first: pd.DataFrame) -> None:
    """Raises InputRejected when a column is missing, chosen twice, or the text holds no words."""
    wanted = mapping.as_dict()
    missing = [name for name in wanted.values() if name not in columns]
    if missing:
        raise InputRejected(
            N_("There is no column “{name}”."),
            N_("The file has: {columns}."),
            name=missing[0],
            columns=columns[:20],
        )
    if mapping.text is None:
        raise InputRejected(
            N_("No column reads like review texts."),
            N_("The file has: {columns}. Choose the one with the customers' words."),
            columns=columns[:20],
        )
    if len(set(wanted.values())) < len(wanted):
        raise InputRejected(
            N_("One column was chosen for two things."), N_("Choose each column once.")
        )
    cells = _filled(first[mapping.text])
    if cells and not _reads_like_text(cells):
        raise InputRejected(
            N_("The column “{name}” holds numbers or codes, not words."),
            N_("Choose the column with the customers' words."),
            name=mapping.text,
        )


def _score(role: str, name: str, cells: list[str]) -> float:
    named = _named(role, name)
    if not cells:
        return 0.0
    if role == "text":
        if not _reads_like_text(cells):
            return 0.0
        length = min(_mean_length(cells), 200.0) / 200
        return named + length if named or _mean_length(cells) >= 12 else 0.0
    if role == "date":
        return _date_score(named, cells)
    if not named:
        return 0.0
    if role == "rating":
        parsed = [parse_rating(cell) for cell in cells]
        right = sum(value is not None and 0 <= value <= 100 for value in parsed)
        few = len({value for value in parsed if value is not None}) <= 25
        return named if few and right >= _PARSED_SHARE * len(cells) else 0.0
    if role in ("product", "origin", "country") and _mean_length(cells) > 80:
        return 0.0
    return named


def _date_score(named: float, cells: list[str]) -> float:
    first = day_first(cells)
    share = sum(bool(parse_day(cell, first)) for cell in cells) / len(cells)
    plain_numbers = sum(cell.isdigit() for cell in cells) > 0.5 * len(cells)
    if share < _PARSED_SHARE or (plain_numbers and not named):
        return 0.0
    return named + share - 0.5 * plain_numbers


def _named(role: str, name: str) -> float:
    plain = _plain(name)
    for place, pattern in enumerate(_NAMES[role]):
        if re.fullmatch(pattern, plain):
            return 3.0 - 0.7 * place
    return 0.0


def _plain(name: str) -> str:
    name = re.sub(r" \(\d+\)$", "", name)
    return " ".join(re.sub(r"[_\-./:]+", " ", _CASE_EDGE.sub(" ", name)).lower().split())


def _filled(column: pd.Series) -> list[str]:
    cells = [str(cell).strip() for cell in column.head(_SAMPLE)]
    return [cell for cell in cells if cell]


def _mean_length(cells: list[str]) -> float:
    return sum(map(len, cells)) / len(cells)


def _reads_like_text(cells: list[str]) -> bool:
    """Whether the cells hold words: not numbers, dates or codes."""
    worded = sum(bool(_WORD.search(cell)) and not _is_code(cell) for cell in cells)
    return worded >= 0.5 * len(cells)


def _is_code(cell: str) -> bool:
    return " " not in cell and cell.isascii() and any(char.isdigit() for char in cell)
