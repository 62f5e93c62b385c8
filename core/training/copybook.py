"""Mine the copybook's patterns from the corpus: `python -m core.training.copybook`.

A pattern is the rhythm of a corpus piece: its product, facts, offer, category and call to
action are cut out and what is left may be nothing but marks and a few words that say nothing
of their own. So nothing of the product it was written for can come along. Only training
briefs are read. The files are banks that `core.engines.copybook.frames` reads.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Literal

from core.engines.copybook import english_facts
from core.engines.copybook.corpus import ROOT, Brief, read_briefs
from core.training.copybook_card import write_card

OUT = Path(__file__).resolve().parents[2] / "assets" / "models" / "copybook"
Language = Literal["en", "zh"]

_CHANNELS: dict[Language, tuple[str, ...]] = {
    "en": ("google_headline", "google_description", "sms", "email_subject", "x_post"),
    "zh": ("search_title", "search_description", "sms", "email_subject", "wechat_title", "weibo"),
}
# What may stand between the slots.
_BETWEEN: dict[Language, str] = {
    "en": r"(?:\b(?:and|with|has|is|at|now|today|plus|Meet)\b|[\s.,:;!?|&-])*",
    "zh": r"(?:欢迎|敬请|恭候|现在|今天|回T退订|吧|的|[\s，。：；！？｜_·、【】])*",
}
# A pattern of one tone only, seen once, is as likely a whim as a rhythm.
_SEEN = 2
_EVERY_TONE = 3
_SLOT = re.compile(r"\{(\w+)\}")


def mine(language: Language, corpus: Path) -> dict[str, dict[str, Counter[str]]]:
    """For each channel the patterns with how often each tone uses them."""
    found: dict[str, dict[str, Counter[str]]] = {
        c: defaultdict(Counter) for c in _CHANNELS[language]
    }
    for brief in read_briefs(language, "train", corpus):
        for channel in _CHANNELS[language]:
            for text in brief.copies.get(channel, ()):
                pattern = delexicalise(text, brief)
                if pattern:
                    found[channel][pattern][brief.tone] += 1
    return found


def delexicalise(text: str, brief: Brief) -> str | None:
    """The pattern of a piece, or None where something of its own would be left."""
    for name, words in (("P", brief.product), ("O", brief.offer), ("C", brief.cta)):
        if words:
            text = re.sub(re.escape(words), "{" + name + "}", text, flags=re.I)
    for fact in sorted(brief.facts, key=len, reverse=True):
        found = re.search(re.escape(fact), text, re.I)
        if found:
            slot = _fact_slot(found, fact, brief.language)
            text = re.sub(re.escape(fact), slot, text, flags=re.I)
    if brief.category:
        text = re.sub(re.escape(brief.category), "{K}", text, flags=re.I)
    if brief.language == "zh":
        text = _chinese_neighbours(text)
    left = _SLOT.sub(" ", text)
    told = re.search(r"\{(f|pred|verb|adj|price|O)\}", text)
    if not told or not re.fullmatch(_BETWEEN[brief.language], left):
        return None
    return None if "{bad}" in text or text.count("{K}") > 1 else text.strip()


def _fact_slot(match: re.Match[str], fact: str, language: Language) -> str:
    """The slot for a fact where it stands; `{bad}` where another fact might not fit."""
    if language == "zh":
        return "{price}" if re.search(r"\d元", fact) and len(fact) < 10 else "{f}"
    before = match.string[: match.start()].rstrip(" ")
    kind = english_facts.read(fact).kind
    if kind == "price":
        return "{price}"
    if re.search(r"[.,:;!?|]$|^$", before):
        return "{f}"
    if before.endswith("{P}") and kind == "verb":
        return "{verb}"
    if before.endswith(" is") and kind == "adjective":
        return "{adj}"
    return "{bad}"


def _chinese_neighbours(text: str) -> str:
    """Slots that touch want facts of the right sort, or are better left alone."""
    text = text.replace("{P}{K}", "{PK}")
    text = re.sub(r"(\{(?:P|PK|K)\})\{f\}", r"\1{pred}", text)
    text = text.replace("{f}的{K}", "{pred}的{K}")
    return re.sub(r"\}\{(?!pred\})", "}{bad}{", text)


def write(patterns: dict[str, dict[str, Counter[str]]], path: Path) -> int:
    """Write a bank of the patterns seen often enough; the number written comes back."""
    lines = ["# Mined from assets/corpus by python -m core.training.copybook; do not edit."]
    count = 0
    for channel, by_pattern in patterns.items():
        lines.append(f"\n[{channel}]")
        for pattern, tones in sorted(by_pattern.items(), key=lambda p: (-p[1].total(), p[0])):
            if tones.total() < _SEEN:
                continue
            wide = len(tones) >= _EVERY_TONE
            shape = pattern.replace("\n", "\\n")
            types = "place,event,course" if "at {P}" in pattern else "*"
            lines.append(f"{'*' if wide else ','.join(sorted(tones))} ; {types} ; {shape}")
            count += 1
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return count


def main() -> None:
    """Write the pattern banks, then metrics.json and MODEL_CARD.md beside them."""
    parser = argparse.ArgumentParser(prog="python -m core.training.copybook", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=ROOT, help="folder of briefs-*.jsonl.gz")
    parser.add_argument("--out", type=Path, default=OUT, help="folder the banks are written to")
    options = parser.parse_args()
    counts: dict[str, dict[str, int]] = {}
    for language in ("en", "zh"):
        patterns = mine(language, options.corpus)
        kept = write(patterns, options.out / f"patterns-{language}.txt")
        pieces = sum(c.total() for by in patterns.values() for c in by.values())
        counts[language] = {"pieces": pieces, "patterns": kept}
        print(f"{language}: {kept} patterns from {pieces} pieces")
    write_card(options.out, counts, options.corpus)


if __name__ == "__main__":
    main()
