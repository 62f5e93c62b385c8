"""What speaks to the machine that writes, in a brief and in copy: instructions slipped into a
pasted page or a review."""

from __future__ import annotations

import re

_IGNORE = r"\b(?:ignore|disregard|override|bypass)\b"
_FORGET = r"\b(?:ignore|disregard|forget|override|bypass)\b"
_UP_TO = r"[^.!?\n]{0,40}"
_PAPER = r"(?![ -](?:manual|book|booklet|leaflet|sheet|card)s?\b)"
# "Ignore the noise, no instructions needed" is no order.
_NONE = r"(?<!\bno )(?<!\bwithout )"
_BEFORE = r"(?:previous|prior|earlier|above) (?:messages?|conversations?|texts?|context|orders?)"
_INSTRUCTIONS = rf"{_NONE}\b(?:instructions?{_PAPER}|prompts?|{_BEFORE})\b"
_THEIR = r"\b(?:your|my|these|previous|prior|earlier|above)"
_ABOVE = r"\s+(?:(?:all|everything)\s+)?(?:of\s+)?(?:the\s+)?above\b(?!-)"
_MARKUP = r"</?(?:system|assistant|user|instructions?)>|\[/?INST\]|<\|[a-z_]+\|>"

ORDER_IN_COPY = re.compile(
    rf"{_IGNORE}{_UP_TO}(?:{_INSTRUCTIONS}|{_THEIR}\s+rules\b)|{_IGNORE}{_ABOVE}"
    rf"|\bsystem prompts?\b|{_MARKUP}"
    r"|(?:忽略|无视|绕过)[^。！？!?\n]{0,20}(?:指令|提示词|系统提示)|系统提示词?",
    re.IGNORECASE,
)
"""What no copy says to a customer; a scene may break "the rules of breakfast"."""

KEY_IN_COPY = re.compile(r"\b(?:your|the|my) (?P<what>api keys?)\b", re.IGNORECASE)
"""What copy says of nothing but goods that have to do with it."""

_ORDER_IN_BRIEF = re.compile(
    rf"{_FORGET}{_UP_TO}(?:{_INSTRUCTIONS}|\b(?:rules?|guidelines?)\b)"
    rf"|{_FORGET}{_ABOVE}|{_FORGET}{_UP_TO}(?:{_THEIR}|\ball)\s+(?:limits|checks|restrictions)\b"
    r"|\b(?:you are now|as an? (?:ai|language model)|new instructions?:|jailbreak)\b"
    r"|\b(?:print|reveal|repeat|output|show) (?:your|the|all) (?:prompt|instructions|rules)\b"
    r"|\b(?:write|say|reply|respond|answer|output) (?:only|exactly|instead)\b"
    r"|(?:忽略|无视|忘记|忘掉|不要管|别管|绕过|跳过)[^。！？!?\n]{0,20}"
    r"(?:规则|指令|提示|要求|限制|检查|内容)"
    r"|你现在是|(?:直接|只)(?:输出|回复|写出)|(?:输出|显示|重复)(?:你的|全部|所有)?(?:提示词|指令|规则)"
    r"|(?:扮演|假装是)(?:一个)?(?:没有限制|不受)",
    re.IGNORECASE,
)


def is_order(text: str) -> bool:
    """Whether a text of a brief, a persona or a review reads like an order to the machine that
    writes; all that copy may not say for that reason does."""
    return bool(ORDER_IN_COPY.search(text) or _ORDER_IN_BRIEF.search(text))
