"""Engines without weights that answer at once and always the same: what tests run on."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence

from core.engines.types import (
    EMOTIONS,
    AspectReading,
    CopyRequest,
    EngineInfo,
    Reading,
    Sentiment,
)
from core.i18n import N_
from core.text import detect_language

_UNSURE_BELOW = 0.6
_SENTIMENTS: tuple[Sentiment, Sentiment, Sentiment] = ("negative", "neutral", "positive")
_FIRST_WORD = re.compile(r"[\u4e00-\u9fff]{1,2}|[^\W\d_]+")


class EchoWriter:
    """Says the brief back: the product with one of its facts, in a few turns of phrase."""

    info = EngineInfo(
        id="echo",
        kind="writer",
        name=N_("Echo"),
        description=N_("Repeats your brief. It loads nothing and answers at once."),
        licence="Apache-2.0",
        size_mb=0.0,
    )

    def propose(self, request: CopyRequest, count: int) -> Iterator[str]:
        """Up to `count` texts, all different; the seed decides where the round begins."""
        if request.language == "zh":
            turns = ("{p}，{f}。", "{f}，{p}。", "{p}：{f}。", "选{p}，{f}。", "{f}，就是{p}。")
        else:
            turns = ("{p}: {f}.", "{f}. {p}.", "{p}, {f}.", "Meet {p}: {f}.", "{f}, with {p}.")
        texts = [turn.format(p=request.product, f=f) for turn in turns for f in request.facts]
        texts = list(dict.fromkeys(texts))
        start = request.seed % len(texts) if texts else 0
        yield from (texts[start:] + texts[:start])[:count]


class EchoReader:
    """Reads a text by its thumbs, \U0001f44d against \U0001f44e, and without any by its digest.

    It knows no words: a test that wants a certain sentiment writes a thumb into the text.
    The first word of a text is the aspect it speaks of.
    """

    info = EngineInfo(
        id="echo-reader",
        kind="reader",
        name=N_("Echo reader"),
        description=N_("Reads thumbs, not words. It loads nothing and answers at once."),
        licence="Apache-2.0",
        size_mb=0.0,
    )
    version = "echo-reader-1"

    def read(self, texts: Sequence[str], language: str = "auto") -> list[Reading]:
        """One Reading per text; the same text is always read the same."""
        return [_read(text, language) for text in texts]


def _read(text: str, language: str) -> Reading:
    spoken = detect_language(text) if language == "auto" else language
    if not text.strip():
        return Reading(spoken, "neutral", 0.0, 0.0, True)
    digest = hashlib.sha256(text.encode("utf-8", "replace")).digest()
    balance = text.count("\U0001f44d") - text.count("\U0001f44e")
    if balance:
        sentiment: Sentiment = "positive" if balance > 0 else "negative"
        confidence = 0.95
    else:
        sentiment = _SENTIMENTS[digest[0] % 3]
        confidence = round(0.4 + digest[1] / 512, 4)
    polarity = {"negative": -confidence, "neutral": 0.0, "positive": confidence}[sentiment]
    word = _FIRST_WORD.search(text)
    aspects = (
        (AspectReading(word.group().lower(), sentiment, confidence, word.start(), word.end()),)
        if word
        else ()
    )
    return Reading(
        language=spoken,
        sentiment=sentiment,
        polarity=round(polarity, 4),
        confidence=confidence,
        unsure=confidence < _UNSURE_BELOW,
        emotion=EMOTIONS[digest[2] % len(EMOTIONS)],
        aspects=aspects,
    )
