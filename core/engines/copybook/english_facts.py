"""What an English fact is, grammatically, and the phrases it can lend to a sentence."""

from __future__ import annotations

import re
from functools import lru_cache

from core.engines.copybook.english_nouns import MONEY, TIMES, UNIT, read_noun
from core.engines.copybook.english_words import (
    ADJECTIVES,
    BASES,
    DETERMINERS,
    FINITE,
    MASS,
    NOUNISH,
    PREPOSITIONS,
    RELATIVES,
    THIRD,
    is_imperative,
    is_imperative_noun,
    is_participle,
    is_plural,
    word_set,
)
from core.engines.copybook.fact import Fact

_PRICE = re.compile(r"(?:from |only |just |about )?[£$€¥]\s?\d", re.I)
_SIZE_ADJECTIVE = re.compile(rf"[\d.,]+ {UNIT} (?:tall|long|wide|deep|high|thick|across)$", re.I)
_WEIGHT = re.compile(r"[\d.,]+ ?(?:g|kg|oz|lb|lbs|grams|kilos)$", re.I)
_AREA = re.compile(rf"[\d.,]+(?: by [\d.,]+)+ {UNIT}$", re.I)

# Plurals that could be verbs.
_THINGS = word_set(
    """
    seats prints samples orders repairs files pages slots alerts updates reports refills visits
    returns
    """
)
# What "is" takes as it stands: "is opposite the station".
_STANDING = word_set(
    """
    on in at by under within for between opposite near beside behind above below across along
    alongside beyond
    """
)
# "post yours", "send us photographs": after these words the first one is a verb.
_OBJECTS = word_set("yours us them it ours")
_NO_ORDERS = word_set("grade waterproof")
_FROM_TO = word_set("from until before after since by")
# After these a word that could be a verb is a plural: "orders close", "repairs within a week".
_NO_OBJECTS = word_set("over from for with in and within before after close start")
_STANDING_TWO = frozenset({("next", "to"), ("close", "to"), ("just", "off"), ("right", "by")})


@lru_cache(maxsize=2048)
def read(text: str) -> Fact:
    """The Fact that a phrase of a brief is. Never raises; what is unclear is "loose"."""
    text = text.strip().rstrip(".")
    words = re.findall(r"[^\s,;:]*\d[,:]\d[^\s,;:]*|[^\s,;:]+|[,;:]", text)
    lower = [word.lower() for word in words]
    if not words:
        return Fact(text, "loose", text)
    if lower[-1] in {"included", "provided"} and len(lower) > 1 and not _PRICE.match(text):
        return _included(text, words, lower)
    return _figure(text, lower) or _rewrite(text, lower) or _sentence(text, words, lower)


def _figure(text: str, lower: list[str]) -> Fact | None:
    """Prices, sizes and weights."""
    if _PRICE.match(text):
        spoken = any(word in THIRD for word in lower[1:3])
        return Fact(text, "clause" if spoken else "price", text)
    if _SIZE_ADJECTIVE.match(text):
        return Fact(text, "adjective", text, single=True)
    if _WEIGHT.match(text) or _AREA.match(text):
        return Fact(text, "measure", text)
    if MONEY.search(text) and (lower[0] in NOUNISH or is_plural(lower[0])):
        return Fact(text, "loose", text)
    return None


def _sentence(text: str, words: list[str], lower: list[str]) -> Fact:
    second = lower[1] if len(lower) > 1 else ""
    if lower[0] == "run" and second in {"by", "as"}:
        return Fact(text, "adjective", text)
    if "for you" in text and lower[0] in BASES:
        return Fact(text, "loose", text)
    if (lower[0], second) in _STANDING_TWO:
        return Fact(text, "adjective", text)
    if _is_verb(lower) or (lower[0] in {"never", "always"} and second in THIRD):
        return Fact(text, "verb", text)
    if _is_order(lower):
        return Fact(text, "order", text)
    if lower[0] in {"you", "we"} and second:
        return Fact(text, "clause", text)
    clause = _clause(words, lower)
    if clause:
        return Fact(text, "clause", clause)
    if _is_adjective(lower):
        return Fact(text, "adjective", text)
    if lower[0] in PREPOSITIONS and (not second[:1].isdigit() or lower[0] in _FROM_TO):
        return Fact(text, "loose", text)
    return read_noun(text, lower)


