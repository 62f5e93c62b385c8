"""One table: what is fast, in figures, beside what it is compared with.

    python -m benchmarks [--kept]

A ratio above 1 says how many times as good it is as what it is compared with: a peer measured
in the same run, or a bar. Rows with a day are kept from an earlier run of the command beside
them, which takes minutes or wants a machine with nothing else on it; with --kept nothing is
measured.
`make bench-all` runs every benchmark by itself.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import growth, startup
from benchmarks.review_page import table
from core.settings import ASSETS, Settings

KEPT = growth.SAVED.with_name("kept_figures.json")
_ROWS = 20_000
_PAIRS = 3


@dataclass(frozen=True)
class Row:
    """A figure of ours and that of its peer; `more` says that larger is better."""

    what: str
    ours: float
    peer: float
    unit: str
    peer_name: str
    more: bool = False
    day: str = ""
    command: str = ""

    @property
    def ratio(self) -> float:
        """How many times as good ours is."""
        good, bad = (self.ours, self.peer) if self.more else (self.peer, self.ours)
        return good / bad if bad else float("inf")

    def line(self) -> str:
        """The row as it is printed."""
        when = f"kept of {self.day}: {self.command}" if self.day else "now"
        return (
            f"{self.what:<60}{self.ours:>10,.2f}{self.peer:>10,.2f} {self.unit:<10}"
            f"{self.ratio:>7.2f}  {self.peer_name:<42}{when}"
        )


HEAD = f"{'':<60}{'ours':>10}{'peer':>10} {'unit':<10}{'ratio':>7}  {'compared with':<42}measured"


def kept() -> list[Row]:
    """What earlier runs left: docs/kept_figures.json, and the largest size of docs/growth.json."""
    rows = [Row(**row) for row in json.loads(KEPT.read_text("utf-8"))]
    grown = json.loads(growth.SAVED.read_text("utf-8"))
    results = {int(size): found for size, found in grown["results"].items()}
    most, least = max(results), min(results)
    card = ASSETS / "models" / "review_reader" / "metrics.json"
    speed = json.loads(card.read_text("utf-8"))["speed"]
    rows.append(
        Row(
            f"scoring, {speed['mean_tokens']:.0f} tokens each",
            speed["reviews_per_second"],
            speed["torch_fp32_per_second"],
            "reviews/s",
            "the same network in torch, fp32",
            more=True,
            day="the model card",
            command="core.training.review_reader",
        )
    )
    how = {"day": grown["measured_on"], "command": "benchmarks.growth"}
    at_most, at_least = results[most], results[least]
    asked = ("search", "scan", "LIKE over every row")
    rows += [
        Row(f"search, {most:,} reviews", *(at_most[n] for n in asked[:2]), "s", asked[2], **how),
        Row(
            f"filter change, {most:,} reviews, processor",
            at_most["filter"],
            at_most["first"],
            "s",
            "the first of a process, nothing kept yet",
            **how,
        ),
        Row(
            f"most memory, {most:,} reviews, each",
            at_most["peak"] / most * 1e3,
            at_least["peak"] / least * 1e3,
            "KB",
            f"the same with {least:,} reviews",
            **how,
        ),
    ]
    return rows


def measured() -> Iterator[Row]:
    """What is measured in a minute or two, a row as soon as it is there."""
    yield from _start()
    yield from _reruns()
    yield from _import()
    yield from _writing()


def _start() -> Iterator[Row]:
    from playwright.sync_api import sync_playwright

    from tests.e2e.conftest import CHROMIUM, FLAGS

    if CHROMIUM is None:
        return
    ours, peer = [], []
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as home:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for _ in range(_PAIRS):
            ours.append(startup.cold_start(browser, home, ["run", "serve.py"])[0])
            peer.append(startup.cold_start(browser, home, ["hello"])[0])
        browser.close()
    yield Row(
        "cold start to the painted home page",
        statistics.median(ours),
        statistics.median(peer),
        "s",
        "streamlit hello",
    )


def _reruns() -> Iterator[Row]:
    from streamlit.testing.v1 import AppTest

    bare = AppTest.from_string("import streamlit as st\nst.title('x')\nst.button('y')").run()
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        bare.run()
        times.append(1000 * (time.perf_counter() - begun))
    found = startup.reruns(5)
    slowest = max(found, key=lambda address: found[address])
    for name, value in (
        ("rerun of a page, the median of all", statistics.median(found.values())),
        (f"rerun of the slowest page, {slowest}", found[slowest]),
    ):
        yield Row(name, value, statistics.median(times), "ms", "a Streamlit page with one button")


def _import() -> Iterator[Row]:
    import pandas as pd

    from core.studio import open_studio

    content = table(_ROWS)
    with tempfile.TemporaryDirectory() as home:
        studio = open_studio(Settings(home=Path(home)))
        ours = growth.used(lambda: studio.reviews.import_table(content, "reviews.csv"))
        with sqlite3.connect(Path(home) / "peer.sqlite3") as db:
            peer = growth.used(lambda: pd.read_csv(io.BytesIO(content)).to_sql("reviews", db))
    name = "pandas, which masks and indexes nothing"
    yield Row(f"import of {_ROWS:,} reviews, processor", ours, peer, "s", name)


def _writing() -> Iterator[Row]:
    from core.cli.engines import measure
    from core.studio import open_studio

    with tempfile.TemporaryDirectory() as home:
        found = list(measure(open_studio(Settings(home=Path(home)))))
    first, again = (row for row in found if "headlines" in row[0])
    yield Row(f"writing: {again[0]}", again[1], first[1], "s", "the first request of a process")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kept", action="store_true", help="measure nothing")
    args = parser.parse_args()
    os.environ["STREAMLIT_LOGGER_LEVEL"] = "error"  # a page without a browser warns in every line
    print(f"load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n{HEAD}")
    for row in [] if args.kept else measured():
        print(row.line(), flush=True)
    for row in kept():
        print(row.line(), flush=True)


if __name__ == "__main__":
    main()
