"""What pages may ask of a workspace's own labels: aspects typed, labels taught."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlite_utils.db import Database

from core.engines.types import EngineSource
from core.errors import InputRejected, NotFound
from core.i18n import N_, NN_
from core.jobs import Jobs, Progress
from core.privacy import mask
from core.reviews.aspects.clauses import clauses
from core.reviews.aspects.labelling import label_all, learn_label
from core.reviews.aspects.matching import Matcher, Suggestion, suggest
from core.reviews.aspects.taught import FEWEST, Classifier, Estimate
from core.reviews.aspects.vocabulary import label_id
from core.store import labels as rows
from core.store.store import Store
from core.text import clean, search_query

JOB = "label_reviews"
KINDS = ("aspect", "emotion")
_LONGEST_NAME = 60
_LONGEST_EXAMPLE = 400
_MOST_WORDS = 40
_MOST_EXAMPLES = 200
_SAMPLED = 1200
_SEED = 20261122


@dataclass(frozen=True)
class Label:
    """A label of a person's own. `id` is its aspect id ("label:7"), `number` the 7.

    `kind` is "aspect" or "emotion"; `how` "typed" (found by `words`) or "taught" (learnt
    from `examples` sentences, as well as `estimate` says). `reviews` hold it so far.
    """

    id: str
    number: int
    name: str
    kind: str
    how: str
    words: tuple[str, ...]
    examples: int
    reviews: int
    estimate: Estimate | None


@dataclass(frozen=True)
class Candidate:
    """A clause of a review that may serve as an example."""

    review_id: int
    text: str


@dataclass(frozen=True)
class Lesson:
    """What was learnt from examples, before it is kept."""

    classifier: Classifier
    estimate: Estimate


class Labels:
    """Typed aspects and taught labels: making, changing and finding them."""

    def __init__(self, store: Store, engines: EngineSource, jobs: Jobs, workspace: int) -> None:
        self._store = store
        self._engines = engines
        self._jobs = jobs
        self._workspace = workspace

    def all(self) -> list[Label]:
        """The labels, oldest first."""
        with self._store.open() as db:
            return [_label(row) for row in rows.all_of(db, self._workspace)]

    def names(self) -> dict[str, str]:
        """The labels' names by aspect id."""
        with self._store.open() as db:
            return {label_id(n): name for n, name in rows.names(db, self._workspace).items()}

    def suggest(self, phrases: Sequence[str]) -> list[Suggestion]:
        """Words of the reviews to widen typed phrases by; see matching.suggest.

        Looks at the reviews that hold the phrases and a sample of the others.
        """
        with self._store.open() as db:
            texts = dict(rows.sample(db, self._workspace, _SEED, _SAMPLED))
            for phrase in phrases:
                texts |= dict(rows.matching(db, self._workspace, search_query(phrase), _SAMPLED))
        return suggest(phrases, (c.text for text in texts.values() for c in clauses(text)))

    def candidates(self, query: str, limit: int = 30) -> list[Candidate]:
        """Clauses of reviews that hold what a person typed, to pick examples from."""
        matcher = Matcher([query])
        with self._store.open() as db:
            found = rows.matching(db, self._workspace, search_query(query), 20 * limit)
        pieces = [(id, clause.text) for id, text in found for clause in clauses(text)]
        held = [Candidate(id, text) for id, text in pieces if matcher.find(text)]
        return list({candidate.text.casefold(): candidate for candidate in held}.values())[:limit]

    def type_aspect(self, name: str, words: Sequence[str] = ()) -> int:
        """Keep an aspect found by its name and further words, and look for it; its number.

        Raises InputRejected for a name that is empty, too long or taken, and for no word.
        """
        phrases = _phrases([name, *words])
        row = {"name": name, "kind": "aspect", "how": "typed", "words": phrases, "model": {}}
        return self._keep(row, [])

    def set_words(self, number: int, words: Sequence[str]) -> None:
        """Find a typed aspect by other words from now on, in all reviews. See `change`."""
        self.change(number, words=words)

    def rename(self, number: int, name: str) -> None:
        """Call a label by another name. See `change`."""
        self.change(number, name=name)

    def change(
        self, number: int, *, name: str | None = None, words: Sequence[str] | None = None
    ) -> None:
        """Rename a label, find a typed one by other words, or both: all is done or nothing.

        Raises NotFound, and InputRejected for a name that is empty, too long or taken and
        for no word.
        """
        phrases = None if words is None else _phrases(words)
        with self._store.writing() as db:
            found = [row for row in rows.all_of(db, self._workspace) if row["id"] == number]
            if not found or (phrases and found[0]["how"] != "typed"):
                raise NotFound(N_("There is no label {id}."), id=number)
            if name is not None:
                rows.rename(db, self._workspace, number, self._fit_name(db, name, number))
            if phrases:
                rows.set_words(db, number, phrases)
                rows.begin_again(db, number, "")
        if phrases:
            self._jobs.submit(JOB)

    def learn(self, examples: Sequence[Candidate | str]) -> Lesson:
        """What a label learnt from these examples would be like; nothing is kept.

        Raises InputRejected for under eight different examples, and where there are too
        few other reviews to tell them from.
        """
        pairs = _examples(examples)
        engine = self._engines.describer()
        classifier, estimate = learn_label(self._store, engine, self._workspace, pairs)
        return Lesson(classifier, estimate)

    def teach(self, name: str, kind: str, examples: Sequence[Candidate | str]) -> int:
        """Keep a label learnt from examples and look for it; its number.

        Raises InputRejected as `learn` does, for an unfit name or kind, and where the
        examples cannot be told from other reviews; then nothing is kept.
        """
        if kind not in KINDS:
            raise InputRejected(
                N_("“{value}” is no kind of label."), N_("Use aspect or emotion."), value=kind
            )
        with self._store.open() as db:
            name = self._fit_name(db, name)
        lesson = self.learn(examples)
        if not lesson.estimate.separates:
            raise InputRejected(
                NN_(
                    "These examples cannot be told from other reviews: only {found} of {count} "
                    "was recognised when left out.",
                    "These examples cannot be told from other reviews: only {found} of {count} "
                    "were recognised when left out.",
                    lesson.estimate.found,
                ),
                N_("Use sentences that say the same thing more plainly, or more of them."),
                found=lesson.estimate.found,
                count=lesson.estimate.examples,
            )
        model = lesson.classifier.to_dict() | {"estimate": asdict(lesson.estimate)}
        row = {"name": name, "kind": kind, "how": "taught", "words": [], "model": model}
        return self._keep(row, _examples(examples))

    def delete(self, number: int) -> None:
        """A label goes with its examples and all it found. Raises NotFound."""
        with self._store.writing() as db:
            if not rows.delete(db, self._workspace, number):
                raise NotFound(N_("There is no label {id}."), id=number)

    def label_job(self, arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
        """The handler of the job that looks for labels. See labelling.label_all."""
        return label_all(self._store, self._engines, self._workspace, progress)

    def _keep(self, row: dict[str, Any], examples: list[tuple[str, int | None]]) -> int:
        with self._store.writing() as db:
            row = row | {"name": self._fit_name(db, row["name"])}
            number = rows.insert(db, self._workspace, row)
            there = rows.reviews_there(db, self._workspace, {id for _, id in examples if id})
            kept = [(text, id if id in there else None) for text, id in examples]
            rows.add_examples(db, number, kept)
        self._jobs.submit(JOB)
        return number

    def _fit_name(self, db: Database, name: str, number: int | None = None) -> str:
        name = " ".join(clean(name).split())
        if not 1 <= len(name) <= _LONGEST_NAME:
            raise InputRejected(
                N_("A label's name has 1 to {count} characters."),
                N_("Choose another name."),
                count=_LONGEST_NAME,
            )
        taken = rows.named(db, self._workspace, name)
        if taken not in (None, number):
            raise InputRejected(
                N_("There is a label “{name}” already."), N_("Choose another name."), name=name
            )
        return name


def _label(row: dict[str, Any]) -> Label:
    estimate = json.loads(row["model"]).get("estimate")
    return Label(
        id=label_id(row["id"]),
        number=row["id"],
        name=row["name"],
        kind=row["kind"],
        how=row["how"],
        words=tuple(json.loads(row["words"])),
        examples=row["examples"],
        reviews=row["reviews"],
        estimate=Estimate(**estimate) if estimate else None,
    )


def _phrases(words: Sequence[str]) -> list[str]:
    phrases = list(Matcher([clean(word)[:_LONGEST_NAME] for word in words]).phrases)
    if not any(char.isalnum() for phrase in phrases for char in phrase):
        raise InputRejected(
            N_("There is no word to look for."), N_("Type what customers would call it.")
        )
    return phrases[:_MOST_WORDS]


def _examples(examples: Sequence[Candidate | str]) -> list[tuple[str, int | None]]:
    pairs: dict[str, tuple[str, int | None]] = {}
    for example in examples:
        text, review_id = (
            (example.text, example.review_id) if isinstance(example, Candidate) else (example, None)
        )
        # Masking what a review had masked already changes nothing more.
        text = " ".join(clean(mask(text).text).split())[:_LONGEST_EXAMPLE]
        if any(char.isalnum() for char in text):
            pairs.setdefault(text.casefold(), (text, review_id))
    if len(pairs) < FEWEST:
        raise InputRejected(
            NN_(
                "A label is learnt from at least {fewest} different examples; this is {count}.",
                "A label is learnt from at least {fewest} different examples; these are {count}.",
                len(pairs),
            ),
            N_("Add more sentences that say it."),
            fewest=FEWEST,
            count=len(pairs),
        )
    return list(pairs.values())[:_MOST_EXAMPLES]
