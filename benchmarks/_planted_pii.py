"""Sentences with planted personal data and with numbers that only look like it.

Knows nothing of the recognisers: no code, pattern or word of core/privacy.py is used here. Frames
come in two halves, one to develop against and one held back, so that a recogniser cannot be
fitted to the sentences it is measured on.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks._pii_values import LOOKALIKES, STYLES


@dataclass(frozen=True)
class Planted:
    """A text and the (kind, style, start, end) of each planted item; none in a negative one.

    `about` is the kind that the text plants or, in a negative one, pretends to hold.
    """

    about: str
    text: str
    items: tuple[tuple[str, str, int, int], ...] = ()


def planted(count: int, seed: int, held_back: bool = False) -> Iterator[Planted]:
    """For each kind `count` texts with an item of it and as many negative ones."""
    rng = random.Random(seed)
    for kind, styles in STYLES.items():
        for _ in range(count):
            style = rng.choice(sorted(styles))
            make, announced = styles[style]
            frames = [f for f in ANNOUNCING[kind] if _mine(f, held_back)]
            if not announced:
                frames += [f for f in BARE if _mine(f, held_back)]
            yield _fill(rng, kind, style, rng.choice(frames), make(rng))
        for _ in range(count):
            style = rng.choice(sorted(LOOKALIKES[kind]))
            likely = [] if style == "long numbers" else LOOKALIKE_FRAMES[kind]
            frames = [f for f in BARE + likely if _mine(f, held_back)]
            frame = rng.choice(frames)
            value = LOOKALIKES[kind][style](rng)
            yield Planted(kind, _dressed(rng, frame.replace("{}", value)))


def _mine(frame: str, held_back: bool) -> bool:
    return (sum(map(ord, frame)) % 2 == 1) == held_back


def _fill(rng: random.Random, kind: str, style: str, frame: str, value: str) -> Planted:
    before, after = frame.split("{}")
    lead = rng.choice(LEADS) if rng.random() < 0.4 else ""
    tail = rng.choice(TAILS) if rng.random() < 0.4 else ""
    start = len(lead) + len(before)
    text = lead + before + value + after + tail
    return Planted(kind, text, ((kind, style, start, start + len(value)),))


def _dressed(rng: random.Random, text: str) -> str:
    lead = rng.choice(LEADS) if rng.random() < 0.4 else ""
    return lead + text + (rng.choice(TAILS) if rng.random() < 0.4 else "")


LEADS = [
    "Paid 1,299.00 on 2026-08-12 and waited 14 days. ", "Model WH-1000XM4, 64GB. ",
    "Arrived 12/03/2026, 3 of 5 stars. ", "I own 2 of them (2019 and 2023). ",
    "2026年8月12日买的，花了1299元，", "用了15天，电量还剩80%。", "型号SM-G991B，256GB版本，",
    "第3次回购了！", "Size 42, 1.5 kg, 30 x 20 x 10 cm. ",
]  # fmt: skip
TAILS = [
    " It cost 45.90.", " That was 3 weeks ago.", " 10/10 otherwise.", " Version 2.4.1 is worse.",
    "等了7天才到。", "一共花了3280.50元。", "型号是X100-24。", " 5 stars before, 1 now.",
]  # fmt: skip
BARE = [
    "See {} for more.", "I left {} with the shop and heard nothing.", "It says {} on the note.",
    "They wrote down {}, then silence", "({}) is what I gave them", "{} - please get in touch!",
    "Nobody answered under {}.", "my details: {}", "\"{}\" is printed there",
    "for {}, nothing came",
    "请看{}。", "我留了{}给店家，没有回音", "单子上写着{}，", "客服记下了{}就没下文了",
    "（{}）是我给的", "{}，请尽快处理！", "我的信息：{}", "盒子上印着{}呢", "还是{}这个，没人管",
    "填的是{}\n然后就没有了",
]  # fmt: skip
ANNOUNCING: dict[str, list[str]] = {
    "email": [
        "Write to {} please.", "my mail is {}", "mail me: {}", "Send the refund form to {}!",
        "reach me at {}, thanks", "contact <{}>", "mailto:{} works too", "Email：{}",
        "邮箱是{}，请回复", "请发到{}。", "联系邮箱：{}", "我的邮箱{}一直没收到回信",
        "发票请寄{}谢谢", "加我{}",
    ],
    "phone": [
        "Call me on {}.", "my phone number is {}", "Phone: {}", "you can call {} any time",
        "tel. {} after six", "Telephone {}, ask for me", "My mobile is {}!", "text me at {}",
        "WhatsApp {} please", "cell: {}", "ring my mobile {} or write", "call {}, thanks",
        "电话{}，打来就行", "我的电话是{}。", "联系电话：{}", "请致电{}", "座机 {} 没人接",
        "打我手机{}吧",
    ],
    "mobile": [
        "我的手机号是{}，请联系", "电话{}谢谢", "手机：{}", "打{}找我", "加微信{}", "联系方式{}。",
        "请回电{}！", "收件人留的是{}", "Call {} in China.", "my number {} is on file",
        "phone {}", "手机号码为{}",
    ],
    "id": [
        "身份证号{}，请核实", "身份证：{}", "证件号码是{}。", "实名用的{}", "我的身份证{}被拒了",
        "ID card {} was refused", "my Chinese ID number is {}", "身份证号码为{}！",
        "registered with ID {}.", "证件{}审核不过",
    ],
    "card": [
        "My card {} was charged twice.", "card number: {}", "charged to {}!", "Visa {} declined",
        "refund to card {} please", "paid with {}, never refunded", "credit card no. {}",
        "银行卡号{}，请退款", "卡号：{}", "退到{}这张卡", "我的信用卡{}被扣了两次", "工行卡{}。",
    ],
    "order": [
        "Order {} never came.", "my order number is {}", "Order no. {}, still waiting",
        "order #{} was wrong", "Order ID: {}", "Where is order {}?", "re: order {}",
        "order number {} arrived broken", "(order {})", "Order No: {}", "ORDER NUMBER: {}",
        "the order id is {}.", "My order ({}) is late", "purchase order {} got lost",
        "order reference {} please", "Order code {}", "Order Nr. {}", "about my order: {}",
        "order number was {}", "cancelled order {} twice", "订单号：{}", "订单{}还没到",
        "订单编号{}，一直没发货", "我的订单号是{}。", "订单号码：{}", "订单编号为{}，请查",
        "查一下订单 {}", "订单（{}）少发了一件", "订单ID：{}", "訂單編號：{}", "訂單{}未到",
        "下单后订单号{}查不到", "订单号:{}",
    ],
}  # fmt: skip
LOOKALIKE_FRAMES = {
    "order": [
        "I ordered {} times", "in order of {} they came", "the order took {} days", "order by {}",
        "订单金额{}元", "订单共{}元", "订单总价{}", "我下了订单，{}天后到", "the order cost {}",
        "order total {} with tax", "out of order since {}", "订单时间{}", "ordered on {}",
    ],
    "phone": ["this phone, {}, is slow", "手机型号{}", "the phone cost {}", "手机{}元买的"],
    "mobile": ["手机{}元", "充值{}", "编号{}"],
    "card": ["graphics card {} is fast", "显卡{}", "SD card {}"],
    "id": ["流水号{}", "batch {}"],
    "email": ["follow {}", "关注{}", "look at {}"],
}  # fmt: skip
