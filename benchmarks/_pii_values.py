"""Values for benchmarks/_planted_pii.py: personal ones by style, and ones that only look so."""

from __future__ import annotations

import random
import string
from collections.abc import Callable

Maker = Callable[[random.Random], str]


def _digits(rng: random.Random, count: int, first: str = "0123456789") -> str:
    return rng.choice(first) + "".join(rng.choices(string.digits, k=count - 1))


FIRST = (
    "jane",
    "wei",
    "omar",
    "lucia",
    "ivan",
    "mei",
    "tom",
    "sara",
    "ahmed",
    "yuki",
    "li.na",
    "zhang",
    "chen_hao",
    "kofi",
    "anna",
)
LAST = (
    "doe",
    "wang",
    "haddad",
    "rossi",
    "petrov",
    "tanaka",
    "brown",
    "okafor",
    "lin",
    "muller",
    "silva",
    "novak",
    "garcia",
)
HOSTS = (
    "example",
    "mail",
    "qq",
    "163",
    "gmail",
    "outlook",
    "web-shop",
    "my-firm",
    "uni",
    "posteo",
    "yeah",
    "sina",
    "proton",
)
ENDS = (
    "com",
    "net",
    "org",
    "cn",
    "com.cn",
    "co.uk",
    "de",
    "fr",
    "io",
    "info",
    "edu.cn",
    "co.jp",
    "email",
    "museum",
    "shop",
    "com.br",
    "me",
)


def _email(rng: random.Random) -> str:
    one, two = rng.choice(FIRST), rng.choice(LAST)
    local = rng.choice(
        [f"{one}.{two}", f"{one}{two}{rng.randint(1, 2005)}", f"{one[0]}_{two}", f"{one}+shop",
         _digits(rng, rng.randint(6, 10), "123456789"), f"{one}-{two}.{rng.randint(1, 99)}",
         f"{one}%{two}", one.title() + two.title(), f"{one}{two}".upper(), f"{one[0]}{two[0]}"]
    )  # fmt: skip
    host = rng.choice(["", "", "", "mail.", "eu-1."]) + rng.choice(HOSTS)
    return f"{local}@{host}.{rng.choice(ENDS)}"


def _international(rng: random.Random) -> str:
    d = lambda n, first="123456789": _digits(rng, n, first)  # noqa: E731
    gap = rng.choice([" ", " ", "-", "."])
    country, parts = rng.choice(
        [("44", ["20", d(4), d(4)]), ("44", ["7" + d(3), d(6)]), ("49", ["1" + d(2), d(7)]),
         ("49", ["30", d(8)]), ("33", ["6", d(2), d(2), d(2), d(2)]), ("81", ["90", d(4), d(4)]),
         ("91", ["9" + d(4), d(5)]), ("61", ["4" + d(2), d(3), d(3)]),
         ("55", ["11", "9" + d(4), d(4)]),
         ("65", ["9" + d(3), d(4)]), ("852", ["9" + d(3), d(4)]), ("34", ["6" + d(2), d(3), d(3)]),
         ("39", ["3" + d(2), d(7)]), ("7", ["9" + d(2), d(3), d(2), d(2)]),
         ("886", ["9" + d(2), d(3), d(3)])]
    )  # fmt: skip
    joined = gap.join(parts) if rng.random() < 0.8 else "".join(parts)
    style = rng.random()
    if style < 0.15 and country in {"44", "49", "39"}:
        return f"+{country} (0){joined}"
    if style < 0.3:
        return f"00{country} {joined}" if gap != "." else f"00{country}.{joined}"
    lead = f"+{country}"
    return lead + (gap if gap in joined or rng.random() < 0.5 else "") + joined


def _american(rng: random.Random) -> str:
    area, office, line = _digits(rng, 3, "23456789"), _digits(rng, 3, "23456789"), _digits(rng, 4)
    return rng.choice(
        [f"({area}) {office}-{line}", f"{area}-{office}-{line}", f"{area}.{office}.{line}",
         f"{area} {office} {line}", f"+1 {area} {office} {line}", f"1-{area}-{office}-{line}",
         f"+1 ({area}) {office}-{line}", f"+1{area}{office}{line}", f"({area}){office}-{line}",
         f"+1-{area}-{office}-{line}", f"1 ({area}) {office}-{line}", f"({area}) {office} {line}"]
    )  # fmt: skip


def _landline(rng: random.Random) -> str:
    area = rng.choice(["010", "021", "020", "0755", "0571", "028", "0451", "0898"])
    line = _digits(rng, 8, "2345678")
    gap = rng.choice(["-", "-", " ", "－"])
    return rng.choice(
        [f"{area}{gap}{line}", f"{area}-{line[:4]}-{line[4:]}", f"({area}){line}",
         f"（{area}）{line}", f"({area}) {line}", f"86-{area[1:]}-{line}", f"+86 {area[1:]} {line}",
         f"020 7{_digits(rng, 3)} {_digits(rng, 4)}", f"0161 {_digits(rng, 3)} {_digits(rng, 4)}",
         f"01{_digits(rng, 3)} {_digits(rng, 6)}", f"07{_digits(rng, 3)} {_digits(rng, 6)}"]
    )  # fmt: skip


