"""Grammar slips in the English copy that is shown, beside the corpus's own copy.

    python -m benchmarks.grammar [--briefs N] [--examples N]

Harper (Apache-2.0, https://writewithharper.com) reads what the copybook and the house writer show
for held-out briefs and what the corpus has for the same briefs and channels. Counted are slips of
grammar; spelling is not (it takes names for mistakes), nor are matters of taste such as the comma
before "and", nor phrases that the brief itself has. Hashtags are hidden from it.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec

from benchmarks._shown import desk_of, empty_studio, shown
from core.engines.copybook import Copybook
from core.engines.copybook.corpus import Brief as Piece
from core.engines.copybook.corpus import read_briefs
from core.engines.house.info import house_version
from core.engines.house_writer import FOLDER, HouseWriter
from core.engines.types import TextGenerator

VARIANTS = 4
BAR = 1.5
COUNTED = (
    "Agreement",
    "BoundaryError",
    "Eggcorn",
    "Grammar",
    "Malapropism",
    "Miscellaneous",
    "Nonstandard",
    "Punctuation",
    "Repetition",
    "Typo",
    "Usage",
    "WordChoice",
)
_HASHTAG = re.compile(r"#\w+")


@dataclass
class Slips:
    """Slips of one source: how many texts were read, by kind, and where they stand."""

    texts: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    @property
    def per_hundred(self) -> float:
        """Slips per 100 texts; 0 where nothing was read."""
        return 100 * self.kinds.total() / max(1, self.texts)


class Reader:
    """Harper in British English, as the corpus is written. Raises ImportError without it."""

    def __init__(self) -> None:
        from harper import Dialect, Language, Linter

        self._linter = Linter(Dialect.BRITISH)
        self._plain = Language.PLAINTEXT

    def add(self, slips: Slips, piece: Piece, texts: Iterable[str]) -> None:
        """Count the slips of texts that were written for a brief."""
        self._linter.import_words(re.findall(r"\w+", piece.product))
        given = " ".join([piece.category, *piece.facts, piece.offer, piece.cta]).casefold()
        for text in texts:
            slips.texts += 1
            plain = _HASHTAG.sub("", text).rstrip()
            for lint in self._linter.lint(plain, language=self._plain):
                words = lint.problem_text.casefold()
                if lint.lint_kind in COUNTED and not (" " in words.strip() and words in given):
                    slips.kinds[lint.lint_kind] += 1
                    around = plain[max(0, lint.span.start - 30) : lint.span.end + 30]
                    slips.examples.append(f"{lint.message} | {around!r}")


def measure(writers: Mapping[str, TextGenerator], most: int, seed: int = 3) -> dict[str, Slips]:
    """Slips of what each writer shows for `most` held-out briefs in every channel that the
    corpus has for them, and of the corpus's own copy ("corpus")."""
    reader = Reader()
    found = {name: Slips() for name in (*writers, "corpus")}
    with empty_studio() as studio:
        desks = {name: desk_of(studio, writer) for name, writer in writers.items()}
        for piece in list(read_briefs("en", "dev"))[:most]:
            for channel, own in piece.copies.items():
                reader.add(found["corpus"], piece, own)
                for name, desk in desks.items():
                    reader.add(found[name], piece, shown(desk, piece, channel, VARIANTS, seed))
    return found


def main() -> None:
    """Print slips per 100 texts and against the corpus."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.grammar", description=__doc__)
    parser.add_argument("--briefs", type=int, default=8, help="held-out briefs")
    parser.add_argument("--examples", type=int, default=5, help="slips to print per source")
    chosen = parser.parse_args()
    if find_spec("harper") is None:
        print("nothing measured: requirements-bench.txt is not installed")
        return
    writers: dict[str, TextGenerator] = {"copybook": Copybook()}
    if house_version(FOLDER):
        writers["house writer"] = HouseWriter()
    found = measure(writers, chosen.briefs)
    corpus = found["corpus"].per_hundred
    for name, slips in found.items():
        times = f"{slips.per_hundred / corpus:.2f}" if corpus else "-"
        print(f"{name:13} {slips.texts:5} texts, {slips.per_hundred:.1f} slips per 100, ", end="")
        print(f"{times} of the corpus's (bar {BAR}), {dict(slips.kinds.most_common())}")
        for line in slips.examples[: chosen.examples]:
            print("    ", line)


if __name__ == "__main__":
    main()
