"""English facts that are noun phrases, or no safe part of a sentence at all."""

from __future__ import annotations

import re
from itertools import pairwise

from core.engines.copybook.english_words import (
    ADJECTIVES,
    BASES,
    DETERMINERS,
    MASS,
    MATERIALS,
    NOUNISH,
    PREPOSITIONS,
    RELATIVES,
    THIRD,
    article,
    is_participle,
    is_plural,
    word_set,
)
from core.engines.copybook.fact import Fact

MONEY = re.compile(r"[£$€¥]\s?\d|\d\s?(?:p|pence|euros?|dollars?|pounds?)\b")
UNIT = r"(?:mm|cm|m|km|g|kg|ml|cl|litres?|liters?|l|inch(?:es)?|oz|lb|w|watts?|decibels?|db)"
_SINGLE_UNIT = re.compile(rf"[\d.,]+[ -]?{UNIT}$", re.I)
TIMES = word_set(
    """
    this evening evenings morning mornings weekend weekends weekday daily weekly monthly
    monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays
    thursdays fridays saturdays sundays january february march april may june july august
    september october november december ages every each over up under half flat
    """
)
# "oven to table in two hours", "600 boxes", "ride date 12 October": spans, stocks and dates.
_CONTENT = re.compile(r"(bag|box|case|jar|pack|tin) of (\d+|two|four|six|eight|ten|twelve)$", re.I)
_SPAN = re.compile(r"\S+ to \S+ (in|within|under) ", re.I)
_STOCK = re.compile(
    r"[\d,]+ (boxes|bottles|copies|jars|kits|pairs|pieces|prints|sets|units)$", re.I
)
_DATED = re.compile(
    r"(?!.*\b(on|from|by|until|till|before|after|to) \d).*[a-z] \d{1,2} [A-Z][a-z]+\b"
)
_BARE = re.compile(
    r"[\d.,]+%|.* (only|away|at risk|(nearly|almost) (full|gone))$|.* ship (the|next|within) ",
    re.I,
)
_AMOUNT = re.compile(
    r"([\d.,]+|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve) "
    r"(more )?(minutes?|hours?|days?|nights?|weeks?|months?|years?|litres?|liters?|met(er|re)s?|"
    r"km|kg|g|cm|ml|cents|pence|percent)\b",
    re.I,
)


_COLOURS = frozenset(
    [
        "black",
        "white",
        "blue",
        "red",
        "green",
        "grey",
        "gray",
        "brown",
        "navy",
        "cream",
        "beige",
        "pink",
        "yellow",
        "orange",
        "purple",
        "ivory",
        "charcoal",
        "teal",
        "burgundy",
        "olive",
        "turquoise",
        "crimson",
        "sand",
    ]
)

# Before one thing they belong to a measure: "four kilo quarter".
_COUNTS = frozenset(
    ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
)
_MEALS = frozenset(["breakfast", "lunch", "dinner", "supper"])
_COUNTED = frozenset(["business", "harness", "witness", "wilderness"])
_NO_GERUNDS = frozenset(["ring", "spring", "lining", "fitting", "setting", "string", "pudding"])


def read_noun(text: str, lower: list[str]) -> Fact:
    """The fact as a noun phrase with its article, or loose where that is not certain."""
    loose = Fact(text, "loose", text)
    stop = _stop(lower)
    head_words = lower[:stop]
    if not head_words or _is_no_phrase(text, lower):
        return loose
    if {"and", "or"} & set(head_words):
        return _pair(text, head_words)
    head = head_words[-1]
    if head in _COLOURS and stop == len(lower):
        return Fact(text, "adjective", text)
    if _is_unclear(text, lower, head_words):
        return loose
    if sum(char.isupper() for char in text.split()[stop - 1]) > 1:
        # "USB-C", "GPS": the name of a kind of thing takes no article.
        return Fact(text, "noun", text, single=True)
    if lower[0] in {"same", "first", "last", "only"}:
        return Fact(text, "noun", f"the {text}", plural=is_plural(head))
    if lower[0] in DETERMINERS or is_plural(head) or re.search(r"day[’']s$|row[’']s$", lower[0]):
        return Fact(text, "noun", text, plural=is_plural(head))
    if re.match(r"[\d.,]+$", lower[0]) and (stop < 3 or not re.match(UNIT + "$", lower[1])):
        return loose
    if head.rsplit("-", 1)[-1] in MASS or (head.endswith("ness") and head not in _COUNTED):
        if head in _MEALS and stop > 1:
            return Fact(text, "noun", f"{article(text)} {text}", single=True)
        alone = stop == len(lower) and head in MATERIALS
        return Fact(text, "material" if alone else "noun", text)
    if head.endswith("ing") and head not in _NO_GERUNDS:
        return loose
    return Fact(text, "noun", f"{article(text)} {text}", single=True)


