"""The layers hold: who may import whom, where pages may lie, how long a file may grow."""

from __future__ import annotations

import ast
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from pages._ui import nav

ROOT = Path(__file__).resolve().parent.parent
CORE = sorted((ROOT / "core").rglob("*.py"))
PAGES = sorted((ROOT / "pages").rglob("*.py"))

SHARED = {
    "store",
    "settings",
    "jobs",
    "i18n",
    "text",
    "errors",
    "tables",
    "privacy",
    "logs",
    "intervals",
    "vocabulary",
}
DOMAINS = {"copywriting", "reviews", "personas", "feedback", "experiments"}
ALSO = {"copywriting": {"feedback"}}


def imports(path: Path) -> list[tuple[str, int]]:
    """Every module a file imports, with the column of the statement (0 = at import time)."""
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.col_offset) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert not node.level, f"{path}: relative import"
            found.append((node.module, node.col_offset))
            found += [(f"{node.module}.{alias.name}", node.col_offset) for alias in node.names]
    return found


def family(path: Path) -> str:
    return path.relative_to(ROOT / "core").parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", CORE, ids=lambda p: str(p.relative_to(ROOT)))
def test_core_knows_no_streamlit(path: Path) -> None:
    assert not [name for name, _ in imports(path) if name.split(".")[0] in {"streamlit", "pages"}]


@pytest.mark.parametrize("path", CORE, ids=lambda p: str(p.relative_to(ROOT)))
def test_heavy_libraries_stay_in_engines_and_training(path: Path) -> None:
    heavy = [
        (name, column)
        for name, column in imports(path)
        if name.split(".")[0] in {"torch", "transformers", "sentence_transformers"}
    ]
    if family(path) == "engines":
        assert not [name for name, column in heavy if column == 0], "import inside the function"
    elif family(path) != "training":
        assert not heavy


@pytest.mark.parametrize(
    "path", [p for p in CORE if family(p) in DOMAINS], ids=lambda p: str(p.relative_to(ROOT))
)
def test_domains_meet_in_studio_only(path: Path) -> None:
    own = family(path)
    for name, _ in imports(path):
        parts = name.split(".")
        if parts[0] != "core" or len(parts) < 2:
            continue
        if parts[1] == "engines":
            assert parts[2:3] == ["types"] or len(parts) == 2, f"{path.name} imports {name}"
        else:
            assert parts[1] in SHARED | {own} | ALSO.get(own, set()), f"{path.name}: {name}"


@pytest.mark.parametrize(
    "path",
    [p for p in CORE if family(p) in {"engines", "store"}],
    ids=lambda p: str(p.relative_to(ROOT)),
)
def test_engines_and_store_know_no_domain(path: Path) -> None:
    known = {name.split(".")[1] for name, _ in imports(path) if name.startswith("core.")}
    assert not known & DOMAINS


@pytest.mark.parametrize("path", CORE + PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_file_holds_one_idea(path: Path) -> None:
    lines = len(path.read_text("utf-8").splitlines())
    page_script = path.parent.parent == ROOT / "pages" and path.parent.name != "_ui"
    assert lines <= (150 if page_script else 330), f"{lines} lines"


def test_no_script_lies_directly_in_pages() -> None:
    assert not list((ROOT / "pages").glob("*.py"))


def test_every_page_is_in_the_menu_and_addresses_are_unique() -> None:
    scripts = {p for p in PAGES if p.parent.parent == ROOT / "pages" and p.parent.name != "_ui"}
    assert scripts == {entry.path for entry in nav.TABLE}
    addresses = [entry.address for entry in nav.TABLE]
    assert len(set(addresses)) == len(addresses)


def test_pages_name_no_engine_store_or_training_module() -> None:
    for path in PAGES:
        for name, _ in imports(path):
            assert not name.startswith(("core.store", "core.training", "torch", "sqlite")), path


def test_requirements_are_pinned() -> None:
    for file in ROOT.glob("requirements*.txt"):
        for line in file.read_text("utf-8").splitlines():
            if line and not line.startswith(("#", "-r")):
                assert "==" in line, f"{file.name}: {line}"


def test_what_is_imported_is_declared() -> None:
    declared = {
        line.split("==")[0].split("[")[0]
        for file in ROOT.glob("requirements*.txt")
        for line in file.read_text("utf-8").splitlines()
        if "==" in line
    }
    distributions = packages_distributions()
    for path in CORE + PAGES:
        for name, _ in imports(path):
            top = name.split(".")[0]
            if top in sys.stdlib_module_names or top in {"core", "pages"}:
                continue
            named = {found.lower().replace("_", "-") for found in distributions.get(top, [top])}
            assert named & declared, f"{path.name} imports {top}, which no requirements file names"


def test_the_app_binds_to_loopback_and_phones_nobody() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    assert config["server"]["address"] == "127.0.0.1"
    assert config["browser"]["gatherUsageStats"] is False
    assert config["client"]["showErrorDetails"] == "none"
