"""Copy for personas: three messages suggested on a card, and one set for each persona of a brief.

Both go the copy desk's normal way, so every draft is checked, stored and can be rated. What speaks
to a persona is put first among the facts of the brief, which every engine heeds; engines that read
personas are told of them as well.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.copywriting import Brief, CopyDesk, Draft, Library, used_facts
from core.errors import InputRejected, NotFound
from core.i18n import N_, translation
from core.jobs import Jobs, Progress
from core.personas import Personas
from core.personas.leanings import Leaning, Message, chosen
from core.personas.phrases import Phrase
from core.store import drafts as draft_rows
from core.text import sentences
from core.vocabulary import terms

SUGGEST_JOB = "suggest_messages"
SETS_JOB = "write_for_personas"
MESSAGES = 3
MOST_PERSONAS = 12
_TRIES = 2
_WORDS = 8
_ORDERS = {"en": "Lean on this: {thing}", "zh": "着重这一点：{thing}"}


@dataclass(frozen=True)
class PersonaSet:
    """What was written of one brief for one persona and channel, and how it differs.

    `label` says what facts were chosen by, None where none speak to the persona, and `told` how
    many drafts tell each of these. `leads` are the facts that drafts begin with, with how many do,
    `tones` the tones that were tried, `words`
    those that no other persona's set of the channel has, `length` the mean in the channel's unit.
    `read` says whether the engine reads personas.
    """

    persona_id: int
    channel: str
    drafts: tuple[Draft, ...]
    label: Phrase | None
    told: tuple[tuple[str, int], ...]
    leads: tuple[tuple[str, int], ...]
    tones: tuple[str, ...]
    words: tuple[str, ...]
    length: float
    read: bool


class PersonaCopy:
    """Writes for personas in the background; one job of a kind at a time."""

    def __init__(self, copy: CopyDesk, library: Library, personas: Personas, jobs: Jobs) -> None:
        self._copy = copy
        self._library = library
        self._personas = personas
        self._jobs = jobs

    def suggest(
        self, persona_id: int, brief_id: int, channel: str, *, brand_id: int | None = None
    ) -> int:
        """Write three messages for a persona's card from a stored brief; the job's id.

        Raises NotFound for an unknown persona, brief or channel, InputRejected where the card gives
        nothing to lean on.
        """
        brief = self._copy.brief(brief_id)
        self._copy.channels.get(channel, brief.lang)
        if not chosen(self._personas.get(persona_id), brief.facts):
            raise InputRejected(
                N_("This card has no trait, need or word that a message could lean on."),
                N_("Bring more data, or write down what they want."),
            )
        return self._jobs.submit(
            SUGGEST_JOB,
            {"persona": persona_id, "brief": brief_id, "channel": channel, "brand": brand_id},
        )

    def suggest_job(self, arguments: dict[str, Any], report: Progress) -> dict[str, Any]:
        """What the background process of `suggest` does: the messages are on the card as soon as
        all are written, in the place of earlier ones, which stay in the Library."""
        persona = self._personas.get(arguments["persona"])
        brief = self._copy.brief(arguments["brief"])
        picked = chosen(persona, brief.facts, MESSAGES)
        messages: list[Message] = []
        texts: set[str] = set()
        for number, (leaning, lead) in enumerate(picked):
            report(number, len(picked))
            run = self._copy.write(
                brief,
                arguments["channel"],
                _TRIES,
                persona_id=persona.id,
                brand_id=arguments["brand"],
                lead=lead,
                instructions=_order(leaning, brief.lang),
                seed=_seed(),
            )
            found = _best([draft for draft in run if draft.text not in texts], brief, lead)
            if found:
                texts.add(found.text)
                told = tuple(f for f in used_facts(found.text, brief) if f in lead)
                messages.append(Message(found.id, leaning.because, leaning.label, told))
        report(len(picked), len(picked))
        if messages:
            self._personas.keep_messages(persona.id, messages)
        return {"persona": persona.id, "asked": len(picked), "written": len(messages)}

    def write_all(
        self,
        brief: Brief,
        channels: Sequence[str],
        count: int,
        personas: Sequence[int],
        *,
        brand_id: int | None = None,
        framework: str = "",
    ) -> int:
        """Write one set of `count` drafts for each persona and channel; the job's id.

        Raises InputRejected for fewer than two personas or more than twelve, or for no channel;
        NotFound for an unknown one.
        """
        if not 2 <= len(set(personas)) <= MOST_PERSONAS or not channels:
            raise InputRejected(
                N_("Choose two to {most} personas and at least one channel."),
                N_("For one persona, choose it above."),
                most=MOST_PERSONAS,
            )
        for id in personas:
            self._personas.get(id)
        for channel in channels:
            self._copy.channels.get(channel, brief.lang)
        return self._jobs.submit(
            SETS_JOB,
            {
                "brief": self._copy.keep(brief),
                "channels": list(channels),
                "count": count,
                "personas": list(dict.fromkeys(personas)),
                "brand": brand_id,
                "framework": framework,
            },
        )

    def sets_job(self, arguments: dict[str, Any], report: Progress) -> dict[str, Any]:
        """What the background process of `write_all` does."""
        brief = self._copy.brief(arguments["brief"])
        pairs = [(id, channel) for channel in arguments["channels"] for id in arguments["personas"]]
        made: list[dict[str, Any]] = []
        for number, (id, channel) in enumerate(pairs):
            report(number, len(pairs))
            picked = chosen(self._personas.get(id), brief.facts, 1)
            leaning, lead = picked[0] if picked else (None, ())
            run = self._copy.write(
                brief,
                channel,
                arguments["count"],
                persona_id=id,
                brand_id=arguments["brand"],
                framework=arguments["framework"],
                lead=lead,
                seed=_seed(),
            )
            ids = [draft.id for draft in run]
            label = leaning.label.to_json() if leaning and lead else None
            read = self._reads(run.report.engine)
            made.append(
                {
                    "persona": id,
                    "channel": channel,
                    "drafts": ids,
                    "label": label,
                    "lead": list(lead),
                    "read": read,
                }
            )
        report(len(pairs), len(pairs))
        return {"brief": arguments["brief"], "sets": made}

    def sets(self) -> list[PersonaSet]:
        """What the last finished job wrote, less what was deleted since; empty where there is none
        or one is under way."""
        job = self._jobs.latest(SETS_JOB)
        if job is None or job.state != "done":
            return []
        try:
            brief = self._copy.brief(job.result["brief"])
        except NotFound:
            return []
        kept = [(one, self._drafts(one["drafts"])) for one in job.result["sets"]]
        return [self._set(one, drafts, brief, kept) for one, drafts in kept if drafts]

    def _set(
        self,
        one: dict[str, Any],
        drafts: list[Draft],
        brief: Brief,
        kept: Sequence[tuple[dict[str, Any], list[Draft]]],
    ) -> PersonaSet:
        others = {
            word
            for other, texts in kept
            if other["channel"] == one["channel"] and other is not one
            for draft in texts
            for word in terms(draft.text)
        }
        words = Counter(word for draft in drafts for word in terms(draft.text) - others)
        leads = Counter(fact for draft in drafts for fact in _leading(draft.text, brief))
        told = Counter(fact for draft in drafts for fact in used_facts(draft.text, brief))
        # What begins with a fact chosen for them shows best what was meant.
        drafts = sorted(drafts, key=lambda d: not set(_leading(d.text, brief)) & set(one["lead"]))
        return PersonaSet(
            one["persona"],
            one["channel"],
            tuple(drafts),
            Phrase.from_json(one["label"]) if one["label"] else None,
            tuple((fact, told[fact]) for fact in one["lead"]),
            tuple(leads.most_common(2)),
            tuple(dict.fromkeys(filter(None, map(self._tone, drafts))))
            or tuple(filter(None, [brief.tone])),
            tuple(word for word, _ in sorted(words.items(), key=lambda w: (-w[1], w[0]))[:_WORDS]),
            sum(_length(draft) for draft in drafts) / len(drafts),
            one["read"],
        )

    def _reads(self, engine: str) -> bool:
        """Whether an engine is told of the persona it writes for."""
        writer = self._copy.engines.writer(engine or None, self._copy.workspace)
        return "persona" in writer.info.obeys

    def _drafts(self, ids: Sequence[int]) -> list[Draft]:
        found = []
        for id in ids:
            try:
                found.append(self._library.get(id))
            except NotFound:
                continue
        return found

    def _tone(self, draft: Draft) -> str:
        with self._copy.store.open() as db:
            row = draft_rows.draft_row(db, self._copy.workspace, draft.id)
        return str(row["parameters"].get("chosen", {}).get("tone", "")) if row else ""


def _best(drafts: Sequence[Draft], brief: Brief, lead: Sequence[str]) -> Draft | None:
    """The best draft that tells one of the facts it leans on, else the best."""
    telling = (draft for draft in drafts if set(used_facts(draft.text, brief)) & set(lead))
    return next(telling, None) or next(iter(drafts), None)


def _seed() -> int:
    """A seed of its own for each request: what was written before is then no reason to leave a
    text out, so that the last persona is served as well as the first."""
    return random.SystemRandom().randrange(1, 2**31)


def _leading(text: str, brief: Brief) -> tuple[str, ...]:
    """The facts told in the first sentence that tells any."""
    return next((told for one in sentences(text) if (told := used_facts(one, brief))), ())


def _length(draft: Draft) -> int:
    return draft.held.count(draft.text) if draft.held else len(draft.text)


def _order(leaning: Leaning, language: str) -> str:
    thing = leaning.label.text(translation(language).gettext)
    return _ORDERS[language].format(thing=thing)
