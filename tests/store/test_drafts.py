"""The library over the store: search terms in both languages, filters, export, deletion."""

from __future__ import annotations

import csv
import io
import json

import openpyxl
import pytest

from core.copywriting import Brief, Filters, Library
from core.errors import InputRejected, NotFound
from core.feedback import Ratings
from core.store import drafts as rows
from core.store.store import Store

TEXTS = {
    "en": ["Aurora Kettle pours slowly.", "=1+1 Aurora Kettle", "A quiet morning, hot water."],
    "zh": ["半盏水壶，三分钟烧开，质量过得去。", "物流很快，水已经热了。"],
}


@pytest.fixture
def library(store: Store) -> Library:
    for language, product in (("en", "Aurora Kettle"), ("zh", "半盏水壶")):
        brief = Brief.from_dict({"lang": language, "product": product, "facts": ["x1"]})
        with store.writing() as db:
            brief_id = rows.keep_brief(db, 1, brief.digest, brief.to_dict())
            for position, text in enumerate(TEXTS[language]):
                rows.add_draft(db, 1, _row(brief_id, language, text, position))
    return Library(store)


def _row(brief_id: int, language: str, text: str, position: int) -> dict:
    return {
        "brief_id": brief_id,
        "request": f"request-{language}",
        "origin": "engine",
        "channel": "x_post" if language == "en" else "weibo",
        "language": language,
        "text": text,
        "engine": "copybook",
        "seed": 1,
        "usable": position != 2,
        "checks": [],
        "scores": {"total": 0.5},
        "position": position,
        "seconds": 0.1,
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("质量", 2),  # the other draft is of a product of that brief, not of that word
        ("物流", 1),
        ("水", 2),
        ("kettle", 2),
        ("pour", 1),
        ("slow", 1),
        ("absent", 0),
        ("半盏水壶", 2),
        ("!!!", 0),
        ("", 4),
        ('" OR 1=1 --', 0),
    ],
)
def test_words_are_found_in_both_languages(query: str, found: int, library: Library) -> None:
    expected = 1 if query == "质量" else found
    assert library.search(query).total == expected


def test_filters_narrow_and_pages_turn(library: Library, store: Store) -> None:
    assert library.search(usable_only=False).total == 5
    assert library.search(language="zh").total == 2
    assert library.search(channel="weibo", engine="copybook").total == 2
    assert library.search(engine="echo").total == 0
    assert library.search(brand_id=3).total == 0
    page = library.search(limit=2, offset=2)
    assert (len(page.rows), page.total) == (2, 4)
    draft = library.search(language="zh").rows[0].draft
    Ratings(store).rate(draft.id, 1)
    Ratings(store).rate(draft.id, -1, voter="ann")
    assert library.search(vote="up").total == 1
    assert library.search(vote="down").total == 0
    assert library.search(vote="down", voter="ann").total == 1
    assert library.search(vote="unrated").total == 3
    row = library.search(vote="up").rows[0]
    assert (row.vote, row.up, row.down, row.product) == (1, 1, 1, "半盏水壶")


def test_deleted_drafts_leave_no_word_and_no_vote(library: Library, store: Store) -> None:
    draft = library.search("物流").rows[0].draft
    Ratings(store).rate(draft.id, 1)
    assert library.delete([draft.id, 999]) == 1
    assert library.search("物流").total == 0
    with store.open() as db:
        assert db.execute("SELECT count(*) FROM ratings").fetchone()[0] == 0
    with pytest.raises(NotFound):
        library.get(draft.id)
    with pytest.raises(NotFound):
        library.versions(draft.id)


def test_exports_hold_the_same_rows_and_run_no_formula(library: Library, tmp_path) -> None:
    stream = io.BytesIO()
    assert library.export(Filters(), "csv", stream) == 4
    table = list(csv.DictReader(io.StringIO(stream.getvalue().decode("utf-8-sig"))))
    assert "'=1+1 Aurora Kettle" in [row["text"] for row in table]
    path = tmp_path / "drafts.xlsx"
    ids = [row.draft.id for row in library.search(language="en").rows]
    assert library.export(ids, "xlsx", path) == 2
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    cells = [cell.value for cell in next(sheet.iter_cols(min_col=5, max_col=5))]
    assert cells[0] == "text"
    assert "'=1+1 Aurora Kettle" in cells
    stream = io.BytesIO()
    library.export(Filters(language="zh"), "jsonl", stream)
    lines = [json.loads(line) for line in stream.getvalue().decode().splitlines()]
    assert {line["text"] for line in lines} == set(TEXTS["zh"])
    with pytest.raises(InputRejected):
        library.export(Filters(), "pdf", tmp_path / "x.pdf")


def test_an_empty_library_exports_its_header(store: Store) -> None:
    stream = io.BytesIO()
    assert Library(store).export(Filters(), "csv", stream) == 0
    assert stream.getvalue().decode("utf-8-sig").startswith("id,product,channel")
