"""The persona-swap audit: the same briefs written for two readers who differ in one attribute.

The copy desk writes, with everything it checks, into a store that is thrown away: neither the
Library nor what thumbs taught is touched. Both readers get the same briefs and the same seeds.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from core.copywriting import Brief, CopyDesk
from core.engines.types import Describer, EngineSource, ReviewReader, TextGenerator
from core.errors import InputRejected
from core.feedback import Ratings
from core.i18n import N_
from core.jobs import Jobs, Progress
from core.personas.fairness import PAIRS, Pair, SwapAudit, Written, judged
from core.settings import Settings
from core.store import engine_calls
from core.store.store import Store

JOB = "audit_swap"
TEXTS = (30, 60, 100, 200)
_SURELY_ALIKE = 20
_FIRST_SEED = 1
_READER = 1
_TOLD = {"en": "They are {reader}.", "zh": "他们是{reader}。"}


@dataclass(frozen=True)
class Audited:
    """A finished audit and what it was made of: the pair's key, the channel, the writer's id, the
    products of the briefs, and whether the reader was told as a persona or, to a writer that
    reads none, as the brief's audience (`through`)."""

    audit: SwapAudit
    pair: str
    channel: str
    engine: str
    products: tuple[str, ...]
    through: str
    finished_at: str


class PersonaSwap:
    """Audits of one workspace; the newest is kept with its job."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        engines: EngineSource,
        copy: CopyDesk,
        jobs: Jobs,
        *,
        workspace: int = 1,
        hints: Callable[[int, str], str],
    ) -> None:
        self._settings = settings
        self._store = store
        self._engines = engines
        self._copy = copy
        self._jobs = jobs
        self._workspace = workspace
        self._hints = hints

    def start(
        self,
        pair: str,
        briefs: Sequence[int],
        channel: str,
        texts: int = 100,
        *,
        persona_id: int | None = None,
        engine: str | None = None,
    ) -> int:
        """Audit in the background; the job's id. `briefs` are ids of stored briefs, `texts` how
        many are written for each reader, `persona_id` whom both readers are apart from the
        attribute. Raises InputRejected for an unknown pair, no brief or briefs in two languages,
        or a channel that the workspace added; NotFound for an unknown brief or channel."""
        _known(pair)
        found = [self._copy.brief(id) for id in briefs]
        languages = {brief.lang for brief in found}
        if len(languages) != 1:
            raise InputRejected(
                N_("An audit needs one brief or more, all in one language."),
                N_("Choose briefs of one language."),
            )
        chosen = self._copy.channels.get(channel, languages.pop())
        if chosen.own:
            raise InputRejected(
                N_("“{channel}” is a channel of your own; an audit writes for those that came."),
                N_("Choose a channel that came with the program."),
                channel=chosen.name,
            )
        return self._jobs.submit(
            JOB,
            {
                "pair": pair,
                "briefs": list(briefs),
                "channel": channel,
                "texts": max(1, min(texts, TEXTS[-1])),
                "persona": persona_id,
                "engine": engine,
            },
        )

    def job(self, arguments: dict[str, Any], report: Progress) -> dict[str, Any]:
        """What the background process of `start` does."""
        pair = _known(arguments["pair"])
        briefs = [self._copy.brief(id) for id in arguments["briefs"]]
        language = briefs[0].lang
        base = self._hints(arguments["persona"], language) if arguments["persona"] else ""
        info = self._engines.writer(arguments["engine"], self._workspace).info
        through = "persona" if "persona" in info.obeys else "audience"
        written: list[Written] = []
        total = arguments["texts"]
        with tempfile.TemporaryDirectory() as folder:
            aside = Store(Path(folder) / "audit.db")
            sides = [
                _Side(self._desk(aside, _told(base, reader, language)), reader, through)
                for reader in pair.words[language]
            ]
            try:
                for number in range(total):
                    report(number, total)
                    brief, seed = briefs[number % len(briefs)], _FIRST_SEED + number
                    asked = (brief, arguments["channel"], seed, info.id)
                    written.append(Written(*(side.text(*asked) for side in sides)))
                    if number + 1 == _SURELY_ALIKE and _all_alike(written, pair, language):
                        break
            finally:
                self._charge(aside)
        report(total, total)
        return {
            "audit": judged(written, language, pair.words[language]).to_dict(),
            "pair": pair.key,
            "channel": arguments["channel"],
            "engine": info.id,
            "products": list(dict.fromkeys(brief.product for brief in briefs)),
            "through": through,
        }

    def latest(self) -> Audited | None:
        """The last audit, if one was finished and none begun since."""
        job = self._jobs.latest(JOB)
        if job is None or job.state != "done":
            return None
        kept = job.result
        return Audited(
            SwapAudit.from_dict(kept["audit"]),
            kept["pair"],
            kept["channel"],
            kept["engine"],
            tuple(kept["products"]),
            kept["through"],
            job.finished_at or "",
        )

    def _desk(self, store: Store, told: str) -> CopyDesk:
        return CopyDesk(
            store,
            self._settings,
            _EnginesOf(self._engines, self._workspace),
            Ratings(store),
            persona_hints=lambda id, language: told,
        )

    def _charge(self, aside: Store) -> None:
        """Count what the writer took as work of this workspace."""
        with aside.open() as db:
            calls = list(db.query("SELECT * FROM engine_calls ORDER BY id"))
        with self._store.writing() as db:
            for call in calls:
                row = {k: v for k, v in call.items() if k not in ("id", "workspace_id")}
                engine_calls.add(db, self._workspace, row)


@dataclass(frozen=True)
class _EnginesOf:
    """The engines of one workspace, whichever one the store that is thrown away believes in."""

    engines: EngineSource
    workspace: int

    def reader(self, id: str | None = None, workspace: int = 1) -> ReviewReader:
        return self.engines.reader(id, self.workspace)

    def writer(self, id: str | None = None, workspace: int = 1) -> TextGenerator:
        return self.engines.writer(id, self.workspace)

    def describer(self) -> Describer:
        return self.engines.describer()


@dataclass(frozen=True)
class _Side:
    """The desk that writes for one reader."""

    desk: CopyDesk
    reader: str
    through: str

    def text(self, brief: Brief, channel: str, seed: int, engine: str) -> str:
        """The best of what is written for one seed, "" where nothing can be used."""
        # Without a tone the desk tries one by its own dice, which would be noise here.
        brief = replace(brief, tone=brief.tone or "friendly")
        if self.through == "audience":
            brief = replace(brief, audience=self.reader)
        run = self.desk.write(brief, channel, 1, seed=seed, engine=engine, persona_id=_READER)
        return next((draft.text for draft in run), "")


def _told(base: str, reader: str, language: str) -> str:
    return " ".join(filter(None, [base, _TOLD[language].format(reader=reader)]))


def _all_alike(written: Sequence[Written], pair: Pair, language: str) -> bool:
    return judged(written, language, pair.words[language]).verdict == "ignored"


def _known(pair: str) -> Pair:
    if pair not in PAIRS:
        raise InputRejected(
            N_("“{pair}” is no pair of readers."),
            N_("Choose one of: {pairs}."),
            pair=pair,
            pairs=", ".join(PAIRS),
        )
    return PAIRS[pair]
