"""Blind reading: pairs of texts for the same brief and channel, sides shuffled, the key kept apart.

    python -m benchmarks.blind_reading --make [--only shown]   # pairs.csv, key.csv into --folder
    python -m benchmarks.blind_reading           # counts verdicts.csv against the key

"shown" pairs set what the product shows first by default beside the corpus piece; "writers" pairs
set what the house writer shows first beside what the copybook does, where it leads. A
reader sees pairs.csv alone and writes verdicts.csv: pair, verdict (left, right or tie). The texts
are for held-out briefs, drawn by seed and not chosen.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import SimpleNamespace

from benchmarks._shown import desk_of, empty_studio, shown
from core.copywriting.writing.desk import CopyDesk
from core.engines.copybook import Copybook
from core.engines.copybook.corpus import Brief as Piece
from core.engines.copybook.corpus import read_briefs
from core.engines.house_writer import HouseWriter
from core.intervals import wilson
from core.studio import Studio
from core.training.copybook_card import Language

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "blind_reading"
LANGUAGES: tuple[Language, ...] = ("en", "zh")
_SHOWN = 30
_BY_CHANNEL = 3
_DRAFTS = 3


@dataclass(frozen=True)
class Pair:
    """What a reader sees."""

    pair: str
    channel: str
    brief: str
    left: str
    right: str


@dataclass(frozen=True)
class Key:
    """Which side is whose; `first` names the one that is judged, `second` its peer."""

    pair: str
    kind: str
    language: str
    channel: str
    left: str
    right: str


def pairs(studio: Studio, seed: int, kinds: Sequence[str]) -> Iterator[tuple[Pair, Key]]:
    """All pairs of these kinds, in an order that tells nothing."""
    rng = random.Random(seed)
    found = [drawn for kind in kinds for drawn in KINDS[kind](studio, rng)]
    rng.shuffle(found)
    for number, (kind, piece, name, texts) in enumerate(found, 1):
        sides = rng.sample(sorted(texts), 2)
        id = f"p{number:03}"
        facts = "; ".join(piece.facts)
        brief = f"{piece.product}, {piece.category}. {facts}. {piece.offer} {piece.cta}".strip()
        yield (
            Pair(id, name, brief, texts[sides[0]], texts[sides[1]]),
            Key(id, kind, piece.language, name, *sides),
        )


_Drawn = tuple[str, Piece, str, dict[str, str]]


def _shown(studio: Studio, rng: random.Random) -> Iterator[_Drawn]:
    for language in LANGUAGES:
        pieces = list(read_briefs(language, "dev"))
        drawn = 0
        while drawn < _SHOWN:
            piece = rng.choice(pieces)
            name = rng.choice(sorted(piece.copies))
            text = _first(studio.copy, piece, name, rng.randrange(10_000))
            if text:
                drawn += 1
                yield (
                    "shown",
                    piece,
                    name,
                    {"shown": text, "corpus": rng.choice(piece.copies[name])},
                )


def _between_writers(studio: Studio, rng: random.Random) -> Iterator[_Drawn]:
    house = HouseWriter()
    writers = {"house writer": house, "copybook": Copybook()}
    desks = {name: desk_of(studio, writer) for name, writer in writers.items()}
    for language in house.info.languages:
        pieces = list(read_briefs("zh" if language == "zh" else "en", "dev"))
        led = {name.removeprefix(f"{language}/") for name in house.info.leads or ()}
        for name in sorted(led & {name for piece in pieces for name in piece.copies}):
            having = [piece for piece in pieces if name in piece.copies]
            for piece in rng.sample(having, min(_BY_CHANNEL, len(having))):
                seed = rng.randrange(10_000)
                texts = {who: _first(desk, piece, name, seed) for who, desk in desks.items()}
                if all(texts.values()):
                    yield "writers", piece, name, texts


def _first(desk: CopyDesk, piece: Piece, name: str, seed: int) -> str:
    texts = shown(desk, piece, name, _DRAFTS, seed)
    return texts[0] if texts else ""


KINDS = {"shown": _shown, "writers": _between_writers}


def make(folder: Path, seed: int, kinds: Sequence[str] = tuple(KINDS)) -> None:
    """Write pairs.csv and key.csv."""
    folder.mkdir(parents=True, exist_ok=True)
    with empty_studio() as studio:
        made = list(pairs(studio, seed, kinds))
    _write(folder / "pairs.csv", [asdict(pair) for pair, _ in made])
    _write(folder / "key.csv", [asdict(key) for _, key in made])


def counted(folder: Path) -> list[tuple[str, ...]]:
    """Rows of the table: kind, language, channel ("all" first), better, tie, worse and the share
    not worse with its 95 % interval, of the product or of the house writer."""
    keys = {row["pair"]: SimpleNamespace(**row) for row in _read(folder / "key.csv")}
    count: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    for row in _read(folder / "verdicts.csv"):
        key = keys[row["pair"]]
        own = "shown" if key.kind == "shown" else "house writer"
        winner = {"left": key.left, "right": key.right}.get(row["verdict"], "tie")
        outcome = "tie" if winner == "tie" else "better" if winner == own else "worse"
        for channel in ("all", key.channel):
            count[key.kind, key.language, channel][outcome] += 1
    order = sorted(count, key=lambda name: (name[0], name[1], name[2] != "all", name[2]))
    return [(*name, *_shares(count[name])) for name in order]


def _shares(found: Mapping[str, int]) -> tuple[str, ...]:
    n = sum(found.values())
    kept = n - found["worse"]
    low, high = wilson(kept, n)
    numbers = [str(found[name]) for name in ("better", "tie", "worse")]
    return (*numbers, f"{kept / n:.0%} ({low:.0%} to {high:.0%})")


def _write(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def main() -> None:
    """See the module's description."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.blind_reading", description=__doc__)
    parser.add_argument("--make", action="store_true", help="write new pairs and their key")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--only", choices=sorted(KINDS), help="make pairs of this kind alone")
    chosen = parser.parse_args()
    if chosen.make:
        make(chosen.folder, chosen.seed, [chosen.only] if chosen.only else tuple(KINDS))
        return
    if not (chosen.folder / "verdicts.csv").exists():
        print(f"nothing counted: no verdicts in {chosen.folder}")
        return
    print("| pairs | language | channel | better | tie | worse | not worse |")
    print("|---|---|---|---|---|---|---|")
    for row in counted(chosen.folder):
        print(f"| {' | '.join(row)} |")


if __name__ == "__main__":
    main()
