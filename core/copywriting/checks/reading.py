"""How the text reads: hard sentences, repetition, hollow phrases, customers' voices, rude words."""

from __future__ import annotations

import re
from collections import Counter

from core.copywriting.briefs.brief import Brief
from core.copywriting.channels.channels import Channel
from core.copywriting.checks.check import Check
from core.copywriting.checks.phrases import phrase_rules
from core.copywriting.measures.readability import readability
from core.copywriting.measures.similarity import NEAR_DUPLICATE, jaccard
from core.i18n import N_
from core.text import sentences

_HARD = 0.25
_WORD = re.compile(r"[a-z']+|[\u3400-\u9fff]")
_HARD_TEXT = N_("This reads hard: shorter sentences and words would help.")
_TWICE = N_("The text says the same twice.")
_LOOP = N_("“{word}” comes back again and again.")
_MESSAGES = {
    "reading.profanity": N_("“{word}” is a rude word."),
    "reading.testimony": N_("“{word}” sounds like a customer's own account; mark it or change it."),
    "reading.hollow": N_("“{word}” could stand in any ad."),
    "reading.inclusive": N_("“{word}” may hurt or exclude readers."),
}


def check_reading(text: str, brief: Brief, channel: Channel) -> list[Check]:
    """Rude words and loops are errors, testimony and hollow phrases warnings, the rest notes."""
    found = _check_words(text, brief)
    if channel.structure != "ad_set":
        found += _check_repetition(text, brief)
    if len(text) > 40 and readability(text, brief.lang) < _HARD:
        found.append(Check("reading.hard", "note", _HARD_TEXT))
    return found


def _check_words(text: str, brief: Brief) -> list[Check]:
    found = []
    for rule in phrase_rules(f"reading_{brief.lang}"):
        for match in rule.find(text):
            found.append(
                Check(
                    rule=rule.id,
                    level=rule.level,
                    message=_MESSAGES[rule.id],
                    params={"word": match[0]},
                    span=match.span(),
                    source=rule.source,
                    fix=rule.fix(match[0]),
                )
            )
    return found


def _check_repetition(text: str, brief: Brief) -> list[Check]:
    least = 12 if brief.lang == "en" else 5
    parts = [part for part in sentences(text) if len(part) > least]
    for i, one in enumerate(parts):
        for other in parts[i + 1 :]:
            if jaccard(one, other, brief.lang) >= max(0.8, NEAR_DUPLICATE):
                return [Check("reading.twice", "error", _TWICE)]
    words = _WORD.findall(text.lower().replace(brief.product.lower(), " "))
    # A long piece may come back to its subject once more for every hundred words.
    size, least = (4, 3 + len(words) // 150) if brief.lang == "en" else (6, 3 + len(words) // 250)
    runs = Counter(tuple(words[i : i + size]) for i in range(len(words) - size + 1))
    given = "\n".join(brief.claims).lower()
    for run, count in runs.most_common(3):
        word = (" " if brief.lang == "en" else "").join(run)
        if count >= least and word not in given:
            return [Check("reading.loop", "error", _LOOP, {"word": word})]
    return []
