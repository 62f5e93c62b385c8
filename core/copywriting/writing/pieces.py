"""Long pieces: planned from the facts, then written part by part by any engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from core.copywriting.brand.voice import Voice
from core.copywriting.briefs.brief import Brief
from core.copywriting.channels.channels import Channel
from core.copywriting.checks.check import usable
from core.copywriting.checks.coverage import used_facts
from core.copywriting.checks.run import check
from core.copywriting.checks.whole import said, sentences
from core.copywriting.writing.planning import Plan, Section, by, plan
from core.copywriting.writing.repair import repair
from core.engines.types import CopyRequest, TextGenerator

_TRIES = {True: 8, False: 2}
"""How often a part is asked for: of the bundled writer, and of any other."""
_SEED_STEP = 104_729

# Least and most length of a part beside its facts, in words (en) or characters (zh).
_ROOM = {
    "en": {"title": (3, 14), "intro": (25, 90), "section": (20, 110), "end": (8, 70)},
    "zh": {"title": (4, 30), "intro": (40, 180), "section": (30, 200), "end": (10, 130)},
}
# What a trained channel is like each part, for engines that know no parts.
_LIKE = {"title": "email_subject", "intro": "blog_intro", "end": "product_description"}
_FACT_ROOM = 1.4


@dataclass(frozen=True)
class _Part:
    """A part as written and by which engine."""

    text: str
    engine: str


class PieceWriter:
    """Makes any writer propose whole pieces, each part of which passes its own checks.

    A writer that obeys "parts" is asked for every part, another one for the introduction,
    which it has learnt; where it brings none that can be used, the bundled writer does.
    `plans` takes the plan of each piece by its text. Sentences of `written`, which are earlier
    drafts, are used again where nothing else is left.
    """

    def __init__(
        self,
        writer: TextGenerator,
        bundled: TextGenerator,
        brief: Brief,
        voice: Voice,
        target: Channel,
        *,
        plans: dict[str, Plan],
        written: Iterable[str] = (),
    ) -> None:
        self.info = writer.info
        self.plans = plans
        self._writer = writer
        self._bundled = bundled
        self._brief = brief
        self._voice = voice
        self._target = target
        self._written = {said(s) for text in written for _, s in sentences(text)}

    def propose(self, request: CopyRequest, count: int) -> Iterator[str]:
        """Up to `count` pieces; one of which a part cannot be written does not come.

        Raises EngineFailed as the writer does.
        """
        within = self._target.sections or (1, 1)
        for number in range(count):
            seed = request.seed + _SEED_STEP * number
            outline = plan(request.product, request.facts, request.language, within, seed)
            piece = self._piece(replace(request, seed=seed), outline)
            if piece:
                yield piece

    def _piece(self, request: CopyRequest, outline: Plan) -> str | None:
        letter = self._target.structure == "email"
        known: set[str] = set()
        blocks: list[str] = []
        if not letter and not self._add(blocks, "title", request, outline.sections[:0], known):
            return None
        if not self._add(blocks, "intro", request, outline.sections[:1], known):
            return None
        written = []
        for section in outline.sections:
            part = self._add(blocks, "section", request, (section,), known)
            if part is None:
                return None
            written.append(by(section, part.engine))
            if not letter:
                blocks[-1] = f"{section.heading}\n{blocks[-1]}"
        if not self._add(blocks, "end", request, (), known):
            return None
        text = "\n\n".join(blocks)
        self.plans[text] = Plan(tuple(written))
        return text

    def _add(
        self,
        blocks: list[str],
        part: str,
        request: CopyRequest,
        sections: tuple[Section, ...],
        known: set[str],
    ) -> _Part | None:
        """Write one part and put it behind the others; None where nobody can."""
        facts = sections[0].facts if part == "section" else ()
        target = self._part_channel(part, facts)
        asked = self._request(part, request, sections, target)
        fits = partial(self._fitting, target=target, facts=facts, known=known)
        for writer in self._writers(part):
            # The bundled writer keeps facts for their sections; another needs some to begin.
            own = asked if writer is self._bundled or part != "intro" else replace(
                asked, facts=sections[0].facts or request.facts
            )  # fmt: skip
            text = self._freshest(writer.propose(own, _TRIES[writer is self._bundled]), fits)
            if text:
                known |= _said(text)
                blocks.append(text)
                return _Part(text, writer.info.id)
        return None

    def _freshest(self, proposals: Iterator[str], fits: Callable[[str], str]) -> str:
        """The proposal that fits and repeats the fewest sentences of earlier drafts."""
        best, fewest = "", 0
        for raw in proposals:
            text = fits(raw)
            again = len(_said(text) & self._written)
            if text and (not best or again < fewest):
                best, fewest = text, again
            if best and not fewest:
                break
        return best

    def _writers(self, part: str) -> list[TextGenerator]:
        able = part == "intro" or "parts" in self._writer.info.obeys
        if self._writer.info.id == self._bundled.info.id:
            return [self._bundled]
        return [self._writer, self._bundled] if able else [self._bundled]

    def _fitting(self, raw: str, target: Channel, facts: tuple[str, ...], known: set[str]) -> str:
        """The proposal as mended, "" where it repeats, leaves a fact out or breaks a rule."""
        text = repair(raw, self._brief, target, self._voice).text
        keys = [said(sentence) for _, sentence in sentences(text)]
        if not text or len(set(keys)) < len(keys) or known & set(keys):
            return ""
        if not set(facts) <= set(used_facts(text, self._brief)):
            return ""
        checks = check(text, self._brief, target, self._voice, proposed=True)
        return text if usable(checks) else ""

    def _request(
        self,
        part: str,
        request: CopyRequest,
        sections: tuple[Section, ...],
        target: Channel,
    ) -> CopyRequest:
        kind = "letter" if self._target.structure == "email" else "article"
        section = sections[0] if part == "section" and sections else None
        options: dict[str, str] = {"kind": self._target.id}
        if part in _LIKE:
            options["like"] = _LIKE[part]
        if section:
            options |= {"topic": section.topic, "heading": section.heading, "job": section.job}
        return replace(
            request,
            channel=f"{kind}_{part}",
            facts=section.facts if section else (),
            offer=request.offer if part == "end" else "",
            cta=request.cta if part == "end" else "",
            min_units=target.minimum,
            max_units=target.limit,
            unit="words" if target.unit == "words" else "characters",
            options=options,
        )

    def _part_channel(self, part: str, facts: tuple[str, ...]) -> Channel:
        """The limits of a part as a channel of its own; long facts get more room."""
        language = self._target.language
        low, high = _ROOM[language][part]
        words = self._target.unit == "words"
        size = sum(len(fact.split()) if words else len(fact) for fact in facts)
        row: dict[str, Any] = self._target.to_dict() | {
            "structure": "line" if part == "title" else "text",
            "limit": high + int(_FACT_ROOM * size),
            "minimum": low,
            "parts": [],
            "sections": None,
            "product": "optional",
            "cta": False,
        }
        return Channel.from_dict(row)


def _said(text: str) -> set[str]:
    return {said(sentence) for _, sentence in sentences(text)}
