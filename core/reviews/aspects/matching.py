"""Finding an aspect that a person typed, by her words and nothing else."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.reviews.aspects.terms import is_chinese
from core.reviews.aspects.vocabulary import vocabulary
from core.vocabulary import contrast, terms, words_in_order

_SMALL = {"a", "an", "and", "at", "for", "from", "in", "it", "my", "of", "on", "or", "the", "to"}
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_LETTER = r"[^\W_\u3400-\u9fff]"
_RUNS = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+|[^\u3400-\u9fff\uf900-\ufaff]+")
_ENDINGS = r"(?:s|es|ed|er|ers|ing|ings|y|ier|ily|ly)?"
_ENDINGS_OF_E = r"(?:e|es|ed|er|ers|ing|ings|y|ier|ily)"
_Z = 1.96
_LEAST = 3
_MOST_OTHERS = 1500


@dataclass(frozen=True)
class Suggestion:
    """A word that may belong to an aspect: in how many clauses it occurs, and why it is named.

    `why` is "group" (the vocabulary counts it under the same aspect) or "beside" (it stands
    beside the typed words more often than chance explains).
    """

    word: str
    clauses: int
    why: str


class Matcher:
    """Finds any of some phrases in a clause.

    All words of a phrase must occur, in any order; English ones with the usual endings
    ("smell" finds "smelly"), Chinese ones as they stand or, for a long one, cut into its words.
    """

    def __init__(self, phrases: Sequence[str]) -> None:
        self.phrases = tuple(dict.fromkeys(p for p in map(_folded, phrases) if p))
        self._patterns = [patterns for p in self.phrases for patterns in _alternatives(p)]

    def find(self, clause: str) -> list[tuple[int, int]]:
        """The ranges of characters that match, in order; none where nothing does."""
        found: set[tuple[int, int]] = set()
        for patterns in self._patterns:
            spans = [[m.span() for m in pattern.finditer(clause)] for pattern in patterns]
            if all(spans):
                found.update(span for part in spans for span in part)
        return sorted(found)


def suggest(phrases: Sequence[str], clauses: Iterable[str], limit: int = 12) -> list[Suggestion]:
    """Words of the reviews that the typed phrases may be widened by, likeliest first.

    First terms that the vocabulary counts under the same aspect, then words that stand in
    the clauses that match more than in the others.
    """
    matcher = Matcher(phrases)
    own: list[str] = []
    others: list[str] = []
    for clause in clauses:
        (own if matcher.find(clause) else others).append(clause)
    found = _of_group(matcher.phrases, others)
    counted = contrast(_counts(own), _counts(others[:: len(others) // _MOST_OTHERS + 1]))
    for word in counted:
        if word.z > _Z and word.here >= _LEAST and not matcher.find(word.word):
            found.append(Suggestion(word.word, word.here, "beside"))
    unique = {suggestion.word: suggestion for suggestion in reversed(found)}
    return [s for s in found if unique[s.word] is s][:limit]


def _of_group(phrases: Sequence[str], clauses: list[str]) -> list[Suggestion]:
    known = vocabulary()
    groups = {aspect.id for p in phrases if (aspect := known.canonical(p)).known}
    found = []
    folded = [clause.casefold() for clause in clauses]
    joined = "\n".join(folded)
    for term in (term for group in sorted(groups) for term in known.terms(group)):
        # A term that occurs nowhere as it stands is not worth the patterns.
        if term in phrases or len(term) < 2 or joined.count(term) < _LEAST:
            continue
        matcher = Matcher([term])
        count = sum(bool(matcher.find(clause)) for clause in folded if term in clause)
        if count >= _LEAST:
            found.append(Suggestion(term, count, "group"))
    return sorted(found, key=lambda suggestion: -suggestion.clauses)[:8]


def _counts(clauses: list[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for clause in clauses:
        counts.update(terms(clause))
    return counts


def _folded(phrase: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", phrase).casefold().split())


def _alternatives(phrase: str) -> list[list[re.Pattern[str]]]:
    whole = [_pattern(part) for part in _parts(phrase)]
    if not whole:
        return []
    pieces = words_in_order(phrase) if is_chinese(phrase) and len(phrase) > 3 else []
    covered = sum(map(len, pieces)) == len(phrase.replace(" ", ""))
    return [whole, [_pattern(piece) for piece in pieces]] if covered else [whole]


def _parts(phrase: str) -> list[str]:
    """Chinese runs as they are, English words without the small ones."""
    parts: list[str] = []
    for run in _RUNS.findall(phrase):
        if is_chinese(run):
            parts.append(run)
        else:
            words = _WORD.findall(run)
            parts += [word for word in words if word not in _SMALL] or words
    return parts


def _pattern(word: str) -> re.Pattern[str]:
    if is_chinese(word):
        return re.compile(re.escape(word))
    stem = vocabulary().forms.singular(word)
    endings = _ENDINGS
    if len(stem) < 4 or not stem.isalpha():
        endings = "(?:s|es)?"
    elif stem.endswith("e"):
        stem, endings = stem[:-1], _ENDINGS_OF_E
    elif stem.endswith("y"):
        stem, endings = stem[:-1], "(?:y|ies|ied|ier|ily|ying)"
    either = f"(?:{re.escape(stem)}{endings}|{re.escape(word)})"
    return re.compile(rf"(?<!{_LETTER}){either}(?!{_LETTER})", re.I)