def _included(text: str, words: list[str], lower: list[str]) -> Fact:
    """ "a water brush is included" for "water brush included"."""
    if "with" in lower:
        return Fact(text, "loose", text)
    thing = read(_join(words[:-1]))
    if thing.kind not in {"noun", "material"} and not is_plural(lower[-2]):
        return Fact(text, "loose", text)
    named = thing.phrase if thing.kind in {"noun", "material"} else thing.text
    stop = next((i for i, word in enumerate(lower) if i and word in PREPOSITIONS), len(lower) - 1)
    many = is_plural(lower[stop - 1]) or "and" in lower or thing.plural
    return Fact(text, "clause", f"{named} {'are' if many else 'is'} {lower[-1]}")


def _rewrite(text: str, lower: list[str]) -> Fact | None:
    """Shapes so common that a small verb or preposition turns them into a sentence part."""
    if lower[0] in {"with", "without"} and len(lower) > 1:
        return Fact(text, "verb", f"comes {text}")
    if lower[0] == "ages" and len(lower) > 1 and lower[1][0].isdigit():
        return Fact(text, "adjective", f"for {text}")
    if re.match(r"\d+( to \d+)? (players|people|guests|passengers)$", text):
        return Fact(text, "adjective", f"for {text}")
    if re.match(r"\d+ (db|decibels)\b", text, re.I):
        return Fact(text, "verb", f"runs at {text}")
    if lower[:2] == ["size", "of"]:
        return Fact(text, "adjective", f"the {text}")
    if re.match(
        r"(?!swap )(\w+|\d+) (colours|colors|shades|scents|flavours|flavors|sizes)\b", text, re.I
    ):
        return Fact(text, "verb", f"comes in {text}")
    if lower[0] == "sizes" and len(lower) > 2:
        return Fact(text, "verb", f"comes in {text}")
    pronouns = {"everyone", "everybody", "nobody", "everything", "nothing", "someone"}
    if lower[0] in pronouns and len(lower) > 1:
        if lower[1] in THIRD:
            return Fact(text, "clause", text)
        if is_participle(lower[1]):
            return Fact(text, "clause", f"{lower[0]} is {text.split(maxsplit=1)[1]}")
    return None


def _is_order(lower: list[str]) -> bool:
    """Whether the reader is told to do something. A participle in third place makes a name of the
    first two words: "stop signal agreed before anything starts"."""
    first, second = lower[0], lower[1] if len(lower) > 1 else ""
    if first in BASES and second in _OBJECTS:
        return True
    named = len(lower) > 2 and is_participle(lower[2]) and second not in DETERMINERS
    return is_imperative(first, second) and not named and first not in _NO_ORDERS


def _is_verb(lower: list[str]) -> bool:
    if lower[0] not in THIRD or len(lower) < 2:
        return False
    if lower[1] in {"of", ",", "is", "are"}:
        return False
    if lower[0] in NOUNISH and (is_participle(lower[1]) or lower[1] in {"and", "or"}):
        return False
    return not (lower[0] in _THINGS and lower[1] in _NO_OBJECTS)


