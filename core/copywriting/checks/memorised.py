"""Long runs of words that stand in the copy the writers learnt from, or in earlier drafts.

A run counts from eight English words or sixteen Chinese characters on, punctuation and letter
case aside; what the brief itself says (facts, names, offer, call to action) is not counted.
The index of the corpus holds one 64-bit hash for each run of that length, sorted, built at its
first use from assets/corpus; nothing of the texts themselves is kept.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from core.copywriting.briefs.brief import Brief
from core.copywriting.checks.check import Check, Level
from core.i18n import N_
from core.settings import ASSETS

if TYPE_CHECKING:
    import numpy as np

RUN = {"en": 8, "zh": 16}
"""The shortest run that counts, in English words or Chinese characters."""

_TOKEN = {
    "en": re.compile(r"[A-Za-z0-9]+(?:['’][A-Za-z0-9]+)*"),
    "zh": re.compile(r"[\u3400-\u9fffA-Za-z0-9]"),
}
_KINDS = ("briefs", "long", "reply", "rewrite")
_COPY = ("copies", "outline", "sections", "title", "meta", "reply", "after")
_CORPUS = N_("“{words}” stands word for word in the copy that the writers learnt from.")
_DRAFT = N_("“{words}” stands word for word in an earlier draft of yours.")
_OWN_SHARE = {"en": 3, "zh": 4}
_BASE = 1_000_003
_LETTER = 0x9E3779B97F4A7C15
_LONGEST_WORD = 64
_END = "|"


def check_memorised(
    text: str, brief: Brief, earlier: Iterable[str] = (), level: Level = "warning"
) -> list[Check]:
    """At most one finding for the corpus, of the given level, and a note on `earlier`.

    Each marks the longest run. A person may quote, so a text of theirs is warned of; what an
    engine copies out of its training is an error.
    """
    tokens = list(_TOKEN[brief.lang].finditer(text))
    length = RUN[brief.lang]
    if len(tokens) < length:
        return []
    hashes = _hashes(_tokens(" ".join(token[0] for token in tokens), brief.lang), length)
    own: list[bool] = []
    found = []
    for rule, message, of, known in (
        ("memorised.corpus", _CORPUS, level, _corpus(brief.lang)),
        ("memorised.draft", _DRAFT, "note", _drafts(tuple(earlier), brief.lang)),
    ):
        hits = _known(hashes, known)
        if not any(hits):
            continue
        own = own or _said_by_brief(tokens, text, brief)
        run = _longest(hits, own, length)
        if run:
            span = (tokens[run[0]].start(), tokens[run[1] - 1].end())
            params = {"words": text[slice(*span)].replace("\n", " ")}
            found.append(Check(rule, of, message, params, span))
    return found


def _longest(hits: list[bool], own: list[bool], length: int) -> tuple[int, int] | None:
    """The longest stretch of hits as token positions, if enough of it is not the brief's."""
    best: tuple[int, int, int] | None = None
    start = None
    for i, hit in enumerate([*hits, False]):
        if hit and start is None:
            start = i
        elif not hit and start is not None:
            end = i - 1 + length
            fresh = sum(not mine for mine in own[start:end])
            if fresh >= length and (best is None or fresh > best[0]):
                best = (fresh, start, end)
            start = None
    return (best[1], best[2]) if best else None


def _said_by_brief(tokens: list[re.Match[str]], text: str, brief: Brief) -> list[bool]:
    """Which tokens belong to runs, three words or four characters long, of the brief's own."""
    size = _OWN_SHARE[brief.lang]
    words = [token[0].lower() for token in tokens]
    own = [False] * len(words)
    given = _runs_of_brief(brief, size)
    for i in range(len(words) - size + 1):
        if tuple(words[i : i + size]) in given:
            own[i : i + size] = [True] * size
    for claim in (brief.product, brief.category, *brief.facts, brief.cta, *brief.keywords):
        start = text.find(claim) if claim else -1
        while start >= 0:
            for i, token in enumerate(tokens):
                if start <= token.start() < start + len(claim):
                    own[i] = True
            start = text.find(claim, start + len(claim))
    return own


@lru_cache(maxsize=64)
def _runs_of_brief(brief: Brief, size: int) -> frozenset[tuple[str, ...]]:
    runs = set()
    for claim in brief.claims:
        words = [token[0].lower() for token in _TOKEN[brief.lang].finditer(claim)]
        runs |= {tuple(words[i : i + size]) for i in range(len(words) - size + 1)}
    return frozenset(runs)


