"""What a thumb down names in so many words: a mark, a question, the length, a word."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.feedback.style_words import EMOJI
from core.i18n import N_
from core.text import longest_shared, sentences
from core.vocabulary.stopwords import STOPWORDS

LENGTH = "length"
TAGS = "hashtags"
WORD = "word:"
"""A lesson against a wording is called so and the wording in lower case."""


@dataclass(frozen=True)
class Dislike:
    """One thing a comment may name: how comments say it, where texts have it, the sentence for
    the person and the order to a writer in each language."""

    said: re.Pattern[str]
    shown: re.Pattern[str]
    note: str
    order: dict[str, str]
    opening: bool = False

    def in_text(self, text: str) -> bool:
        """Whether a text has it."""
        if self.opening:
            first = next(iter(sentences(text)), "")
            return bool(self.shown.search(first))
        return bool(self.shown.search(text))


def _any(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_QUESTION = r"question|问句|问号|反问|设问|提问|疑问"
DISLIKES = {
    "exclamation": Dislike(
        _any(r"exclamation|exclaim|\bshout|[!！]{2,}|[“\"'‘「][!！][”\"'’」]|感叹|叹号|惊叹"),
        _any("[!！]"),
        N_("Avoids exclamation marks. Thumbs down: {votes}."),
        {"en": "Use no exclamation marks.", "zh": "不用感叹号。"},
    ),
    "opening question": Dislike(
        _any(
            rf"(?:open|start|begin|first|lead|head).{{0,40}}(?:{_QUESTION})"
            rf"|(?:{_QUESTION}).{{0,30}}(?:open|start|begin|first|lead)"
            rf"|(?:开头|开场|开篇|第一句|首句|起头).{{0,12}}(?:{_QUESTION}|问)"
            rf"|(?:{_QUESTION}|问).{{0,8}}(?:开头|开场|开篇|起头)"
        ),
        _any(r"[?？]"),
        N_("Avoids opening with a question. Thumbs down: {votes}."),
        {"en": "Do not open with a question.", "zh": "不要用问句开头。"},
        opening=True,
    ),
    "question": Dislike(
        _any(_QUESTION),
        _any(r"[?？]"),
        N_("Avoids questions. Thumbs down: {votes}."),
        {"en": "Ask no questions.", "zh": "不用问句。"},
    ),
    "emoji": Dislike(
        _any(r"emoji|emoticon|smiley|表情"),
        EMOJI,
        N_("Avoids emoji. Thumbs down: {votes}."),
        {"en": "Use no emoji.", "zh": "不用表情符号。"},
    ),
    TAGS: Dislike(
        _any(r"hash ?tags?|话题标签|标签"),
        _any(r"#\w"),
        N_("Avoids hashtags. Thumbs down: {votes}."),
        {"en": "Use no hashtags.", "zh": "不用话题标签。"},
    ),
    "price": Dislike(
        _any(r"\bpric(?:e|es|ing)\b|价格|价钱|报价|标价"),
        _any(r"[$£€¥￥]\s?\d|\d\s*(?:[$£€¥￥]|元|块钱|dollars?|euros?|pounds?)"),
        N_("Avoids naming the price. Thumbs down: {votes}."),
        {"en": "Do not name the price.", "zh": "不提价格。"},
    ),
}
_TOO_LONG = _any(
    r"(?:too|very|so|rather|a bit|quite) (?:long|wordy|verbose)|\bshort(?:er|en)\b"
    r"|long-winded|\bwordy\b"
    r"|太长|过长|长了|偏长|短一点|短些|短点|更短|缩短|精简|啰嗦|罗嗦|冗长"
)
# "Not too long, but dull" is no wish for less; "not too long, please" is one.
_NOT_TOO_LONG = _any(
    r"(?:\bnot|\bnever|n['’]t)\s+(?:really |even |exactly |actually )?"
    r"(?:too|very|rather|quite) (?:long|wordy|verbose)(?!.{0,12}\bplease)"
    r"|\b(?:(?:is|are|was|were|it['’]s|that['’]s) not|(?:is|are|was|were)n['’]t)\s+"
    r"(?:really |even |exactly |actually )?(?:so (?:long|wordy|verbose)|long-winded|wordy)"
    r"|(?:\bnot|\bnever|n['’]t|\bno need to)\s+(?:be |make it |get |any )?short(?:er|en)\b"
    r"|(?:不算|不是|不觉得|并不|并非|也不|倒不|没有?|不)(?:太|过于|过|偏|很|那么|怎么)?"
    r"(?:长|啰嗦|罗嗦|冗长)"
    r"|(?:不用|不必|无需|不需要|不要)(?:再|更)?(?:缩短|精简|短)[一些]?点?"
)
_WISHED = _any(
    r"\b(?:more|add|needs?|missing|should (?:have|say|mention|use|name|be)|could use|want)\b"
    r"|缺|加上|加个|多用|应该有|需要"
)
_DENIED = _any(
    r"\b(?:no|not|never|without|avoid|stop|don['’]?t|hate|drop|fewer|less|too many)\b"
    r"|不|别|去掉|删|少|讨厌"
)
_QUOTED = re.compile(
    "[\"“”「『‘《]([^\"“”「」『』’《》]{1,40})[\"“”」』’》]|(?<!\\w)'([^']{2,40})'(?!\\w)"
)
_FRAMED = _any(
    r"\b(?:the (?:word|phrase|term|expression)|say(?:s|ing)?|us(?:e|es|ing)|mention(?:s|ing)?"
    r"|no more|not|no|without|avoid|drop|remove|stop|hate|dislike|lose)\s+"
    r"(?:the |a |an |word |words |phrase |term |expression |more )*([a-z][a-z'’-]+)"
)
_HAN_FRAME = re.compile(
    r"(?:不要|别|不想|不喜欢|讨厌|避免|去掉|删掉|删除|少用|不用|禁用|不该|不能)"
    r"(?:再|总|老)?(?:出现|使用|用|说|写|提|看到|有)?"
)
_ABOUT_COPY = re.compile(
    r"感叹号|叹号|问句|问号|开头|结尾|这个|那个|字眼|词语|词汇|句子|文案|语气|太|了|的|词|字|感觉"
    r"|听起来|读起来"
)
_LATIN = re.compile(r"[a-z][a-z'’-]{3,}")
_HAN = re.compile(r"[\u3400-\u9fff]{2,}")
# Words that speak about copy in a comment, and so are seldom what is disliked in it.
_TALK = re.compile(
    "about|again|also|boring|brand|copy|draft|dull|exclamation|feels?|first|hate|like|line|long"
    "|made|make|marks?|more|much|needs?|open|opening|please|questions?|reads?|really|remove"
    "|sentences?|short|shorter|should|sounds?|starts?|text|that|them|this|tone|using|want|wording"
    "|words?|write|writing|wrong|your"
)


def named(comment: str, reason: str, text: str, product: str, given: str) -> tuple[str, ...]:
    """The lessons that a thumb down on a text names: keys of DISLIKES that the text shows,
    LENGTH, or WORD and a wording of the text. `given` is the text of the brief, lower case,
    whose words are disliked only when quoted or pointed at ("the word …"); the product's name
    never is.
    """
    found: list[str] = [LENGTH] if reason == "too_long" else []
    low = comment.lower()
    if not low.strip():
        return tuple(found)
    denied, wished = bool(_DENIED.search(low)), bool(_WISHED.search(low))
    for key, dislike in DISLIKES.items():
        if key == "question" and "opening question" in found:
            continue
        said = dislike.said.search(low)
        # A comment on what the text does not have, as "no word of the price", misses it there.
        if said and not (wished and not denied) and dislike.in_text(text):
            found.append(key)
    if _TOO_LONG.search(_NOT_TOO_LONG.sub(" ", low)):
        found.append(LENGTH)
    if not (wished and not denied):
        words = _wordings(low, text.lower(), product.lower(), given)
        found += [WORD + word for word in words]
    return tuple(dict.fromkeys(found))


def holds(text: str, wording: str) -> bool:
    """Whether a text holds a wording, letter case aside: as words of its own (plain endings
    allowed) where it is Latin, anywhere where it is Chinese."""
    low = text.lower()
    if wording not in low:
        return False
    edges = [r"(?<![a-z0-9])" if wording[0].isascii() and wording[0].isalnum() else ""]
    edges.append(
        r"(?:['’]s|e?s|ed|ing|ly)?(?![a-z0-9])"
        if wording[-1].isascii() and wording[-1].isalnum()
        else ""
    )
    return re.search(edges[0] + re.escape(wording) + edges[1], low) is not None


def _wordings(comment: str, text: str, product: str, given: str) -> list[str]:
    quoted = [(one or other).strip() for one, other in _QUOTED.findall(comment)]
    rest = _QUOTED.sub(" ", comment)
    meant = [word for word in quoted if re.search(r"\w", word)]
    sure = [word.strip("-'’") for word in _FRAMED.findall(rest) if not _TALK.fullmatch(word)]
    for frame in _HAN_FRAME.finditer(rest):
        sure.append(_shared(_ABOUT_COPY.sub(" ", rest[frame.end() :]), text))
    loose: list[str] = []
    if not quoted:
        loose = [w for w in _LATIN.findall(rest) if not (_TALK.fullmatch(w) or w in STOPWORDS)]
        loose.append(_shared(_ABOUT_COPY.sub(" ", _HAN_FRAME.sub(" ", rest)), text))
    words = meant + [word for word in sure if word and word not in STOPWORDS]
    words += [word for word in loose if word and word not in given]
    return [
        word
        for word in dict.fromkeys(words)
        if word not in product and len(word) > 1 and holds(text, word)
    ]


def _shared(comment: str, text: str) -> str:
    """The longest run of two or more Chinese characters that comment and text share."""
    return max((longest_shared(run, text) for run in _HAN.findall(comment)), key=len, default="")
