"""What the network reads before it writes: the brief as a prefix, then the order as a head.

    [en] [tone] product [category] … [fact] … [fact] … [audience] … [offer] … [cta] … [keywords] …
    [rewrite] [ask] [channel] [given] … [like] …   [length] [go]   the text   [end]

The prefix sees itself both ways; head and text see what is before them.
"""

from __future__ import annotations

import bisect
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.engines.house.slots import Slots, without_signs
from core.engines.types import TONES, CopyRequest

CHANNELS = (
    "slogan",
    "google_headline",
    "google_description",
    "product_description",
    "instagram",
    "x_post",
    "linkedin",
    "email_subject",
    "email_body",
    "sms",
    "landing_hero",
    "blog_intro",
    "search_title",
    "search_description",
    "xiaohongshu",
    "weibo",
    "moments",
    "wechat_title",
    "douyin_script",
)
ASKS = (
    "shorter",
    "longer",
    "warmer",
    "formal",
    "concrete",
    "less_hype",
    "simpler",
    "playful",
    "stronger_cta",
    "calmer_punctuation",
    "other_audience",
    "fix_untrue",
    "fix_law",
    "less_dull",
)
TASKS = ("rewrite", "reply", "outline", "section", "title", "meta", "plain")
FIELDS = ("name", "category", "fact", "audience", "offer", "cta", "keywords", "review", "policy")
LENGTHS = (3, 5, 7, 9, 12, 15, 19, 24, 30, 38, 48, 60, 76, 96, 120, 150)
"""Edges of the length buckets, in tokens of the text."""

END, GO, GIVEN, LIKE = "[end]", "[go]", "[given]", "[like]"
CONTROLS = (
    END,
    GO,
    GIVEN,
    LIKE,
    "[en]",
    "[zh]",
    *(f"[{name}]" for name in FIELDS),
    *(f"[tone:{name}]" for name in TONES),
    *(f"[channel:{name}]" for name in CHANNELS),
    *(f"[{name}]" for name in TASKS),
    *(f"[ask:{name}]" for name in ASKS),
    *(f"[length:{i}]" for i in range(len(LENGTHS) + 1)),
)
"""Tokens that steer and never show; their ids follow those of the pieces, in this order."""

MOST_PREFIX, MOST_GIVEN, MOST_TEXT = 160, 160, 184
MOST_FIELD = 44
POSITIONS = MOST_PREFIX + MOST_GIVEN + MOST_TEXT + 8

_WANTED_FIRST = ("name", "review", "policy", "category", "fact", "offer", "cta", "audience")


@dataclass(frozen=True)
class Context:
    """A brief in words: its language, tone and fields (name of the field, text), with slots."""

    language: str
    tone: str
    fields: tuple[tuple[str, str], ...]
    slots: Slots

    @property
    def chinese(self) -> bool:
        return self.language == "zh"


def length_bucket(tokens: int) -> str:
    """The control that stands for a text of so many tokens."""
    return f"[length:{bisect.bisect_left(LENGTHS, tokens)}]"


def context_of(request: CopyRequest) -> Context:
    """The brief of a request; where it names no category, the product's name says what it is."""
    comma = "、" if request.language == "zh" else ", "
    fields = [("category", request.category or request.product)]
    fields += [("fact", fact) for fact in request.facts]
    fields += [("audience", request.audience), ("offer", request.offer), ("cta", request.cta)]
    fields.append(("keywords", comma.join(request.keywords)))
    tone = request.tone if request.tone in TONES else "friendly"
    return make_context(request.language, tone, request.product, fields)


def make_context(
    language: str, tone: str, product: str, fields: Sequence[tuple[str, str]]
) -> Context:
    """A context whose slots hold the numbers of all its fields; empty fields are left out."""
    kept = tuple((name, without_signs(text)) for name, text in fields if text.strip())
    return Context(language, tone, kept, Slots.of(product, (text for _, text in kept)))


def prefix_ids(
    control: Callable[[str], int],
    language: str,
    tone: str,
    name: Sequence[int],
    fields: Sequence[tuple[str, Sequence[int]]],
) -> list[int]:
    """Token ids of a prefix of at most MOST_PREFIX tokens.

    `fields` stand in their order, each cut to MOST_FIELD tokens but for a review, which may
    have all the room; what does not fit is left out, keywords and audience first.
    """
    ids = [control(f"[{language}]"), control(f"[tone:{tone}]"), *name]
    room = MOST_PREFIX - len(ids)
    parts: dict[int, list[int]] = {}
    wanted = {name: rank for rank, name in enumerate(_WANTED_FIRST)}
    order = sorted(range(len(fields)), key=lambda i: (wanted.get(fields[i][0], 99), i))
    for i in order:
        field, text = fields[i]
        most = MOST_PREFIX if field == "review" else MOST_FIELD
        part = [control(f"[{field}]"), *text[:most]][:room]
        if len(part) > 1:
            parts[i] = part
            room -= len(part)
    return ids + [id for i in sorted(parts) for id in parts[i]]


def head_ids(
    control: Callable[[str], int],
    order: Sequence[str],
    given: Sequence[int] = (),
    like: Sequence[int] = (),
) -> list[int]:
    """Token ids of a head without its length: the order's controls, then the texts given."""
    ids = [control(name) for name in order]
    room = MOST_GIVEN - len(ids)
    if given:
        ids += [control(GIVEN), *given[: room - 1]]
        room = MOST_GIVEN - len(ids)
    if like and room > 1:
        ids += [control(LIKE), *like[: room - 1]]
    return ids


def order_of(channel: str, like: str = "") -> tuple[str, ...]:
    """The order to write for a channel, by the nearest one that the network knows."""
    known = next((name for name in (channel, like) if name in CHANNELS), "product_description")
    return (f"[channel:{known}]",)
