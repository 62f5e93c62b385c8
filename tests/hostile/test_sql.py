"""No value of a person ever becomes part of a statement: what is typed, imported or written
reaches SQLite as parameters, and statements with holes are written in the store only."""

from __future__ import annotations

import ast
import re
import sqlite3
from pathlib import Path
from typing import ClassVar

import pytest
from stocked import NAME, fill

from core.copywriting import Filters
from core.reviews import Filters as ReviewFilters

ROOT = Path(__file__).resolve().parent.parent.parent
WORDS = re.compile(r"\b(SELECT\b.*\bFROM|INSERT\b.*\bINTO|UPDATE\b.*\bSET|DELETE\s+FROM)\b", re.S)
QUOTED = "x' OR '1'='1'; DROP TABLE drafts; -- \" qb"


class Recording(sqlite3.Connection):
    statements: ClassVar[set[str]] = set()

    def execute(self, sql, *parameters):
        self.statements.add(sql)
        return super().execute(sql, *parameters)

    def executemany(self, sql, *parameters):
        self.statements.add(sql)
        return super().executemany(sql, *parameters)

    def executescript(self, sql):
        self.statements.add(sql)
        return super().executescript(sql)

    def cursor(self, factory=sqlite3.Cursor):
        outer = self

        class Noted(factory):
            def execute(self, sql, *parameters):
                outer.statements.add(sql)
                return super().execute(sql, *parameters)

        return super().cursor(Noted)


@pytest.fixture
def statements(monkeypatch) -> set[str]:
    """Every statement that runs within the test, as it was handed to SQLite."""
    connect = sqlite3.connect
    Recording.statements = set()
    monkeypatch.setattr(
        sqlite3, "connect", lambda *args, **named: connect(*args, **named, factory=Recording)
    )
    return Recording.statements


def test_no_word_of_a_person_stands_in_a_statement(statements, studio, inline_jobs) -> None:
    fill(studio)
    for words in (NAME, QUOTED):
        studio.library.find(Filters(query=words, channel=words, engine=words, voter=words))
        filters = ReviewFilters(query=words, product=words, origin=words, country=words)
        studio.reviews.figures(filters)
        studio.reviews.rows(filters)
        studio.insights.words(filters)
        studio.insights.impacts(filters)
        studio.workspace.holding(words)
        studio.workspace.prefer(words, words)
        assert studio.workspace.preference(words) == words
        studio.reviews.import_paste(f"{words} is a good one\n\nand {words} a bad one", words)
    studio.workspace.forget("q.ex")
    assert len(statements) > 150
    assert [sql for sql in statements if "qb" in sql.lower() or "q.ex" in sql] == []
    assert [sql for sql in statements if "DROP TABLE drafts" in sql] == []


def test_statements_with_holes_are_written_in_the_store_only() -> None:
    found = []
    for path in (ROOT / "core").rglob("*.py"):
        if "store" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr):
                text = "".join(v.value for v in node.values if isinstance(v, ast.Constant))
                if WORDS.search(text):
                    found.append(f"{path.name}:{node.lineno}")
    assert found == []
