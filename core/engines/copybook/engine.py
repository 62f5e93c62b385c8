"""The copybook: a writer that needs no weights."""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from core.engines.copybook import chinese, english, english_forms
from core.engines.copybook.bare_briefs import empty_slots, with_category, with_invitation
from core.engines.copybook.benefits import Benefit, meanings, read_benefits
from core.engines.copybook.english_words import word_set
from core.engines.copybook.frames import Bank, Filler, Frame, join_banks, read_bank, without
from core.engines.copybook.kinds import Type, is_grave, type_of
from core.engines.copybook.piece_parts import is_part, write_part
from core.engines.copybook.rank import Candidate, choose
from core.engines.copybook.replies import write_reply
from core.engines.copybook.scenes import HEAD, SCENE, Scene, bank_of, read_kinds, scenes_of
from core.engines.types import BUNDLED_WRITER, TONES, CopyRequest, EngineInfo
from core.i18n import N_

FOLDER = Path(__file__).resolve().parents[3] / "assets" / "models" / "copybook"
_FEWEST_TRIES = 120
_ENOUGH = 4
# Tries for each text asked for: many of the first dozens are good, so more bring less.
_TRIES_PER_TEXT = 24
_TRIES_PER_FURTHER_TEXT = 6
_FIRST_TEXTS = 24

# Least and most units of the training channels, used where the request names no limit.
_LENGTHS: dict[str, dict[str, tuple[int, int, str]]] = {
    "en": {
        "slogan": (2, 8, "words"),
        "google_headline": (1, 30, "characters"),
        "google_description": (35, 90, "characters"),
        "product_description": (36, 80, "words"),
        "instagram": (22, 60, "words"),
        "x_post": (40, 240, "characters"),
        "linkedin": (45, 90, "words"),
        "email_subject": (8, 50, "characters"),
        "email_body": (60, 115, "words"),
        "sms": (30, 150, "characters"),
        "push": (24, 120, "characters"),
        "ecommerce_title": (24, 80, "characters"),
        "landing_hero": (8, 32, "words"),
        "blog_intro": (48, 92, "words"),
    },
    "zh": {
        "slogan": (4, 14, "characters"),
        "search_title": (6, 25, "characters"),
        "search_description": (16, 40, "characters"),
        "product_description": (52, 124, "characters"),
        "xiaohongshu": (80, 200, "characters"),
        "weibo": (30, 120, "characters"),
        "moments": (12, 60, "characters"),
        "wechat_title": (6, 28, "characters"),
        "douyin_script": (70, 125, "characters"),
        "email_subject": (5, 22, "characters"),
        "email_body": (72, 165, "characters"),
        "sms": (20, 65, "characters"),
        "push": (12, 50, "characters"),
        "blog_intro": (76, 145, "characters"),
    },
}
LONG = word_set(
    """
    product_description instagram linkedin email_body blog_intro xiaohongshu weibo
    douyin_script
    """
)

_NAMED = frozenset({"ecommerce_title"})


class Voice(Protocol):
    """The slots of one text in one language; `used` are the facts told, `meant` the glosses."""

    used: list[str]
    meant: set[str]

    def slot(self, name: str, argument: str) -> str | None:
        """The text of a slot, or None where the brief has nothing for it."""
        ...


@dataclass(frozen=True)
class _Plan:
    """What all tries for one request share."""

    request: CopyRequest
    channel: str
    tone: str
    type_: Type
    bank: Bank
    benefits: dict[str, list[Benefit]]
    least: int
    usual: int
    most: int
    unit: str


