"""Segments and persona cards of a large shop: seconds of CPU, peak memory, and what was planted.

    python -m benchmarks.customer_segments [--customers 100000] [--purchases 1000000]

A shop is generated as the CSV file its owner would export: a third of the customers buy often and
lately, a third bought often and went silent, a third bought once. One process then goes the whole
way of a user: look at the file and guess its columns, import it, divide the customers, store the
persona cards. Printed are the CPU seconds of each step (own and system time, so that other work on
the machine does not count), the peak resident memory of that process, and how many of each planted
group stand in the segments made for such customers. The bar: segments in 20 s, 2 GB.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

PRODUCTS = ("Tea", "Lamp", "Bag", "Mug", "Scarf", "Candle", "Clock", "Vase", "Pen", "Blanket")
CHANNELS = ("app", "web", "store")
LOYAL, SILENT, ONCE = 0, 1, 2
EXPECTED = {
    LOYAL: ("champions", "loyal", "promising"),
    SILENT: ("risk", "lapsed", "attention"),
    ONCE: ("new", "gifts", "once"),
}


def planted(customers: int, purchases: int, seed: int = 0) -> tuple[Any, Any]:
    """(purchases as a frame, group of each customer)."""
    import pandas as pd

    rng = np.random.default_rng(seed)
    group = rng.integers(0, 3, customers)
    loyal, silent = (int((group == kind).sum()) for kind in (LOYAL, SILENT))
    each = np.ones(customers, dtype=np.int64)
    left = purchases - customers
    each[group == LOYAL] += rng.multinomial(left * 2 // 3, np.full(loyal, 1 / loyal))
    each[group == SILENT] += rng.multinomial(left - left * 2 // 3, np.full(silent, 1 / silent))
    who = np.repeat(np.arange(customers), each)
    kind = group[who]
    day = np.where(
        kind == LOYAL,
        rng.integers(0, 730, purchases),
        np.where(kind == SILENT, rng.integers(0, 365, purchases), rng.integers(0, 730, purchases)),
    )
    minute = rng.integers(8 * 60, 22 * 60, purchases)
    at = pd.Timestamp("2023-01-01") + pd.to_timedelta(day * 1440 + minute, unit="min")
    frame = pd.DataFrame(
        {
            "customer_id": pd.Series(who).map("C{:06d}".format),
            "order_date": at.strftime("%Y-%m-%d %H:%M"),
            "amount": rng.gamma(2.0, 20.0, purchases).round(2),
            "product": rng.choice(PRODUCTS, purchases),
            "channel": rng.choice(CHANNELS, purchases),
        }
    )
    return frame.sample(frac=1, random_state=seed), group


def way(path: Path, home: Path) -> dict[str, Any]:
    """Go the whole way with a file; seconds of CPU by step, peak memory in MB, the segments."""
    from core.personas import Personas
    from core.settings import Settings
    from core.store.store import Store

    settings = Settings(home=home)
    personas = Personas(Store(settings.database), settings)
    steps: dict[str, float] = {"loading the program": time.process_time()}

    def timed(name: str, step: Any) -> Any:
        start = time.process_time()
        result = step()
        steps[name] = time.process_time() - start
        return result

    seen = timed("looking at the file", lambda: personas.preview(path, path.name))
    mapping = seen.mapping
    timed("importing", lambda: personas.import_table(path, path.name, mapping))
    made = timed("segments and cards", personas.make)
    keys = np.array(personas.population().keys)
    segments = {s.key: keys[s.members].tolist() for s in personas.segments().segments}
    return {
        "steps": steps,
        "peak": peak_mb(),
        "personas": [[p.title(), p.size, len(p.traits)] for p in made],
        "segments": segments,
        "key": settings_key(settings),
    }


def peak_mb() -> float:
    """The most memory this process has held, in MB (Linux counts in KiB, macOS in bytes)."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)


def settings_key(settings: Any) -> str:
    """What pseudonyms are made with, to find the planted customers again."""
    from core.store import workspaces
    from core.store.store import Store

    with Store(settings.database).open() as db:
        return str(workspaces.get(db, 1)["pseudonym_key"])


def found(result: dict[str, Any], group: Any) -> None:
    """How many of each planted group stand in the segments made for such customers."""
    from core.privacy import pseudonym

    names = ("buys often and lately", "bought often, went silent", "bought once")
    where = {key: name.split(":")[-1] for name, keys in result["segments"].items() for key in keys}
    hits = dict.fromkeys(EXPECTED, 0)
    for number, kind in enumerate(group):
        segment = where.get(pseudonym(result["key"], f"C{number:06d}"), "")
        hits[int(kind)] += segment in EXPECTED[int(kind)]
    for kind, name in enumerate(names):
        print(f"  {name:26} {hits[kind] / max(int((group == kind).sum()), 1):.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--purchases", type=int, default=1_000_000)
    parser.add_argument("--go", nargs=2, type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.go:
        print(json.dumps(way(*args.go)))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "purchases.csv"
        frame, group = planted(args.customers, args.purchases)
        frame.to_csv(path, index=False)
        megabytes = path.stat().st_size / 1024**2
        command = [sys.executable, "-m", "benchmarks.customer_segments", "--go", str(path)]
        done = subprocess.run(
            [*command, str(Path(folder) / "home")], check=True, capture_output=True, text=True
        )
    result = json.loads(done.stdout)
    print(f"{len(frame):,} purchases of {args.customers:,} customers, {megabytes:.0f} MB of CSV")
    for name, seconds in result["steps"].items():
        print(f"  {name:26} {seconds:6.1f} s of CPU")
    print(f"  {'together':26} {sum(result['steps'].values()):6.1f} s of CPU, bar 20")
    print(f"  {'peak memory':26} {result['peak']:6.0f} MB, bar 2048")
    for title, size, traits in result["personas"]:
        print(f"  {title:26} {size:7,} customers, {traits} traits")
    print("planted customers in segments made for them:")
    found(result, group)


if __name__ == "__main__":
    main()
