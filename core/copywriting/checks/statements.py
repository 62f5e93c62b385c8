"""Whether a sentence states something of a product or tells a scene.

A short sentence with nobody in it, "Seven brushes in the box.", "九个口袋。", has nothing to
be about but the product: a number in it is a claim. In "The crew starts at six" or
"孩子睡了三年" somebody does something, and the number belongs to the picture.
"""

from __future__ import annotations

import re

_ENDS = ".!?。！？\n;；"
_WORDS = 9
_CHARACTERS = 16
_SOMEBODY = {
    "en": re.compile(
        r"\b(?:i|we|you|he|she|they|my|his|her|their|them|me|us|who|ago|later|was|were|had|did"
        r"|never|o'clock|if|when|then|before|after|until|till|past|no two|kids?|children|friends?"
        r"|people|guests?|dogs?|cats?|mum|dad|parents?|neighbou?rs?|colleagues?|strangers?|toes"
        r"|feet|hands|eyes|knees|cups? of tea|coffees?|sips|jokes?|answers?|questions?|reasons?"
        r"|letters|words|sentences?|chapters?|evenings|mornings|nights|sundays|winters|summers"
        r"|seasons|clocks?|stages|places|stops? ahead|kitchens?|rooms? later)\b",
        re.IGNORECASE,
    ),
    "zh": re.compile(
        "[你我他她您谁吗呢吧？?了过着]|孩子|宝宝|妈|爸|客户|朋友|邻居|同事|老人|今|昨|明[天早晚]|那|这|夜里|别"
        "|再|还[有剩差]|先|等|后|前|就|如果|件事|[三四五六七八九]问|第"
    ),
}
_FIGURE_OF_SPEECH = re.compile(
    r"^(?:one|same|no|zero)\b[^,]*,|, (?:one|zero|no|none|same|a single|all|plus one)\b|：|[\"“”‘]",
    re.IGNORECASE,
)
_PLURAL = re.compile(
    r"[ -](?:[a-z]+[ -]){0,2}?(?!is\b|was\b|has\b|as\b|this\b|us\b|its\b|across\b|unless\b|less\b)"
    r"[a-z]{2,}s\b",
    re.IGNORECASE,
)
_PLACED = re.compile(r"\b(?:between|at|than|no|any|these|those|past|after|before) $", re.IGNORECASE)
_MEASURE = re.compile(
    "(?:[个种款枚只支条片粒颗瓶盒袋箱套副双对台部册幅间层格档挡段级道重轮面色味位名大扇盏组城国家孔]"
    "|[芯核针圈件包罐门节口股]|把(?!手))(?!人|字|问题|晚上|早上|下午|月)"
)


def stated(text: str, span: tuple[int, int], language: str, most: int = 0) -> bool:
    """Whether the characters `span` stand in a short sentence that tells of nobody: of `most`
    words or Chinese characters, 0 for the usual length."""
    sentence, closed = _sentence(text, span)
    if closed in ("?", "？"):
        return False
    length = len(sentence.split()) if language == "en" else len(sentence)
    if length > (most or (_WORDS if language == "en" else _CHARACTERS)):
        return False
    return not (_SOMEBODY[language].search(sentence) or _FIGURE_OF_SPEECH.search(sentence))


def acted(text: str, span: tuple[int, int], language: str) -> bool:
    """Whether somebody acts in the sentence around the characters `span`."""
    return bool(_SOMEBODY[language].search(_sentence(text, span)[0]))


def counted(text: str, span: tuple[int, int], language: str) -> bool:
    """Whether a number counts things: a plural or a measure word follows it, and no word before
    it makes it a place or a choice ("between two slices")."""
    if language == "en" and _PLACED.search(text[: span[0]]):
        return False
    pattern = _PLURAL if language == "en" else _MEASURE
    return bool(pattern.match(text[span[1] : span[1] + 40]))


def _sentence(text: str, span: tuple[int, int]) -> tuple[str, str]:
    """The sentence around some characters, and the mark that ends it, "" at the end."""
    start = max(text.rfind(mark, 0, span[0]) for mark in _ENDS) + 1
    ends = [at for mark in _ENDS if (at := text.find(mark, span[1])) >= 0]
    end = min(ends, default=len(text))
    return text[start:end].strip(), text[end : end + 1]