def _known(hashes: np.ndarray, index: np.ndarray) -> list[bool]:
    """For each hash whether the sorted index holds it."""
    import numpy as np

    if not len(index) or not len(hashes):
        return [False] * len(hashes)
    at = np.searchsorted(index, hashes)
    found: list[bool] = (index[np.minimum(at, len(index) - 1)] == hashes).tolist()
    return found


@lru_cache(maxsize=2)
def _corpus(language: str) -> np.ndarray:
    """The sorted hashes of every run in the corpus of a language."""
    return _index(_texts(language), language)


@lru_cache(maxsize=8)
def _drafts(texts: tuple[str, ...], language: str) -> np.ndarray:
    return _index(texts, language)


def _texts(language: str) -> Iterator[str]:
    for kind in _KINDS:
        path = ASSETS / "corpus" / f"{kind}-{language}.jsonl.gz"
        with gzip.open(path, "rt", encoding="utf-8") as rows:
            for line in rows:
                row = json.loads(line)
                yield from _strings([row.get(key, []) for key in _COPY])


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _strings(list(value.values()))
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def _index(texts: Iterable[str], language: str) -> np.ndarray:
    """The sorted hashes of the runs of some texts; no run reaches from one into the next."""
    import numpy as np

    tokens = _tokens(f" {_END} ".join(texts), language)
    length = RUN[language]
    if len(tokens) < length:
        return np.empty(0, dtype=np.uint64)
    ends = np.cumsum(tokens == _tokens(_END, language)[0])
    inside = ends[length - 1 :] == np.concatenate([[0], ends[:-length]])
    return np.sort(_hashes(tokens, length)[inside])


def _tokens(text: str, language: str) -> np.ndarray:
    """One number for each word, in Chinese for each character; all at once, for a whole corpus.

    A word's number is the sum of its letters' numbers times powers of an odd constant.
    """
    import numpy as np

    if language == "zh":
        signs = np.frombuffer(text.lower().encode("utf-32-le"), dtype=np.uint32)
        latin = ((signs >= 97) & (signs <= 122)) | ((signs >= 48) & (signs <= 57))
        kept = latin | ((signs >= 0x3400) & (signs <= 0x9FFF)) | (signs == ord(_END))
        return _mixed(signs[kept].astype(np.uint64))
    plain = text.lower().replace("’", "").replace("'", "").encode("ascii", "ignore")
    letters = np.frombuffer(plain, dtype=np.uint8)
    inside = ((letters >= 97) & (letters <= 122)) | ((letters >= 48) & (letters <= 57))
    inside |= letters == ord(_END)
    if not inside.any():
        return np.empty(0, dtype=np.uint64)
    first = inside & ~np.concatenate([[False], inside[:-1]])
    starts = np.flatnonzero(first)
    place = np.arange(len(letters)) - starts[np.maximum(np.cumsum(first) - 1, 0)]
    with np.errstate(over="ignore"):
        powers = np.uint64(_LETTER) ** np.arange(_LONGEST_WORD, dtype=np.uint64)
        worth = _mixed(letters[inside].astype(np.uint64)) * powers[place[inside] % _LONGEST_WORD]
        return np.add.reduceat(worth, np.flatnonzero(first[inside]))


def _mixed(numbers: np.ndarray) -> np.ndarray:
    """The numbers spread over 64 bits. Source: the finaliser of MurmurHash3 (A. Appleby)."""
    import numpy as np

    with np.errstate(over="ignore"):
        numbers = (numbers + np.uint64(1)) * np.uint64(0xFF51AFD7ED558CCD)
        numbers ^= numbers >> np.uint64(33)
        return numbers * np.uint64(0xC4CEB9FE1A85EC53)


def _hashes(tokens: np.ndarray, length: int) -> np.ndarray:
    """One 64-bit polynomial hash for each run of `length` tokens, in order."""
    import numpy as np

    runs = max(0, len(tokens) - length + 1)
    total = np.zeros(runs, dtype=np.uint64)
    with np.errstate(over="ignore"):
        for i in range(length):
            total = total * np.uint64(_BASE) + tokens[i : i + runs]
    return total
