"""How soon the home page is painted after a cold start, and how fast pages rerun.

python -m benchmarks.startup [--runs 5]

Prints medians in seconds: process start to the home page's heading in Chromium, whether
torch was imported by then, reruns of every page over a loaded demo as the server measures
them through AppTest, and the same cold start for `streamlit hello` as the peer.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Ask until the server answers; a browser's own retries would add their pauses."""
    while process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=1).close()
            return
        except OSError:
            time.sleep(0.01)
    raise RuntimeError("the server ended at its start")


def cold_start(browser, home: str, target: list[str]) -> tuple[float, bool]:
    """Seconds from starting the process to a heading on the screen; torch loaded by then?"""
    port = free_port()
    page = browser.new_context().new_page()
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", *target, "--server.port", str(port)],
        cwd=ROOT,
        env={**os.environ, "BRANDLOOP_HOME": home, "STREAMLIT_SERVER_HEADLESS": "true"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/_stcore/health", process)
        page.goto(f"http://127.0.0.1:{port}", wait_until="commit")
        page.wait_for_selector("h1, h2, h3", timeout=60_000)
        seconds = time.perf_counter() - started
        maps = Path(f"/proc/{process.pid}/maps")
        torch = maps.exists() and "libtorch" in maps.read_text()
    finally:
        page.context.close()
        process.kill()
        process.wait()
    return seconds, torch


def cold_starts(runs: int) -> None:
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("cold start: skipped, no Chromium on this machine")
        return
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as home:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        ours, peer, torch = [], [], False
        for _ in range(runs):
            seconds, loaded = cold_start(browser, home, ["run", "serve.py"])
            ours.append(seconds)
            torch = torch or loaded
            peer.append(cold_start(browser, home, ["hello"])[0])
        browser.close()
    ratio = statistics.median(a / b for a, b in zip(ours, peer, strict=True))
    print(f"cold start to painted home page  median {statistics.median(ours):.2f} s of {runs}")
    print(f"the same for `streamlit hello`   median {statistics.median(peer):.2f} s")
    print(f"ratio pair by pair               median {ratio:.2f}")
    print(f"torch in memory by then          {'yes' if torch else 'no'}")


def reruns(runs: int) -> dict[str, float]:
    """Milliseconds of a rerun of each page over the demo, as medians, by the page's address."""
    from streamlit.testing.v1 import AppTest

    from core.settings import Settings
    from core.studio import open_studio
    from pages._ui import nav

    with tempfile.TemporaryDirectory() as home:
        os.environ["BRANDLOOP_HOME"] = home
        studio = open_studio(Settings.from_environment())
        studio.jobs._spawn = studio.jobs.run  # type: ignore[method-assign,assignment]
        studio.demo.load()
        studio.personas.make()
        found = {}
        for entry in nav.TABLE:
            app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
            app.switch_page(str(entry.path.relative_to(ROOT))).run()
            times = []
            for _ in range(runs):
                started = time.perf_counter()
                app.run()
                times.append(1000 * (time.perf_counter() - started))
            found[entry.address] = statistics.median(times)
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    cold_starts(arguments.runs)
    for address, median in reruns(max(arguments.runs, 5)).items():
        print(f"rerun of {address:<12} median {median:6.0f} ms")