def _is_adjective(lower: list[str]) -> bool:
    first, second = lower[0], lower[1] if len(lower) > 1 else ""
    ends = not second or second in PREPOSITIONS or second in {",", "and", "or", "by"}
    if first in _STANDING or (first in {"inside", "outside"} and second in DETERMINERS):
        return True
    if first in {"open", "available", "suitable", "ready", "certified", "compatible"}:
        counted = second in DETERMINERS or second in {"daily", "late", "weekdays", "weekends"}
        return ends or counted or second in TIMES or second[:1].isdigit()
    third = lower[2] if len(lower) > 2 else ""
    if second in {"and", "or"} and not (third in ADJECTIVES or is_participle(third)):
        return False
    if second in {"and", "or"} and len(lower) > 3 and lower[3] not in PREPOSITIONS | {"and", ","}:
        return False
    if first in ADJECTIVES or re.search(
        r"-(free|proof|safe|resistant|friendly|run|owned|compostable|washable)$", first
    ):
        return ends
    if first in {"fully", "individually", "freshly", "carefully", "hand"} and is_participle(second):
        third = lower[2] if len(lower) > 2 else ""
        return not third or third in PREPOSITIONS or third in {"and", ","}
    counts = second == "of" and first != "made"
    if (is_participle(first) and not counts) or (first == "run" and second == "by"):
        return (
            ends
            or second in {"every", "each", "this", "when", "free"}
            or second in {"daily", "weekly", "overnight", "twice", "once", "whole", "today"}
        )
    return False


def _clause(words: list[str], lower: list[str]) -> str:
    """The fact as a full sentence, or "" where it has no subject and verb."""
    for i in range(1, len(lower)):
        word, before = lower[i], lower[i - 1]
        follows = lower[i + 1] if i + 1 < len(lower) else ""
        if word in RELATIVES and not (i > 1 and word in {"it", "you"}):
            return ""
        plain = before in DETERMINERS and not (word in FINITE and before in {"half", "all", "each"})
        if plain or before in {",", "and", "or", "by", "to", "of"}:
            continue
        if word in {"can", "may", "will", "must"} and follows not in BASES | {"be", "also"}:
            continue
        if word in FINITE and (follows or word not in {"rose", "fell"}):
            return "" if before in RELATIVES else _with_the(words, lower, i)
        if any(w in PREPOSITIONS for w in lower[:i]):
            return ""
        if word == "welcome" and (not follows or follows in PREPOSITIONS):
            return _join([*words[:i], "are" if is_plural(before) else "is", *words[i:]])
        if _agrees(lower, i):
            return _with_the(words, lower, i)
        if is_participle(word) and _is_passive(lower, i, follows):
            many = is_plural(before) or {"and", ","} & set(lower[:i])
            past = re.search(r"\blast (year|month|week|season)\b", _join(words))
            verb = ("were" if many else "was") if past else ("are" if many else "is")
            return _join([*words[:i], verb, *words[i:]])
    return ""


def _agrees(lower: list[str], i: int) -> bool:
    """Whether the word at i is a finite verb that goes with the noun before it."""
    word, before = lower[i], lower[i - 1]
    follows = lower[i + 1] if i + 1 < len(lower) else ""
    if not follows:
        return False
    many = re.match(r"[\d.,]+$", lower[0]) or lower[0] in {"two", "three", "four", "five", "six"}
    if before in ADJECTIVES or is_participle(before):
        return False
    if word in THIRD and not is_plural(before) and not many:
        return word not in NOUNISH or follows in {
            "itself",
            "its",
            "your",
            "you",
            "the",
            "a",
            "about",
            "into",
        }
    if word in BASES and is_plural(before):
        return not is_imperative_noun(word) or follows in {"your", "you", "the", "a", "itself"}
    return False


def _is_passive(lower: list[str], i: int, follows: str) -> bool:
    before = lower[i - 1]
    if before in ADJECTIVES or before.endswith("ly") or is_participle(before):
        return False
    closes = not follows or follows in PREPOSITIONS or follows.endswith("ly")
    closes = closes or follows in {"and", "afterwards", "first", "free", "last", "every", "once"}
    known = is_plural(before) or before in MASS or before.endswith("ing")
    return closes and (known or lower[0] in {"each", "every"})


def _join(words: list[str]) -> str:
    return re.sub(r" ([,;:])", r"\1", " ".join(words))


def _with_the(words: list[str], lower: list[str], verb: int) -> str:
    bare = lower[0] not in DETERMINERS and not lower[0][0].isdigit()
    head = lower[verb - 1]
    text = _join(words)
    if bare and not is_plural(head) and head not in MASS and not head.endswith("ing"):
        return "the " + text
    return text
