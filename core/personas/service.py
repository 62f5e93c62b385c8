"""Personas of a workspace: customers in, segments found, cards kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from core.errors import InputRejected, NotFound
from core.i18n import N_
from core.personas.card_files import card_file
from core.personas.cards import Persona
from core.personas.columns import Mapping
from core.personas.drift import changes
from core.personas.facts import facts
from core.personas.gathering import belonging_with
from core.personas.intake import Preview, Source, guessed, import_table, preview
from core.personas.leanings import Message, still_due
from core.personas.own_ids import own_ids
from core.personas.phrases import Phrase, Translate
from core.personas.population import Population
from core.personas.portrait import of_the_same, portray, recognised
from core.personas.read import ImportReport
from core.personas.rules import columns
from core.personas.segments import Segmentation, divide
from core.personas.stored import no_persona, persona_of, row_of
from core.personas.validation import known_method, short_text, valid_name
from core.personas.voices import Listening
from core.settings import Settings
from core.store import customers as customer_rows
from core.store import personas as rows
from core.store.store import Store


@dataclass(frozen=True)
class CustomerFile:
    """An imported file and how many customers and purchases are from it now."""

    id: int
    kind: str
    name: str
    customers: int
    purchases: int
    notes: tuple[Phrase, ...]
    created_at: str


class Personas:
    """Segments and personas of one workspace."""

    def __init__(self, store: Store, settings: Settings, workspace: int = 1) -> None:
        self._store = store
        self._settings = settings
        self._workspace = workspace

    def preview(self, source: Source, name: str) -> Preview:
        """Look at a file without storing anything. Raises InputRejected as open_table does."""
        return preview(source, name, self._settings)

    def guess_mapping(self, columns: Sequence[str], sample: pd.DataFrame) -> Mapping:
        """The most likely part of each column, from rows of text cells."""
        return guessed(columns, sample)

    def import_table(
        self,
        source: Source,
        name: str,
        mapping: Mapping | None = None,
        now: pd.Timestamp | None = None,
    ) -> ImportReport:
        """Store a file of customers or purchases; without a mapping, guessed.

        See core.personas.intake.import_table for what is stored, told and raised.
        """
        return import_table(
            self._store, self._settings, self._workspace, (source, name), mapping=mapping, now=now
        )

    def own_ids(self, source: Source, name: str, mapping: Mapping | None = None) -> dict[str, str]:
        """The ids of a file's customers by pseudonym; nothing is stored. See own_ids.own_ids."""
        return own_ids(self._store, self._settings, self._workspace, (source, name), mapping)

    def currency(self) -> str:
        """The code of the currency that all files with money agree on, "" where none is known or
        they differ."""
        with self._store.open() as db:
            sources = customer_rows.sources(db, self._workspace)
        mappings = [json.loads(source["mapping"]) for source in sources]
        named = {
            one.get("currency", "") for one in mappings if one.get("amount") or one.get("spending")
        }
        return named.pop() if len(named) == 1 else ""

    def files(self) -> list[CustomerFile]:
        """What was imported, newest first."""
        with self._store.open() as db:
            found = customer_rows.sources(db, self._workspace)
        return [
            CustomerFile(
                row["id"],
                row["kind"],
                row["name"],
                row["customers"],
                row["purchases"],
                tuple(Phrase.from_json(n) for n in json.loads(row["report"]).get("notes", [])),
                row["created_at"],
            )
            for row in found
        ]

    def remove_file(self, id: int) -> None:
        """Delete a file's customers and purchases; personas made from them stay.

        Raises NotFound for an unknown id.
        """
        with self._store.writing() as db:
            if not customer_rows.delete_source(db, self._workspace, id):
                raise NotFound(N_("There is no such file any more."), N_("Reload the page."))

    def population(self, file: int | None = None) -> Population:
        """The customers that belong with a file (default: the newest).

        With purchases, everybody who bought and everybody in the customer files that those
        belong to; otherwise the file's customers. Raises InputRejected without any file.
        """
        with self._store.open() as db:
            return belonging_with(db, self._workspace, file)

    def segments(
        self,
        file: int | None = None,
        method: str = "auto",
        wishes: AnyMapping[str, Any] | None = None,
    ) -> Segmentation:
        """Divide a file's population; nothing is stored. `method`: auto, rfm, clusters or rules;
        see segments.divide for `wishes`."""
        return divide(self.population(file), known_method(method), wishes=wishes)

    def rule_columns(self, file: int | None = None) -> dict[str, Phrase]:
        """What rules may ask about the customers of a file; see rules.columns."""
        return columns(self.population(file))

    def make(
        self,
        file: int | None = None,
        method: str = "auto",
        wishes: AnyMapping[str, Any] | None = None,
    ) -> list[Persona]:
        """Find segments and store a persona for each, largest first; see segments.divide.

        A persona of the same segment becomes its next version, keeps its id, the name and the
        note a person gave it, and says what changed; other personas of the same customers are
        deleted. Locked ones, those of other customers and assumed ones stay as they are. Raises
        InputRejected without customers.
        """
        population = self.population(file)
        if not population.size:
            raise InputRejected(
                N_("The customers of this file now belong to a newer one."),
                N_("Choose the newer file."),
            )
        segmentation = divide(population, known_method(method), wishes=wishes)
        with self._store.open() as db:
            listening = Listening(
                rows.customer_reviews(db, self._workspace),
                rows.customer_aspects(db, self._workspace),
            )
        made = portray(population, segmentation, listening)
        with self._store.writing() as db:
            stored = [persona_of(row) for row in rows.all_of(db, self._workspace)]
            earlier = [p for p in stored if of_the_same(p, population)]
            known = recognised([(p.segment, p.signature) for p in made], earlier)
            words = {f"{f.name}={f.value}": f.label for f in facts(population)} if known else {}
            ids = [
                self._keep(db, persona, known.get(place), words)
                for place, persona in enumerate(made)
            ]
            for persona in earlier:
                if persona.id not in ids and not persona.locked:
                    rows.delete(db, self._workspace, persona.id)
        return [self.get(id) for id in ids]

    def _keep(
        self, db: Any, persona: Persona, before: Persona | None, words: dict[str, Phrase]
    ) -> int:
        if before is None:
            return rows.insert(db, self._workspace, row_of(persona))
        if before.locked:
            return before.id
        persona = replace(
            persona,
            note=before.note,
            changes=changes(before, persona, words),
            messages=still_due(before.messages, persona),
        )
        if before.renamed:
            persona = replace(persona, name=before.name, renamed=True)
        rows.replace(db, self._workspace, before.id, row_of(persona))
        return before.id

    def assume(
        self, name: str, who: str = "", wants: str = "", worries: str = "", words: str = ""
    ) -> Persona:
        """Store a persona written by hand, marked as an assumption.

        Raises InputRejected without a name, for one over 80 characters, or an answer over 500.
        """
        answers = {"who": who, "wants": wants, "worries": worries, "words": words}
        description = {key: text.strip() for key, text in answers.items()}
        for text in description.values():
            short_text(text)
        persona = Persona(
            0,
            valid_name(name),
            "",
            0,
            0.0,
            None,
            renamed=True,
            description=description,
            assumed=True,
        )
        with self._store.writing() as db:
            id = rows.insert(db, self._workspace, row_of(persona))
        return self.get(id)

    def list(self) -> list[Persona]:
        """All personas, those from data first and by size."""
        with self._store.open() as db:
            return [persona_of(row) for row in rows.all_of(db, self._workspace)]

    def get(self, id: int) -> Persona:
        """One persona. Raises NotFound for an unknown id."""
        with self._store.open() as db:
            row = rows.get(db, self._workspace, id)
        if row is None:
            raise no_persona(id)
        return persona_of(row)

    def update(
        self,
        id: int,
        name: str | None = None,
        *,
        note: str | None = None,
        locked: bool | None = None,
    ) -> Persona:
        """Rename a persona, note something on it, lock or unlock it; name and note survive a
        refresh. What is None stays. Raises NotFound, or InputRejected for a bad name or a note
        over 500 characters."""
        with self._store.writing() as db:
            row = rows.get(db, self._workspace, id)
            if row is None:
                raise no_persona(id)
            persona = persona_of(row)
            if name is not None:
                persona = replace(persona, name=valid_name(name), renamed=True)
            if note is not None:
                persona = replace(persona, note=short_text(note.strip()))
            if locked is not None:
                persona = replace(persona, locked=locked)
            content = json.dumps(persona.content(), ensure_ascii=False)
            rows.update(db, self._workspace, id, persona.name, content)
        return self.get(id)

    def keep_messages(self, id: int, messages: Sequence[Message]) -> None:
        """Put drafts on a persona's card, in the place of those there. Raises NotFound."""
        with self._store.writing() as db:
            row = rows.get(db, self._workspace, id)
            if row is None:
                raise no_persona(id)
            persona = replace(persona_of(row), messages=tuple(messages))
            content = json.dumps(persona.content(), ensure_ascii=False)
            rows.update(db, self._workspace, id, persona.name, content)

    def versions(self, id: int) -> tuple[Persona, ...]:
        """The versions before the present one, newest first, ten at most."""
        with self._store.open() as db:
            found = rows.versions(db, self._workspace, id)
        return tuple(
            persona_of({**row, "id": id, "assumed": 0, "updated_at": row["created_at"]})
            for row in found
        )

    def bring_back(self, id: int, version: int) -> Persona:
        """Make an earlier version the newest one, locked so that it stays. Raises NotFound."""
        earlier = next((p for p in self.versions(id) if p.version == version), None)
        if earlier is None:
            raise no_persona(id)
        kept = replace(earlier, locked=True, changes=())
        with self._store.writing() as db:
            rows.replace(db, self._workspace, id, row_of(kept))
        return self.get(id)

    def delete(self, id: int) -> None:
        """Delete a persona; what was written for it stays. Raises NotFound for an unknown id."""
        with self._store.writing() as db:
            if not rows.delete(db, self._workspace, id):
                raise no_persona(id)

    def card(self, id: int, format: str, language: str, translate: Translate) -> bytes:
        """A persona's card to print or send: `format` is html, pdf or png (all of it in one
        picture at 144 dots an inch). Raises NotFound."""
        persona = self.get(id)
        return card_file(
            self._store,
            self._workspace,
            persona,
            {one.id: one.title(translate) for one in self.list() if _together(persona, one)},
            format=format,
            language=language,
            translate=translate,
            currency=self.currency(),
        )

    @staticmethod
    def to_json(personas: Iterable[Persona]) -> dict[str, Any]:
        """What the command line prints: {"personas": [{"id", "name", "size", "traits", …}]}."""
        return {"personas": [persona.to_dict() for persona in personas]}


def _together(persona: Persona, other: Persona) -> bool:
    """Whether a page shows both: those of one import, and with each those written by hand."""
    same = (persona.base, persona.files[:1]) == (other.base, other.files[:1])
    return same or persona.assumed or other.assumed
