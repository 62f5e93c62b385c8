"""Words that set a tone, in both languages, one pattern for each tone."""

from __future__ import annotations

import re


def _pattern(english: str, chinese: str) -> re.Pattern[str]:
    words = "|".join(re.escape(word).replace("_", " ") for word in english.split())
    han = "|".join(re.escape(word) for word in chinese.split())
    return re.compile(rf"\b(?:{words})\b|{han}" if han else rf"\b(?:{words})\b", re.IGNORECASE)


EMOJI = re.compile(r"[\u2600-\u27bf\U0001f300-\U0001faff]")

PERSONS = {
    "you": _pattern("you your yours yourself you're you'll you’re you’ll", "你 您"),
    "we": _pattern("we our ours us we're we'll we’re", "我们 咱"),
    "I": _pattern("i my me mine i'm i’m", "我"),
    "they": _pattern("they their them people everyone everybody", "他们 大家 人人 朋友"),
}

LEXICONS = {
    "warmth": _pattern(
        "love loved care caring gentle gently warm warmth kind friend friends home family cosy "
        "cozy together hug comfort smile happy glad dear welcome soft softly easy thank heart "
        "enjoy company breathe rest relax calm treat favourite favorite share hope kindly along",
        "温柔 温暖 陪 家 朋友 舒服 安心 放心 喜欢 爱 抱抱 轻轻 慢慢 暖 笑 开心 懂你 好好 歇 "
        "贴心 体贴 放松 享受 自在 幸福 家人 分享 伴 轻松 心里",
    ),
    "urgency": _pattern(
        "now today hurry last soon quick quickly until only before limited tonight don't_wait",
        "现在 立即 马上 赶紧 赶快 限时 抢 今天 最后 快来 只剩 仅 前",
    ),
    "senses": _pattern(
        "taste smell scent crisp smooth quiet bright sweet fresh cold hot cool rich silky light",
        "香 甜 脆 滑 清爽 安静 亮 新鲜 凉 热 软 浓 淡 轻 暖",
    ),
    "time of day": _pattern(
        "morning evening night dawn noon afternoon weekend breakfast dinner lunch bedtime",
        "早上 早晨 清晨 晚上 夜 傍晚 周末 中午 下午 早餐 晚饭",
    ),
    "invitation": _pattern(
        "see try get meet come take start choose find shop order join ask say book look pick bring "
        "discover visit give let let's let’s imagine picture",
        "来 试试 看看 去看 了解 选 带上 领 加入 预约 认识 不如 让",
    ),
    "negation": _pattern(
        "no not never without nothing none don't isn't won't can't doesn't don’t isn’t won’t",
        "不 没 无需 别 未",
    ),
    "contrast": _pattern("but yet instead however still though while", "但 却 可是 不过 而是 反而"),
    "play": _pattern(
        "fun play joke laugh wink mischief party dance secret surprise guess psst hello hey hi",
        "好玩 有趣 哈哈 悄悄 秘密 惊喜 嗨 你好 偷偷 猜",
    ),
    "particles": _pattern("oh well just so simply really quite", "吧 呢 啦 呀 哦 嘛 啊 就 刚刚好"),
    "proof": _pattern(
        "tested measured certified exactly precisely made built designed lab data proven reason",
        "实测 认证 精确 设计 专为 做工 工艺 原因 参数",
    ),
    "luxury": _pattern(
        "quiet elegant refined fine craft crafted timeless rare private detail considered",
        "雅 考究 精致 匠 质感 从容 细节 品味 讲究",
    ),
    "choice": _pattern(
        "if when whether choosing looking picking deciding", "如果 要是 选 挑 找 想要"
    ),
    "habit": _pattern(
        "every day days daily always usual habit routine ordinary week",
        "每天 日常 习惯 每一 一天 日子",
    ),
}
