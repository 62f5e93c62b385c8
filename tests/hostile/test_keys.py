"""A key is in the environment and in a request's header, and nowhere else: not in the database,
logs, exports, backups, provenance, messages or what commands print."""

from __future__ import annotations

import base64
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from core.copywriting import Brief, Filters
from core.errors import StudioError
from core.logs import incident
from core.settings import Settings
from core.studio import Studio, open_studio
from tests.engines.chat_server import Handler, running

ROOT = Path(__file__).resolve().parent.parent.parent
KEYS = {
    "BRANDLOOP_ENDPOINT_KEY": "canary-endpoint-9f3c",
    "OPENAI_API_KEY": "sk-canary-openai-51d7",
    "HF_TOKEN": "hf_canary_1b2d",
}
BRIEF = Brief.from_dict({"lang": "en", "product": "Kettle", "facts": ["holds 2 litres"]})


@pytest.fixture
def keyed(home, monkeypatch) -> Studio:
    for name, key in KEYS.items():
        monkeypatch.setenv(name, key)
    monkeypatch.setenv("BRANDLOOP_ENDPOINT_HOST", "127.0.0.1")
    return open_studio(Settings.from_environment())


def forms(key: str) -> Iterator[bytes]:
    for text in (key, json.dumps(key)[1:-1], base64.b64encode(key.encode()).decode()):
        yield text.encode()
        yield text.encode("utf-16-le")


def holding(folder: Path) -> list[str]:
    """The files below a folder in which a key stands, archives opened."""
    found = []
    for path in (p for p in folder.rglob("*") if p.is_file()):
        contents = [path.read_bytes()]
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                contents += [archive.read(name) for name in archive.namelist()]
        for content in contents:
            if any(form in content for key in KEYS.values() for form in forms(key)):
                found.append(str(path.relative_to(folder)))
    return sorted(found)


def told(handler: Handler) -> None:
    """A server that says the key it was sent in its answer."""
    key = handler.headers["authorization"].removeprefix("Bearer ")
    handler.whole(json.dumps({"drafts": ["Kettle.", f"Kettle holds 2 litres. {key}", key]}))


def test_no_key_in_what_is_kept_or_given_away(keyed: Studio, inline_jobs, tmp_path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    problems = []
    keyed.engines.choose("reader", "echo-reader")
    with running() as server:
        engine = keyed.engines.add_endpoint("tiny", server.url)
        keyed.engines.choose("writer", engine.id)
        key = KEYS["BRANDLOOP_ENDPOINT_KEY"]
        for answer in (
            told,
            lambda handler: handler.refuse(401, json.dumps({"error": f"no such key: {key}"})),
            lambda handler: handler.refuse(500, f"<html>{key}</html>"),
            lambda handler: handler.whole(key),
        ):
            server.answer = answer
            run = keyed.copy.write(BRIEF, "slogan", 3)
            try:
                list(run)
            except StudioError as error:
                problems.append(str(error))
                problems.append(f"{incident(error, keyed.settings)} {error!r}")
            problems.append(repr(run.report))
        assert f"Bearer {key}" in server.keys
        server.answer = told
        problems.append(repr(asdict(keyed.engines.probe("writer", engine.id))))
    keyed.demo.load()
    for draft in [row.draft for row in keyed.library.find(Filters(usable_only=False)).rows]:
        keyed.ratings.rate(draft.id, 1)
        problems.append(repr(keyed.library.provenance(draft.id)))
    keyed.library.export(Filters(usable_only=False), "csv", out / "x.csv", label=True)
    keyed.insights.export(out / "reviews.xlsx", "xlsx")
    report = io.BytesIO()
    keyed.insights.report(report, "html", "en")
    (out / "report.html").write_bytes(report.getvalue())
    keyed.workspace.export(out / "all.zip")
    keyed.workspace.backup(out / "backup.db")
    problems.append(repr(keyed.settings))
    (out / "said.txt").write_text("\n".join(problems), "utf-8")
    assert holding(tmp_path) == []


def test_an_error_that_quotes_a_key_is_logged_without_it(keyed: Studio, home: Path) -> None:
    key = KEYS["OPENAI_API_KEY"]
    try:
        raise RuntimeError(f"request failed: Authorization: Bearer {key}")
    except RuntimeError as error:
        number = incident(error, keyed.settings)
    log = (home / "logs" / "brandloop.log").read_text("utf-8")
    assert number in log
    assert "Bearer [key]" in log
    assert holding(home) == []


@pytest.mark.parametrize("command", [["engines"], ["--help"]])
def test_commands_print_no_key(keyed: Studio, command: list[str], tmp_path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "core", *command],
        capture_output=True,
        check=False,
        text=True,
        cwd=ROOT,
    )
    (tmp_path / "printed").write_text(ended.stdout + ended.stderr, "utf-8")
    assert ended.stdout
    assert holding(tmp_path) == []


def test_the_search_finds_a_key_where_there_is_one(tmp_path) -> None:
    (tmp_path / "a").write_text(KEYS["HF_TOKEN"])
    with zipfile.ZipFile(tmp_path / "b.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x", KEYS["OPENAI_API_KEY"].encode("utf-16"))
    assert holding(tmp_path) == ["a", "b.zip"]
