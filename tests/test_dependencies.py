"""What is imported is declared and what is declared is used; every package is pinned, hashed and
under a licence that goes with ours."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from docs.write_licences import LOCKS, ROOT, TARGET, licence_of, locked, refused

CODE = [
    *(path for folder in ("core", "pages") for path in (ROOT / folder).rglob("*.py")),
    ROOT / "app.py",
    ROOT / "serve.py",
]
ALL = [*CODE, *(p for name in ("tests", "benchmarks", "docs") for p in (ROOT / name).rglob("*.py"))]
# Needed without an import in our code, each with what needs it.
NOT_IMPORTED = {
    "authlib": "st.login",
    "mypy": "make check",
    "pytest-cov": "make test",
    "pytest-timeout": "make test",
    "pytest-xdist": "make test",
    "ruff": "make check",
    "pip-audit": "make audit",
    "pip-tools": "make lock",
}


def declared(name: str) -> set[str]:
    """The packages that a requirements file names itself, normalised."""
    lines = (ROOT / name).read_text("utf-8").splitlines()
    found = (line for line in lines if "==" in line and not line.startswith("#"))
    return {normal(Requirement(line).name) for line in found}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def imported(paths: list[Path]) -> set[str]:
    """The distributions that source files import, and what a file names to be imported."""
    known = packages_distributions()
    tops: set[str] = set()
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                tops |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                tops.add(node.module.split(".")[0])
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                tops |= {node.value} & set(known)  # importlib.import_module, importorskip, -m
    own = {"core", "pages", "tests", "docs", "benchmarks", "app", "serve"}
    tops -= set(sys.stdlib_module_names) | own
    return {normal(name) for top in tops for name in known.get(top, [top])}


def test_what_the_app_declares_is_used() -> None:
    assert declared("requirements.txt") - imported(CODE) - set(NOT_IMPORTED) == set()


def test_the_weights_that_the_app_declares_are_read() -> None:
    assert declared("requirements-writer.txt") - imported(CODE) == set(), "run make setup"


def test_what_tests_and_training_declare_is_used() -> None:
    assert declared("requirements-dev.txt") - imported(ALL) - set(NOT_IMPORTED) == set()


def test_no_excuse_is_left_over() -> None:
    named = {name for file in ROOT.glob("requirements*.txt") for name in declared(file.name)}
    assert set(NOT_IMPORTED) <= named


def test_no_package_of_the_tests_is_imported_by_the_app() -> None:
    extra = declared("requirements-dev.txt") - declared("requirements.txt")
    runtime = [path for path in CODE if "training" not in path.parts]
    assert imported(runtime) & extra == set()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_and_hashes_what_is_declared(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    versions = {normal(name): version for name, version in locked(lock).items()}
    source = (ROOT / lock).with_suffix(".txt")
    included = re.findall(r"^-r (\S+)$", source.read_text("utf-8"), re.MULTILINE)
    for file in [source, *(ROOT / name for name in included)]:
        for line in file.read_text("utf-8").splitlines():
            if "==" in line and not line.startswith("#"):
                asked = Requirement(line)
                assert versions.get(normal(asked.name)) in {s.version for s in asked.specifier}
    blocks = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(blocks) == len(versions)
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}", block) for block in blocks)
    absolute = r"(?:^|[\s=@'\"])(?:[/~]|[A-Za-z]:[/\\])"
    places = rf"^\s*(?:--(?!hash)|-[fie] )|file:/|https?:|{absolute}"
    assert not re.search(places, text, re.MULTILINE)


@pytest.mark.parametrize("kind", [".txt", ".lock"])
@pytest.mark.parametrize("changed", ["requirements.txt", "requirements-writer.txt"])
def test_make_installs_the_app_and_the_weights_without_what_they_ask_for(
    kind: str, changed: str
) -> None:
    """What `make setup` would run after a change of either file, with and without LOCKED=1."""
    command = ["make", "-n", "-W", changed, ".venv/app", f"LOCKED={1 if kind == '.lock' else ''}"]
    outer = {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}
    environment = {name: value for name, value in os.environ.items() if name not in outer}
    said = subprocess.run(
        command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    ).stdout
    installs = {found[1]: found[0] for found in re.findall(r"(pip .* install .*-r (\S+))", said)}
    assert set(installs) == {f"requirements{kind}", f"requirements-writer{kind}"}
    for file, install in installs.items():
        assert ("--no-deps" in install) is file.startswith("requirements-writer")
        assert ("--require-hashes" in install) is (kind == ".lock")


def test_a_lock_holds_what_its_packages_need() -> None:
    versions = {normal(name) for name in locked("requirements-dev.lock")}
    for name in versions:
        try:
            needs = distribution(name).requires or []
        except PackageNotFoundError:
            continue
        for need in map(Requirement, needs):
            if need.marker is None or need.marker.evaluate({"extra": ""}):
                assert normal(need.name) in versions, f"{name} needs {need.name}"


@pytest.mark.parametrize("lock", LOCKS)
def test_every_licence_goes_with_ours_and_is_listed(lock: str) -> None:
    listed = TARGET.read_text("utf-8")
    for package, version in locked(lock).items():
        assert f"| {package} | {version} | " in listed, "run make lock"
        licence = licence_of(package)
        if licence is not None:
            assert not refused(licence), f"{package}: {licence or 'none given'}"


@pytest.mark.parametrize(
    ("licence", "bad"),
    [("MIT", False), ("MIT OR GPL-3.0-only", False), ("MIT AND GPL-3.0-only", True), ("", True),
     ("Apache-2.0 WITH LLVM-exception", False), ("AGPL-3.0-or-later", True)],
)  # fmt: skip
def test_which_licences_are_refused(licence: str, bad: bool) -> None:
    assert refused(licence) is bad
