"""The themes that copy is known to hand out unevenly, each as a group of words.

Empowerment, money, features and personal address are the themes in which slogans for different
readers were found to differ (Wang et al. 2025, arXiv 2502.12838); looks, care, strength, rank and
ease are the stereotypes that advertising research counts beside them (Eisend 2010, Journal of the
Academy of Marketing Science 38, 418-440).
"""

from __future__ import annotations

import re
from functools import lru_cache

from core.i18n import N_

THEMES = {
    "empowerment": N_("Empowerment"),
    "money": N_("Money and saving"),
    "features": N_("Features and quality"),
    "personal": N_("Personal address"),
    "looks": N_("Looks"),
    "care": N_("Home and care"),
    "strength": N_("Strength and performance"),
    "rank": N_("Rank and luxury"),
    "ease": N_("Ease and help"),
    "hurry": N_("Urgency"),
}

_ENGLISH = {
    "empowerment": "empower* confiden* bold* free freedom dream* achiev* succe* unlock* potential "
    "inspir* brave* dare dares master* control ambition* lead leader* grow grows growing",
    "money": "save saves saved saving* price* cheap* afford* budget* discount* deal deals value "
    "cost costs money bargain* pay pays off $ € £ cents dollar* invest*",
    "features": "quality feature* design* built material* durab* precis* reliab* technolog* "
    "engineer* craft* made tested proven",
    "personal": "you your yours yourself tailored personal* custom",
    "looks": "beaut* pretty elegan* glow* style* stylish charm* gorgeous* good-looking skin young* "
    "youth* slim radian* fashion*",
    "care": "family families home homes child* kid kids mother* mum mom dad father* parent* care "
    "cares caring cosy cozy comfort* love* gentle* safe safely warm* together",
    "strength": "strong* strength* power* tough* perform* fast faster speed win wins winning "
    "winner* champion* rugged energy endur* sport sports challeng*",
    "rank": "luxur* premium exclusiv* elite prestig* status sophisticat* finest refined vip",
    "ease": "easy easi* simpl* help* effortless* support* convenien* quick* guide guides guided "
    "no-fuss step-by-step",
    "hurry": "now today hurry limited last-chance tonight soon ends",
}
_CHINESE = {
    "empowerment": "自信 勇敢 自由 梦想 成就 成功 掌控 做自己 潜力 突破 成长 主宰 力争",
    "money": "省 价 便宜 优惠 折 预算 划算 实惠 元 钱 性价比 返现 免费 立减",
    "features": "品质 质量 设计 材质 耐用 精准 可靠 科技 工艺 做工 认证 实测",
    "personal": "你 您 专属 定制 为你 量身",
    "looks": "美 优雅 光彩 时尚 漂亮 颜值 肌肤 年轻 显瘦 精致 迷人 靓",
    "care": "家 孩子 宝宝 妈妈 爸爸 父母 呵护 关爱 温馨 舒适 安心 温柔 陪伴 团圆",
    "strength": "强 力量 动力 速度 快 性能 硬核 冠军 挑战 运动 耐力 征服",
    "rank": "奢 高端 尊贵 尊享 臻 品位 身份 典藏 精英 限量",
    "ease": "轻松 简单 方便 省心 帮 便捷 一键 上手 无忧 省事",
    "hurry": "现在 今天 马上 立即 限时 抓紧 错过 最后 赶快 倒计时",
}


def themes_in(text: str, language: str) -> set[str]:
    """The themes of which a text holds a word; `language` is "en" or "zh"."""
    lowered = text.lower()
    return {key for key, words in _patterns(language).items() if words.search(lowered)}


@lru_cache(maxsize=2)
def _patterns(language: str) -> dict[str, re.Pattern[str]]:
    if language == "zh":
        return {key: re.compile("|".join(words.split())) for key, words in _CHINESE.items()}
    return {key: re.compile("|".join(map(_stem, words.split()))) for key, words in _ENGLISH.items()}


def _stem(word: str) -> str:
    """A word as a pattern: "sav*" begins a word, hyphens stand for spaces, signs stand alone."""
    bare = re.escape(word.rstrip("*")).replace(r"\-", r"[\s-]")
    if not word[0].isalpha():
        return bare
    return rf"\b{bare}" + ("" if word.endswith("*") else r"\b")
