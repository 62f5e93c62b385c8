"""What an engine is asked for, made from a brief, a brand, a persona and the lessons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.copywriting.brands import Brand
from core.copywriting.brief import Brief
from core.copywriting.channels import Channel
from core.copywriting.checks.law import forbidden
from core.copywriting.draft import Note
from core.copywriting.voice import Voice
from core.engines.types import CopyRequest
from core.errors import InputRejected
from core.feedback import Lessons
from core.i18n import N_

MOST_EXEMPLARS = 6
_INSTRUCTION = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:rules?|instructions?|prompts?|above|previous)\b"
    r"|\b(?:system prompt|you are now|as an? (?:ai|language model))\b"
    r"|(?:忽略|无视|忘记|忘掉|不要管|绕过).{0,20}(?:规则|指令|提示|要求|限制)|系统提示",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class WriteOrder:
    """One request for drafts with everything it needs, decided before the first is written."""

    brief: Brief
    brief_id: int
    channel: Channel
    count: int
    seed: int
    repeatable: bool
    engine: str | None
    persona_id: int | None
    brand: Brand | None
    lessons: Lessons
    request: CopyRequest
    notes: tuple[Note, ...]
    id: str

    @property
    def voice(self) -> Voice:
        """The brand's voice, one without wishes where there is no brand."""
        return self.brand.voice if self.brand else Voice()


def copy_request(
    brief: Brief,
    channel: Channel,
    voice: Voice | None,
    lessons: Lessons,
    *,
    seed: int,
    persona: str = "",
    talking_points: Sequence[str] = (),
    exemplars: Sequence[str] = (),
    instructions: str = "",
) -> tuple[CopyRequest, tuple[Note, ...]]:
    """The request and notes on what was left out of it.

    Facts and offers that may not be advertised, and texts that read like orders to the
    machine, are left out. Raises InputRejected when no fact remains.
    """
    notes: list[Note] = []
    facts = tuple(fact for fact in brief.facts if _may_be_said(fact, brief, notes))
    if not facts:
        raise InputRejected(
            N_("None of the facts may be advertised, the first being “{fact}”."),
            N_("Say what the product is or does, without superlatives or promises of cure."),
            fact=brief.facts[0][:80],
        )
    offer = brief.offer if not brief.offer or _may_be_said(brief.offer, brief, notes) else ""
    points = tuple(point for point in talking_points if _may_be_said(point, brief, notes))
    style = [voice.notes] if voice and voice.notes else []
    own = voice.examples if voice else ()
    words = channel.unit == "words"
    request = CopyRequest(
        language=brief.lang,
        channel=channel.id,
        product=brief.product,
        facts=facts,
        category=brief.category,
        audience=brief.audience,
        tone=brief.tone,
        offer=offer,
        cta=brief.cta,
        keywords=brief.keywords,
        industry=brief.industry,
        persona=persona,
        talking_points=points,
        exemplars=tuple(dict.fromkeys([*exemplars, *lessons.exemplars, *own]))[:MOST_EXEMPLARS],
        avoid=tuple(dict.fromkeys([*lessons.avoid, *(voice.banned if voice else ())])),
        instructions="\n".join(filter(None, [*style, instructions])),
        min_units=channel.minimum,
        max_units=channel.limit,
        unit="words" if words else "characters",
        seed=seed,
        options={"like": channel.like} if channel.like != channel.id else {},
    )
    return request, (*notes, *lessons.notes)


def _may_be_said(text: str, brief: Brief, notes: list[Note]) -> bool:
    if _INSTRUCTION.search(text):
        notes.append(
            (N_("Left out “{text}”: it reads like an order to the writer."), {"text": text[:80]})
        )
        return False
    found = forbidden(text, brief)
    if found:
        notes.append(
            (
                N_("Left out “{text}”: “{word}” may not be advertised."),
                {"text": text[:80], "word": found},
            )
        )
    return not found
