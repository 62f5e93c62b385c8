"""How each cost grows with the number of rows: import, reading, figures, search, segments, backup.

    python -m benchmarks.growth [--rows 1000,10000,100000,1000000] [--out docs/growth.json]

Every size is measured in processes of its own, over generated rows, in seconds of processor time
(own and system), which other work on the machine stretches less than the clock; the median of
several where the same thing can be asked again. The exponent is the slope of a line through the
logarithms of rows and seconds: 1 is proportional, 0 does not grow. Beyond the bounds in LIMITS a
step is left out, because it would take an hour and grows evenly. --out keeps the figures
for benchmarks.sizing and the table of `make bench`.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.customer_segments import peak_mb, planted
from benchmarks.review_insights import fill
from benchmarks.review_page import table

SAVED = Path(__file__).resolve().parent.parent / "docs" / "growth.json"
LIMITS = {"import": 100_000, "read": 10_000, "customers": 100_000}
STEPS = {
    "import": "import, masked and indexed",
    "read": "read by the bundled reader",
    "first": "first figures of a process",
    "filter": "figures and list after a filter change",
    "search": "full-text search",
    "scan": "peer of it: LIKE over every row",
    "backup": "backup, checked",
    "segment": "segments and cards (customers)",
}
SIZES = {
    "peak": "most memory, reviews (MB)",
    "customer_peak": "most memory, customers (MB)",
    "database": "database (MB)",
}
_PURCHASES = 10
_WORDS = ("part 3", "part 17", "part 40", "part 88", "part 150")


def used(step: Callable[[], Any]) -> float:
    """The seconds of processor time that a step takes in this process."""
    before = time.process_time()
    step()
    return time.process_time() - before


def reviews(rows: int) -> dict[str, float]:
    """The seconds of each step over so many reviews, and the most memory in MB."""
    from core.reviews import Filters
    from core.reviews.aspects.grouping import regroup
    from core.settings import Settings
    from core.studio import open_studio

    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        if rows <= LIMITS["import"]:
            studio = open_studio(Settings(home=Path(folder) / "imported"))
            content = table(rows)
            found["import"] = used(lambda: studio.reviews.import_table(content, "reviews.csv"))
            if rows <= LIMITS["read"]:
                with studio.store.open() as db:
                    texts = [text for (text,) in db.conn.execute("SELECT text FROM reviews")]
                studio.engines.reader().read(texts[:8])
                found["read"] = used(lambda: studio.engines.reader().read(texts))
        studio = open_studio(Settings(home=Path(folder) / "filled"))
        regroup(studio.store)
        fill(studio.store, rows)
        found["first"] = used(studio.reviews.picture)
        chosen = [Filters(product=f"Product {n}") for n in (2, 3, 5, 7, 11, 13)]
        chosen += [Filters(since="2025-01-01", until=f"2025-0{n}-15") for n in (3, 6, 9)]

        def changed(filters: Filters) -> None:
            studio.reviews.picture(filters)
            studio.reviews.rows(filters)

        found["filter"] = statistics.median(used(lambda f=f: changed(f)) for f in chosen)
        asked = [Filters(query=word) for word in _WORDS]
        found["search"] = statistics.median(used(lambda f=f: studio.reviews.rows(f)) for f in asked)
        with studio.store.open() as db:
            found["scan"] = statistics.median(used(lambda w=w: scanned(db, w)) for w in _WORDS)
        found["backup"] = used(studio.workspace.backups.make)
        found["database"] = studio.settings.database.stat().st_size / 1e6
        found["peak"] = peak_mb()
    return found


def scanned(db: Any, word: str) -> list[Any]:
    """The newest reviews that hold a word, and how many do, without an index."""
    like = f"%{word}%"
    db.conn.execute("SELECT count(*) FROM reviews WHERE text LIKE ?", [like]).fetchone()
    sql = "SELECT id, text FROM reviews WHERE text LIKE ? ORDER BY posted_on DESC LIMIT 50"
    return list(db.conn.execute(sql, [like]))


def customers(rows: int) -> dict[str, float]:
    """The seconds to segment so many customers with ten purchases each, and the memory in MB."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "purchases.csv"
        planted(rows, rows * _PURCHASES)[0].to_csv(path, index=False)
        command = [sys.executable, "-m", "benchmarks.customer_segments", "--go", str(path)]
        done = subprocess.run(
            [*command, str(Path(folder) / "home")], check=True, capture_output=True, text=True
        )
    result = json.loads(done.stdout)
    return {"segment": result["steps"]["segments and cards"], "customer_peak": result["peak"]}


def measured(rows: int) -> dict[str, float]:
    """All of one size; the reviews in a process of their own, for its memory."""
    command = [sys.executable, "-m", "benchmarks.growth", "--reviews", str(rows)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found | (customers(rows) if rows <= LIMITS["customers"] else {})


def exponent(rows: Sequence[int], seconds: Sequence[float]) -> float:
    """The slope of log seconds over log rows by least squares; NaN for fewer than two."""
    if len(rows) < 2:
        return math.nan
    return float(np.polyfit(np.log(rows), np.log(np.maximum(seconds, 1e-9)), 1)[0])


def report(results: dict[int, dict[str, float]]) -> None:
    """Print the table: a line per cost, a column per size, growth and cost per row."""
    sizes = sorted(results)
    head = "".join(f"{size:>12,}" for size in sizes)
    print(f"{'seconds of processor time, rows':<42}{head}{'exponent':>10}{'µs a row':>10}")
    for name, words in STEPS.items():
        print(_line(words, name, results, per_row=1e6))
    print(f"{'megabytes':<42}{'':>{12 * len(sizes)}}{'exponent':>10}{'KB a row':>10}")
    for name, words in SIZES.items():
        print(_line(words, name, results, per_row=1e3))


def _line(words: str, name: str, results: dict[int, dict[str, float]], per_row: float) -> str:
    sizes = [size for size in sorted(results) if name in results[size]]
    cells = "".join(
        f"{results[size][name]:>12.3f}" if name in results[size] else f"{'–':>12}"
        for size in sorted(results)
    )
    if not sizes:
        return f"{words:<42}{cells}"
    slope = exponent(sizes, [results[size][name] for size in sizes])
    each = results[sizes[-1]][name] / sizes[-1] * per_row
    return f"{words:<42}{cells}{slope:>10.2f}{each:>10.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", default="1000,10000,100000,1000000")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--reviews", type=int, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.reviews:
        print(json.dumps(reviews(args.reviews)))
        return
    results = {}
    for rows in map(int, args.rows.split(",")):
        results[rows] = measured(rows)
        print(f"{rows:,} rows measured", file=sys.stderr, flush=True)
    report(results)
    if args.out:
        kept = {
            "measured_on": datetime.now(UTC).date().isoformat(),
            "machine": f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}",
            "results": results,
        }
        args.out.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