class Copybook:
    """Writes copy from phrase patterns: always there, loads in milliseconds, invents nothing."""

    info = EngineInfo(
        id=BUNDLED_WRITER,
        kind="writer",
        name=N_("Copybook"),
        description=N_(
            "Sets your facts into sentences of the house's own making. "
            "Plain and quick, with no model behind it."
        ),
        licence="Apache-2.0",
        size_mb=0.1,
        speed=N_("Eight variants in a fraction of a second"),
        obeys=frozenset({"tone", "exemplars", "avoid", "keywords", "seed", "length", "parts"}),
        ample=True,
    )

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder

    def propose(self, request: CopyRequest, count: int) -> Iterator[str]:
        """Yield up to `count` different texts, best first; fewer where fewer are good.

        For the channel "review_reply" it is a reply, see `write_reply`.
        The same request brings the same texts. Every fact is told at most once in a text
        and nothing is said of the product that the request does not say.
        """
        if count < 1 or not request.product.strip():
            return
        if request.channel == "review_reply":
            yield from write_reply(request, count)
            return
        if is_part(request.channel):
            yield from self._part(request, count)
            return
        plan = self._plan(request)
        candidates = _of_usual_length(list(self._candidates(plan, count)), plan, count)
        for candidate in choose(candidates, request, count, plan.channel in LONG):
            yield candidate.text

    def _plan(self, request: CopyRequest) -> _Plan:
        language = request.language
        request = with_category(request, self._folder)
        scenes = scenes_of(request.category, read_kinds(self._folder / f"scenes-{language}.txt"))
        bank = _bank(self._folder, language, empty_slots(request), scenes)
        like = request.options.get("like", "")
        channel = next((c for c in (request.channel, like) if c in bank), "product_description")
        least, most, unit = _LENGTHS[language][channel]
        same = request.unit == unit and channel == request.channel
        usual = least if same else 0
        if request.max_units is not None or request.min_units is not None:
            least = request.min_units if request.min_units is not None else usual
            most = request.max_units if request.max_units is not None else (most if same else 9999)
            unit = request.unit
        tone, type_ = _manner(request)
        return _Plan(
            request=request,
            channel=channel,
            tone=tone,
            type_=type_,
            bank=bank,
            benefits=meanings(
                request.facts, type_, read_benefits(self._folder / f"benefits-{language}.txt")
            ),
            least=min(least, most),
            usual=usual,
            most=most,
            unit=unit,
        )

    def _part(self, request: CopyRequest, count: int) -> Iterator[str]:
        manner = _manner(request)
        bank = read_bank(self._folder / f"articles-{request.language}.txt")
        entries = read_benefits(self._folder / f"benefits-{request.language}.txt")
        meant = meanings(request.facts, manner[1], entries)
        yield from write_part(request, bank, manner, meant, count)

    def _candidates(self, plan: _Plan, count: int) -> Iterator[Candidate]:
        seen: set[str] = set()
        for number in range(_tries(count)):
            rng = random.Random(f"{_digest(plan.request)}/{number}")
            candidate = self._try(plan, rng)
            if candidate and candidate.text not in seen:
                seen.add(candidate.text)
                yield candidate

    def _try(self, plan: _Plan, rng: random.Random) -> Candidate | None:
        english_text = plan.request.language == "en"
        make = english.English if english_text else chinese.Chinese
        request = with_invitation(plan.request, plan.bank, plan.tone, plan.type_, rng)
        voice: Voice = make(request, plan.type_, rng, plan.benefits)
        filler = Filler(plan.bank, plan.tone, plan.type_, rng, voice.slot)
        frame = filler.choose(plan.channel)
        raw = filler.fill(frame) if frame else None
        if raw is None:
            return None
        finish = english_forms.finish if english_text else chinese.finish
        text = finish(raw, plan.request, plan.channel)
        if not plan.least <= _length(text, plan.unit) <= plan.most or _avoided(text, plan.request):
            return None
        if not _well_formed(text, plan):
            return None
        shapes = tuple(_key(taken) for taken in filler.taken)
        return Candidate(text, shapes, tuple(voice.used), len(voice.meant), rng.random())


def _of_usual_length(found: list[Candidate], plan: _Plan, count: int) -> list[Candidate]:
    """Without the texts shorter than is usual on the channel, where enough are left: they are
    for a brief that has little to say."""
    enough = [c for c in found if _length(c.text, plan.unit) >= plan.usual]
    return enough if len(enough) >= min(count, _ENOUGH) else found


@lru_cache(maxsize=32)
def _bank(folder: Path, language: str, empty: frozenset[str], scenes: tuple[Scene, ...]) -> Bank:
    """The shapes of a language that a brief with these slots empty and these scenes can fill."""
    whole = join_banks(
        read_bank(folder / f"frames-{language}.txt"),
        read_bank(folder / f"patterns-{language}.txt"),
        bank_of(scenes),
    )
    return without(whole, empty if scenes else empty | {HEAD, SCENE})


def _manner(request: CopyRequest) -> tuple[str, Type]:
    """The tone and the type of product a text is written in and for."""
    tone = request.tone if request.tone in TONES else "friendly"
    type_ = type_of(request.category, request.language)
    if is_grave(request.category, request.product, *request.keywords):
        tone = tone if tone in {"minimal", "inspiring"} else "trustworthy"
        type_ = "service" if type_ in {"goods", "food"} else type_
    return tone, type_


def _well_formed(text: str, plan: _Plan) -> bool:
    """Whether a text has what its channel must have beyond its length."""
    sentences = [part for part in re.split(r"[.!?。！？\n]+\s*", text) if len(part) > 3]
    if len(sentences) != len(set(sentences)):
        return False
    if plan.request.channel in _NAMED and plan.request.product not in text:
        return False
    if plan.channel == "landing_hero":
        head, _, rest = text.partition("\n")
        return len(head.split()) <= 8 and 0 < len(rest.split()) <= 22
    return True


def _tries(count: int) -> int:
    """How many texts are tried where `count` are asked for."""
    first = min(count, _FIRST_TEXTS)
    tries = first * _TRIES_PER_TEXT + (count - first) * _TRIES_PER_FURTHER_TEXT
    return max(_FEWEST_TRIES, tries)


def _key(frame: Frame) -> str:
    return f"{frame.section}:{frame.shape}"


def _length(text: str, unit: str) -> int:
    return len(text.split()) if unit == "words" else len(text.replace("\n", ""))


def _avoided(text: str, request: CopyRequest) -> bool:
    """Whether the text holds a wording that was asked not to come again."""
    low = " ".join(text.casefold().split())
    return any(
        phrase and phrase in low
        for phrase in (" ".join(p.casefold().split()) for p in request.avoid)
    )


def _digest(request: CopyRequest) -> str:
    """The same string for the same request in every process."""
    parts = (
        request.language,
        request.channel,
        request.product,
        *request.facts,
        request.category,
        request.tone,
        str(request.seed),
    )
    return hashlib.sha1("\x1f".join(parts).encode()).hexdigest()
