"""Personal data out of free text before it is stored, and customers under pseudonyms."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Masked:
    """A text with placeholders for what was personal, and how many of each kind there were.

    Kinds are "email", "phone", "id", "card" and "order".
    """

    text: str
    counts: dict[str, int] = field(default_factory=dict)


_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}[@＠]"
    r"(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24}(?![A-Za-z0-9-])"
)
_ORDER = re.compile(
    r"(?P<word>(?:\border(?:\s{0,2}(?:id|number|num|no|nr|ref|reference|code))?"
    r"|订单(?:编号|号码|号)?|訂單(?:編號|號碼|號)?)"
    r"[.:：#＃\s]{0,4}(?:(?:is|was|是|为|為)[:：#\s]{1,3})?)"
    r"(?P<value>[A-Za-z]{0,6}-?\d[A-Za-z0-9]*(?:-[A-Za-z0-9]+){0,4})(?![A-Za-z0-9])",
    re.IGNORECASE | re.ASCII,
)
_CHINESE_ID = re.compile(
    r"(?<![0-9A-Za-z])([1-8]\d{5})[ -]?((?:18|19|20)\d{6})[ -]?(\d{3}[\dXx])(?![0-9A-Za-z])"
)
_CARD = re.compile(r"(?<![0-9A-Za-z.-])[3-6]\d{3}(?:[ -]?\d){9,15}(?![0-9A-Za-z]|[.-]\d)")
_PHONE = re.compile(
    r"""(?<![0-9A-Za-z.+-])(?:
        (?:(?:\+|00)?86[ -]?)?1[3-9]\d(?:[ -]?\d{4}){2}          # Chinese mobile
      | \+[1-9]\d{0,2}(?:[ .-]?\(?\d{1,5}\)?){2,6}               # international
      | (?:1[ .-])?\(?[2-9]\d{2}\)?[ .-]\d{3}[ .-]\d{4}          # North America
      | \([2-9]\d{2}\)[ ]?\d{3}[ .-]?\d{4}
      | 0\d{2,3}[ -]\d{7,8}                                      # Chinese landline
      | 0\d{2,4}[ ]\d{3,4}[ ]\d{3,4}                             # Britain and others
    )(?![0-9A-Za-z]|[.-]\d)""",
    re.VERBOSE,
)
_ANNOUNCED_PHONE = re.compile(
    r"(?P<word>\b(?:phone|telephone|tel|mobile|cell|call(?:\sme)?|text\sme|whatsapp|fax)\b"
    r"|电话|手机|微信|致电|電話|手機)"
    r"(?P<gap>(?:\s(?:number|no|at|on|is|me))?(?:号码?|是|为)?[.:：#\s]{0,4})"
    r"(?P<value>\(?\d{2,5}\)?(?:[ .-]?\d{2,8}){1,4})(?![0-9A-Za-z])",
    re.IGNORECASE,
)
_HINT = re.compile(r"[@＠]|\d.{0,3}\d.{0,3}\d")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def mask(text: str) -> Masked:
    """Replace e-mail addresses, phone numbers, Chinese identity numbers, card and order numbers.

    Identity numbers count only with a right checksum (GB 11643), cards only with a right
    Luhn digit, order numbers only after a word that announces them (order, 订单). The
    placeholders are [email] [phone] [id] [card] [order]; masking twice changes nothing more.
    """
    if not _HINT.search(text):
        return Masked(text)
    counts: dict[str, int] = {}

    def replace(kind: str, accept: Callable[[re.Match[str]], bool]) -> Callable[..., str]:
        def substitute(match: re.Match[str]) -> str:
            if not accept(match):
                return match[0]
            counts[kind] = counts.get(kind, 0) + 1
            announced = match.groupdict()
            return f"{announced.get('word') or ''}{announced.get('gap') or ''}[{kind}]"

        return substitute

    text = _EMAIL.sub(replace("email", lambda match: True), text)
    text = _ORDER.sub(replace("order", _is_order), text)
    text = _CHINESE_ID.sub(replace("id", _is_chinese_id), text)
    text = _CARD.sub(replace("card", _is_card), text)
    text = _PHONE.sub(replace("phone", _is_phone), text)
    text = _ANNOUNCED_PHONE.sub(replace("phone", _is_phone), text)
    return Masked(text, counts)


def pseudonym(key: str, value: str) -> str:
    """16 hex characters that stand for a customer: HMAC-SHA256 under the workspace's key.

    The same person gets the same pseudonym whatever the case or the blanks around;
    "" stays "". Without the key nobody can work back or guess by trying names.
    """
    value = value.strip().lower()
    if not value:
        return ""
    return hmac.new(key.encode(), value.encode(), hashlib.sha256).hexdigest()[:16]


def _is_order(match: re.Match[str]) -> bool:
    value = match["value"]
    digits = sum(char.isdigit() for char in value)
    return 6 <= len(value) <= 40 and digits >= 5


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
    if len(number) == 18 and _has_id_birthday(number):
        return False
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number))]
    return sum(value - 9 * (value > 9) for value in doubled) % 10 == 0


def _is_phone(match: re.Match[str]) -> bool:
    number = match.groupdict().get("value") or match[0]
    return 7 <= sum(char.isdigit() for char in number) <= 15
