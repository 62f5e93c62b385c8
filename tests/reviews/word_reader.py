"""A reader that knows a handful of words, and a shop's reviews to read."""

from __future__ import annotations

from collections.abc import Sequence

from core.engines.types import AspectReading, EngineInfo, Reading
from core.errors import EngineFailed

GOOD = ("good", "love", "好", "快")
BAD = ("bad", "awful", "差", "慢")
ASPECTS = ("delivery", "quality", "物流", "质量")


class WordReader:
    """Praise and complaint by a handful of words; every text it reads is kept in `seen`."""

    def __init__(self, version: str = "words-1", id: str = "words") -> None:
        self.info = EngineInfo(id, "reader", "Word reader", "")
        self.version = version
        self.seen: list[str] = []
        self.fails_at: int | None = None

    def read(self, texts: Sequence[str], language: str = "auto") -> list[Reading]:
        if self.fails_at is not None and len(self.seen) + len(texts) > self.fails_at:
            raise EngineFailed("{engine} is gone.", "Choose another.", engine=self.info.name)
        self.seen += texts
        return [_read(text) for text in texts]


def _read(text: str) -> Reading:
    balance = sum(w in text for w in GOOD) - sum(w in text for w in BAD)
    label = "positive" if balance > 0 else "negative" if balance < 0 else "neutral"
    found = [(text.find(word), word) for word in ASPECTS if word in text]
    aspects = tuple(AspectReading(w, label, 0.9, at, at + len(w)) for at, w in found)
    emotion = {"positive": "joy", "negative": "anger", "neutral": "neutral"}[label]
    return Reading("en", label, float(balance) / 4, 0.9, not balance, emotion, aspects)


class Engines:
    """An engine source with one chosen reader and one to fall back on."""

    def __init__(self) -> None:
        self.chosen = WordReader()
        self.bundled = WordReader("bundled-1", "bundled-reader")

    def reader(self, id: str | None = None, workspace: int = 1) -> WordReader:
        return self.bundled if id == "bundled-reader" else self.chosen

    def describer(self) -> WordReader:
        return self.bundled

    def writer(self, id: str | None = None, workspace: int = 1) -> None:
        raise NotImplementedError


SHOP = (
    "day,stars,product,shop,user,text",
    "2026-07-01,5,Kettle,web,u1,good quality and good delivery",
    "2026-07-02,1,Kettle,web,u2,bad delivery",
    "2026-07-15,3,Lamp,app,u3,it is a lamp",
    "2026-08-01,5,Lamp,app,u4,love it",
    "2026-08-02,4,Lamp,app,u5,质量很好，物流也快",
    "2026-08-03,1,Kettle,web,u6,物流太慢，很差",
    ",2,Kettle,web,u7,awful and undated",
)
