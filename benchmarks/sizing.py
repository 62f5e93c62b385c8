"""What up to a billion reviews take: a table reckoned from measured figures and named assumptions.

    python -m benchmarks.sizing [--hours 24] [--requests 50] [--tokens 1500]

Measured are, by benchmarks.growth, the processor time to import, mask and read a review, the bytes
it takes in the database and the memory of a process over the largest size. What stands in Assumed
is not measured here: see docs/performance.md. A shard is a home of its own: one SQLite file of at
most a million reviews, the largest that the pages are measured with.
"""

from __future__ import annotations

import argparse
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.growth import SAVED

ROWS = tuple(10**power for power in range(5, 10))
SHARD = 1_000_000
HEADER = (
    *("reviews", "shards", "disk GB", "with backups", "app memory GB", "import core-h"),
    *("read core-h", "Ray readers", "requests/h", "vLLM replicas"),
)


@dataclass(frozen=True)
class Measured:
    """Figures of one machine: seconds of one core, bytes and megabytes."""

    import_seconds: float
    read_seconds: float
    bytes_each: float
    process_mb: float

    @classmethod
    def of(cls, results: dict[str, dict[str, float]]) -> Measured:
        """From what benchmarks.growth kept: of each figure the one of the most rows."""

        def largest(name: str) -> tuple[int, float]:
            rows = max(int(size) for size, found in results.items() if name in found)
            return rows, results[str(rows)][name]

        def each(name: str) -> float:
            rows, value = largest(name)
            return value / rows

        return cls(each("import"), each("read"), each("database") * 1e6, largest("peak")[1])


@dataclass(frozen=True)
class Assumed:
    """What is not measured here. `hours` to read everything anew, `reader_cores` of each reader on
    Ray, `busy` the share of their time that readers compute; `requests_per_million` requests for
    copy an hour for every million reviews, `output_tokens` of each and `tokens_per_second` that
    one vLLM replica writes for all it serves; `backups` copies kept beside the database."""

    hours: float = 24.0
    reader_cores: int = 2
    busy: float = 0.9
    requests_per_million: float = 50.0
    output_tokens: int = 600
    tokens_per_second: float = 1500.0
    backups: int = 7


@dataclass(frozen=True)
class Need:
    """What so many reviews take; whole numbers are rounded up."""

    reviews: int
    shards: int
    disk_gb: float
    with_backups_gb: float
    memory_gb: float
    import_core_hours: float
    read_core_hours: float
    ray_readers: int
    requests_per_hour: float
    replicas: int


def need(reviews: int, measured: Measured, assumed: Assumed) -> Need:
    """The machines, disk and memory for so many reviews."""
    shards = math.ceil(reviews / SHARD)
    disk = reviews * measured.bytes_each / 1e9
    reading = reviews * measured.read_seconds / 3600
    available = assumed.reader_cores * assumed.hours * assumed.busy
    requests = reviews / 1e6 * assumed.requests_per_million
    tokens = requests * assumed.output_tokens / 3600
    return Need(
        reviews=reviews,
        shards=shards,
        disk_gb=disk,
        with_backups_gb=disk * (1 + assumed.backups),
        memory_gb=shards * measured.process_mb / 1000,
        import_core_hours=reviews * measured.import_seconds / 3600,
        read_core_hours=reading,
        ray_readers=math.ceil(reading / available),
        requests_per_hour=requests,
        replicas=math.ceil(tokens / assumed.tokens_per_second),
    )


def line(found: Need) -> str:
    """One row of a markdown table."""
    cells = (
        f"{found.reviews:,}",
        f"{found.shards:,}",
        _rounded(found.disk_gb),
        _rounded(found.with_backups_gb),
        _rounded(found.memory_gb),
        _rounded(found.import_core_hours),
        _rounded(found.read_core_hours),
        f"{found.ray_readers:,}",
        _rounded(found.requests_per_hour),
        f"{found.replicas:,}",
    )
    return f"| {' | '.join(cells)} |"


def _rounded(value: float) -> str:
    """Two digits are as many as such a figure can claim."""
    digits = 1 - math.floor(math.log10(value)) if value > 0 else 0
    value = round(value, digits)
    return f"{value:,.{max(0, digits)}f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--measured", type=Path, default=SAVED)
    parser.add_argument("--hours", type=float, default=Assumed.hours)
    parser.add_argument("--requests", type=float, default=Assumed.requests_per_million)
    parser.add_argument("--tokens", type=float, default=Assumed.tokens_per_second)
    args = parser.parse_args()
    kept: dict[str, Any] = json.loads(args.measured.read_text("utf-8"))
    measured = Measured.of(kept["results"])
    assumed = Assumed(
        hours=args.hours, requests_per_million=args.requests, tokens_per_second=args.tokens
    )
    print(f"measured on {kept['measured_on']}, {kept['machine']}: {measured}")
    print(f"assumed: {assumed}\n")
    print(f"| {' | '.join(HEADER)} |")
    print(f"|{'---|' * len(HEADER)}")
    for rows in ROWS:
        print(line(need(rows, measured, assumed)))


if __name__ == "__main__":
    main()
