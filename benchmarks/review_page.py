"""The reviews page at 100,000 reviews: import, first paint and every filter, in a real Chromium.

    python -m benchmarks.review_page [--rows 100000] [--visits 5] [--only import,page]
    python -m benchmarks.review_page --rows 1000000 --only page

Import: a generated CSV, read, masked and stored, without reading by an engine; the peer in the
same run is pandas.read_csv with DataFrame.to_sql, which masks, indexes and checks nothing.
Page: generated reviews with readings put in directly. First paint and the first figures are
counted from the navigation, in a fresh browser context on a server that has served a visit
before; a filter change from the key or click to the last frame of the redraw, and beside it the
processor time of the server alone, which a busy machine stretches less. The first visit of all,
when the server reads every row once, is told apart. The load of the machine beside it is
printed, for what it says of the figures.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.review_insights import fill
from tests.e2e.conftest import CHROMIUM, FLAGS, start_app

BARS = {"import": 20.0, "paint": 2.0, "filter": 1.0}
MILLION = 1_000_000
BAR_OF_A_MILLION = {"filter": 3.0}
THINGS = ("kettle", "lamp", "parcel", "handle", "lid", "colour", "price", "courier", "box", "cable")
SAID = (
    "The {} is better than I hoped, and it came in two days.",
    "After a week the {} broke; write to me at jane{}@example.com about it.",
    "Nice {} for the price. I paid {} and would again.",
    "这个{}很不错，物流也快，下次还买{}个。",
    "{}有点失望，客服电话1380013{:04d}一直没人接。",
)
PLAIN = (SAID[0], SAID[2], SAID[3])
WATCH = """() => {
    const app = document.querySelector('[data-testid=stApp]');
    window.ended = 0;
    new MutationObserver(() => {
        if (app.getAttribute('data-test-script-state') === 'notRunning')
            requestAnimationFrame(() => { window.ended = performance.now(); });
    }).observe(app, {attributes: true, childList: true, subtree: true});
}"""


def table(rows: int) -> bytes:
    """A CSV of generated reviews with day, stars, product, shop and text."""
    rng = np.random.default_rng(2)
    days = np.datetime_as_string(np.datetime64("2024-01-01") + rng.integers(0, 730, rows))
    target = io.StringIO()
    out = csv.writer(target)
    out.writerow(["date", "stars", "product", "shop", "text"])
    for n, day in enumerate(days):
        thing = THINGS[n % len(THINGS)]
        personal = SAID if n % 10 == 0 else PLAIN
        said = " ".join(
            personal[int(place) % len(personal)].format(thing, n % 9973)
            for place in rng.integers(0, len(SAID), 3)
        )
        product = f"Product {n % 20}"
        out.writerow([day, 1 + n % 5, product, ("web", "app")[n % 2], f"{said} No. {n}"])
    return target.getvalue().encode()


def imports(rows: int) -> None:
    import pandas as pd

    from core.settings import Settings
    from core.studio import open_studio

    content = table(rows)
    with tempfile.TemporaryDirectory() as home:
        studio = open_studio(Settings(home=Path(home)))
        started, used = time.perf_counter(), time.process_time()
        report = studio.reviews.import_table(content, "reviews.csv")
        ours, processor = time.perf_counter() - started, time.process_time() - used
        started = time.perf_counter()
        with sqlite3.connect(Path(home) / "peer.sqlite3") as db:
            pd.read_csv(io.BytesIO(content)).to_sql("reviews", db)
        peer = time.perf_counter() - started
    print(
        f"import of {report.added:,} reviews, {sum(report.masked.values()):,} items masked: "
        f"{ours:.1f} s, processor {processor:.1f} s"
    )
    print(f"  pandas.read_csv and to_sql, which mask and index nothing: {peer:.1f} s", flush=True)


def told(what: str, seconds: list[float]) -> None:
    worst = float(np.percentile(seconds, 95))
    print(
        f"{what}: median {statistics.median(seconds):.2f} s, p95 {worst:.2f} s of {len(seconds)}",
        flush=True,
    )


def redraw(page: Any, act: Callable[[], None]) -> float:
    """Seconds from an action to the last frame that it draws."""
    page.evaluate("() => { window.ended = 0; }")
    begun = page.evaluate("() => performance.now()")
    act()
    page.wait_for_function("() => window.ended > 0", timeout=60_000)
    page.wait_for_function(
        "() => document.querySelector('[data-testid=stApp]')"
        ".getAttribute('data-test-script-state') === 'notRunning'"
        " && performance.now() - window.ended > 400",
        timeout=60_000,
    )
    return (page.evaluate("() => window.ended") - begun) / 1000


def processor(pid: int) -> float:
    """Seconds that a process has computed; NaN where the system does not tell."""
    told_by = Path(f"/proc/{pid}/stat")
    if not told_by.exists():
        return float("nan")
    fields = told_by.read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def filtered(page: Any, server: int) -> tuple[list[float], list[float]]:
    """Periods, then searches, then products; each selects what was not selected before. Seconds
    to the last frame, and of the server's processor."""
    times, computed = [], []
    page.evaluate(WATCH)

    def change(act: Callable[[], None]) -> None:
        before = processor(server)
        times.append(redraw(page, act))
        computed.append(processor(server) - before)

    for label in ("30 days", "90 days", "12 months", "All time"):
        change(page.get_by_text(label, exact=True).first.click)
    find = page.locator(".st-key-find input")
    for word in ("part 3", "part 17", "part 40", "part 88", "part 150", "hoped", "fine", ""):
        find.fill(word)
        page.wait_for_timeout(300)
        change(lambda: find.press("Enter"))
    page.get_by_role("button", name="Filters").click()
    product = page.locator(".st-key-by-product input")
    for n in (2, 7, 8, 11, 13, 15, 17, 19):
        product.wait_for()
        product.click()
        product.fill(f"Product {n}")
        page.wait_for_timeout(300)
        change(lambda: product.press("Enter"))
    return times, computed


