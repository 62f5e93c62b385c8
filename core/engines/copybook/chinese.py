"""Chinese sentences that carry the facts of a brief."""

from __future__ import annotations

import random
import re

from core.engines.copybook.benefits import Benefit
from core.engines.copybook.telling import in_order
from core.engines.types import CopyRequest

_PRICE = re.compile(r"^[^，]{0,8}?[\d.]+元[^，]{0,6}$")
_BARE = re.compile(r"^[\d.]+元起?$")
# A bare figure: true and useful, but nothing to open a text with.
_FIGURE = re.compile(
    r"^(?:需|须|逾期|不含|不承诺)|^[^，]{0,4}?[\d.×x]+(毫升|升|克|公斤|斤|页|厘米|毫米|米|瓦|片|颗|支|枚|只|张|件|寸|英寸|L|ml|g|kg|cm)(装|长|宽|高)?$"
)
# What may stand right after a product's name as its predicate.
_PREDICATE = re.compile(
    r"^(可|能|会|不|无|没|免|含|附|带|支持|适合|适用|自动|由|采用|覆盖|提供|按|用|做|教|送(?!餐员|货员)|配|有|只|仅|共|"
    r"(?:重|长|高|宽|厚|深)[约仅不\d]|全程|全年|随|对接|标|接|修|洗|收|讲|拆|加|装|防|降|充|断|遇|到|从|为|给|把|让|陪|在|已|可以|替|帮|"
    r"容量|净重|续航|直径|噪音|营业|每天|每周|每月|每晚|周末|工作日|当天|一键|一次|一对一|一人|单独|现场|上门|"
    r"免费|包|限|满|月租|年费|预约|随时|手机|线上|导入|导出|同步|显示|收录|标注|记录|生成|提醒|精选|精修|制作)"
)
_COUNTERS = (
    (r"(鞋|袜|手套|筷|靴)$", "双"),
    (r"(裙|裤|(?<![生纸湿])巾|毯|被|手链|项链|腰带|围巾|浴巾|凉席|牛仔裤|水管|毛巾)$", "条"),
    (r"(衬衫|外套|风衣|毛衣|夹克|羽绒服|T恤|马甲|卫衣|泳衣|雨衣|大衣)$", "件"),
    (r"(伞|椅|刀|剪|梳|壶|吉他|躺椅|剪刀|牙刷)$", "把"),
    (r"(灯)$", "盏"),
    (r"(床|桌|沙发|餐桌|书桌|地毯|床垫)$", "张"),
    (r"(书|绘本|手账本|笔记本|册|食谱|小说|漫画|诗集)$", "本"),
    (r"(笔|口红|唇釉|牙膏|睫毛膏)$", "支"),
    (r"(手表|积木|拼图|麻将|眼镜|墨镜|象棋)$", "副"),
    (r"((?<!麦)杯|锅|碗|枕|行李箱|包|猫砂盆|垃圾桶|音箱|手环|表|闹钟)$", "只"),
    (r"(机|器|仪|冰箱|空调|电视|电脑|炉)$", "台"),
    (r"(车)$", "辆"),
    (r"(景区|古镇|公园|乐园|营地|步道|园区)$", "处"),
)
_BY_TYPE = {
    "place": "家",
    "course": "门",
    "event": "场",
    "service": "项",
    "cause": "个",
    "app": "款",
}

# How often the last fact of a sentence is followed by what it means, and how often in a text.
_GLOSSED = 0.8
_MOST_GLOSSES = 3

# What people put under such posts, where the brief gives no second tag.
_PLAIN_TAGS = {
    "food": "#美食分享",
    "app": "#软件分享",
    "service": "#生活记录",
    "place": "#探店",
    "course": "#学习记录",
    "event": "#活动分享",
    "cause": "#公益",
}


