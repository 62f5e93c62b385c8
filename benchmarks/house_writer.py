"""The house writer on held-out briefs: the bars of its issue, beside its peers in the same run.

    python -m benchmarks.house_writer [--model DIR] [--briefs N] [--keep]

Raw samples are what the network writes before anything is repaired or dropped; shown is what the
desk leaves of them. The peers are the copybook and, for speed, `model.generate` of a network of
the same size called once per variant. The SLOGAN set is read from BRANDLOOP_DATA and left out
where it is absent, grammar without requirements-bench.txt. --keep writes the table into the model's
metrics.json and card.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from benchmarks._shown import desk_of, empty_studio, request_of, shown
from benchmarks._slogans import slogan_rouge
from benchmarks._writer_speed import against_generate, cold_seconds, speeds
from benchmarks.grammar import Reader, Slips
from core.copywriting.channels.channels import channel
from core.copywriting.checks.check import usable
from core.copywriting.checks.run import check
from core.copywriting.measures.similarity import jaccard
from core.copywriting.writing.desk import CopyDesk
from core.engines.copybook import Copybook
from core.engines.copybook.corpus import Brief as Piece
from core.engines.copybook.corpus import read_briefs
from core.engines.copybook.engine import LONG
from core.engines.house.shape import CONFIG
from core.engines.house_writer import FOLDER, HouseWriter
from core.engines.types import TextGenerator
from core.training.copybook_card import Language, invents, runs, tells
from core.training.house_writer.card import write_card
from core.tuning.exam import brief_of

VARIANTS = 4
_NEAR_PIECE = 0.5
_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]{3,}")

Row = tuple[str, str, str, str]


@dataclass(frozen=True)
class Sample:
    """One raw text for a held-out brief and channel, and its variants' number."""

    piece: Piece
    channel: str
    text: str
    passed: bool
    rules: tuple[str, ...]


def samples(writer: TextGenerator, pieces: Sequence[Piece]) -> list[Sample]:
    """VARIANTS raw texts for every brief and channel."""
    found = []
    for number, piece in enumerate(pieces):
        brief = brief_of(piece)
        for name in piece.copies:
            target = channel(name, piece.language)
            for text in writer.propose(request_of(piece, name, number), VARIANTS):
                checks = check(text, brief, target)
                rules = tuple({c.rule for c in checks if c.level == "error"})
                found.append(Sample(piece, name, text, usable(checks), rules))
    return found


def shown_samples(desk: CopyDesk, pieces: Sequence[Piece]) -> list[Sample]:
    """The VARIANTS texts that a person is shown for every brief and channel."""
    return [
        Sample(piece, name, text, True, ())
        for number, piece in enumerate(pieces)
        for name in piece.copies
        for text in shown(desk, piece, name, VARIANTS, number)
    ]


def corpus_samples(pieces: Sequence[Piece]) -> list[Sample]:
    """The corpus's own copy for these briefs."""
    return [
        Sample(piece, name, text, True, ())
        for piece in pieces
        for name, texts in piece.copies.items()
        for text in texts
    ]


def name_slips(found: Iterable[Sample]) -> tuple[int, int]:
    """(texts that use the product's name, those that do not write it exactly).

    A use is the exact name, or a word of the name that the rest of the brief does not have.
    """
    used = wrong = 0
    for item in found:
        piece = item.piece
        rest = " ".join([piece.category, piece.audience, piece.offer, *piece.facts]).casefold()
        left = item.text.replace(piece.product, " ").casefold()
        tag = re.sub(r"[\W_]+", "", piece.product).casefold()
        left = left.replace("#" + tag, " ")
        if piece.language == "en":
            parts = {w for w in _WORD.findall(piece.product.casefold()) if w not in rest}
            slip = any(re.search(rf"\b{re.escape(w)}\b", left) for w in parts)
        else:
            slip = len(piece.product) > 2 and piece.product[:2] not in rest
            slip = slip and piece.product[:2].casefold() in left
        used += piece.product in item.text or slip
        wrong += slip
    return used, wrong


def trained_pieces(language: Language) -> tuple[set[str], dict[str, list[str]]]:
    """All long runs of training pieces, and the pieces by channel."""
    known: set[str] = set()
    by_channel: dict[str, list[str]] = defaultdict(list)
    for piece in read_briefs(language, "train"):
        for name, texts in piece.copies.items():
            by_channel[name] += texts
            for text in texts:
                known.update(runs(text, language))
    return known, by_channel


