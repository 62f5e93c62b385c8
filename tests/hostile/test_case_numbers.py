"""How many generated cases the two profiles of conftest.py stand for."""

from __future__ import annotations

import ast
from pathlib import Path

from hypothesis import settings

TESTS = Path(__file__).resolve().parent.parent


def properties() -> int:
    """The tests that are given generated cases."""
    return sum(
        any("given" in ast.unparse(decorator) for decorator in node.decorator_list)
        for path in TESTS.rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
    )


def test_the_night_tries_a_hundred_thousand_cases() -> None:
    nightly = settings.get_profile("nightly")
    assert properties() * nightly.max_examples >= 100_000
    assert nightly.print_blob
    assert nightly.deadline is None


def test_the_gate_tries_few_and_always_the_same() -> None:
    gate = settings.get_profile("gate")
    assert gate.derandomize
    assert gate.deadline is None
    assert gate.max_examples <= 100
