"""Twenty long pieces a language, judged as wholes: python -m benchmarks.long_pieces [--show]

Writes one blog post for each of twenty briefs of the corpus that no writer was trained on, and
counts with rules of its own, sharing no code or word list with core.copywriting, what fails: the
number of sections, length, language, numbers the brief does not hold, facts left out, sentences
said twice (within a piece, and among all of them).
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import tempfile
from collections import Counter
from dataclasses import dataclass

from core.copywriting import Brief, CopyDesk
from core.engines.registry import EngineRegistry
from core.feedback import Ratings
from core.settings import ASSETS, Settings
from core.store.store import Store

BRIEFS = ASSETS / "corpus"
LIMITS = {"en": (120, 900), "zh": (200, 2000)}
SECTIONS = (3, 5)


@dataclass(frozen=True)
class Result:
    """What one language came to. Shares lie in 0..1; `failed` counts pieces per rule."""

    language: str
    asked: int
    pieces: int
    failed: dict[str, int]
    facts: int
    untold: int
    sentences: int
    repeated: int
    repeated_among_all: int
    seconds: float


def kept_aside(language: str, count: int) -> list[Brief]:
    """Briefs that no writer was trained on, in the order of their ids' hashes."""
    rows = []
    with gzip.open(BRIEFS / f"briefs-{language}.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            number = int(hashlib.sha1(row["id"].encode()).hexdigest()[:8], 16)
            if number % 20 == 0:
                rows.append((number, row))
    return [Brief.from_dict(row) for _, row in sorted(rows, key=lambda pair: pair[0])[:count]]


def measure(
    language: str, writer: str | None = None, count: int = 20, channel: str = "blog_post"
) -> tuple[Result, list[str]]:
    """The table's row for a language and the pieces; `writer` None is the bundled one."""
    briefs = kept_aside(language, count)
    pieces: list[tuple[Brief, str]] = []
    seconds = 0.0
    with tempfile.TemporaryDirectory() as home:
        settings = Settings.from_environment({"BRANDLOOP_HOME": home})
        store = Store(settings.database)
        desk = CopyDesk(store, settings, EngineRegistry(settings, store), Ratings(store))
        for number, brief in enumerate(briefs):
            run = desk.write(brief, channel, 1, seed=number + 1, engine=writer)
            pieces += [(brief, draft.text) for draft in run]
            seconds += run.report.seconds
    failed: Counter[str] = Counter()
    everything: Counter[str] = Counter()
    untold = sentences = repeated = 0
    for brief, text in pieces:
        failed.update(broken(text, brief))
        untold += len(left_out(text, brief))
        said = split(running(text))
        sentences += len(said)
        repeated += len(said) - len(set(said))
        everything.update(said)
    among = sum(count - 1 for count in everything.values())
    result = Result(
        language, len(briefs), len(pieces), dict(failed), sum(len(b.facts) for b, _ in pieces),
        untold, sentences, repeated, among, round(seconds, 2),
    )  # fmt: skip
    return result, [text for _, text in pieces]


def broken(text: str, brief: Brief) -> list[str]:
    """The rules that a piece breaks."""
    found = []
    blocks = text.split("\n\n")
    sections = [block for block in blocks[2:-1] if "\n" in block]
    if not SECTIONS[0] <= len(sections) <= SECTIONS[1]:
        found.append("sections")
    low, high = LIMITS[brief.lang]
    size = len(text.split()) if brief.lang == "en" else len(text.replace("\n", ""))
    if not low <= size <= high:
        found.append("length")
    given = " ".join([*brief.claims, brief.industry])
    bare = text
    for name in sorted(filter(None, (brief.product, brief.category, brief.cta)), key=len)[::-1]:
        bare = bare.replace(name, " ")
    han, latin = len(re.findall("[\u4e00-\u9fff]", bare)), len(re.findall("[A-Za-z]", bare))
    if (brief.lang == "en" and han) or (brief.lang == "zh" and latin > han / 10):
        found.append("language")
    numbers = set(re.findall(r"\d[\d,.]*\d|\d", text))
    if numbers - set(re.findall(r"\d[\d,.]*\d|\d", given)):
        found.append("number")
    if brief.product not in text:
        found.append("product")
    if re.search(r"[{}<>*_#]|\bnan\b|\bnull\b", text.replace(brief.product, "")):
        found.append("markup")
    if left_out(text, brief):
        found.append("fact")
    said = split(text)
    if len(said) - len(set(said)) > 0.02 * len(said):
        found.append("repeated")
    if brief.cta and brief.cta.rstrip(".。") not in text:
        found.append("call to action")
    return found


def left_out(text: str, brief: Brief) -> list[str]:
    """Facts of which fewer than two words in three, or character pairs in Chinese, are there."""
    return [fact for fact in brief.facts if share(fact, text, brief.lang) < 2 / 3]


def share(fact: str, text: str, language: str) -> float:
    """The share of a fact's words (English) or character pairs (Chinese) that a text holds."""
    if language == "en":
        words = re.findall(r"[a-z0-9]+", fact.lower())
        there = set(re.findall(r"[a-z0-9]+", text.lower()))
        return sum(word in there for word in words) / max(1, len(words))
    bare = re.sub(r"\W", "", fact)
    pairs = [bare[i : i + 2] for i in range(len(bare) - 1)] or [bare]
    flat = re.sub(r"\W", "", text)
    return sum(pair in flat for pair in pairs) / len(pairs)


def running(text: str) -> str:
    """The text without its title, headings and call to action, which are no sentences."""
    return "\n".join(line for line in text.split("\n") if line[-1:] in {*".!?。！？；："})


def split(text: str) -> list[str]:
    """The sentences of a text in one form, without those of one or two words."""
    parts = [re.sub(r"\W", "", part.lower()) for part in re.split(r"[.!?。！？\n]+", text)]
    return [part for part in parts if len(part) > 5]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--writer", default=None, help="an engine's id (default: the bundled)")
    parser.add_argument(
        "--channel",
        default="blog_post",
        choices=("blog_post", "soft_article"),
        help="soft_article is Chinese",
    )
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--show", action="store_true", help="print the pieces too")
    args = parser.parse_args()
    for language in ("en", "zh") if args.channel == "blog_post" else ("zh",):
        result, pieces = measure(language, args.writer, args.count, args.channel)
        if args.show:
            print("\n\n-----\n\n".join(pieces))
        print(
            f"{language}: {result.pieces} of {result.asked} pieces, "
            f"rules broken {result.failed or 'none'}, facts told "
            f"{result.facts - result.untold} of {result.facts}, repeated sentences "
            f"{result.repeated / max(1, result.sentences):.1%} within a piece and "
            f"{result.repeated_among_all / max(1, result.sentences):.1%} among all "
            f"{result.sentences}, {result.seconds / max(1, result.pieces):.2f} s a piece"
        )


if __name__ == "__main__":
    main()
