"""engines and bench: what can write and read here, and how fast it does."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from core.cli.lines import put
from core.copywriting import Brief
from core.studio import Studio, open_studio

_REVIEWS = (
    "The lid broke after a week, but support answered within the hour and sent a new one.",
    "物流很快，包装也好，就是用了两周有点掉漆。",
    "Boils fast, keeps warm for an hour, and looks good on the table. I would buy it again.",
    "客服态度一般，退货等了十天才退款。",
)
_ROUNDS = 128
_BRIEF = Brief.from_dict(
    {
        "lang": "en",
        "product": "Aurora Kettle",
        "category": "electric kettle",
        "facts": ["boils one litre in three minutes", "keeps water hot for an hour", "$39"],
    }
)


def add(commands: argparse._SubParsersAction) -> None:
    """Add the commands."""
    listing = commands.add_parser(
        "engines", help="list what can write and read, with size, licence and what is sent"
    )
    listing.set_defaults(run=run_engines)
    bench = commands.add_parser("bench", help="measure the chosen engines on this machine")
    bench.set_defaults(run=run_bench)


def run_engines(studio: Studio, args: argparse.Namespace) -> int:
    """One JSON object a line per engine; nothing is loaded."""
    for kind in ("writer", "reader"):
        chosen = studio.engines.chosen(kind, workspace=studio.workspace.id)
        for info in studio.engines.available(kind, workspace=studio.workspace.id):
            put(
                {
                    "id": info.id,
                    "kind": kind,
                    "name": info.name,
                    "chosen": info.id == chosen,
                    "size_mb": info.size_mb,
                    "licence": info.licence,
                    "speed": info.speed,
                    "sends": info.sends,
                }
            )
    return 0


def run_bench(studio: Studio, args: argparse.Namespace) -> int:
    """Print a table of what was measured. The workspace is not touched."""
    for what, value, unit in measure(studio):
        print(f"{what:<34}{value:>10,.2f}  {unit}", flush=True)
    return 0


def measure(studio: Studio) -> Iterator[tuple[str, float, str]]:
    """Rows of a table: what, how much, in which unit. Reading is measured on short reviews in
    both languages, writing on one brief through all checks."""
    begun = time.perf_counter()
    reader = studio.engines.reader(workspace=studio.workspace.id)
    reader.read(_REVIEWS[:1])
    yield f"{reader.info.id}: cold load", time.perf_counter() - begun, "seconds"
    texts = [f"{n}. {text}" for n in range(_ROUNDS) for text in _REVIEWS]
    begun = time.perf_counter()
    reader.read(texts)
    yield f"{reader.info.id}", len(texts) / (time.perf_counter() - begun), "reviews per second"
    writer = studio.engines.chosen("writer", workspace=studio.workspace.id)
    with tempfile.TemporaryDirectory() as folder:
        elsewhere = open_studio(replace(studio.settings, home=Path(folder)))
        for turn in ("first request", "again"):
            run = elsewhere.copy.write(_BRIEF, "google_headline", 8, seed=1, engine=writer)
            found = len(list(run))
            yield f"{writer}: {found} headlines, {turn}", run.report.seconds, "seconds"
