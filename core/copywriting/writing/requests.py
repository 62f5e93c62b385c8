"""What an engine is asked for, made from a brief, a brand, a persona and the lessons."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from core.copywriting.brand.brands import Brand
from core.copywriting.brand.guide import guide_in_words
from core.copywriting.brand.voice import Voice
from core.copywriting.briefs.brief import Brief
from core.copywriting.briefs.heard import Heard
from core.copywriting.briefs.soundness import contradicting, foreign
from core.copywriting.channels.channels import Channel
from core.copywriting.checks.law import forbidden
from core.copywriting.draft import Note
from core.copywriting.measures.orders import is_order
from core.engines.types import FRAMEWORKS, TONES, CopyRequest
from core.errors import InputRejected
from core.feedback import NO_TASTE, Exploration, Lessons, Taste
from core.i18n import N_

MOST_EXEMPLARS = 6
_BESIDE_LEAD = 2
_STEP = 7919
"""How far apart the seeds of two rounds are."""


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
    taste: Taste = NO_TASTE
    exploration: Exploration | None = None
    heard: tuple[Heard, ...] = ()

    @property
    def voice(self) -> Voice:
        """The brand's voice, one without wishes where there is no brand."""
        return self.brand.voice if self.brand else Voice()

    @property
    def composed(self) -> bool:
        """Whether a text is put together of parts that are asked for one by one."""
        return self.channel.structure == "ad_set" or bool(self.channel.sections)

    def tried(self, obeyed: Collection[str]) -> dict[str, str]:
        """What to try, by factor, where the brief leaves the tone open: the tone, and a
        framework where none was asked for; only what the engine says it obeys."""
        if self.exploration is None or self.brief.tone:
            return {}
        levels = {"tone": TONES, "framework": FRAMEWORKS}
        asked = self.request.options.get("framework")
        left = {
            factor: names
            for factor, names in levels.items()
            if factor in obeyed and not (factor == "framework" and asked)
        }
        return self.exploration.choose(self.persona_id, self.channel.id, left, self.seed)


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
    framework: str = "",
    lead: Collection[str] = (),
) -> tuple[CopyRequest, tuple[Note, ...]]:
    """The request and notes on what was left out of it.

    With `lead`, these facts come first and at most two others with them, so that they are told.

    Facts and offers that may not be advertised, facts that contradict one another, and texts
    that read like orders to the machine, are left out. Raises InputRejected when no fact
    remains or when the facts are not in the brief's language.
    """
    notes: list[Note] = []
    facts = tuple(fact for fact in _sound(brief, notes) if _may_be_said(fact, brief, notes))
    if not facts:
        raise InputRejected(
            N_("None of the facts may be advertised, the first being “{fact}”."),
            N_("Say what the product is or does, without superlatives or promises of cure."),
            fact=brief.facts[0][:80],
        )
    told = tuple(fact for fact in facts if fact in lead)
    if told:
        facts = (*told, *[fact for fact in facts if fact not in told][:_BESIDE_LEAD])
    offer = brief.offer if not brief.offer or _may_be_said(brief.offer, brief, notes) else ""
    points = tuple(
        point
        for point in talking_points
        if _may_be_said(point, brief, notes) and _at_home(point, brief, notes)
    )
    style = [voice.notes if voice else "", *guide_in_words(voice, brief.lang)]
    own = voice.examples if voice else ()
    words = channel.unit == "words"
    # An engine writes in the style of a channel it knows; ids that a person made say nothing.
    changed = channel.own or channel.edited
    styled = channel.like if changed else channel.id
    options = {"like": channel.like} if channel.like != styled else {}
    options |= {"framework": framework} if framework else {}
    request = CopyRequest(
        language=brief.lang,
        channel=styled,
        product=brief.product,
        facts=facts,
        category=_no_order(brief.category, notes),
        audience=_no_order(brief.audience, notes),
        tone=_no_order(brief.tone, notes),
        offer=offer,
        cta=_no_order(brief.cta, notes),
        keywords=tuple(word for word in brief.keywords if _no_order(word, notes)),
        industry=_no_order(brief.industry, notes),
        persona=persona,
        talking_points=points,
        exemplars=tuple(dict.fromkeys([*exemplars, *lessons.exemplars, *own]))[:MOST_EXEMPLARS],
        avoid=tuple(dict.fromkeys([*lessons.avoid, *(voice.banned if voice else ())])),
        instructions="\n".join(filter(None, [*style, *lessons.orders(brief.lang), instructions])),
        # Without a least length of its own, an engine takes the one it learnt the channel with.
        min_units=channel.minimum or (0 if changed or lessons.longest else None),
        max_units=min(filter(None, (channel.limit, lessons.longest)), default=None),
        unit="words" if words else "characters",
        seed=seed,
        options=options,
    )
    return request, (*notes, *lessons.notes)


def trying(request: CopyRequest, tried: Mapping[str, str]) -> CopyRequest:
    """The request with what `WriteOrder.tried` chose."""
    if "framework" in tried:
        request = replace(request, options=request.options | {"framework": tried["framework"]})
    return replace(request, tone=tried.get("tone", request.tone))


def _sound(brief: Brief, notes: list[Note]) -> tuple[str, ...]:
    """The facts that no other fact contradicts, with a note on each pair that does."""
    if foreign(brief.facts, brief.lang):
        raise InputRejected(
            N_("The facts are not in the language of the brief."),
            N_("Write them in that language, or choose the language they are in."),
        )
    pairs = contradicting(brief)
    for one, other in pairs:
        words = {"one": one[:80], "other": other[:80]}
        notes.append((N_("Left out “{one}” and “{other}”: they contradict each other."), words))
    doubtful = {fact for pair in pairs for fact in pair}
    facts = tuple(fact for fact in brief.facts if fact not in doubtful)
    if not facts:
        raise InputRejected(
            N_("The facts contradict each other: “{one}” and “{other}”."),
            N_("Keep the one that is true."),
            one=pairs[0][0][:80],
            other=pairs[0][1][:80],
        )
    return facts


def _no_order(text: str, notes: list[Note]) -> str:
    """The text, "" with a note where it reads like an order."""
    if not is_order(text):
        return text
    notes.append(
        (N_("Left out “{text}”: it reads like an order to the writer."), {"text": text[:80]})
    )
    return ""


def _at_home(point: str, brief: Brief, notes: list[Note]) -> bool:
    """Whether a customer's phrase is in the brief's language; a note where it is not."""
    if not foreign((point,), brief.lang):
        return True
    left_out = N_("Left out “{text}”: it is not in the language of the brief.")
    notes.append((left_out, {"text": point[:80]}))
    return False


def _may_be_said(text: str, brief: Brief, notes: list[Note]) -> bool:
    if not _no_order(text, notes):
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


def varied(request: CopyRequest, attempt: int, fewer_facts: bool) -> CopyRequest:
    """The request of a later round: another seed and, with `fewer_facts`, a choice among the
    facts, since texts on the same facts resemble one another."""
    if not attempt:
        return request
    seed = request.seed + _STEP * attempt
    few = max(2, -(-len(request.facts) * 3 // 5))
    facts = request.facts
    if fewer_facts and len(facts) > few:
        chosen = sorted(random.Random(seed).sample(range(len(facts)), few))
        facts = tuple(facts[i] for i in chosen)
    return replace(request, seed=seed, facts=facts)