def figures(found: Sequence[Sample], language: Language) -> dict[str, float]:
    """The shares and means that the table shows; empty where nothing was written."""
    if not found:
        return {}
    known, by_channel = trained_pieces(language)
    long = [s for s in found if s.channel in LONG]
    short = [s for s in found if s.channel not in LONG]
    used, wrong = name_slips(found)
    told = {id(s): sum(tells(s.text, f, language) for f in s.piece.facts) for s in found}
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for s in found:
        groups[s.piece.id, s.channel].append(s.text)
    pairs = [
        jaccard(a, b, language)
        for texts in groups.values()
        for i, a in enumerate(texts)
        for b in texts[:i]
    ]
    drawn = found[:: max(1, len(found) // 150)]
    memory = [
        any(jaccard(s.text, text, language) >= _NEAR_PIECE for text in by_channel[s.channel])
        for s in drawn
    ]
    return {
        "texts": len(found),
        "name exact when used": 1 - wrong / max(1, used),
        "numbers copied right": _share(not invents(s.text, s.piece) for s in found),
        "pass every check, short": _share(s.passed for s in short),
        "pass every check, long": _share(s.passed for s in long),
        "facts told, long (mean)": _share(told[id(s)] for s in long),
        "tell a fact, short": _share(told[id(s)] > 0 for s in short),
        "runs copied": _share(any(run in known for run in runs(s.text, language)) for s in found),
        "likeness of variants (mean)": _share(pairs),
        "near a training piece": _share(memory),
    }


def fallen(found: Sequence[Sample]) -> list[tuple[str, int]]:
    """How many raw texts each rule dropped, most first."""
    count: dict[str, int] = defaultdict(int)
    for item in found:
        for rule in item.rules:
            count[rule] += 1
    return sorted(count.items(), key=lambda pair: -pair[1])


def _share(values: Iterable[float | bool]) -> float:
    found = [float(value) for value in values]
    return sum(found) / max(1, len(found))


BARS = {
    "name exact when used": "≥ 0.99",
    "numbers copied right": "≥ 0.99",
    "pass every check, short": "≥ 0.60",
    "pass every check, long": "≥ 0.40",
    "facts told, long (mean)": "≥ 2",
    "tell a fact, short": "≥ 0.80",
    "runs copied, shown": "≤ 0.01",
    "facts told, long (mean), shown": "≥ 2",
    "tell a fact, short, shown": "≥ 0.80",
    "grammar slips per 100 shown": "≤ 1.5 × corpus",
    "8 checked headlines, s": "≤ 1.5",
    "first usable, s": "≤ 0.5",
    "8 product descriptions, s": "≤ 5",
}


def table(folder: Path, most: int) -> list[Row]:
    """All figures by language, the house writer's and in brackets the copybook's; nothing for a
    language that it does not write."""
    both: dict[str, dict[str, str]] = defaultdict(dict)
    every: tuple[Language, ...] = ("en", "zh")
    for language in (one for one in every if one in HouseWriter(folder).info.languages):
        pieces = list(read_briefs(language, "dev"))[:most]
        found = samples(HouseWriter(folder, raw=True), pieces)
        own, peer = figures(found, language), figures(samples(Copybook(), pieces), language)
        for name, value in own.items():
            both[name][language] = f"{value:.3g} (copybook {peer.get(name, 0):.3g})"
        for name, value in shown_rows(folder, pieces, language).items():
            both[name][language] = value
        for name, value in speeds(folder, language).items():
            both[name][language] = f"{value:.2f}"
        print(f"{language}: dropped by", fallen(found)[:8])
    both["times faster than model.generate"]["en"] = f"{against_generate(folder):.1f}"
    load, whole = cold_seconds(folder)
    both["load, cold, s"]["en"] = f"{load:.2f}"
    both["start of Python to the first text, s"]["en"] = f"{whole:.2f}"
    for name, value in slogan_rouge(HouseWriter(folder), most * 8).items():
        both[name]["en"] = value
    bars = BARS | {
        "times faster than model.generate": "≥ 3",
        "load, cold, s": "≤ 2.5",
    }
    return [(n, bars.get(n, ""), v.get("en", ""), v.get("zh", "")) for n, v in both.items()]


def shown_rows(folder: Path, pieces: Sequence[Piece], language: Language) -> dict[str, str]:
    """What of the facts is told in the texts that are shown, and how many slips of grammar these
    have, beside the copybook's and the corpus's own copy."""
    writers: dict[str, TextGenerator] = {"house": HouseWriter(folder), "copybook": Copybook()}
    with empty_studio() as studio:
        found = {
            name: shown_samples(desk_of(studio, writer), pieces) for name, writer in writers.items()
        }
    found["corpus"] = corpus_samples(pieces)
    told = {name: figures(texts, language) for name, texts in found.items()}
    rows = {
        f"{name}, shown": _beside([f"{told[writer][name]:.3g}" for writer in found])
        for name in ("facts told, long (mean)", "tell a fact, short", "runs copied")
    }
    if language == "en" and find_spec("harper"):
        reader = Reader()
        slips = {name: Slips() for name in found}
        for name, texts in found.items():
            for one in texts:
                reader.add(slips[name], one.piece, [one.text])
        rows["grammar slips per 100 shown"] = _beside(
            [f"{slips[name].per_hundred:.1f}" for name in found]
        )
    return rows


def _beside(values: Sequence[str]) -> str:
    own, copybook, corpus = values
    return f"{own} (copybook {copybook}, corpus {corpus})"


def main() -> None:
    """Print the table; with --keep write it beside the weights."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.house_writer", description=__doc__)
    parser.add_argument("--model", type=Path, default=FOLDER)
    parser.add_argument(
        "--briefs", type=int, default=99, help="held-out briefs a language, at most"
    )
    parser.add_argument("--keep", action="store_true")
    chosen = parser.parse_args()
    if not (chosen.model / CONFIG).exists():
        print(f"nothing measured: no house writer in {chosen.model}")
        return
    rows = table(chosen.model, chosen.briefs)
    for row in rows:
        print(f"{row[0]:34} {row[1]:8} {row[2]:28} {row[3]}")
    if chosen.keep:
        path = chosen.model / "metrics.json"
        metrics = json.loads(path.read_text("utf-8")) | {"bars": rows}
        long = next(row for row in rows if row[0].startswith("8 product"))
        metrics["seconds_per_draft"] = round(float(long[2]) / 8, 3)
        path.write_text(json.dumps(metrics, indent=1, ensure_ascii=False) + "\n", "utf-8")
        write_card(chosen.model)


if __name__ == "__main__":
    main()