def visits(browser: Any, address: str, count: int, server: int) -> None:
    """Tell first contentful paint, first figures and filter changes in seconds."""
    paints, figures = [], []
    for visit in range(count + 1):
        context = browser.new_context(locale="en-US", viewport={"width": 1440, "height": 900})
        page = context.new_page()
        page.goto(f"{address}/reviews")
        page.wait_for_selector("[data-testid=stMetricValue]", timeout=120_000)
        shown = page.evaluate("() => performance.now()") / 1000
        painted = page.evaluate(
            "() => performance.getEntriesByName('first-contentful-paint')[0].startTime"
        )
        if visit:
            paints.append(painted / 1000)
            figures.append(shown)
        else:
            print(f"first figures of the first visit: {shown:.1f} s", flush=True)
        page.wait_for_timeout(4000)
        if visit == count:
            told("first paint", paints)
            told("first figures on the screen", figures)
            times, computed = filtered(page, server)
            told("filter change to the last frame", times)
            print("  each: " + " ".join(f"{seconds:.2f}" for seconds in times))
            told("processor time of the server in a filter change", computed)
        context.close()


def pages(rows: int, count: int) -> None:
    from playwright.sync_api import sync_playwright

    from core.reviews.aspects.grouping import regroup
    from core.settings import Settings
    from core.studio import open_studio

    with tempfile.TemporaryDirectory() as home:
        studio = open_studio(Settings(home=Path(home)))
        regroup(studio.store)
        started = time.perf_counter()
        fill(studio.store, rows)
        print(f"{rows:,} reviews put in: {time.perf_counter() - started:.0f} s", flush=True)
        server, address = start_app(Path(home))
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
                visits(browser, address, count, server.pid)
                browser.close()
        finally:
            server.terminate()
            server.wait()


def main(rows: int, count: int, only: str) -> None:
    bars = BAR_OF_A_MILLION if rows >= MILLION else BARS
    print(f"load beside it: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; bars: {bars}")
    if "import" in only:
        imports(rows)
    if "page" not in only:
        return
    if CHROMIUM is None:
        print("page: skipped, no Chromium on this machine")
    else:
        pages(rows, count)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--visits", type=int, default=5)
    parser.add_argument("--only", default="import,page")
    options = parser.parse_args()
    main(options.rows, options.visits, options.only)
