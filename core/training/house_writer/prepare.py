"""What a run starts from: pieces, an untrained or earlier network, and encoded sources.

It takes minutes, so it is kept in OUT: `start` holds the network as it was at the beginning,
`packed.npz` the sources.
"""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from core.engines.house.pieces import Pieces
from core.training.house_writer import designs, packing
from core.training.house_writer.designs import Design, Network
from core.training.house_writer.encode import Source, encode
from core.training.house_writer.export import lengths_of, write_model

START, PACKED = "start", "packed.npz"


@dataclass(frozen=True)
class Ready:
    """All that training needs."""

    design: Design
    pieces: Pieces
    network: Network
    sources: list[Source]

    def rows(self) -> dict[str, int]:
        """How many texts of each set are learnt from."""
        count: Counter[str] = Counter()
        for source in self.sources:
            count[source.set] += 0 if source.dev else len(source.lessons)
        return dict(count.most_common())


@dataclass(frozen=True)
class Wanted:
    """What to prepare: a design's name, or an earlier model's folder in `init`; the data folder
    (None = the copy corpus alone) or a packed file; sizes of the vocabulary and the network."""

    design: str
    init: Path | None = None
    data: Path | None = None
    packed: Path | None = None
    rows: int = 16_500
    latin_rows: int = 11_000
    layers: int = 6
    reader: Path | None = None
    most_plain: int = 120_000
    seed: int = 7


def prepare(wanted: Wanted, out: Path, say: Callable[[str], None]) -> Ready:
    """Make a run ready and keep it in `out`. Raises ValueError for a packed file without the
    network whose pieces it was packed with."""
    out.mkdir(parents=True, exist_ok=True)
    if wanted.packed is not None:
        if wanted.init is None:
            raise ValueError("a packed file goes with the folder it was packed for: --init")
        design, pieces, network = designs.load(wanted.init)
        sources = packing.load(wanted.packed)
        if wanted.packed != out / PACKED:
            shutil.copy(wanted.packed, out / PACKED)
    else:
        design, pieces, network, sources = _from_texts(wanted, say)
        packing.save(out / PACKED, sources)
    write_model(out / START, design, pieces, network, lengths_of(sources, pieces))
    say(f"{len(sources)} sources, {len(pieces)} pieces")
    return Ready(design, pieces, network, sources)


def kept(out: Path) -> Ready:
    """What `prepare` kept in `out`. Raises FileNotFoundError where it kept nothing."""
    design, pieces, network = designs.load(out / START)
    return Ready(design, pieces, network, packing.load(out / PACKED))


def _from_texts(
    wanted: Wanted, say: Callable[[str], None]
) -> tuple[Design, Pieces, Network, list[Source]]:
    from core.training.house_writer.material import read_material
    from core.training.house_writer.warmup import read_warmup

    material = read_material()
    if wanted.data is not None:
        plain = read_warmup(wanted.data, wanted.seed)
        say(f"{len(plain)} public texts")
        if len(plain) > wanted.most_plain:
            plain = random.Random(wanted.seed).sample(plain, wanted.most_plain)
        material += plain
    if wanted.init is not None:
        design, pieces, network = designs.load(wanted.init)
    else:
        design = designs.DESIGNS[wanted.design]
        say("choosing the vocabulary")
        pieces, network = designs.fresh(
            design,
            material,
            rows=wanted.rows,
            latin_rows=wanted.latin_rows,
            layers=wanted.layers,
            reader=wanted.reader,
        )
    material = [item for item in material if item.language in design.languages]
    say("encoding")
    return design, pieces, network, encode(material, pieces, design.slots)
