"""Where copy appears, as data: limits, how they are counted, structure and manners.

The table is assets/channels.toml. A limit is the platform's or, where the platform allows
more than anybody reads, the house's; `source` says which, `checked_on` when it was looked up.
A workspace's own edits and additions lie on top of it (`own_channels`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any, Literal

from core.errors import NotFound
from core.i18n import N_
from core.settings import ASSETS
from core.text import display_width

Unit = Literal["characters", "words", "width", "segments"]
Structure = Literal[
    "line", "text", "headline_subhead", "title_body_tags", "email", "ad_set", "article"
]

NAMES = (
    N_("Slogan"),
    N_("Google headline"),
    N_("Google description"),
    N_("Google responsive search ad"),
    N_("Meta primary text"),
    N_("Instagram post"),
    N_("X post"),
    N_("LinkedIn post"),
    N_("E-mail subject"),
    N_("E-mail preheader"),
    N_("E-mail"),
    N_("Text message"),
    N_("Push notification"),
    N_("Product description"),
    N_("Shop listing title"),
    N_("Landing page hero"),
    N_("Blog introduction"),
    N_("Video script"),
    N_("Reply to a review"),
    N_("Search ad title"),
    N_("Search ad description"),
    N_("Xiaohongshu note"),
    N_("Weibo post"),
    N_("Moments post"),
    N_("WeChat article title"),
    N_("WeChat article introduction"),
    N_("Douyin script"),
    N_("Blog post"),
    N_("WeChat article"),
    N_("Long e-mail"),
)
"""Every name in the table, here for the catalogue."""

PARTS = (
    N_("headline"),
    N_("subhead"),
    N_("title"),
    N_("body"),
    N_("description"),
    N_("heading"),
    N_("section"),
)

# GSM 03.38 default alphabet and its extension table, whose characters count double.
_GSM7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM7_EXTENSION = frozenset("^{}\\[~]|€")


@dataclass(frozen=True)
class Part:
    """One labelled piece of a structured text, with its own limit in the channel's unit."""

    name: str
    limit: int
    unit: Unit
    count: int = 1


@dataclass(frozen=True)
class Channel:
    """One channel in one language.

    `limit` and `minimum` are counted by `unit` (None = none) over the whole text without its
    hashtags where `parts` exist. `hashtags` is the least and most number of tags, `emoji` the
    most emoji. `product` says whether the product name must appear. `like` is the trained
    channel whose copy is nearest, the channel's own id where there is training copy.
    `sections` is the least and most number of sections of a piece that is planned before it is
    written, None for one that is written in one go. `edited` says that the workspace changed a
    bundled channel, `own` that it added this one.
    """

    id: str
    language: Literal["en", "zh"]
    name: str
    unit: Unit
    limit: int | None
    minimum: int | None
    structure: Structure
    parts: tuple[Part, ...]
    hashtags: tuple[int, int]
    emoji: int
    product: Literal["required", "optional"]
    cta: bool
    long: bool
    scenes: bool
    from_brief: bool
    segments: int | None
    rules: frozenset[str]
    like: str
    source: str
    checked_on: str
    sections: tuple[int, int] | None = None
    edited: bool = False
    own: bool = False

    @property
    def trained(self) -> bool:
        """Whether there is training copy for the channel itself."""
        return self.like == self.id

    @property
    def learnt_length(self) -> Callable[[str], int] | None:
        """What measures the texts that "too long" teaches from: `count`; None where the parts
        alone have limits, or are written one by one, and so no length of the whole is learnt."""
        by_parts = bool(self.sections) or (bool(self.parts) and not self.limit)
        return None if by_parts else self.count

    def to_dict(self) -> dict[str, Any]:
        """Plain data that `from_dict` reads back."""
        return asdict(self) | {"rules": sorted(self.rules)}

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> Channel:
        """A channel from a row of the table or from `to_dict`."""
        return _channel(row)

    def count(self, text: str) -> int:
        """How long the text is in the channel's unit; line breaks do not count."""
        return measure(text, self.unit)


def measure(text: str, unit: Unit) -> int:
    """The length of a text: characters, words split at spaces, columns, or SMS segments."""
    if unit == "words":
        return len(text.split())
    if unit == "segments":
        return sms_segments(text)
    line = text.replace("\n", "")
    return display_width(line) if unit == "width" else len(line)


def sms_segments(text: str) -> int:
    """Messages a carrier bills: 160 GSM-7 or 70 UCS-2 units alone, 153 or 67 when joined.

    Source: 3GPP TS 23.038 (alphabets) and TS 23.040 (joined messages).
    """
    if all(char in _GSM7 or char in _GSM7_EXTENSION for char in text):
        units = sum(2 if char in _GSM7_EXTENSION else 1 for char in text)
        alone, joined = 160, 153
    else:
        units = len(text.encode("utf-16-le")) // 2
        alone, joined = 70, 67
    return 1 if units <= alone else -(-units // joined)


def bundled(language: str) -> tuple[Channel, ...]:
    """Every channel of a language as it came, those that need more than a brief too."""
    return tuple(entry for entry in _table() if entry.language == language)


def channels(language: str) -> tuple[Channel, ...]:
    """The channels of a language that a brief alone can be written for, in reading order."""
    return tuple(entry for entry in _table() if entry.language == language and entry.from_brief)


def channel(id: str, language: str) -> Channel:
    """One channel. Raises NotFound, naming those there are."""
    for entry in _table():
        if entry.id == id and entry.language == language:
            return entry
    raise NotFound(
        N_("There is no channel “{name}” in this language."),
        N_("Choose one of: {known}."),
        name=id[:60],
        known=tuple(entry.id for entry in channels(language)),
    )


@lru_cache(maxsize=1)
def _table() -> tuple[Channel, ...]:
    with (ASSETS / "channels.toml").open("rb") as file:
        return tuple(_channel(row) for row in tomllib.load(file)["channel"])


def _channel(row: Mapping[str, Any]) -> Channel:
    low, high = row.get("hashtags") or (0, 0)
    sections = row.get("sections")
    unit = row.get("unit", "characters")
    return Channel(
        id=row["id"],
        language=row["language"],
        name=row["name"],
        unit=unit,
        limit=row.get("limit"),
        minimum=row.get("minimum"),
        structure=row.get("structure", "text"),
        parts=tuple(
            Part(part["name"], part["limit"], part.get("unit", unit), part.get("count", 1))
            for part in row.get("parts", ())
        ),
        hashtags=(low, high),
        emoji=row.get("emoji", 0),
        product=row.get("product", "required"),
        cta=row.get("cta", False),
        long=row.get("long", False),
        scenes=row.get("scenes", False),
        from_brief=row.get("from_brief", True),
        segments=row.get("segments"),
        rules=frozenset(row.get("rules", ())),
        like=row.get("like", row["id"]),
        source=row["source"],
        checked_on=row["checked_on"],
        sections=(sections[0], sections[1]) if sections else None,
        edited=row.get("edited", False),
        own=row.get("own", False),
    )