def _stop(lower: list[str]) -> int:
    """Where the noun phrase before its first preposition, relative or participle ends."""
    for i, word in enumerate(lower):
        if i and (
            word in PREPOSITIONS or word in RELATIVES or word in {"not", "included", "throughout"}
        ):
            return i
        follows = lower[i + 1] if i + 1 < len(lower) else ""
        if (
            i
            and is_participle(word)
            and (follows in PREPOSITIONS or follows == "every" or follows[:1].isdigit())
        ):
            return i
    return len(lower)


def _is_no_phrase(text: str, lower: list[str]) -> bool:
    """Times, amounts, lists and orders: they stand best by themselves."""
    if lower[0] in TIMES or lower[0] in {"minimum", "not"} or lower[:2] == ["no", "more"]:
        return True
    if lower[0] in {"first", "second", "third", "last"} and TIMES & set(lower[1:2]):
        return True
    if any(way.match(text) for way in (_SPAN, _STOCK, _DATED, _CONTENT, _BARE)):
        return True
    if _AMOUNT.match(text) or {",", ";", ":"} & set(lower):
        return True
    if _hides_verb(lower):
        return True
    second = lower[1] if len(lower) > 1 else ""
    return lower[0] in BASES and second != "of" and second in PREPOSITIONS | DETERMINERS


def _hides_verb(lower: list[str]) -> bool:
    """Whether a finite verb comes late, as in "one adult in six struggles to read"."""
    for i, word in enumerate(lower):
        if word in RELATIVES:
            return False
        if i > 1 and word in THIRD and word not in NOUNISH:
            return True
    return False


def _is_unclear(text: str, lower: list[str], head_words: list[str]) -> bool:
    """Whether the head may be no noun, or the phrase hides a verb or a figure."""
    head = head_words[-1]
    if MONEY.search(text) or _SINGLE_UNIT.match(text):
        return True
    if any(is_plural(word) and word not in DETERMINERS for word in head_words[:-1]):
        return True
    for before, word in pairwise(head_words):
        if is_participle(word) and (before in MASS or before.endswith("ing")):
            return True
    covers = {"removable", "washable", "sisal", "quilted", "zipped"}
    if head == "cover" and lower[0] not in covers:
        return True
    known = re.fullmatch(r"[a-z][a-z'’-]+", head)
    counts = lower[len(head_words) : len(head_words) + 1] == ["of"]
    return not known or head in ADJECTIVES or (is_participle(head) and not counts)


def _pair(text: str, head_words: list[str]) -> Fact:
    """Two nouns joined: safe in a sentence only when neither wants an article."""
    if is_participle(head_words[-1]):
        return Fact(text, "loose", text)
    halves = re.split(r"\band\b|\bor\b", " ".join(head_words))
    heads = [half.split()[-1] for half in halves if half.split()]
    first = head_words[0]
    if all(is_plural(h) or h in MASS for h in heads) and len(heads) == 2:
        return Fact(text, "noun", text, plural=True)
    if first in DETERMINERS - _COUNTS and first not in {"a", "an"}:
        return Fact(text, "noun", text, plural=True)
    return Fact(text, "loose", text)