def _unspaced(rng: random.Random) -> str:
    return rng.choice(
        [_digits(rng, 3, "23456789") + _digits(rng, 3, "23456789") + _digits(rng, 4),
         "07" + _digits(rng, 9), "06 " + " ".join(_digits(rng, 2) for _ in range(4)),
         "030 " + _digits(rng, 8, "123456789"), _digits(rng, 4, "6789") + " " + _digits(rng, 4)]
    )  # fmt: skip


def _mobile(rng: random.Random) -> str:
    number = "1" + rng.choice("3456789") + _digits(rng, 9)
    a, b, c = number[:3], number[3:7], number[7:]
    wide = str.maketrans(string.digits, "０１２３４５６７８９")
    return rng.choice(
        [number, number, number, f"{a} {b} {c}", f"{a}-{b}-{c}", f"+86{number}", f"+86 {number}",
         f"86-{number}", f"+86-{a}-{b}-{c}", f"0086 {number}", f"(+86){number}",
         f"(+86) {a} {b} {c}",
         f"86{number}", number.translate(wide)]
    )  # fmt: skip


def _check_digit(body: str) -> str:
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(body))
    return "10X98765432"[total % 11]


def _id_body(rng: random.Random) -> str:
    region = rng.choice(["110105", "310101", "440305", "510104", "330106", "650102", "810000"])
    born = f"{rng.randint(1940, 2015)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}"
    return region + born + _digits(rng, 3)


def _identity(rng: random.Random) -> str:
    body = _id_body(rng)
    number = body + _check_digit(body)
    return rng.choice(
        [number, number, number, number.lower(), f"{number[:6]} {number[6:14]} {number[14:]}",
         f"{number[:6]}-{number[6:14]}-{number[14:]}"]
    )  # fmt: skip


def _with_luhn(body: str) -> str:
    for last in string.digits:
        if _luhn(body + last):
            return body + last
    raise AssertionError(body)


def _luhn(number: str) -> bool:
    odd, even = number[-1::-2], number[-2::-2]
    return (sum(map(int, odd)) + sum(sum(divmod(2 * int(d), 10)) for d in even)) % 10 == 0


def _scheme(rng: random.Random) -> tuple[str, int]:
    return rng.choice(
        [("4", 16), ("4", 16), (str(rng.randint(51, 55)), 16), (str(rng.randint(2221, 2720)), 16),
         (rng.choice(["34", "37"]), 15), ("6011", 16), ("65", 16), (f"62{rng.randint(10, 29)}", 16),
         (f"62{rng.randint(10, 29)}", 19), (f"62{rng.randint(10, 29)}", 18), ("36", 14),
         (str(rng.randint(3528, 3589)), 16)]
    )  # fmt: skip


def _grouped(rng: random.Random, number: str) -> str:
    gap = rng.choice(["", "", " ", "-"])
    if len(number) == 15:
        return gap.join([number[:4], number[4:10], number[10:]])
    if len(number) == 14:
        return gap.join([number[:4], number[4:10], number[10:]])
    if len(number) == 19 and rng.random() < 0.3:
        return gap.join([number[:6], number[6:]])
    return gap.join(number[i : i + 4] for i in range(0, len(number), 4))


def _card(rng: random.Random) -> str:
    prefix, length = _scheme(rng)
    while True:
        number = _with_luhn(prefix + _digits(rng, length - len(prefix) - 1))
        if length != 18 or not _like_id(number):
            return _grouped(rng, number)


def _like_id(number: str) -> bool:
    return number[6:8] in {"18", "19", "20"} and number[10:12] <= "12"


def _order(rng: random.Random) -> str:
    letters = "".join(rng.choices(string.ascii_uppercase, k=rng.randint(1, 3)))
    return rng.choice(
        [f"{_digits(rng, 3)}-{_digits(rng, 7)}-{_digits(rng, 7)}", _digits(rng, 18, "123456789"),
         _digits(rng, rng.randint(8, 13), "123456789"), f"{letters}{_digits(rng, 8)}",
         f"{letters}-{_digits(rng, 4)}-{_digits(rng, 6)}", f"{letters}2026081{_digits(rng, 6)}",
         f"{_digits(rng, 4, '1234567')}-{_digits(rng, 5)}",
         f"{letters}{_digits(rng, 5)}-{_digits(rng, 3)}",
         f"{_digits(rng, 6, '456789')}", f"{letters.lower()}{_digits(rng, 9)}",
         f"{_digits(rng, 5)}{letters}{_digits(rng, 4)}"]
    )  # fmt: skip


