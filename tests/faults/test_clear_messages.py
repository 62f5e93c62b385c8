"""What breaks outside is told in words, on the page and on the command line."""

from __future__ import annotations

import json
import os
import shlex
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from core.cli.main import main
from core.engines import registry
from core.engines.addresses import endpoint_id
from core.engines.loaded import LoadedEngines
from core.store.store import Store
from core.studio import open_studio
from tests.faults.test_full_disk import ROOT

BRIEF = {"lang": "en", "product": "Aurora Kettle", "facts": ["holds one litre", "boils quickly"]}


@pytest.fixture(autouse=True)
def _fresh_caches() -> Iterator[None]:
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


@pytest.fixture
def brief(tmp_path: Path) -> str:
    path = tmp_path / "brief.json"
    path.write_text(json.dumps(BRIEF), encoding="utf-8")
    return str(path)


def page(address: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    app.query_params["lang"] = "en"
    app.switch_page(address)
    app.run()
    assert not app.exception
    return app


def one_line(capsys: pytest.CaptureFixture[str]) -> str:
    (line,) = capsys.readouterr().err.strip().splitlines()
    assert "Traceback" not in line
    return line


@pytest.fixture
def read_only(studio, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database is there and may only be read."""
    studio.engines.choose("writer", "echo")
    connected = Store._connected

    @contextmanager
    def only_read(self: Store):
        with connected(self) as db:
            db.conn.execute("PRAGMA query_only = ON")
            yield db

    monkeypatch.setattr(Store, "_connected", only_read)


@pytest.mark.usefixtures("read_only")
def test_a_database_that_may_only_be_read(brief: str, capsys) -> None:
    assert main(["write", brief, "--channel", "slogan"]) == 2
    assert "may only be read" in one_line(capsys)
    app = page("pages/create/copy_studio.py")
    assert any("may only be read" in error.value for error in app.error)


@pytest.mark.usefixtures("may_mount")
def test_a_home_on_a_disk_that_may_only_be_read(home: Path) -> None:
    home.mkdir(parents=True)
    command = shlex.join([sys.executable, "-m", "tests.faults.lock_home"])
    script = f"mount -t tmpfs tiny {shlex.quote(str(home))} && exec {command}"
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", script],
        cwd=ROOT,
        env={**os.environ, "BRANDLOOP_HOME": str(home), "LANG": "en_US.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    told = done.stderr.strip().splitlines()
    assert len(told) == 5, "one line for each command"
    assert all("written" in line or "read" in line for line in told)


@pytest.fixture
def damaged_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bundled reader with one byte of its weights changed."""
    shipped = registry.bundled_folder
    folder = tmp_path / "reader"
    folder.mkdir()
    for path in shipped(ROOT / "assets", "reader").iterdir():
        (folder / path.name).symlink_to(path)
    weights = next(folder.glob("*.onnx"))
    whole = weights.read_bytes()
    weights.unlink()
    weights.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    monkeypatch.setattr(
        registry,
        "bundled_folder",
        lambda assets, kind: folder if kind == "reader" else shipped(assets, kind),
    )
    monkeypatch.setattr(registry, "LOADED", LoadedEngines())


@pytest.mark.usefixtures("damaged_reader", "inline_jobs")
def test_weights_that_are_not_the_ones_that_were_measured(tmp_path: Path, capsys) -> None:
    table = tmp_path / "reviews.csv"
    table.write_text("text\nA fine kettle\n", encoding="utf-8")
    assert main(["score", str(table), "--text", "text"]) == 2
    line = one_line(capsys)
    assert "damaged" in line
    assert "Fetch the program again" in line
    studio = open_studio()
    studio.reviews.import_paste("A fine kettle")
    studio.reviews.start_reading()
    app = page("pages/listen/reviews.py")
    assert any("damaged" in error.value for error in app.error)


@pytest.fixture
def hanging() -> Iterator[str]:
    """The address of a server that takes every call and never answers."""
    calls: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def take() -> None:
            while True:
                try:
                    calls.append(server.accept()[0])
                except OSError:
                    return

        threading.Thread(target=take, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/v1"
        server.shutdown(socket.SHUT_RDWR)
    for call in calls:
        call.close()


def test_a_server_that_hangs_is_replaced_and_that_is_said(
    brief: str, hanging: str, monkeypatch, capsys
) -> None:
    monkeypatch.setenv("BRANDLOOP_ENDPOINT_TIMEOUT", "0.5")
    engines = open_studio().engines
    engines.add_endpoint("some-model", hanging)
    engines.choose("writer", endpoint_id("some-model", hanging))
    assert main(["write", brief, "--channel", "slogan", "-n", "1"]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out.splitlines()[0])["engine"] == "copybook"
    assert "did not answer for 0.5 seconds" in said.err
    assert "Traceback" not in said.err
    app = page("pages/create/copy_studio.py")
    app.text_input(key="copy_studio-product").set_value("Kettle")
    app.text_area(key="copy_studio-facts").set_value("holds one litre")
    app.button(key="copy_studio-write").click().run()
    assert not app.exception
    assert any("did not answer" in info.value for info in app.info)


def test_a_damaged_database_names_the_last_backup(studio, brief: str, capsys) -> None:
    made = studio.workspace.backups.make()
    studio.store.path.write_bytes(b"nothing sound" * 500)
    assert main(["write", brief, "--channel", "slogan"]) == 2
    line = one_line(capsys)
    assert f"python -m core restore {made.path}" in line
    assert main(["restore", str(made.path)]) == 0
    assert main(["backups"]) == 0
