"""A running app over an empty home and a real Chromium in front of it."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest

T = TypeVar("T")

ROOT = Path(__file__).resolve().parent.parent.parent
CHROMIUM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def finished(work: Coroutine[Any, Any, T]) -> T:
    """What a coroutine returns, run in a thread: Playwright's loop is in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def start_app(
    home: Path, *options: str, port: int | None = None
) -> tuple[subprocess.Popen[str], str]:
    """A fresh server process and its address, once it has said that it serves there."""
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", "serve.py", "--server.port", str(port)]
    process = subprocess.Popen(
        [*command, *options],
        cwd=ROOT,
        env={**os.environ, "BRANDLOOP_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if f":{port}" in line:
            return process, f"http://127.0.0.1:{port}"
    raise AssertionError("the app ended at its start")


@pytest.fixture(scope="session")
def browser():
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (Debian: apt install chromium fonts-noto-cjk)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def app(home: Path) -> Iterator[str]:
    """The address of an app of the test's own."""
    process, address = start_app(home)
    yield address
    process.terminate()
    process.wait(timeout=60)


@pytest.fixture
def visit(browser) -> Iterator[Callable[..., object]]:
    """Opens a page in a browser context of its own: visit(url, locale="zh-CN", width=390)."""
    contexts = []

    def open_page(url: str, locale: str = "en-US", width: int = 1440, scheme: str = "light"):
        context = browser.new_context(
            locale=locale,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.goto(url)
        return page

    yield open_page
    for context in contexts:
        context.close()
