"""How a text is written, in some sixty numbers of about one size that need no model.

Most are 0 or 1; lengths and counts are logarithms, scaled so that a doubling weighs like one
habit more. They hold for English and Chinese alike, so that one model serves both.
"""

from __future__ import annotations

import re
from math import log2

from core.feedback.material import KINDS, Material, Told, parts, told
from core.feedback.style_words import EMOJI, LEXICONS, PERSONS
from core.text import sentences, word_count

_CLAUSE = re.compile(r"[,.;:!?\n，。；：！？、…｜|—–]+")
_COMMA = re.compile(r"[,，、]")
_MARKS = {
    "exclamation mark": re.compile(r"[!！]"),
    "question": re.compile(r"[?？]"),
    "ellipsis": re.compile(r"…|\.\.\."),
    "dash": re.compile(r"—|–| - "),
    "colon": re.compile(r"[:：]"),
    "semicolon": re.compile(r"[;；]"),
    "quotes": re.compile(r"[\"“”「」『』]"),
    "bar": re.compile(r"[|｜]"),
    "hashtag": re.compile(r"#"),
    "emoji": EMOJI,
    "brackets": re.compile(r"[()（）【】]"),
    "line break": re.compile(r"\n"),
    "digits": re.compile(r"\d"),
    "percent": re.compile(r"[%％]"),
    "currency": re.compile(r"[$£€¥￥]|\d\s*(?:元|块)"),
    "capitals": re.compile(r"\b[A-Z]{3,}\b"),
    "contraction": re.compile(r"\b\w+['’](?:s|re|ll|ve|d|t|m)\b", re.IGNORECASE),
}
_FIRST_WORDS = re.compile(r"^\W*(\w)")


def style(text: str, material: Material) -> dict[str, float]:
    """The habits of one text, by name; those that do not apply are left out (0)."""
    found: dict[str, float] = {}
    lines = sentences(text)
    first, last = (lines[0], lines[-1]) if lines else ("", "")
    found |= _shape(text, lines, first, last)
    found |= {f"has {name}": 1.0 for name, mark in _MARKS.items() if mark.search(text)}
    for name, pattern in (*PERSONS.items(), *LEXICONS.items()):
        count = len(pattern.findall(text))
        if count:
            found[f"says {name}"] = 1.0
            found[f"much {name}"] = log2(1 + count) / 2
    found |= _opening(first, material)
    found |= _facts(text, told(text, material), material)
    low = text.lower()
    if material.cta and material.cta.lower() in low:
        found["says call to action"] = 1.0
    if _overlap(low, material.offer) >= 0.5:
        found["says offer"] = 1.0
    found["says audience"] = _overlap(low, material.audience)
    found["says category"] = float(_overlap(low, material.category) >= 0.5)
    return {name: value for name, value in found.items() if value}


def _shape(text: str, lines: list[str], first: str, last: str) -> dict[str, float]:
    words = max(1, word_count(text))
    clauses = [clause for clause in _CLAUSE.split(text) if clause.strip()]
    starts = [match[1].lower() for line in lines if (match := _FIRST_WORDS.match(line))]
    capitals = [word[0].isupper() for word in text.split() if word[0].isalpha() and len(word) > 3]
    return {
        "length": log2(words) - 4,
        "sentences": log2(max(1, len(lines))) - 1,
        "sentence length": log2(words / max(1, len(lines))) - 3,
        "clauses": log2(max(1, len(clauses))) - 2,
        "commas": log2(1 + len(_COMMA.findall(text))) - 1,
        "one sentence": float(len(lines) == 1),
        "short first sentence": float(word_count(first) <= 5),
        "short last sentence": float(len(lines) > 1 and word_count(last) <= 5),
        "repeats a beginning": float(len(starts) > len(set(starts))),
        "ends in a full stop": float(text.rstrip()[-1:] in ".。"),
        "ends in a question": float(text.rstrip()[-1:] in "?？" and bool(text.strip())),
        "title case": float(len(capitals) > 2 and sum(capitals) > 0.7 * len(capitals)),
        "even clauses": float(
            len(clauses) > 2 and len({len(clause.strip()) for clause in clauses[:3]}) == 1
        ),
    }


def _opening(first: str, material: Material) -> dict[str, float]:
    low = first.lower()
    clause = _CLAUSE.split(first, maxsplit=1)[0]
    product = material.product.lower()
    found = {
        "opens with a question": float(first.rstrip()[-1:] in "?？" and bool(first.strip())),
        "opens with the product": float(bool(product) and low.startswith(product)),
        "opens with a number": float(bool(re.match(r"\W*[\d一二三四五六七八九十两]", first))),
        "names the product first": float(bool(product) and product in low),
        "opens with the audience": float(_overlap(clause.lower(), material.audience) >= 0.3),
        "opens with the category": float(_overlap(clause.lower(), material.category) >= 0.5),
    }
    for name, pattern in (*PERSONS.items(), *LEXICONS.items()):
        if pattern.search(clause):
            found[f"opens {name}"] = 1.0
    return found


def _facts(text: str, found: list[Told], material: Material) -> dict[str, float]:
    features = {"facts": log2(1 + len(found)) - 1, "no fact": float(not found)}
    for kind in KINDS:
        if any(one.kind == kind for one in found):
            features[f"tells {kind}"] = 1.0
    if found:
        lead = found[0]
        features[f"leads with {lead.kind}"] = 1.0
        features["leads with a figure"] = float(bool(re.search(r"\d", material.facts[lead.place])))
        features["leads with the first fact"] = float(lead.place == 0)
        features["leads with the last fact"] = float(lead.place == len(material.facts) - 1)
        features["opens with a fact"] = float(lead.start < 12)
        features["fact late"] = lead.start / max(1, len(text))
        features["ends with a fact"] = float(found[-1].start > 0.7 * len(text))
    places = [one.place for one in found]
    features["tells the first fact"] = float(0 in places)
    at = text.lower().find(material.product.lower()) if material.product else -1
    if at >= 0:
        features["product late"] = at / max(1, len(text))
        features["product before facts"] = float(not found or at < found[0].start)
    else:
        features["no product name"] = 1.0
    return features


def _overlap(low: str, phrase: str) -> float:
    """The share of a phrase's words that a text holds."""
    wanted = set(parts(phrase))
    return sum(part in low for part in wanted) / len(wanted) if wanted else 0.0