class Chinese:
    """Slots of one Chinese text: each fact is told once, word for word."""

    def __init__(
        self,
        request: CopyRequest,
        type_: str,
        rng: random.Random,
        benefits: dict[str, list[Benefit]] | None = None,
    ) -> None:
        self.request = request
        self.type_ = type_
        self.rng = rng
        self.benefits = benefits or {}
        self.meant: set[str] = set()
        facts = [text.strip().rstrip("。") for text in request.facts if text.strip()]
        self.left = in_order(
            facts,
            lambda text: 2 * bool(_PRICE.match(text)) + bool(_FIGURE.match(text)),
            lambda text: bool(_PRICE.match(text)),
            rng,
        )
        self.used: list[str] = []

    def slot(self, name: str, argument: str) -> str | None:
        """The text of a slot, or None where the brief has nothing that fits it."""
        request = self.request
        plain = {
            "P": request.product,
            "K": request.category,
            "PK": self._named(),
            "aK": self._counted(),
            "A": request.audience.rstrip("。"),
            "O": self._offer(),
            "C": request.cta.rstrip("。"),
            "W": self.rng.choice(request.keywords) if request.keywords else "",
        }
        if name in plain:
            return plain[name] or None
        handler = getattr(self, f"_slot_{name}", None)
        return handler(argument) if handler else None

    def _named(self) -> str:
        """Product and category in apposition, unless the one already says the other."""
        product, category = self.request.product, self.request.category
        parts = {category[i : i + 2] for i in range(len(category) - 1)}
        latin = bool(re.search(r"[A-Za-z0-9]$", product)) and bool(
            re.match(r"[A-Za-z0-9]", category)
        )
        if (
            not category
            or any(part in product for part in parts)
            or product[-1:] == category[:1]
            or latin
        ):
            return product
        return product + category

    def _counted(self) -> str:
        category = self.request.category
        if not category:
            return ""
        found = next((word for pattern, word in _COUNTERS if re.search(pattern, category)), None)
        counter = _BY_TYPE.get(self.type_) or found or "款"
        return f"一{counter}{category}"

    def _offer(self) -> str:
        """The offer, unless a fact told already says the same."""
        offer = self.request.offer.rstrip("。")
        told = set("".join(self.used))
        return "" if offer and len(set(offer) & told) / len(set(offer)) > 0.75 else offer

    def _take(self, longest: int = 200, priced: bool | None = None) -> str | None:
        for fact in self.left:
            price = bool(_PRICE.match(fact))
            if len(fact) <= longest and (priced is None or price == priced):
                self.left.remove(fact)
                self.used.append(fact)
                return fact
        return None

    def _slot_f(self, argument: str) -> str | None:
        """One fact that is no price, at most `argument` characters long."""
        return self._take(int(argument or 200), priced=False)

    def _slot_pred(self, argument: str) -> str | None:
        """A fact that can follow a name or stand before 的, at most `argument` long."""
        for fact in self.left:
            plain = "，" not in fact and not _PRICE.match(fact)
            if plain and _PREDICATE.match(fact) and len(fact) <= int(argument or 200):
                self.left.remove(fact)
                self.used.append(fact)
                return fact
        return None

    def _slot_cK(self, argument: str) -> str | None:
        """The category with its counter and a fact before it: 一款自动记账的软件."""
        counted = self._counted()
        fact = self._slot_pred(argument) if counted else None
        return f"{counted[:2]}{fact}的{counted[2:]}" if fact else None

    def _slot_price(self, argument: str) -> str | None:
        return self._take(int(argument or 200), priced=True)

    def _slot_facts(self, argument: str) -> str | None:
        """That many facts in a row, joined by commas."""
        taken = [fact for _ in range(int(argument or 2)) if (fact := self._take())]
        return _row(taken) if len(taken) == int(argument or 2) else None

    def _slot_says(self, argument: str) -> str | None:
        """A sentence that names the product and tells that many facts."""
        many = int(argument or 2)
        leading = [f for f in self.left if _PREDICATE.match(f) and not _PRICE.match(f)]
        name = self.request.product
        if leading and self.rng.random() < 0.6:
            first = leading[0]
            self.left.remove(first)
            self.used.append(first)
            taken = [first, *(f for _ in range(many - 1) if (f := self._take()))]
            direct = not re.search(r"[A-Za-z0-9]$", name) or not re.match(r"[A-Za-z0-9]", first)
            return f"{name}{_row(taken)}。" if direct else f"{name}，{_row(taken)}。"
        taken = [f for _ in range(many) if (f := self._take())]
        if not taken:
            return None
        ways = [f"{self._named()}，{_row(taken)}。"]
        counted = self._counted()
        if counted and self.type_ in {"goods", "food", "app", "place", "course"}:
            ways.append(f"{name}是{counted}，{_row(taken)}。")
        if self.type_ == "service" and self.request.category.endswith("服务"):
            ways.append(f"{name}提供{self.request.category}，{_row(taken)}。")
        return self.rng.choice(ways)

    def _slot_more(self, argument: str) -> str | None:
        """Sentences that tell up to that many more facts, with what one of them means."""
        many = int(argument or 2)
        said: list[str] = []
        while many > 0 and self.left:
            size = min(many, self.rng.choice([1, 2, 2]))
            taken = [fact for _ in range(size) if (fact := self._take())]
            said.append(f"{_row(taken)}{self._gloss(taken)}。")
            many -= len(taken)
        return "".join(said) or None

    def _slot_body(self, argument: str) -> str | None:
        many = int(argument or 3)
        before = len(self.used)
        lead = self._slot_says(str(min(2, many)))
        if lead is None:
            return None
        gloss = self._gloss(self.used[before:])
        lead = lead[:-1] + gloss + "。" if gloss else lead
        return lead + (self._slot_more(str(many - 2)) or "" if many > 2 else "")

    def _slot_line(self, argument: str) -> str | None:
        """A heading that says what some fact means for the reader."""
        said = self._meaning(self.left)
        return said.line if said else None

    def _slot_fline(self, argument: str) -> str | None:
        """A fact of at most `argument` characters with what it means, as one line."""
        for fact in self.left:
            meant = self.benefits.get(fact)
            if meant and len(fact) <= int(argument or 14):
                said = self.rng.choice(meant)
                self.meant.add(said.pattern)
                self.left.remove(fact)
                self.used.append(fact)
                return f"{fact}，{said.sentence}"
        return None

    def _gloss(self, facts: list[str]) -> str:
        """What the last fact of a sentence means, as its end; "" where there is nothing to say."""
        if len(self.meant) >= _MOST_GLOSSES or not facts or self.rng.random() > _GLOSSED:
            return ""
        meant = self._meaning(sorted(facts, key=_is_bare)[-1:])
        return "，" + meant.sentence if meant else ""

    def _meaning(self, facts: list[str]) -> Benefit | None:
        fresh = [b for f in facts for b in self.benefits.get(f, ()) if b.pattern not in self.meant]
        if not fresh:
            return None
        said = self.rng.choice(fresh)
        self.meant.add(said.pattern)
        return said

    def _slot_tags(self, argument: str) -> str:
        many = int(argument or 3)
        names = [*self.request.keywords, self.request.category, self.request.product]
        tags: list[str] = []
        for name in names:
            tag = "#" + re.sub(r"[\s·・&，。、：:-]+", "", name)
            told = any(other[1:] in tag for other in tags)
            if any(wording and wording in tag.casefold() for wording in self.request.avoid):
                continue
            if 1 < len(tag) <= 13 and (
                not told or (name == self.request.product and len(tags) < 2)
            ):
                tags.append(tag)
        if len(tags) < min(many, 2):
            tags.append(_PLAIN_TAGS.get(self.type_, "#好物分享"))
        return " ".join(dict.fromkeys(tags[:many]))


def _row(facts: list[str]) -> str:
    """Facts in one sentence, a bare price at its end; a semicolon parts them where one has commas
    of its own."""
    facts = [_BARE.sub(r"价格\g<0>", fact) for fact in sorted(facts, key=_is_bare)]
    return ("；" if any("，" in fact for fact in facts) else "，").join(facts)


def _is_bare(fact: str) -> bool:
    return bool(_BARE.match(fact))


def finish(text: str, request: CopyRequest, channel: str) -> str:
    """The text with doubled marks removed and line ends tidy."""
    text = re.sub(r"[。，；：]+([。！？])", r"\1", text)
    text = re.sub(r"([。！？])[。，；]+", r"\1", text)
    text = re.sub(r"，{2,}", "，", text)
    return re.sub(r"[ \t]*\n[ \t]*", "\n", text).strip()


def is_predicate(fact: str) -> bool:
    """Whether a fact may stand right after a product's name."""
    return bool(_PREDICATE.match(fact)) and not _PRICE.match(fact)
