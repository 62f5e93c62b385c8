"""Language, sentences, widths and search terms of English and Chinese text."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

Language = Literal["en", "zh", "mixed", "und"]

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f"
_HAN_CHARACTER = re.compile(f"[{_HAN}]")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:['’][A-Za-z]+)*")
_HAN_RUN_OR_WORD = re.compile(rf"[{_HAN}]+|[^\W{_HAN}_]+", re.UNICODE)
_SENTENCE_END = re.compile(
    r"(?<=[。！？!?…；])[”’」』\"')）]*\s*|(?<=[.])[”’\"')]*\s+(?=[\"'“‘(]?[A-Z0-9\u4e00-\u9fff])|\n+"
)
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)

_ZWJ = "\u200d"

# A Chinese character carries about as much as half an English word.
_HAN_PER_WORD = 1.5
_MIXED_SHARE = 0.3


def detect_language(text: str) -> Language:
    """The language a text is written in: "en", "zh", "mixed" or "und" (neither).

    Counts Han characters against Latin words, the former weighed by how much of a
    sentence they make up. A side with under 30 % of the weight is taken as names
    and loan words ("这款Kindle很好" is Chinese).
    """
    if text.isascii():
        return "en" if _LATIN_WORD.search(text) else "und"
    han = len(_HAN_CHARACTER.findall(text)) / _HAN_PER_WORD
    latin = len(_LATIN_WORD.findall(text))
    total = han + latin
    if not total:
        return "und"
    share = han / total
    if share >= 1 - _MIXED_SHARE:
        return "zh"
    return "en" if share <= _MIXED_SHARE else "mixed"


def sentences(text: str) -> list[str]:
    """The sentences of a text in order, stripped, none empty. Line breaks end a sentence."""
    marks = [match.end() for match in _SENTENCE_END.finditer(text)]
    starts = [0, *marks]
    pieces = (text[a:b].strip() for a, b in zip(starts, [*marks, len(text)], strict=True))
    return [piece for piece in pieces if piece]


def first_sentences(text: str) -> frozenset[str]:
    """The sentences that a reader meets first, lower-case: of the first line and of the line
    under it, so that neither a title nor a greeting hides how a text begins. A greeting itself
    and what has under four English words or Chinese characters do not count."""
    lines = [found for line in text.splitlines() if (found := sentences(line))]
    first = (line[0].casefold() for line in lines[:2])
    return frozenset(one for one in first if _tells_something(one))


def _tells_something(sentence: str) -> bool:
    if sentence.endswith((",", "，", ":", "：")):
        return False
    return max(len(_HAN_CHARACTER.findall(sentence)), len(sentence.split())) >= 4


def clean(text: str) -> str:
    """The text in composed Unicode form without control, bidi and zero-width marks.

    Line breaks become "\\n", tabs stay; the ends are stripped.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _CONTROL.sub("", text).strip()


def display_width(text: str) -> int:
    """Columns a platform counts that gives East Asian wide characters two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def first_words(text: str, columns: int) -> str:
    """How a text begins, on one line of at most so many columns, "…" where it is cut: between
    words, or between Han characters, which take two columns. A word too long for them is
    cut anywhere but inside what is read as one sign."""
    flat = " ".join(text.split())
    if display_width(flat) <= columns:
        return flat
    room, end, joint = columns - 1, 0, 0
    while room >= display_width(flat[end]):
        room -= display_width(flat[end])
        end += 1
        if _line_may_break(flat, end):
            joint = end
    end = joint or next((at for at in range(end, 0, -1) if not _joined(flat, at)), end)
    return flat[:end].rstrip(" ,.;:，。；：、—-") + "…"


def _line_may_break(text: str, at: int) -> bool:
    """Whether before a character: at a blank, or beside a Han character, but before no mark."""
    before, after = text[at - 1], text[at]
    if unicodedata.category(after)[0] == "P" or _joined(text, at):
        return False
    return after == " " or bool(_HAN_CHARACTER.match(before) or _HAN_CHARACTER.match(after))


def _joined(text: str, at: int) -> bool:
    """Whether a character is read as one sign with the one before it, as in an emoji's parts."""
    return text[at - 1] == _ZWJ or text[at] == _ZWJ or unicodedata.category(text[at])[0] == "M"


def word_count(text: str) -> int:
    """Words as an editor counts them: each Han character one, each other run one."""
    return sum(
        len(run) if _HAN_CHARACTER.match(run) else 1 for run in _HAN_RUN_OR_WORD.findall(text)
    )


def longest_shared(run: str, text: str) -> str:
    """The longest stretch of two or more characters of a run that a text holds, else ""."""
    for size in range(len(run), 1, -1):
        for start in range(len(run) - size + 1):
            if run[start : start + size] in text:
                return run[start : start + size]
    return ""


def search_terms(text: str) -> str:
    """What a full-text index stores for a text: lower-case words and Han bigrams.

    The last character of each Han run stands alone as well, so that every single
    character begins some term and a prefix query finds it.
    """
    if text.isascii():
        return " ".join(_HAN_RUN_OR_WORD.findall(text.lower()))
    terms: list[str] = []
    for run in _HAN_RUN_OR_WORD.findall(unicodedata.normalize("NFKC", text).lower()):
        if _HAN_CHARACTER.match(run):
            terms += [run[i : i + 2] for i in range(len(run))]
        else:
            terms.append(run)
    return " ".join(terms)


def search_query(text: str) -> str:
    """An FTS5 MATCH expression for what a person typed, or "" when it holds no word.

    Words must all occur; a Han run must occur as it stands; the last word may be unfinished.
    """
    parts: list[str] = []
    for run in _HAN_RUN_OR_WORD.findall(unicodedata.normalize("NFKC", text).lower()):
        if not _HAN_CHARACTER.match(run) or len(run) == 1:
            parts.append(f'"{run}"*')
        else:
            bigrams = " ".join(run[i : i + 2] for i in range(len(run) - 1))
            parts.append(f'"{bigrams}"')
    return " ".join(parts)
