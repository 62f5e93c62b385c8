"""Terms of reviews as aspects: the groups of assets/aspects.toml, or the term itself."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path

from core.reviews.aspects.terms import Forms, is_chinese
from core.settings import ASSETS

_FILE = ASSETS / "aspects.toml"
_OF = {"of", "for", "with", "in", "on", "from", "at", "to"}
_LABEL = "label:"
# SQLite's largest integer.
_MOST = 2**63 - 1
_LONGEST_HAN = 12
_LONGEST_KEPT = 60
# Raised whenever the rules below or in `terms` change, so that what is stored is grouped anew.
_RULES = "2"
# What all shops share: that a text speaks of one tells nothing of what its words mean.
_SHOPS = "retail"
_MOST_WORDS_OF_A_TERM = 3
_ENGLISH_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Aspect:
    """What reviews are counted under: a stable id and its name in both languages.

    A group of the vocabulary ("delivery") or a term that none knows, under its own form.
    """

    id: str
    en: str
    zh: str
    domains: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Whether it is a group of the vocabulary."""
        return bool(self.domains)

    def label(self, language: str) -> str:
        """The name to show in an interface language."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True)
class _Entry:
    """A term's group, and how it behaves inside a longer term."""

    aspect: Aspect
    general: bool
    heads_only: bool
    homonym: bool


@dataclass(frozen=True)
class _Place:
    """A known term inside a longer one; words or characters `start`..`end` of it."""

    entry: _Entry
    start: int
    end: int
    is_head: bool

    @property
    def rank(self) -> tuple[bool, bool, int, int]:
        return not self.entry.general, self.is_head, self.end - self.start, self.end


class Vocabulary:
    """The groups of one file. `digest` changes with whatever changes an answer."""

    def __init__(self, path: Path = _FILE) -> None:
        raw = path.read_bytes()
        data = tomllib.loads(raw.decode())
        self.digest = hashlib.sha256(raw + _RULES.encode()).hexdigest()[:16]
        pairs = zip(
            data["characters"]["traditional"], data["characters"]["simplified"], strict=True
        )
        characters = {ord(old): new for old, new in pairs}
        self.forms = Forms(data["spelling"], data["plurals"], characters)
        self.aspects: dict[str, Aspect] = {}
        self._entries: dict[str, _Entry] = {}
        for row in data["aspect"]:
            aspect = Aspect(row["id"], row["en"], row["zh"], tuple(row["domains"]))
            homonyms = {self.forms.normal(term) for term in row.get("homonyms", ())}
            manner = row.get("general", False), row.get("heads_only", False)
            self.aspects[aspect.id] = aspect
            for term in (aspect.id, *row["terms_en"], *row["terms_zh"]):
                form = self.forms.normal(term)
                self._entries[form] = _Entry(aspect, *manner, form in homonyms)
        silent = {row["id"] for row in data["aspect"] if not row.get("telling", True)}
        self._witnesses = {
            aspect.id: frozenset(_alike(aspect, self.aspects.values())) - silent
            for aspect in self.aspects.values()
        }

    def canonical(self, term: str, text: str | None = None) -> Aspect:
        """The aspect a term belongs to.

        A group whose term it is; else the group of the most telling known term inside it,
        the head of the term before what describes it; else the term's own form. Where the
        review's `text` is given, a homonym counts only if the text speaks of such things in
        other words too.
        """
        form = self.forms.normal(term)
        for entry in self._found(form):
            if text is None or not entry.homonym or self._spoken_of(entry.aspect, text):
                return entry.aspect
        own = form[:_LONGEST_KEPT] or term.strip()[:_LONGEST_KEPT]
        return Aspect(own, own, own)

    def ambiguous(self, term: str) -> bool:
        """Whether the aspect of a term may be another in another text."""
        return next((entry.homonym for entry in self._found(self.forms.normal(term))), False)

    def named(self, id: str) -> Aspect:
        """The aspect with this id; any other id is a term of its own."""
        return self.aspects.get(id) or Aspect(id, id, id)

    def terms(self, id: str) -> list[str]:
        """The normalised terms of a group, both languages; none for an unknown id."""
        return [term for term, entry in self._entries.items() if entry.aspect.id == id]

    def _found(self, form: str) -> list[_Entry]:
        """The entries a normalised term may stand for, the likeliest first."""
        known = self._entries.get(form)
        places = list(_in_chinese(form, self._entries) if is_chinese(form) else self._in(form))
        ranked = sorted(places, key=lambda place: place.rank, reverse=True)
        return ([known] if known else []) + [place.entry for place in ranked]

    def _spoken_of(self, aspect: Aspect, text: str) -> bool:
        """Whether a text holds a term, no homonym, of an aspect or of one of its kind."""
        wanted = self._witnesses[aspect.id] | {aspect.id}
        words = [self.forms.singular(word) for word in _ENGLISH_WORD.findall(text.casefold())]
        runs = (
            " ".join(words[start : start + length])
            for length in range(1, _MOST_WORDS_OF_A_TERM + 1)
            for start in range(len(words) - length + 1)
        )
        chinese = (place.entry for place in _in_chinese(text, self._entries))
        entries = chain(filter(None, map(self._entries.get, runs)), chinese)
        return any(not entry.homonym and entry.aspect.id in wanted for entry in entries)

    def _in(self, form: str) -> Iterator[_Place]:
        """Known runs of words; the head is what stands last, before an "of" or the like."""
        words = form.split()
        if not words:
            return
        cut = next((i for i, word in enumerate(words) if word in _OF and i), len(words))
        words[cut - 1] = self.forms.singular(words[cut - 1])
        for start in range(len(words)):
            for end in range(len(words), start, -1):
                entry = self._entries.get(" ".join(words[start:end]))
                is_head = end == cut
                if entry and (is_head or not entry.heads_only):
                    yield _Place(entry, start, end, is_head)


def _alike(aspect: Aspect, others: Iterable[Aspect]) -> Iterator[str]:
    """The ids of the aspects that share a domain with one and are not of the shops' own."""
    for other in others:
        if _SHOPS not in other.domains and set(aspect.domains) & set(other.domains):
            yield other.id


def _in_chinese(form: str, entries: dict[str, _Entry]) -> Iterator[_Place]:
    """Known runs of at least two characters; the head stands last."""
    for start in range(len(form) - 1):
        for end in range(min(len(form), start + _LONGEST_HAN), start + 1, -1):
            entry = entries.get(form[start:end])
            is_head = end == len(form)
            if entry and (is_head or not entry.heads_only):
                yield _Place(entry, start, end, is_head)


def label_id(number: int) -> str:
    """The aspect id of a label that a person made."""
    return f"{_LABEL}{number}"


def label_number(id: str | None) -> int | None:
    """The number of the label that an aspect id stands for; None where it is no label's."""
    number = (id or "").removeprefix(_LABEL)
    if number == id or not number.isdecimal() or len(number) > len(str(_MOST)):
        return None
    return int(number) if int(number) <= _MOST else None


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The vocabulary that ships."""
    return Vocabulary()


@lru_cache(maxsize=50_000)
def canonical(term: str) -> Aspect:
    """The aspect that a term of a review belongs to, by the vocabulary that ships."""
    return vocabulary().canonical(term)


@lru_cache(maxsize=50_000)
def ambiguous(term: str) -> bool:
    """Whether the aspect of a term hangs on the review it stands in."""
    return vocabulary().ambiguous(term)


def named(id: str) -> Aspect:
    """The aspect with an id that `canonical` gave."""
    return vocabulary().named(id)
