"""Terms of reviews as aspects: the groups of assets/aspects.toml, or the term itself."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
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
_RULES = "1"


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
            entry = _Entry(aspect, row.get("general", False), row.get("heads_only", False))
            self.aspects[aspect.id] = aspect
            for term in (aspect.id, *row["terms_en"], *row["terms_zh"]):
                self._entries[self.forms.normal(term)] = entry

    def canonical(self, term: str) -> Aspect:
        """The aspect a term belongs to.

        A group whose term it is; else the group of the most telling known term inside it,
        the head of the term before what describes it; else the term's own form.
        """
        form = self.forms.normal(term)
        entry = self._entries.get(form)
        if entry is None and form:
            places = list(_in_chinese(form, self._entries) if is_chinese(form) else self._in(form))
            if places:
                entry = max(places, key=lambda place: place.rank).entry
        if entry is not None:
            return entry.aspect
        own = form[:_LONGEST_KEPT] or term.strip()[:_LONGEST_KEPT]
        return Aspect(own, own, own)

    def named(self, id: str) -> Aspect:
        """The aspect with this id; any other id is a term of its own."""
        return self.aspects.get(id) or Aspect(id, id, id)

    def terms(self, id: str) -> list[str]:
        """The normalised terms of a group, both languages; none for an unknown id."""
        return [term for term, entry in self._entries.items() if entry.aspect.id == id]

    def _in(self, form: str) -> Iterator[_Place]:
        """Known runs of words; the head is what stands last, before an "of" or the like."""
        words = form.split()
        cut = next((i for i, word in enumerate(words) if word in _OF and i), len(words))
        words[cut - 1] = self.forms.singular(words[cut - 1])
        for start in range(len(words)):
            for end in range(len(words), start, -1):
                entry = self._entries.get(" ".join(words[start:end]))
                is_head = end == cut
                if entry and (is_head or not entry.heads_only):
                    yield _Place(entry, start, end, is_head)


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


def named(id: str) -> Aspect:
    """The aspect with an id that `canonical` gave."""
    return vocabulary().named(id)