def _not(test: Callable[[str], bool], make: Maker) -> Maker:
    def tried(rng: random.Random) -> str:
        while test(value := make(rng)):
            pass
        return value

    return tried


def _card_like(number: str) -> bool:
    return number.isdigit() and _luhn(number)


def _wrong_id(rng: random.Random) -> str:
    body = _id_body(rng)
    wrong = rng.choice(sorted(set("0123456789X") - {_check_digit(body)}))
    return body + wrong


def _wrong_day(rng: random.Random) -> str:
    body = _id_body(rng)
    body = body[:10] + rng.choice(["13", "00", "45"]) + body[12:]
    return body + _check_digit(body)


def _wrong_card(rng: random.Random) -> str:
    prefix, length = _scheme(rng)
    number = prefix + _digits(rng, length - len(prefix))
    return _grouped(rng, number) if not _luhn(number) else _wrong_card(rng)


def _date(rng: random.Random) -> str:
    y, m, d = rng.randint(2015, 2027), rng.randint(1, 12), rng.randint(1, 28)
    return rng.choice(
        [f"{y}-{m:02d}-{d:02d}", f"{d:02d}.{m:02d}.{y}", f"{m}/{d}/{y}", f"{y}年{m}月{d}日",
         f"{y}{m:02d}{d:02d}", f"{y}-{m:02d}-{d:02d} 12:30:45", f"{y}.{m:02d}.{d:02d}",
         f"{d:02d}-{m:02d}-{y}", f"{y}/{m:02d}/{d:02d}"]
    )  # fmt: skip


def _price(rng: random.Random) -> str:
    amount = rng.randint(1, 999_999)
    return rng.choice(
        [
            f"{amount:,}.99",
            f"${amount}.00",
            f"￥{amount}",
            f"{amount}元",
            f"€{amount:,}",
            f"{amount}",
        ]
    )


def _model(rng: random.Random) -> str:
    return rng.choice(
        [f"WH-{rng.randint(100, 9999)}XM4", f"SM-G{_digits(rng, 3)}B", f"B0{_digits(rng, 2)}WTAJTO",
         f"{_digits(rng, 4)}x{_digits(rng, 4)}", f"RTX{_digits(rng, 4)}",
         f"{_digits(rng, 2)}-{_digits(rng, 3)}-{_digits(rng, 1)}",
         f"X{_digits(rng, 3)}-{_digits(rng, 2)}", f"{_digits(rng, 4)}mAh",
         f"192.168.{rng.randint(0, 255)}.{rng.randint(1, 254)}",
         f"978-3-16-{_digits(rng, 6)}-0", f"2.{_digits(rng, 1)}.{_digits(rng, 2)}"]
    )  # fmt: skip


def _long(rng: random.Random) -> str:
    return rng.choice(
        [_digits(rng, 10, "123456789"), _digits(rng, 13, "7890"), "12" + _digits(rng, 9),
         _digits(rng, 12, "789"), "9" + _digits(rng, 21), "SF" + _digits(rng, 13),
         "17" + _digits(rng, 11), _digits(rng, 8, "123456789"), _digits(rng, 9, "123456789")]
    )  # fmt: skip


def _handle(rng: random.Random) -> str:
    name = rng.choice(FIRST)
    return rng.choice(
        [f"@{name}", f"5@{rng.randint(2, 99)}.99", f"{name}@home", f"3 @ {rng.randint(1, 9)}.50",
         f"www.{rng.choice(HOSTS)}.com", f"@{rng.choice(HOSTS)}.shop",
         f"{name} @ {rng.choice(HOSTS)}.com"]
    )  # fmt: skip


STYLES: dict[str, dict[str, tuple[Maker, bool]]] = {
    "email": {
        "address": (_email, False),
        "wide at": (lambda rng: _email(rng).replace("@", "＠"), False),
    },
    "phone": {
        "international": (_international, False),
        "United States": (_american, False),
        "landline": (_landline, False),
        "only announced": (_unspaced, True),
    },
    "mobile": {"Chinese mobile": (_mobile, False)},
    "id": {"18 digits": (_identity, False)},
    "card": {"with Luhn digit": (_card, False)},
    "order": {"announced": (_order, True)},
}  # fmt: skip


LOOKALIKES: dict[str, dict[str, Maker]] = {
    "email": {"handles": _handle, "models": _model},
    "phone": {"dates": _date, "prices": _price, "models": _model, "long numbers": _long},
    "mobile": {"long numbers": _long, "prices": _price, "dates": _date},
    "id": {
        "wrong checksum": _not(_card_like, _wrong_id), "wrong day": _not(_card_like, _wrong_day),
        "long numbers": _long,
    },
    "card": {"wrong Luhn digit": _wrong_card, "long numbers": _long, "models": _model},
    "order": {
        "dates": _date, "prices": _price, "models": _model,
        "counts": lambda rng: str(rng.randint(2, 120)),
    },
}  # fmt: skip
