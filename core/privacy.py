"""Personal data out of free text before it is stored, and customers under pseudonyms."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Masked:
    """A text with placeholders for what was personal, and how many of each kind there were.

    Kinds are "email", "phone", "id", "card" and "order".
    """

    text: str
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """Something personal in a text: its kind and where it stands."""

    kind: str
    start: int
    end: int


# One character for one, so that places in the folded text are places in the text.
_WIDE = "０１２３４５６７８９＠．－＋（）：＃，　\u00a0\u2010\u2011\u2013\uff3b"
_FOLD = str.maketrans(_WIDE, "0123456789@.-+():#,  ---[")
# Digits with no more than punctuation between them, and what an order number may look like.
_RUN = re.compile(r"\d(?:[ ()./–－-]{0,3}\d){4,}")
_ORDERED = re.compile(r"order|[订訂][单單]", re.IGNORECASE)

_BEFORE = r"(?<![0-9A-Za-z+])(?<![0-9A-Za-z][.-])"
_ALONE = r"(?<!\d{4}[ -])"
_AFTER = r"(?![0-9A-Za-z]|[./-]\d)"

_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@"
    r"(?:[A-Za-z0-9-]{1,63}\.){1,6}(?P<end>[A-Za-z]{2,24})(?![A-Za-z0-9-])",
    re.ASCII,
)
_FILES = frozenset(("png", "jpg", "jpeg", "gif", "svg", "webp", "pdf", "css", "js"))
_ORDER = re.compile(
    r"""(?:
        \border(?:'s)?(?:[ ]{0,2}(?:ids?|numbers?|num|nos?|nr|ref|reference|code)(?![A-Za-z0-9]))?
        (?:\s?(?:of\smine\s)?(?:is|was|=))?
      | [订訂][单單]的?(?:编号|号码|号|編號|號碼|號|\s?id|\s?no)?
        (?:\s?(?:是|为|為))?
    )[].:\#,，、；("“「【[\s]{0,4}
    (?P<value>[A-Za-z]{0,6}[-_]?\d[A-Za-z0-9]*(?:[-_/][A-Za-z0-9]+){0,4})(?![A-Za-z0-9]|[.,]\d)""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_AMOUNT = re.compile(
    r"\s?(?:[元块塊件个個天万萬%％€$￥¥]|(?:more|units?|pieces?|pcs|items?|copies|times|days|"
    r"euros?|dollars|yen|usd|eur|rmb|mah|gb|mb)\b)",
    re.IGNORECASE | re.ASCII,
)
_CHINESE_ID = re.compile(
    r"(?<![0-9A-Za-z])([1-8]\d{5})[ -]?((?:18|19|20)\d{6})[ -]?(\d{3}[\dXx])(?![0-9A-Za-z])",
    re.ASCII,
)
_CARDS = tuple(
    re.compile(rf"(?<![0-9A-Za-z])(?<!\d[.-]){shape}(?![0-9A-Za-z]|[.-]\d)", re.ASCII)
    for shape in (
        r"\d{14,19}",
        r"\d{4}([ -])\d{4}\1\d{4}\1\d{4}\1\d{1,3}",
        r"\d{4}([ -])\d{4}\1\d{4}\1\d{4}",
        r"\d{4}([ -])\d{6}\1\d{4,5}",
        r"\d{6}([ -])\d{10,13}",
    )
)
# Visa, Mastercard, Maestro, UnionPay, Discover, JCB and an old Chinese series; Amex; Diners.
_ISSUED = {
    14: re.compile(r"3(?:0[0-5]|[689])"),
    15: re.compile(r"3[47]"),
    16: re.compile(r"[46]|5[0-8]|2(?:2[2-9]|[3-6]|7[01]|720)|35|9558"),
    17: re.compile("6"),
    18: re.compile("6"),
    19: re.compile("[46]|9558"),
}
_PHONES = tuple(
    re.compile(f"{_BEFORE}(?:{shape}){_AFTER}", re.ASCII)
    for shape in (
        # Chinese mobile
        r"(?:(?:\((?:\+|00)?86\)|(?:\+|00)?86)[ -]?)?1[3-9]\d(?:[ -]?\d{4}){2}",
        # North America
        r"(?:\+?1[ .-]?)?\([2-9]\d{2}\)[ ]?\d{3}[ .-]?\d{4}",
        rf"(?:\+?1[ .-])?{_ALONE}[2-9]\d{{2}}([ .-])\d{{3}}\1\d{{4}}",
        # international: one gap throughout, or none; the last group is not a lone digit
        rf"(?:\+|{_ALONE}00)[1-9]\d{{0,2}}[ .-]?(?:\(0?\d{{0,4}}\)[ .-]?)?"
        r"\d{1,5}(?:([ .-])\d{2,8}(?:\1\d{2,8}){0,4}|\d{3,11})",
        # China: area code and number
        r"\(0\d{2,3}\)[ -]?\d{7,8}",
        r"(?:86[ -])?0?[1-9]\d{1,2}-\d{8}",
        _ALONE + r"0\d{2,3}[ -](?:\d{7,8}|\d{4}[ -]\d{4})",
        # Britain and others
        _ALONE + r"\(?0\d{2,4}\)?[ -]\d{3,4}[ -]\d{3,4}",
        _ALONE + r"0\d{3,4}[ ]\d{6}",
    )
)
_ANNOUNCED_PHONE = re.compile(
    r"""(?:\b(?:phone|telephone|tel|mobile|cell|cellphone|call(?:ing)?|ring|dial|text|reach|whatsapp
              |fax|my\snumber)(?:\s(?:me|us|him|her))?(?:\s(?:number|no|nr))?(?:\s(?:at|on|is|was|to))?
         |电话|手机|座机|微信|致电|联系方式|拨打|来电|回电|電話|手機|聯繫方式)
        (?:号码?|號碼?|是|为|為|我|本人|留的){0,2}[.:#,\s]{0,4}
        (?P<value>\(?\+?\d{2,5}\)?(?P<gap>[ ./-]?)\d{2,8}(?:(?P=gap)\d{2,8}){0,4})
        (?![0-9A-Za-z]|[.,/]\d)""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_DATE = re.compile(r"(?:19|20)\d\d([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2(?:19|20)\d\d")
# A day as one number; a service line.
_NOBODY = re.compile(r"(?:19|20)\d\d(?:0\d|1[0-2])(?:[0-2]\d|3[01])|[48]00-?\d{3}-?\d{4}")
_LEAST = {"phone": 7, "card": 14, "id": 17}
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def mask(text: str) -> Masked:
    """Replace e-mail addresses, phone numbers, Chinese identity numbers, card and order numbers.

    Identity numbers count only with a right checksum (GB 11643), cards only with an issuer's
    first digits and a right Luhn digit, order numbers only after a word that announces them
    (order, 订单). The placeholders are [email] [phone] [id] [card] [order]; masking twice
    changes nothing more.
    """
    parts: list[str] = []
    counts: dict[str, int] = {}
    at = 0
    for found in find(text):
        parts += [text[at : found.start], f"[{found.kind}]"]
        counts[found.kind] = counts.get(found.kind, 0) + 1
        at = found.end
    return Masked("".join([*parts, text[at:]]), counts)


def find(text: str) -> list[Found]:
    """What `mask` replaces, in the order it stands; nothing overlaps."""
    kinds = _possible(text)
    if not kinds:
        return []
    folded = text.translate(_FOLD)
    found: list[Found] = []
    for kind, pattern, accept in _RECOGNISERS:
        if kind not in kinds:
            continue
        spans = list(_accepted(pattern, accept, folded))
        found += [Found(kind, start, end) for start, end in spans]
        for start, end in spans:
            folded = folded[:start] + "\0" * (end - start) + folded[end:]
    return sorted(found, key=lambda item: item.start)


def _possible(text: str) -> set[str]:
    """The kinds that a text may hold by the digits and words in it; quick, as most hold none."""
    kinds = {"email"} if "@" in text or "＠" in text else set()
    longest = max((_digits(match[0]) for match in _RUN.finditer(text)), default=0)
    kinds |= {kind for kind, least in _LEAST.items() if longest >= least}
    if _ORDERED.search(text):
        kinds.add("order")
    return kinds


def _accepted(
    pattern: re.Pattern[str], accept: Callable[[re.Match[str]], bool], text: str
) -> Iterator[tuple[int, int]]:
    group = "value" if "value" in pattern.groupindex else 0
    for match in pattern.finditer(text):
        if accept(match):
            yield match.span(group)


def pseudonym(key: str, value: str) -> str:
    """16 hex characters that stand for a customer: HMAC-SHA256 under the workspace's key.

    The same person gets the same pseudonym whatever the case or the blanks around;
    "" stays "". Without the key nobody can work back or guess by trying names.
    """
    value = value.strip().lower()
    if not value:
        return ""
    return hmac.new(key.encode(), value.encode(), hashlib.sha256).hexdigest()[:16]


def _is_email(match: re.Match[str]) -> bool:
    return match["end"].lower() not in _FILES


def _is_order(match: re.Match[str]) -> bool:
    value = match["value"]
    digits = sum(char.isdigit() for char in value)
    if not 6 <= len(value) <= 40 or digits < 5 or _DATE.fullmatch(value):
        return False
    return not (value.isdigit() and _AMOUNT.match(match.string, match.end()))


def _is_chinese_id(match: re.Match[str]) -> bool:
    number = "".join(match.groups()).upper()
    if not _has_id_birthday(number):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_ID_WEIGHTS, number, strict=False))
    return number[-1] == "10X98765432"[total % 11]


def _has_id_birthday(number: str) -> bool:
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return born <= date.today()


def _is_card(match: re.Match[str]) -> bool:
    number = re.sub(r"[ -]", "", match[0])
    issued = _ISSUED.get(len(number))
    if issued is None or not issued.match(number):
        return False
    if len(number) == 18 and _has_id_birthday(number):
        return False
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number))]
    return sum(value - 9 * (value > 9) for value in doubled) % 10 == 0


def _is_phone(match: re.Match[str]) -> bool:
    least = 11 if match[0].startswith("00") else 7
    return least <= _digits(match[0]) <= 15 and not _DATE.fullmatch(match[0])


def _is_announced_phone(match: re.Match[str]) -> bool:
    value = match["value"]
    if not 7 <= _digits(value) <= 15 or _DATE.match(value) or _NOBODY.fullmatch(value):
        return False
    return not _AMOUNT.match(match.string, match.end())


def _digits(value: str) -> int:
    return sum(char.isdigit() for char in value)


_RECOGNISERS: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str]], bool]], ...] = (
    ("email", _EMAIL, _is_email),
    ("order", _ORDER, _is_order),
    ("id", _CHINESE_ID, _is_chinese_id),
    *(("card", pattern, _is_card) for pattern in _CARDS),
    *(("phone", pattern, _is_phone) for pattern in _PHONES),
    ("phone", _ANNOUNCED_PHONE, _is_announced_phone),
)
